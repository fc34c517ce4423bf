/** The service tokens of an app: made, limited, ended. */
import { address } from "@grantry/contract/v1/common";
import { deleted, plainListQuery } from "@grantry/contract/v1/people";
import {
  createdServiceToken,
  createServiceTokenRequest,
  type ServiceToken,
  serviceToken,
  serviceTokenList,
  updateServiceTokenRequest,
} from "@grantry/contract/v1/service-tokens";
import { expiryAfterDays } from "../../service/accounts/index.ts";
import {
  createServiceToken,
  endServiceToken,
  listTokens,
  readServiceToken,
  updateServiceToken,
} from "../../service/manage/index.ts";
import { route } from "../route.ts";
import { listing, pageOfAll } from "./list.ts";
import { instantOf, instantOrNull, secondsOrNull } from "./time.ts";
import { version } from "./version.ts";

const tag = "Apps";
const tokens = "/v1/workspaces/:workspace_id/apps/:app_id/service-tokens";
const one = `${tokens}/:service_token_id` as const;
const named = address("workspace_id", "app_id", "service_token_id");

type Token = Awaited<ReturnType<typeof listTokens>>[number];

function viewToken(token: Token): ServiceToken {
  const { serviceTokenId, name, scopes, connectorIds, createdAt, expiresAt } = token;
  return {
    id: serviceTokenId,
    name,
    scopes: scopes === null ? null : [...scopes],
    connector_ids: connectorIds === null ? null : [...connectorIds],
    created_at: instantOf(createdAt),
    expires_at: instantOrNull(expiresAt),
    last_used_at: instantOrNull(token.lastUsedAt),
    secret_prefix: token.prefix,
    for_functions: token.forFunctions,
  };
}

const tokenVersion = version(named, {
  read: async (context, operator, params) =>
    viewToken(await readServiceToken(context, operator, params)),
  target: ({ serviceTokenId: id }) => ({ kind: "service_token", id }),
  besides: ["last_used_at"],
});

export const serviceTokenOperations = [
  route({
    method: "GET",
    path: tokens,
    for: "operator",
    permission: "workspace:write",
    operationId: "listServiceTokens",
    tag,
    summary: "The app's service tokens, without their secrets, newest first",
    params: address("workspace_id", "app_id"),
    query: plainListQuery,
    answer: serviceTokenList,
    refuses: ["app_not_found"],
    handler: async (context, operator, request) =>
      pageOfAll(
        listing(context, request),
        await listTokens(context, operator, request.params.appId),
        {
          keyOf: ({ createdAt, serviceTokenId }) => [createdAt, serviceTokenId],
          descending: true,
        },
        viewToken,
      ),
  }),
  route({
    method: "POST",
    path: tokens,
    for: "operator",
    permission: "workspace:write",
    operationId: "createServiceToken",
    tag,
    summary: "Create a service token, limited to what it is for; its secret is told this once",
    params: address("workspace_id", "app_id"),
    body: createServiceTokenRequest,
    answer: createdServiceToken,
    status: 201,
    refuses: ["limit_reached", "app_not_found", "connector_not_found"],
    handler: async (context, operator, { params: { appId }, body }) => {
      const days = body.expires_in_days ?? null;
      const { secret, ...created } = await createServiceToken(context, operator, {
        appId,
        name: body.name,
        scopes: body.scopes,
        connectorIds: body.connector_ids ?? null,
        expiresAt:
          secondsOrNull(body.expires_at ?? undefined) ?? expiryAfterDays(context.clock, days),
      });
      return { ...viewToken(created), secret: secret.reveal() };
    },
  }),
  route({
    method: "GET",
    path: one,
    for: "operator",
    permission: "workspace:write",
    operationId: "getServiceToken",
    tag,
    summary: "One service token, without its secret",
    params: named,
    version: tokenVersion,
    answer: serviceToken,
    refuses: ["app_not_found", "service_token_not_found"],
    handler: async (context, operator, { params }) =>
      viewToken(await readServiceToken(context, operator, params)),
  }),
  route({
    method: "PATCH",
    path: one,
    for: "operator",
    permission: "workspace:write",
    operationId: "updateServiceToken",
    tag,
    summary: "Change what a service token may do, from its next use on; its secret stays",
    params: named,
    version: tokenVersion,
    body: updateServiceTokenRequest,
    answer: serviceToken,
    shows: { scopes: ["tokens:read"] },
    refuses: ["app_not_found", "service_token_not_found", "connector_not_found"],
    handler: async (context, operator, { params, body }) => {
      const { expires_at: end } = body;
      return viewToken(
        await updateServiceToken(context, operator, {
          ...params,
          name: body.name,
          scopes: body.scopes,
          connectorIds: body.connector_ids,
          expiresAt: end === undefined ? undefined : secondsOrNull(end ?? undefined),
        }),
      );
    },
  }),
  route({
    method: "DELETE",
    path: one,
    for: "operator",
    permission: "workspace:write",
    operationId: "deleteServiceToken",
    tag,
    summary: "Revoke a service token: it ends at once",
    params: named,
    version: tokenVersion,
    answer: deleted,
    shows: { id: "stk_9fT0a2" },
    refuses: ["app_not_found", "service_token_not_found"],
    handler: async (context, operator, { params }) => {
      await endServiceToken(context, operator, params);
      return { id: params.serviceTokenId, deleted: true as const };
    },
  }),
];
