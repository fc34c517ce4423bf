/** What operators do to one connection of their workspace. */
import { GrantryError } from "../../lib/error.ts";
import type { ProviderClient } from "../../provider/provider-client.ts";
import {
  type Connection as ConnectionRecord,
  getWorkspaceConnection,
} from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import { inTransaction } from "../../store/store.ts";
import type { WorkspaceOperator } from "../accounts/index.ts";
import { recordChange } from "../accounts/index.ts";
import {
  endRevoked,
  endUnrefreshable,
  isRefreshable,
  noDemands,
  notConnected,
  refreshed,
  requireNotEnded,
  stillLives,
  type TokenVerdict,
  verdictOf,
} from "../engine/index.ts";
import { providerClient } from "../providers/index.ts";
import { endConnection, type RevocationResult, settle } from "../revocation/index.ts";
import type { Connection } from "./connection.ts";
import type { ConnectionsContext } from "./context.ts";
import { showConnection } from "./show.ts";

/**
 * Refreshes a connection now, however long its token still lives, and whatever pause its provider or
 * we had set. Recorded before it is tried: it may
 * end the connection, and no transaction is held while the provider is asked. Throws
 * connection_not_found, and as reading a token does: not_connected, needs_reauth,
 * provider_unavailable, connector_misconfigured.
 */
export async function refreshConnection(
  context: ConnectionsContext,
  operator: WorkspaceOperator,
  connectionId: string,
): Promise<Connection> {
  const { workspaceId } = operator;
  const connection = await getWorkspaceConnection(context.store, workspaceId, connectionId);
  if (connection === undefined) throw new GrantryError("connection_not_found");
  requireNotEnded(connection);
  const { version } = connection;
  await recordChange(context.store, operator, {
    action: "connection.refresh_requested",
    target: { kind: "connection", id: connectionId },
    details: { version: String(version) },
  });
  const demands = { ...noDemands, refusedVersion: version };
  await refreshed(context, connectionId, { demands, trigger: "operator" });
  return await showConnection(context, workspaceId, connectionId);
}

/** What a provider said of a grant. */
export interface ConnectionCheck {
  /** `unknown`: the provider has no call that would tell, did not answer, or was asked a moment ago. */
  readonly verdict: TokenVerdict;
  readonly connection: Connection;
}

/**
 * Asks the provider whether the grant lives: uses the token once, to read its account; at most once in ten
 * seconds. Where it refuses it, or the token is over, a refresh says more; where nothing refreshes the token,
 * the connection ends: as revoked, or, where only its time is over, for want of a refresh token. Recorded before it is tried. Throws connection_not_found, not_connected, needs_reauth where it had ended before, and
 * what a refresh throws.
 */
export async function checkConnection(
  context: ConnectionsContext,
  operator: WorkspaceOperator,
  connectionId: string,
): Promise<ConnectionCheck> {
  const { store } = context;
  const { workspaceId } = operator;
  const connection = await getWorkspaceConnection(store, workspaceId, connectionId);
  const registered = connection && (await getConnector(store, workspaceId, connection.connectorId));
  if (connection === undefined || registered === undefined) {
    throw new GrantryError("connection_not_found");
  }
  requireNotEnded(connection);
  const target = { kind: "connection", id: connectionId };
  await recordChange(store, operator, { action: "connection.check_requested", target });
  const client = providerClient(context, registered, connection.connectionConfig);
  const verdict = await verdictNow(context, client, connection);
  return { verdict, connection: await showConnection(context, workspaceId, connectionId) };
}

/** What ends the connection is stored: by the provider's word, or because its token is over. */
async function verdictNow(
  context: ConnectionsContext,
  client: ProviderClient,
  connection: ConnectionRecord,
): Promise<TokenVerdict> {
  const lives = stillLives(context, connection);
  const said = lives ? await verdictOf(context, client, connection) : "ended";
  // Asked a moment ago, for somebody else: what was found then is in the connection already.
  if (said === "asked_lately") return "unknown";
  if (said !== "ended") return said;
  if (isRefreshable(client.connector, connection)) return await refreshToCheck(context, connection);
  if (lives) await endRevoked(context, connection);
  else await endUnrefreshable(context, connection);
  return "ended";
}

/** A provider that refreshes the token takes the grant. */
async function refreshToCheck(
  context: ConnectionsContext,
  { connectionId, version }: Pick<ConnectionRecord, "connectionId" | "version">,
): Promise<TokenVerdict> {
  const demands = { ...noDemands, refusedVersion: version };
  try {
    await refreshed(context, connectionId, { demands, trigger: "operator" });
    return "accepted";
  } catch (thrown) {
    if (thrown instanceof GrantryError && thrown.code === "needs_reauth") return "ended";
    throw thrown;
  }
}

/** Disconnects whoever's connection it is. Throws connection_not_found, or not_connected. */
export async function disconnectConnection(
  context: ConnectionsContext,
  operator: WorkspaceOperator,
  connectionId: string,
): Promise<RevocationResult> {
  const { store } = context;
  const { workspaceId } = operator;
  const connection = await getWorkspaceConnection(store, workspaceId, connectionId);
  const registered = connection && (await getConnector(store, workspaceId, connection.connectorId));
  if (connection === undefined || registered === undefined) {
    throw new GrantryError("connection_not_found");
  }
  const queued = await inTransaction(store, async (trx) => {
    const done = await endConnection(context, trx, registered, connection);
    if (done === undefined) return undefined;
    const target = { kind: "connection", id: connectionId };
    await recordChange(trx, operator, { action: "connection.disconnected", target });
    return done;
  });
  if (queued === undefined) throw notConnected();
  return await settle(context, queued);
}
