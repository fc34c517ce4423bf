/** Connectors of a workspace. */
import { address } from "@grantry/contract/v1/common";
import {
  connector,
  connectorList,
  connectorQuery,
  createConnectorRequest,
  updateConnectorRequest,
} from "@grantry/contract/v1/connectors";
import { deleted } from "@grantry/contract/v1/people";
import type { z } from "zod";
import { Secret } from "../../lib/secret.ts";
import type { WorkspaceOperator } from "../../service/accounts/index.ts";
import {
  type Connector,
  type ConnectorWithState,
  createConnector,
  deleteConnector,
  type GivenClient,
  listConnectorPage,
  readConnector,
  updateConnector,
  withState,
} from "../../service/manage/index.ts";
import type { HttpContext } from "../context.ts";
import { route } from "../route.ts";
import { listing } from "./list.ts";
import { instantOf } from "./time.ts";
import { version } from "./version.ts";

const tag = "Connectors";
const workspace = "/v1/workspaces/:workspace_id";
const ofConnector = address("workspace_id", "connector_id");

function viewConnector(one: ConnectorWithState): z.output<typeof connector> {
  const { active, needsReauth, exact, atLeast } = one.connections;
  return {
    id: one.connectorId,
    type: one.type,
    name: one.name,
    app: one.app === null ? null : { ...one.app },
    oauth_client: { id: one.oauthClientId, client_id: one.clientId },
    scopes: [...one.scopes],
    unlisted_scopes: [...one.unlistedScopes],
    settings: { ...one.settings },
    redirect_uri: one.redirectUri,
    last_test:
      one.testedAt === null
        ? null
        : { at: instantOf(one.testedAt), failed_step: one.testFailedStep },
    health: one.health,
    connections: { active, needs_reauth: needsReauth, exact, at_least: atLeast },
    created_at: instantOf(one.createdAt),
    updated_at: instantOf(one.updatedAt),
  };
}

/** One connector with how it fares. */
async function showConnector(
  context: HttpContext,
  operator: WorkspaceOperator,
  one: Connector,
): Promise<z.output<typeof connector>> {
  const [shown] = await withState(context, operator, [one]);
  return viewConnector(shown as ConnectorWithState);
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
    await showConnector(context, operator, await readConnector(context, operator, connectorId)),
  target: ({ connectorId }) => ({ kind: "connector", id: connectorId }),
  besides: ["last_test", "health", "connections"],
});

export const connectorOperations = [
  route({
    method: "GET",
    path: `${workspace}/connectors`,
    for: "operator",
    permission: "workspace:read",
    operationId: "listConnectors",
    tag,
    summary: "The connectors that every app may use, or those of single apps, newest first",
    params: address("workspace_id"),
    query: connectorQuery,
    answer: connectorList,
    handler: async (context, operator, request) => {
      const { after, limit, page } = listing(context, request);
      const [createdAt, connectorId] = (after ?? []) as [number, string];
      const found = await listConnectorPage(context, operator, {
        owner: request.query.owner ?? "user",
        after: after === null ? null : { createdAt, connectorId },
        limit: limit + 1,
      });
      const shown = await withState(context, operator, found.slice(0, limit));
      const last = found.length > limit ? shown.at(-1) : undefined;
      return page(
        shown.map(viewConnector),
        last === undefined ? null : [last.createdAt, last.connectorId],
      );
    },
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
    shows: {
      last_test: null,
      health: "not_tested",
      connections: { active: 0, needs_reauth: 0, exact: true, at_least: false },
    },
    status: 201,
    refuses: [
      "limit_reached",
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
      const made = await createConnector(context, operator, input);
      return await showConnector(context, operator, made);
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
    handler: async (context, operator, { params }) => {
      const found = await readConnector(context, operator, params.connectorId);
      return await showConnector(context, operator, found);
    },
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
    shows: { name: "Team calendar", updated_at: "2026-05-04T09:30:00Z" },
    refuses: [
      "connector_not_found",
      "name_taken",
      "scopes_invalid",
      "scopes_forbidden",
      "connection_config_invalid",
      "secret_required",
      "limit_reached",
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
      const changed = await updateConnector(context, operator, { connectorId, changes });
      return await showConnector(context, operator, changed);
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
    shows: { id: "665f1c0f2ab79d3f7c1c2d4e" },
    refuses: ["connector_not_found"],
    handler: async (context, operator, { params: { connectorId } }) => {
      await deleteConnector(context, operator, connectorId);
      return { id: connectorId, deleted: true as const };
    },
  }),
];
