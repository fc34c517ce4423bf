/** Connections of an app, for its backend; and of a workspace, for its operators. */
import { address } from "@grantry/contract/v1/common";
import {
  connectionsQuery,
  searchConnectionsRequest,
  type searchWorkspaceConnectionsRequest as searchRequest,
  searchWorkspaceConnectionsRequest,
  workspaceConnectionsQuery,
} from "@grantry/contract/v1/connection-queries";
import {
  connection,
  connectionList,
  receipt,
  workspaceConnection,
  workspaceConnectionList,
} from "@grantry/contract/v1/connections";
import type { z } from "zod";
import {
  type ConnectionOrder,
  type ConnectionPosition,
  disconnectById,
  disconnectConnection,
  listWorkspaceConnections,
  refreshConnection,
  retryConnection,
  showConnection,
  showConnectionOfApp,
  type WorkspaceConnectionsFilters,
} from "../../service/connections/index.ts";
import type { HttpContext } from "../context.ts";
import { route } from "../route.ts";
import { viewAll, viewConnection, viewOne, viewReport } from "./connection-views.ts";
import { type Listing, listing, type Position } from "./list.ts";
import { secondsOrNull } from "./time.ts";

const tag = "Connections";
const ofApp = "/v1/apps/:app_id/connections";
const ofWorkspace = "/v1/workspaces/:workspace_id/connections";
const appConnection = address("app_id", "connection_id");
const inWorkspace = address("workspace_id", "connection_id");

type Search = z.output<typeof searchRequest>;

/** Filters of a list, or of a search: these name a user by more than a handle, and say yes and no as JSON does. */
interface Filters
  extends Partial<Omit<Search, "limit" | "cursor" | "user" | "degraded" | "frozen" | "count">> {
  readonly user?: Search["user"] | string;
  readonly degraded?: Search["degraded"] | "true" | "false";
  readonly frozen?: Search["frozen"] | "true" | "false";
  readonly count?: Search["count"] | "true" | "false";
  /** The connectors that the caller is limited to. */
  readonly connectorIds?: readonly string[] | null;
}

/** A page of the workspace's connections; of one app, where one is named. */
async function find(
  context: HttpContext,
  workspaceId: string,
  { after, limit, page }: Listing,
  filters: Filters,
) {
  const { by, descending } = orderOf(filters.sort);
  const { connections, next, total } = await listWorkspaceConnections(context, {
    workspaceId,
    filters: filtersOf(filters),
    order: { by, descending },
    after: after === null ? null : positionOf(after),
    limit,
    count: String(filters.count) === "true",
  });
  const end = next === null ? null : [next.value, next.connectionId];
  return { ...page([...connections], end), total };
}

function filtersOf(asked: Filters): WorkspaceConnectionsFilters {
  const user = typeof asked.user === "string" ? { id: asked.user } : asked.user;
  return {
    appId: asked.app_id ?? null,
    integrationType: asked.type ?? null,
    connectorId: asked.connector_id ?? null,
    amongConnectors: asked.connectorIds ?? null,
    oauthClientId: asked.oauth_client_id ?? null,
    providerId: asked.provider_id ?? null,
    ownerKind: asked.owner ?? null,
    userHandle: user?.id ?? null,
    user: user?.user_id === undefined ? null : { userId: user.user_id, issuer: user.issuer },
    status: asked.status ?? null,
    reason: asked.reason ?? null,
    degraded: asked.degraded === undefined ? null : String(asked.degraded) === "true",
    frozen: asked.frozen === undefined ? null : String(asked.frozen) === "true",
    expiresTo: secondsOrNull(asked.expires_to),
    endsTo: secondsOrNull(asked.ends_to),
    lastUsedTo: secondsOrNull(asked.last_used_to),
    beginning: asked.query ?? null,
  };
}

function orderOf(sort: Filters["sort"]): ConnectionOrder {
  if (sort === undefined) return { by: "connection_id", descending: false };
  const by = sort.replace("-", "") as ConnectionOrder["by"];
  return { by, descending: sort.startsWith("-") };
}

function positionOf([value = null, connectionId = ""]: Position): ConnectionPosition {
  return { value: value === null ? null : Number(value), connectionId: String(connectionId) };
}

