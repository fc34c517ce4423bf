/** The connections of a workspace, for its operators. */
import { getWorkspacesUser } from "../../store/app-users.ts";
import { countListed, type Total } from "../../store/connection-counts.ts";
import { type ConnectionFilters, reasonOfOver } from "../../store/connection-filters.ts";
import {
  type ConnectionOrder,
  type ConnectionPosition,
  findConnections,
} from "../../store/connection-pages.ts";
import type { Store } from "../../store/store.ts";
import { connectorsBy, listByIds } from "../../store/workspace-connections.ts";
import { unusualConnectors } from "../providers/index.ts";
import { receiptsOf } from "../revocation/index.ts";
import { type Connection, connectionOf } from "./connection.ts";
import type { ConnectionsContext } from "./context.ts";

/** Null, or left out: any. */
export interface WorkspaceConnectionsFilters
  extends Omit<ConnectionFilters, "connectorIds" | "user" | "status"> {
  readonly integrationType?: string | null;
  readonly connectorId?: string | null;
  /** Of these alone, whatever else is asked for: what the caller is limited to. */
  readonly amongConnectors?: readonly string[] | null;
  readonly oauthClientId?: string | null;
  readonly providerId?: string | null;
  /** By the app's own id, of any issuer where that is undefined; an issuer of null: of users of none. */
  readonly user?: { readonly userId: string; readonly issuer: string | null | undefined } | null;
  /** By the handle of the user. */
  readonly userHandle?: string | null;
  readonly status?: Connection["status"] | null;
}

export interface WorkspaceConnectionsInput {
  readonly workspaceId: string;
  readonly filters: WorkspaceConnectionsFilters;
  /** By id where it is left out. */
  readonly order?: ConnectionOrder;
  readonly after: ConnectionPosition | null;
  readonly limit: number;
  /** Whether to say how many there are in all. */
  readonly count?: boolean;
}

export interface ConnectionPage {
  readonly connections: readonly Connection[];
  /** After which the next page begins; null after the last. */
  readonly next: ConnectionPosition | null;
  /** Null where it was not asked for. */
  readonly total: Total | null;
}

/** One page, in its order. It may hold fewer than `limit` and still not be the last. */
export async function listWorkspaceConnections(
  context: ConnectionsContext,
  input: WorkspaceConnectionsInput,
): Promise<ConnectionPage> {
  const { workspaceId, after, limit, count = false } = input;
  const { order = { by: "connection_id", descending: false } } = input;
  const { store } = context;
  const filters = await storedFilters(context, workspaceId, input.filters);
  if (filters === null) return { connections: [], next: null, total: count ? none : null };
  const found = await findConnections(store, { workspaceId, filters, order, after, limit });
  const listed = await listByIds(store, found.connectionIds);
  const revocations = await receiptsOf(
    context,
    listed.map(({ connection }) => connection),
  );
  const connections = listed.map((one) => connectionOf(context, one, revocations));
  return {
    connections: connections.filter((one) => isMeant(one, input.filters)),
    next: found.next,
    total: count ? await countListed(store, { workspaceId, filters }) : null,
  };
}

const none: Total = { value: 0, exact: true };

/** It may have become another since it was found. */
function isMeant(
  one: Connection,
  { status = null, reason = null, degraded = null }: WorkspaceConnectionsFilters,
): boolean {
  if (reason !== null && one.reason !== reason) return false;
  if (status !== null && one.status !== status) return false;
  return degraded === null || one.degraded === degraded;
}

/** The same in the columns of the table; null where there is nothing of the kind. */
export async function storedFilters(
  context: ConnectionsContext,
  workspaceId: string,
  filters: WorkspaceConnectionsFilters,
): Promise<ConnectionFilters | null> {
  const { store } = context;
  const { status = null, reason = null, degraded = null, endsTo = null } = filters;
  const isOfStatus = status === "active" || status === "needs_reauth" || reason === reasonOfOver;
  const depends = degraded !== null || endsTo !== null || isOfStatus;
  const found = await byColumns(store, workspaceId, filters);
  if (found === null || !depends) return found;
  return { ...found, unusual: await unusualConnectors(context, workspaceId) };
}

async function byColumns(
  store: Store,
  workspaceId: string,
  filters: WorkspaceConnectionsFilters,
): Promise<ConnectionFilters | null> {
  const { integrationType = null, oauthClientId = null, providerId = null } = filters;
  const { connectorId = null, amongConnectors = null, userHandle = null, ...rest } = filters;
  const named =
    connectorId === null
      ? amongConnectors
      : [connectorId].filter((id) => amongConnectors?.includes(id) ?? true);
  const isByConnector = integrationType !== null || oauthClientId !== null || providerId !== null;
  const known = isByConnector
    ? await connectorsBy(store, workspaceId, { integrationType, oauthClientId, providerId })
    : null;
  const connectorIds = known?.filter((id) => named === null || named.includes(id)) ?? named;
  if (userHandle === null) return { ...rest, connectorIds };
  const user = await getWorkspacesUser(store, workspaceId, userHandle);
  if (user === undefined) return null;
  const isOther = rest.appId !== undefined && rest.appId !== null && rest.appId !== user.appId;
  if (isOther || isAnother(user.userId, rest.user)) return null;
  const { userId, issuer } = user;
  const owner = { userId, issuer: issuer?.issuer ?? null, userIdClaim: issuer?.userIdClaim ?? "" };
  return { ...rest, connectorIds, appId: user.appId, user: owner };
}

function isAnother(userId: string, named: WorkspaceConnectionsFilters["user"]): boolean {
  return named !== undefined && named !== null && named.userId !== userId;
}
