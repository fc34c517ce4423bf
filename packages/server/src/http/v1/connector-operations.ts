/** Connectors and OAuth clients of a workspace. */
import { address } from "@grantry/contract/v1/common";
import {
  connector,
  connectorList,
  createConnectorRequest,
  oauthClient,
  oauthClientList,
  oauthClientReservation,
  updateConnectorRequest,
  updateOAuthClientRequest,
} from "@grantry/contract/v1/connectors";
import { deleted, plainListQuery } from "@grantry/contract/v1/people";
import type { z } from "zod";
import { Secret } from "../../lib/secret.ts";
import {
  type Connector,
  createConnector,
  deleteConnector,
  type GivenClient,
  listConnectors,
  listOAuthClients,
  type OAuthClient,
  readConnector,
  readOAuthClient,
  reserveOAuthClient,
  updateConnector,
  updateOAuthClient,
} from "../../service/manage/index.ts";
import { route } from "../route.ts";
import { listing, pageOfAll } from "./list.ts";
import { instantOf, instantOrNull } from "./time.ts";
import { version } from "./version.ts";

const tag = "Connectors";
const workspace = "/v1/workspaces/:workspace_id";
const ofConnector = address("workspace_id", "connector_id");

function viewConnector(one: Connector): z.output<typeof connector> {
  return {
    id: one.connectorId,
    type: one.type,
    name: one.name,
    oauth_client: { id: one.oauthClientId, client_id: one.clientId },
    scopes: [...one.scopes],
    unlisted_scopes: [...one.unlistedScopes],
    settings: { ...one.settings },
    redirect_uri: one.redirectUri,
    last_test:
      one.testedAt === null
        ? null
        : { at: instantOf(one.testedAt), failed_step: one.testFailedStep },
    created_at: instantOf(one.createdAt),
    updated_at: instantOf(one.updatedAt),
  };
}

/** The contract has seen to it that one of the two is given. */
function clientOf(body: z.output<typeof createConnectorRequest>): GivenClient {
  const { oauth_client: given, oauth_client_id: oauthClientId = "" } = body;
  if (given === undefined) return { oauthClientId };
  const { client_id: clientId, client_secret: secret, id: reservedId = null } = given;
  return { clientId, clientSecret: new Secret(secret), reservedId };
}

const connectorVersion = version(ofConnector, {
  read: async (context, operator, { connectorId }) =>
    viewConnector(await readConnector(context, operator, connectorId)),
  target: ({ connectorId }) => ({ kind: "connector", id: connectorId }),
  besides: ["last_test"],
});

const connectorOperations = [
  route({
    method: "GET",
    path: `${workspace}/connectors`,
    for: "operator",
    permission: "workspace:read",
    operationId: "listConnectors",
    tag,
    summary: "The connectors that every app of the workspace may use, newest first",
    params: address("workspace_id"),
    query: plainListQuery,
    answer: connectorList,
    handler: async (context, operator, request) =>
      pageOfAll(
        listing(context, request),
        await listConnectors(context, operator),
        { keyOf: ({ createdAt, connectorId }) => [createdAt, connectorId], descending: true },
        viewConnector,
      ),
  }),
  route({
    method: "POST",
    path: `${workspace}/connectors`,
    for: "operator",
    permission: "workspace:write",
    operationId: "createConnector",
    tag,
    summary: "Create a connector with its OAuth client",
    params: address("workspace_id"),
    body: createConnectorRequest,
    answer: connector,
    status: 201,
    refuses: [
      "oauth_client_not_found",
      "name_taken",
      "scopes_invalid",
      "scopes_forbidden",
      "connection_config_invalid",
      "client_secret_differs",
      "secret_required",
    ],
    handler: async (context, operator, { body }) => {
      const input = {
        integrationType: body.type,
        name: body.name,
        client: clientOf(body),
        scopes: body.scopes ?? null,
        settings: body.settings ?? {},
      };
      return viewConnector(await createConnector(context, operator, input));
    },
  }),
  route({
    method: "GET",
    path: `${workspace}/connectors/:connector_id`,
    for: "operator",
    permission: "workspace:read",
    operationId: "getConnector",
    tag,
    summary: "One connector",
    params: ofConnector,
    version: connectorVersion,
    answer: connector,
    refuses: ["connector_not_found"],
    handler: async (context, operator, { params }) =>
      viewConnector(await readConnector(context, operator, params.connectorId)),
  }),
  route({
    method: "PATCH",
    path: `${workspace}/connectors/:connector_id`,
    for: "operator",
    permission: "workspace:write",
    operationId: "updateConnector",
    tag,
    summary: "Change a connector: name, scopes, settings, or its OAuth client's secret",
    params: ofConnector,
    version: connectorVersion,
    body: updateConnectorRequest,
    answer: connector,
    refuses: [
      "connector_not_found",
      "name_taken",
      "scopes_invalid",
      "scopes_forbidden",
      "connection_config_invalid",
      "secret_required",
    ],
    handler: async (context, operator, { params: { connectorId }, body }) => {
      const { client_id: clientId, client_secret: secret } = body.oauth_client ?? {};
      const changes = {
        name: body.name,
        clientId,
        clientSecret: secret === undefined ? undefined : new Secret(secret),
        scopes: body.scopes,
        settings: body.settings,
      };
      return viewConnector(await updateConnector(context, operator, { connectorId, changes }));
    },
  }),
  route({
    method: "DELETE",
    path: `${workspace}/connectors/:connector_id`,
    for: "operator",
    permission: "workspace:write",
    operationId: "deleteConnector",
    tag,
    summary: "Delete a connector, and erase the tokens of its connections",
    params: ofConnector,
    version: connectorVersion,
    answer: deleted,
    refuses: ["connector_not_found"],
    handler: async (context, operator, { params: { connectorId } }) => {
      await deleteConnector(context, operator, connectorId);
      return { id: connectorId, deleted: true as const };
    },
  }),
];

