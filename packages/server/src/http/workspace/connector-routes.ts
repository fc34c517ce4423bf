/** Routes of a workspace's connectors. */
import { errorBody } from "@grantry/contract/common";
import { workspaceParams } from "@grantry/contract/operator";
import {
  connectorBody,
  connectorChanges,
  connectorDeletedAnswer,
  connectorsAnswer,
  connectorView,
  workspaceConnectorParams,
} from "@grantry/contract/workspace";
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
import { requireWorkspaceOperator } from "../bearer.ts";
import type { HttpContext } from "../context.ts";
import type { ZodInstance } from "../zod-instance.ts";

const base = "/api/workspace/:workspaceId/connectors";
const tags = ["operator"];

export function registerConnectorRoutes(instance: ZodInstance, context: HttpContext): void {
  registerReads(instance, context);
  registerWrites(instance, context);
}

function registerReads(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    base,
    {
      schema: {
        tags,
        summary: "The connectors that every app of the workspace may use",
        params: workspaceParams,
        response: { 200: connectorsAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const { workspaceId } = params;
      const scope = "workspace:read";
      const operator = await requireWorkspaceOperator(context, workspaceId, headers, scope);
      return { connectors: await listConnectors(context, operator) };
    },
  );
}

function registerWrites(instance: ZodInstance, context: HttpContext): void {
  instance.post(
    base,
    {
      schema: {
        tags,
        summary: "Create a connector with its OAuth client",
        params: workspaceParams,
        body: connectorBody,
        response: { 200: connectorView, "4xx": errorBody },
      },
    },
    async ({ params, headers, body }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      return await createConnector(context, operator, inputOf(body));
    },
  );
  instance.put(
    `${base}/:connectorId`,
    {
      schema: {
        tags,
        summary: "Change a connector: name, scopes, settings, or a new client secret",
        params: workspaceConnectorParams,
        body: connectorChanges,
        response: { 200: connectorView, "4xx": errorBody },
      },
    },
    async ({ params, headers, body }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      const { connectorId } = params;
      return await updateConnector(context, operator, { connectorId, changes: changesOf(body) });
    },
  );
  instance.delete(
    `${base}/:connectorId`,
    {
      schema: {
        tags,
        summary: "Delete a connector and its connections",
        params: workspaceConnectorParams,
        response: { 200: connectorDeletedAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      await deleteConnector(context, operator, params.connectorId);
      return { status: "deleted" as const, id: params.connectorId };
    },
  );
}

function inputOf(body: z.output<typeof connectorBody>): ConnectorInput {
  refuseLent(body.credential_source);
  const { client_id: clientId, client_secret: clientSecret } = body;
  if (clientId === undefined || clientSecret === undefined) {
    throw refused("client_id and client_secret: are needed.");
  }
  return {
    integrationType: body.integration_type,
    name: body.name,
    clientId,
    clientSecret: new Secret(clientSecret),
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