const backendOperations = [
  route({
    method: "GET",
    path: ofApp,
    for: "verified_backend",
    permission: "connections:read",
    operationId: "listConnections",
    tag,
    summary: "The app's connections, its users' and the shared ones",
    params: address("app_id"),
    query: connectionsQuery,
    answer: connectionList,
    handler: async (context, { app, connectorIds }, request) => {
      const filters = { ...request.query, app_id: app.appId, connectorIds };
      const found = await find(context, app.workspaceId, listing(context, request), filters);
      return { ...found, data: await viewAll(context, found.data, viewConnection) };
    },
  }),
  route({
    method: "POST",
    path: `${ofApp}/search`,
    for: "verified_backend",
    permission: "connections:read",
    operationId: "searchConnections",
    tag,
    summary: "The same, also by a user, whose id must not stand in an address",
    params: address("app_id"),
    body: searchConnectionsRequest,
    answer: connectionList,
    handler: async (context, { app, connectorIds }, request) => {
      const filters = { ...request.body, app_id: app.appId, connectorIds };
      const found = await find(
        context,
        app.workspaceId,
        listing(context, request, request.body),
        filters,
      );
      return { ...found, data: await viewAll(context, found.data, viewConnection) };
    },
  }),
  route({
    method: "GET",
    path: `${ofApp}/:connection_id`,
    for: "verified_backend",
    permission: "connections:read",
    operationId: "getConnection",
    tag,
    summary: "One connection of the app",
    params: appConnection,
    answer: connection,
    refuses: ["connection_not_found"],
    handler: async (context, backend, { params }) =>
      viewOne(
        context,
        await showConnectionOfApp(context, backend, params.connectionId),
        viewConnection,
      ),
  }),
  route({
    method: "POST",
    path: `${ofApp}/:connection_id/disconnect`,
    for: "verified_backend",
    permission: "connections:manage",
    operationId: "disconnectConnection",
    whileFrozen: true,
    tag,
    summary: "Disconnect: revoke at the provider and erase the tokens",
    params: appConnection,
    answer: receipt,
    refuses: ["connection_not_found", "not_connected"],
    handler: async (context, backend, { params: { connectionId } }) => ({
      connection_id: connectionId,
      revocation: await disconnectById(context, backend, connectionId),
    }),
  }),
];

const operatorOperations = [
  route({
    method: "GET",
    path: ofWorkspace,
    for: "operator",
    permission: "apps:read",
    operationId: "listWorkspaceConnections",
    tag,
    summary: "The workspace's connections",
    params: address("workspace_id"),
    query: workspaceConnectionsQuery,
    answer: workspaceConnectionList,
    handler: async (context, { workspaceId }, request) => {
      const found = await find(context, workspaceId, listing(context, request), request.query);
      return { ...found, data: await viewAll(context, found.data, viewReport) };
    },
  }),
  route({
    method: "POST",
    path: `${ofWorkspace}/search`,
    for: "operator",
    permission: "apps:read",
    operationId: "searchWorkspaceConnections",
    tag,
    summary: "The same, also by a user, whose id must not stand in an address",
    params: address("workspace_id"),
    body: searchWorkspaceConnectionsRequest,
    answer: workspaceConnectionList,
    handler: async (context, { workspaceId }, request) => {
      const found = await find(
        context,
        workspaceId,
        listing(context, request, request.body),
        request.body,
      );
      return { ...found, data: await viewAll(context, found.data, viewReport) };
    },
  }),
  route({
    method: "GET",
    path: `${ofWorkspace}/:connection_id`,
    for: "operator",
    permission: "apps:read",
    operationId: "getWorkspaceConnection",
    tag,
    summary: "Everything known about a connection, except its tokens",
    params: inWorkspace,
    answer: workspaceConnection,
    refuses: ["connection_not_found"],
    handler: async (context, { workspaceId }, { params }) =>
      viewOne(context, await showConnection(context, workspaceId, params.connectionId), viewReport),
  }),
  route({
    method: "POST",
    path: `${ofWorkspace}/:connection_id/refresh`,
    for: "operator",
    permission: "connections:write",
    operationId: "refreshConnection",
    tag,
    summary: "Refresh a connection now, also before next_try_at",
    params: inWorkspace,
    answer: workspaceConnection,
    shows: { last_refreshed_at: "2026-05-04T09:00:00Z" },
    refuses: [
      "connection_not_found",
      "not_connected",
      "needs_reauth",
      "connector_misconfigured",
      "provider_unavailable",
    ],
    handler: async (context, operator, { params }) =>
      viewOne(context, await refreshConnection(context, operator, params.connectionId), viewReport),
  }),
  route({
    method: "POST",
    path: `${ofWorkspace}/:connection_id/retry`,
    for: "operator",
    permission: "connections:write",
    operationId: "retryConnection",
    tag,
    summary: "Try a connection again that had ended: its tokens are kept",
    params: inWorkspace,
    answer: workspaceConnection,
    refuses: [
      "connection_not_found",
      "not_connected",
      "needs_reauth",
      "connector_misconfigured",
      "provider_unavailable",
    ],
    handler: async (context, operator, { params }) =>
      viewOne(context, await retryConnection(context, operator, params.connectionId), viewReport),
  }),
  route({
    method: "POST",
    path: `${ofWorkspace}/:connection_id/disconnect`,
    for: "operator",
    permission: "connections:revoke",
    operationId: "disconnectWorkspaceConnection",
    tag,
    summary: "Disconnect whoever's connection it is",
    params: inWorkspace,
    answer: receipt,
    refuses: ["connection_not_found", "not_connected"],
    handler: async (context, operator, { params: { connectionId } }) => ({
      connection_id: connectionId,
      revocation: await disconnectConnection(context, operator, connectionId),
    }),
  }),
];

export const connectionOperations = [...backendOperations, ...operatorOperations];
