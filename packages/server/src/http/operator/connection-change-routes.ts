/** Routes by which operators list a workspace's connections, refresh them and disconnect them. */
import { errorBody } from "@grantry/contract/common";
import {
  connectionDisconnectedAnswer,
  connectionReport,
  workspaceConnectionParams,
  workspaceConnectionsAnswer,
  workspaceConnectionsQuery,
  workspaceParams,
} from "@grantry/contract/operator";
import {
  disconnectConnection,
  listWorkspaceConnections,
  refreshConnection,
  retryConnection,
} from "../../service/connections/index.ts";
import { requireWorkspaceOperator } from "../bearer.ts";
import type { HttpContext } from "../context.ts";
import type { ZodInstance } from "../zod-instance.ts";

const base = "/api/workspace/:workspaceId/connections";
const tags = ["operator"];

export function registerConnectionChangeRoutes(instance: ZodInstance, context: HttpContext): void {
  registerList(instance, context);
  registerRefresh(instance, context);
  registerRetry(instance, context);
  registerDisconnect(instance, context);
}

function registerList(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    base,
    {
      schema: {
        tags,
        summary: "The workspace's connections, page by page",
        params: workspaceParams,
        querystring: workspaceConnectionsQuery,
        response: { 200: workspaceConnectionsAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers, query }) => {
      const { workspaceId } = await requireWorkspaceOperator(
        context,
        params.workspaceId,
        headers,
        "workspace:read",
      );
      return await listWorkspaceConnections(context, {
        workspaceId,
        appId: query.app_id ?? null,
        integrationType: query.integration_type ?? null,
        status: query.status ?? null,
        after: query.after ?? null,
        limit: query.limit,
      });
    },
  );
}

function registerRefresh(instance: ZodInstance, context: HttpContext): void {
  instance.post(
    `${base}/:connectionId/refresh`,
    {
      schema: {
        tags,
        summary: "Refresh a connection now",
        params: workspaceConnectionParams,
        response: { 200: connectionReport, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const { workspaceId, connectionId } = params;
      const operator = await requireWorkspaceOperator(context, workspaceId, headers, "apps:write");
      return await refreshConnection(context, operator, connectionId);
    },
  );
}

function registerRetry(instance: ZodInstance, context: HttpContext): void {
  instance.post(
    `${base}/:connectionId/retry`,
    {
      schema: {
        tags,
        summary: "Try a connection again that had ended: its tokens are kept",
        params: workspaceConnectionParams,
        response: { 200: connectionReport, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const { workspaceId, connectionId } = params;
      const operator = await requireWorkspaceOperator(context, workspaceId, headers, "apps:write");
      return await retryConnection(context, operator, connectionId);
    },
  );
}

function registerDisconnect(instance: ZodInstance, context: HttpContext): void {
  instance.delete(
    `${base}/:connectionId`,
    {
      schema: {
        tags,
        summary: "Disconnect: revoke at the provider and erase the tokens, whoever's it is",
        params: workspaceConnectionParams,
        response: { 200: connectionDisconnectedAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const { workspaceId, connectionId } = params;
      const operator = await requireWorkspaceOperator(context, workspaceId, headers);
      const revocation = await disconnectConnection(context, operator, connectionId);
      return { status: "disconnected" as const, connection_id: connectionId, revocation };
    },
  );
}
