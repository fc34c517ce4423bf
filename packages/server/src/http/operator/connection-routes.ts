/** Routes by which operators see a workspace's connections, refresh them and disconnect them. */
import {
  connectionDisconnectedAnswer,
  connectionReport,
  eventsAnswer,
  eventsQuery,
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
  showConnection,
} from "../../service/connections/index.ts";
import { listWorkspaceEvents } from "../../service/events/index.ts";
import { viewConnectionPage, viewConnectionReport } from "../base44/connection-views.ts";
import { viewEvents } from "../base44/event-views.ts";
import { route } from "../route.ts";

const workspace = "/api/workspace/:workspaceId";
const connections = `${workspace}/connections` as const;
const connection = `${connections}/:connectionId` as const;

export const connectionRoutes = [
  route({
    method: "GET",
    path: connections,
    for: "operator",
    permission: "workspace:read",
    summary: "The workspace's connections, page by page",
    params: workspaceParams,
    query: workspaceConnectionsQuery,
    answer: workspaceConnectionsAnswer,
    handler: async (context, { workspaceId }, { query }) =>
      viewConnectionPage(
        await listWorkspaceConnections(context, {
          workspaceId,
          appId: query.app_id ?? null,
          integrationType: query.integration_type ?? null,
          status: query.status ?? null,
          after: query.after ?? null,
          limit: query.limit,
        }),
      ),
  }),
  route({
    method: "GET",
    path: connection,
    for: "operator",
    permission: "workspace:read",
    summary: "Everything known about a connection, except its tokens",
    params: workspaceConnectionParams,
    answer: connectionReport,
    handler: async (context, { workspaceId }, { params }) =>
      viewConnectionReport(await showConnection(context, workspaceId, params.connectionId)),
  }),
  route({
    method: "POST",
    path: `${connection}/refresh`,
    for: "operator",
    permission: "apps:write",
    summary: "Refresh a connection now",
    params: workspaceConnectionParams,
    answer: connectionReport,
    handler: async (context, operator, { params }) =>
      viewConnectionReport(await refreshConnection(context, operator, params.connectionId)),
  }),
  route({
    method: "POST",
    path: `${connection}/retry`,
    for: "operator",
    permission: "apps:write",
    summary: "Try a connection again that had ended: its tokens are kept",
    params: workspaceConnectionParams,
    answer: connectionReport,
    handler: async (context, operator, { params }) =>
      viewConnectionReport(await retryConnection(context, operator, params.connectionId)),
  }),
  route({
    method: "DELETE",
    path: connection,
    for: "operator",
    permission: "workspace:write",
    summary: "Disconnect: revoke at the provider and erase the tokens, whoever's it is",
    params: workspaceConnectionParams,
    answer: connectionDisconnectedAnswer,
    handler: async (context, operator, { params: { connectionId } }) => {
      const revocation = await disconnectConnection(context, operator, connectionId);
      return { status: "disconnected" as const, connection_id: connectionId, revocation };
    },
  }),
  route({
    method: "GET",
    path: `${workspace}/events`,
    for: "operator",
    permission: "workspace:read",
    summary: "What happened to the workspace's connections, oldest first",
    params: workspaceParams,
    query: eventsQuery,
    answer: eventsAnswer,
    handler: async (context, { workspaceId }, { query: { after = null, limit } }) =>
      viewEvents(await listWorkspaceEvents(context, workspaceId, { after, limit })),
  }),
];
