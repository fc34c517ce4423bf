/** Authorizing an app's shared connections, by operators. */
import {
  authorization,
  sharedAuthorization,
  startSharedAuthorizationRequest,
} from "@grantry/contract/v1/authorizations";
import { address } from "@grantry/contract/v1/common";
import type { z } from "zod";
import { operatorAtApp, type WorkspaceOperator } from "../../service/accounts/index.ts";
import {
  authorizationSeconds,
  authorizationStatus,
  initiateShared,
  type SharedOutcome,
  setIntegration,
} from "../../service/connect/index.ts";
import type { HttpContext } from "../context.ts";
import { route } from "../route.ts";
import { viewAuthorization, viewSharedAuthorization } from "./authorization-views.ts";

const tag = "Authorizations";
const authorizations = "/v1/workspaces/:workspace_id/apps/:app_id/authorizations";

type Asked = z.output<typeof startSharedAuthorizationRequest>;

async function start(
  context: HttpContext,
  operator: WorkspaceOperator,
  { appId, asked }: { readonly appId: string; readonly asked: Asked },
): Promise<SharedOutcome> {
  const atApp = await operatorAtApp(context, operator, appId);
  const { type = "", connector_id: connectorId, scopes = [], settings = null } = asked;
  if (asked.scope_mode === "exact") {
    const { dry_run: dryRun } = asked;
    return await setIntegration(context, atApp, {
      integrationType: type,
      scopes,
      settings,
      dryRun,
    });
  }
  return await initiateShared(context, atApp, {
    address:
      connectorId === undefined
        ? { kind: "type", integrationType: type }
        : { kind: "id", connectorId },
    scopes,
    settings,
    forceReconnect: asked.replace,
    returnUrl: asked.return_url ?? null,
  });
}

export const sharedOperations = [
  route({
    method: "POST",
    path: authorizations,
    for: "operator",
    permission: "apps:write",
    operationId: "startSharedAuthorization",
    tag,
    summary: "Authorize a shared connection of the app; open connect_url in a browser",
    params: address("workspace_id", "app_id"),
    body: startSharedAuthorizationRequest,
    answer: sharedAuthorization,
    status: 201,
    mayMakeNothing: true,
    answerSeconds: authorizationSeconds,
    refuses: [
      "app_not_found",
      "connector_not_found",
      "connector_not_configured",
      "connected_by_other_operator",
      "builder_connection_disabled",
      "scopes_invalid",
      "scopes_forbidden",
      "connection_config_invalid",
      "return_url_not_allowed",
    ],
    handler: async (context, operator, { params: { appId }, body: asked }, reply) => {
      const attempt = await start(context, operator, { appId, asked });
      // Nothing was made.
      if (attempt.outcome !== "started") reply.code(200);
      return viewSharedAuthorization(attempt);
    },
  }),
  route({
    method: "GET",
    path: `${authorizations}/:authorization_id`,
    for: "operator",
    permission: "apps:read",
    operationId: "getSharedAuthorization",
    tag,
    summary: "What became of it",
    params: address("workspace_id", "app_id", "authorization_id"),
    answer: authorization,
    refuses: ["app_not_found", "authorization_not_found"],
    handler: async (context, operator, { params: { appId, authorizationId } }) => {
      const atApp = await operatorAtApp(context, operator, appId);
      const status = await authorizationStatus(context, atApp, authorizationId);
      return viewAuthorization(status);
    },
  }),
];
