/** An app's shared connections, by operators: authorized, listed, ended. */
import {
  authorization,
  sharedAuthorization,
  startSharedAuthorizationRequest,
} from "@grantry/contract/v1/authorizations";
import { address, examplesOf } from "@grantry/contract/v1/common";
import {
  receipt,
  workspaceConnection,
  workspaceConnectionList,
} from "@grantry/contract/v1/connections";
import { deleted, plainListQuery } from "@grantry/contract/v1/people";
import type { z } from "zod";
import { operatorAtApp, type WorkspaceOperator } from "../../service/accounts/index.ts";
import {
  authorizationSeconds,
  authorizationStatus,
  disconnectShared,
  initiateShared,
  listSharedConnections,
  removeIntegration,
  type SharedOutcome,
  setIntegration,
  typeOfShared,
} from "../../service/connect/index.ts";
import { notConnected } from "../../service/engine/index.ts";
import type { HttpContext } from "../context.ts";
import { route } from "../route.ts";
import { viewAuthorization, viewSharedAuthorization } from "./authorization-views.ts";
import { viewAll, viewReport } from "./connection-views.ts";
import { listing, pageOfAll } from "./list.ts";

const tag = "Authorizations";
const app = "/v1/workspaces/:workspace_id/apps/:app_id";
const authorizations = `${app}/authorizations` as const;
const connections = `${app}/shared-connections` as const;
const ofConnection = address("workspace_id", "app_id", "connection_id");

type Asked = z.output<typeof startSharedAuthorizationRequest>;

async function start(
  context: HttpContext,
  operator: WorkspaceOperator,
  { appId, asked }: { readonly appId: string; readonly asked: Asked },
): Promise<SharedOutcome> {
  const atApp = await operatorAtApp(context, operator, appId);
  const { type = "", connector_id: connectorId, scopes = [], settings = null } = asked;
  const { locale = null } = asked;
  if (asked.scope_mode === "exact") {
    const { dry_run: dryRun } = asked;
    return await setIntegration(context, atApp, {
      integrationType: type,
      scopes,
      settings,
      dryRun,
      locale,
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
    locale,
  });
}

const authorizationOperations = [
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
    mayMakeNothing: {
      what: "Nothing had to be made: the connection has what is asked for already; or, of a `dry_run`, nothing was started.",
      shows: { status: "completed", id: null, connect_url: null },
    },
    answerSeconds: authorizationSeconds,
    refuses: [
      "app_not_found",
      "connector_not_found",
      "connector_not_configured",
      "connected_by_other_operator",
      "shared_connections_disabled",
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

const sharedExample = {
  owner: { kind: "app", user: null, unassigned: false },
  connected_by: { label: "Mia (mia@daybook.example)", email: "mia@daybook.example" },
};

const connectionOperations = [
  route({
    method: "GET",
    path: connections,
    for: "operator",
    permission: "apps:read",
    operationId: "listSharedConnections",
    tag: "Connections",
    summary: "The app's shared connections by type, also those that wait for their consent",
    params: address("workspace_id", "app_id"),
    query: plainListQuery,
    answer: workspaceConnectionList,
    shows: {
      data: examplesOf(workspaceConnection).map((one) => ({ ...Object(one), ...sharedExample })),
    },
    refuses: ["app_not_found"],
    handler: async (context, operator, request) => {
      const atApp = await operatorAtApp(context, operator, request.params.appId);
      const found = pageOfAll(
        listing(context, request),
        await listSharedConnections(context, atApp),
        { keyOf: ({ connector, connectionId }) => [connector.type, connectionId] },
        (one) => one,
      );
      return { ...found, data: await viewAll(context, found.data, viewReport), total: null };
    },
  }),
  route({
    method: "POST",
    path: `${connections}/:connection_id/disconnect`,
    for: "operator",
    permission: "apps:write",
    operationId: "disconnectSharedConnection",
    tag: "Connections",
    summary: "Disconnect: revoke at the provider and erase the tokens; its scopes stay",
    params: ofConnection,
    answer: receipt,
    refuses: ["app_not_found", "connection_not_found", "not_connected"],
    handler: async (context, operator, { params: { appId, connectionId } }) => {
      const atApp = await operatorAtApp(context, operator, appId);
      const type = await typeOfShared(context, atApp, connectionId);
      const revocation = await disconnectShared(context, atApp, type);
      if (revocation === null) throw notConnected();
      return { connection_id: connectionId, revocation };
    },
  }),
  route({
    method: "DELETE",
    path: `${connections}/:connection_id`,
    for: "operator",
    permission: "apps:write",
    operationId: "deleteSharedConnection",
    tag: "Connections",
    summary: "Disconnect, and forget the scopes as well",
    params: ofConnection,
    answer: deleted,
    shows: { id: "conn_x1yB6p1Yk2c0r9d8Qw3f" },
    refuses: ["app_not_found", "connection_not_found"],
    handler: async (context, operator, { params: { appId, connectionId } }) => {
      const atApp = await operatorAtApp(context, operator, appId);
      await removeIntegration(context, atApp, await typeOfShared(context, atApp, connectionId));
      return { id: connectionId, deleted: true as const };
    },
  }),
];

export const sharedOperations = [...authorizationOperations, ...connectionOperations];
