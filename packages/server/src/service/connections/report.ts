/** All that can be known of one connection, for whoever must find out what is wrong with it. */
import type { ConnectionReport } from "@grantry/contract/operator";
import { GrantryError } from "../../lib/error.ts";
import type { ListedConnection } from "../../store/connection-lists.ts";
import { type Connection, getWorkspaceConnection } from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import type { StoredOwner } from "../../store/owner.ts";
import type { Revocation } from "../../store/revocations.ts";
import { isLeased, isRenewable } from "../engine/index.ts";
import { findEntry } from "../providers/index.ts";
import { receiptOf, receiptsOf } from "../revocation/index.ts";
import type { ConnectionsContext } from "./context.ts";
import { viewGranted } from "./view.ts";

/** Throws connection_not_found, also for one of another workspace. */
export async function reportConnection(
  context: ConnectionsContext,
  workspaceId: string,
  connectionId: string,
): Promise<ConnectionReport> {
  const { store } = context;
  const connection = await getWorkspaceConnection(store, workspaceId, connectionId);
  if (connection === undefined) throw new GrantryError("connection_not_found");
  const registered = await getConnector(store, workspaceId, connection.connectorId);
  if (registered === undefined) throw new GrantryError("connection_not_found");
  const { connector, client, providerEntry } = registered;
  const { connectorId, name: connectorName, integrationType } = connector;
  const { serverId } = client;
  const named = { connectorId, connectorName, integrationType, serverId, providerEntry };
  const receipts = await receiptsOf(context, [connection]);
  return reportOf(context, { ...named, connection }, receipts);
}

/** The report of a connection whose connector is known. */
export function reportOf(
  context: ConnectionsContext,
  listed: ListedConnection & { readonly connection: Connection },
  receipts: ReadonlyMap<string, Revocation>,
): ConnectionReport {
  const view = viewGranted(context, listed, receipts);
  const entry = findEntry(context.catalogue, listed);
  const renewable = entry !== undefined && isRenewable(entry, listed.connection);
  const ended = receipts.get(listed.connection.connectionId);
  const receipt = ended === undefined ? null : receiptOf(ended);
  return { ...view, renewable, ...engineState(context, listed.connection, view.status), receipt };
}

function viewOwner(owner: StoredOwner): ConnectionReport["owner"] {
  if (owner.kind === "app") return { kind: "app", user_id: null, issuer: null, unassigned: false };
  const issuer = owner.kind === "user" ? (owner.issuer?.issuer ?? null) : null;
  const unassigned = owner.kind === "unassigned";
  return { kind: "user", user_id: owner.userId, issuer, unassigned };
}

function engineState(
  context: ConnectionsContext,
  connection: Connection,
  status: ConnectionReport["status"],
) {
  const { failureCode, failureCount, outcomeUnknownAt, owner, refused } = connection;
  const troubled = failureCode !== null || outcomeUnknownAt !== null;
  return {
    connection_id: connection.connectionId,
    app_id: connection.appId,
    owner: viewOwner(owner),
    degraded: status === "active" && troubled,
    version: connection.version,
    last_used_at: connection.lastUsedAt,
    refresh_token_expires_at: connection.refreshTokenExpiresAt,
    next_refresh_at: connection.nextRefreshAt,
    next_try_at: connection.nextTryAt,
    failure: failureCode === null ? null : { code: failureCode, count: failureCount },
    refused: refused === null ? null : { since: refused.since, count: refused.count },
    token_doubtful: connection.doubtful,
    outcome_unknown_since: outcomeUnknownAt,
    refreshing: isLeased(context, connection),
  };
}
