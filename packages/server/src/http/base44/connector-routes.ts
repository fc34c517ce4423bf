/** Routes of a workspace's connectors. */
import { workspaceParams } from "@grantry/contract/base44/operator";
import {
  connectorBody,
  connectorChanges,
  connectorDeletedAnswer,
  connectorsAnswer,
  connectorView,
  workspaceConnectorParams,
} from "@grantry/contract/base44/workspace";
import type { z } from "zod";
import { GrantryError } from "../../lib/error.ts";
import { Secret } from "../../lib/secret.ts";
import {
  type ConnectorChanges,
  type ConnectorInput,
  createConnector,
  deleteConnector,
  listConnectors,
  updateConnector,
} from "../../service/manage/index.ts";
import { route } from "../route.ts";
import { viewConnector } from "./connector-views.ts";

const base = "/api/workspace/:workspaceId/connectors";

export const connectorRoutes = [
  route({
    method: "GET",
    path: base,
    for: "operator",
    permission: "workspace:read",
    summary: "The connectors that every app of the workspace may use",
    params: workspaceParams,
    answer: connectorsAnswer,
    handler: async (context, operator) => ({
      connectors: (await listConnectors(context, operator)).map(viewConnector),
    }),
  }),
  route({
    method: "POST",
    path: base,
    for: "operator",
    permission: "workspace:write",
    summary: "Create a connector with its OAuth client",
    params: workspaceParams,
    body: connectorBody,
    answer: connectorView,
    handler: async (context, operator, { body }) =>
      viewConnector(await createConnector(context, operator, inputOf(body))),
  }),
  route({
    method: "PUT",
    path: `${base}/:connectorId`,
    for: "operator",
    permission: "workspace:write",
    summary: "Change a connector: name, scopes, settings, or a new client secret",
    params: workspaceConnectorParams,
    body: connectorChanges,
    answer: connectorView,
    handler: async (context, operator, { params: { connectorId }, body }) =>
      viewConnector(
        await updateConnector(context, operator, { connectorId, changes: changesOf(body) }),
      ),
  }),
  route({
    method: "DELETE",
    path: `${base}/:connectorId`,
    for: "operator",
    permission: "workspace:write",
    summary: "Delete a connector and its connections",
    params: workspaceConnectorParams,
    answer: connectorDeletedAnswer,
    handler: async (context, operator, { params: { connectorId } }) => {
      await deleteConnector(context, operator, connectorId);
      return { status: "deleted" as const, id: connectorId };
    },
  }),
];

function inputOf(body: z.output<typeof connectorBody>): ConnectorInput {
  refuseLent(body.credential_source);
  const { client_id: clientId, client_secret: clientSecret } = body;
  if (clientId === undefined || clientSecret === undefined) {
    throw refused("client_id and client_secret: are needed.");
  }
  return {
    integrationType: body.integration_type,
    name: body.name,
    client: { clientId, clientSecret: new Secret(clientSecret) },
    scopes: body.scopes ?? null,
    settings: body.connection_config ?? {},
  };
}

function changesOf(body: z.output<typeof connectorChanges>): ConnectorChanges {
  refuseLent(body.credential_source);
  if (body.uses_oauth_gateway === true) throw refused("uses_oauth_gateway: there is no gateway.");
  const { client_secret: secret } = body;
  return {
    name: body.name,
    clientId: body.client_id,
    clientSecret: secret === undefined ? undefined : new Secret(secret),
    scopes: body.scopes,
    settings: body.connection_config,
  };
}

function refuseLent(source: "byo" | "base44" | undefined): void {
  if (source !== "base44") return;
  throw refused(
    "credential_source: this server has no OAuth clients of its own to lend; bring yours with byo.",
  );
}

function refused(detail: string): GrantryError {
  return new GrantryError("bad_request", { detail });
}