/** A client as `/v1` shows it. */
export function viewClient(one: OAuthClient): z.output<typeof oauthClient> {
  return {
    id: one.oauthClientId,
    name: one.name,
    provider_id: one.providerId,
    client_id: one.clientId,
    redirect_uri: one.redirectUri,
    used_by_other_servers: one.usedByOtherServers,
    preferred: one.preferred,
    previous_secret: one.hasPreviousSecret,
    secret_replaced_at: instantOrNull(one.secretReplacedAt),
    connectors: one.connectors.map(({ connectorId, name, appId }) => ({
      id: connectorId,
      name,
      app_id: appId,
    })),
    created_at: instantOf(one.createdAt),
    updated_at: instantOf(one.updatedAt),
  };
}

const ofClient = address("workspace_id", "oauth_client_id");

const clientVersion = version(ofClient, {
  read: async (context, operator, { oauthClientId }) =>
    viewClient(await readOAuthClient(context, operator, oauthClientId)),
  target: ({ oauthClientId }) => ({ kind: "oauth_client", id: oauthClientId }),
  besides: ["connectors"],
});

const clientOperations = [
  route({
    method: "GET",
    path: `${workspace}/oauth-clients`,
    for: "operator",
    permission: "workspace:read",
    operationId: "listOAuthClients",
    tag,
    summary: "The workspace's OAuth clients, those that were registered first before others",
    params: address("workspace_id"),
    query: plainListQuery,
    answer: oauthClientList,
    handler: async (context, operator, request) =>
      pageOfAll(
        listing(context, request),
        await listOAuthClients(context, operator),
        { keyOf: ({ createdAt, oauthClientId }) => [createdAt, oauthClientId] },
        viewClient,
      ),
  }),
  route({
    method: "POST",
    path: `${workspace}/oauth-clients/reservations`,
    for: "operator",
    permission: "workspace:write",
    operationId: "reserveOAuthClient",
    tag,
    summary: "The redirect URI of a client that is yet to be registered at its provider",
    params: address("workspace_id"),
    answer: oauthClientReservation,
    status: 201,
    repeatable: true,
    handler: (context, operator) => {
      const { oauthClientId, redirectUri } = reserveOAuthClient(context, operator);
      return { id: oauthClientId, redirect_uri: redirectUri };
    },
  }),
  route({
    method: "GET",
    path: `${workspace}/oauth-clients/:oauth_client_id`,
    for: "operator",
    permission: "workspace:read",
    operationId: "getOAuthClient",
    tag,
    summary: "One OAuth client, and what must be registered for it",
    params: ofClient,
    version: clientVersion,
    answer: oauthClient,
    refuses: ["oauth_client_not_found"],
    handler: async (context, operator, { params }) =>
      viewClient(await readOAuthClient(context, operator, params.oauthClientId)),
  }),
  route({
    method: "PATCH",
    path: `${workspace}/oauth-clients/:oauth_client_id`,
    for: "operator",
    permission: "workspace:write",
    operationId: "updateOAuthClient",
    tag,
    summary:
      "Rename a client; say that other servers use it, too, or that shared connections get it",
    params: ofClient,
    version: clientVersion,
    body: updateOAuthClientRequest,
    answer: oauthClient,
    refuses: ["oauth_client_not_found"],
    handler: async (context, operator, { params: { oauthClientId }, body }) => {
      const marks = {
        name: body.name,
        usedByOtherServers: body.used_by_other_servers,
        preferred: body.preferred,
      };
      return viewClient(await updateOAuthClient(context, operator, { oauthClientId, marks }));
    },
  }),
];

export const connectorOperationsOfWorkspace = [...connectorOperations, ...clientOperations];
