/** What a change would do, before it is made; and whether a client's secret is right. */
import { updatePolicyRequest } from "@grantry/contract/v1/catalogue";
import { address } from "@grantry/contract/v1/common";
import {
  oauthClient,
  oauthClientCheck,
  rotateOAuthClientSecretRequest,
} from "@grantry/contract/v1/connectors";
import { impact, previewConnectorChangeRequest } from "@grantry/contract/v1/impact";
import type { z } from "zod";
import { Secret } from "../../lib/secret.ts";
import {
  checkClient,
  type Impact,
  previewConnectorChange,
  previewPolicyChange,
  rotateSecret,
} from "../../service/manage/index.ts";
import { route } from "../route.ts";
import { changeOf } from "./catalogue-operations.ts";
import { viewClient } from "./oauth-client-operations.ts";
import { instantOrNull } from "./time.ts";

const tag = "Connectors";
const workspace = "/v1/workspaces/:workspace_id";
const ofClient = address("workspace_id", "oauth_client_id");

function viewImpact(one: Impact): z.output<typeof impact> {
  return {
    connections: one.connections,
    at_least: one.atLeast,
    must_reconnect: one.mustReconnect,
    ended: one.ended,
    last_token_ends_at: instantOrNull(one.lastTokenEndsAt),
    apps: one.apps.map(({ appId, name, connections }) => ({ id: appId, name, connections })),
    warnings: one.warnings.map(({ code, connections, atLeast }) => ({
      code,
      connections,
      at_least: atLeast,
    })),
  };
}

export const previewOperations = [
  route({
    method: "POST",
    path: `${workspace}/connectors/:connector_id/preview`,
    for: "operator",
    permission: "workspace:read",
    operationId: "previewConnectorChange",
    tag,
    summary: "What a change of a connector, or its end, would do to connections",
    params: address("workspace_id", "connector_id"),
    body: previewConnectorChangeRequest,
    answer: impact,
    shows: {
      ended: 212,
      warnings: [{ code: "deleted", connections: 212, at_least: false }],
    },
    refuses: [
      "connector_not_found",
      "connector_misconfigured",
      "scopes_invalid",
      "scopes_forbidden",
      "connection_config_invalid",
    ],
    handler: async (context, operator, { params: { connectorId }, body }) => {
      const { client_id: clientId, scopes, settings } = body.change ?? {};
      const change = body.delete === true ? "delete" : { clientId, scopes, settings };
      return viewImpact(await previewConnectorChange(context, operator, { connectorId, change }));
    },
  }),
  route({
    method: "POST",
    path: `${workspace}/policies/:type/preview`,
    for: "operator",
    permission: "apps:read",
    operationId: "previewPolicyChange",
    tag,
    summary: "What a change of what is allowed would do to connections",
    params: address("workspace_id", "type"),
    body: updatePolicyRequest,
    answer: impact,
    refuses: ["scopes_invalid"],
    handler: async (context, operator, { params: { type }, body }) =>
      viewImpact(await previewPolicyChange(context, operator, changeOf(type, body))),
  }),
  route({
    method: "POST",
    path: `${workspace}/oauth-clients/:oauth_client_id/rotate-secret`,
    for: "operator",
    permission: "workspace:write",
    operationId: "rotateOAuthClientSecret",
    tag,
    summary: "Replace a client's secret, with the one of before tried beside it or forgotten",
    params: ofClient,
    body: rotateOAuthClientSecretRequest,
    answer: oauthClient,
    shows: {
      previous_secret: true,
      secret_replaced_at: "2026-05-04T09:30:00Z",
      updated_at: "2026-05-04T09:30:00Z",
    },
    refuses: ["oauth_client_not_found"],
    handler: async (context, operator, { params: { oauthClientId }, body }) => {
      const { client_secret: secret, keep_previous: keepPrevious } = body;
      const clientSecret = secret === undefined ? null : new Secret(secret);
      const rotation = { oauthClientId, clientSecret, keepPrevious };
      return viewClient(await rotateSecret(context, operator, rotation));
    },
  }),
  route({
    method: "POST",
    path: `${workspace}/oauth-clients/:oauth_client_id/check`,
    for: "operator",
    permission: "workspace:write",
    operationId: "checkOAuthClient",
    tag,
    summary: "Ask the provider whether it accepts a client's ID and secret",
    params: ofClient,
    answer: oauthClientCheck,
    refuses: ["oauth_client_not_found", "connector_misconfigured"],
    handler: async (context, operator, { params }) => ({
      ...(await checkClient(context, operator, params.oauthClientId)),
    }),
  }),
];
