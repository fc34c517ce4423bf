/**
 * Access tokens that may be over although their time is not: at some providers a refresh ends the one
 * of before, and where the answer to it was lost nobody knows. The provider is asked.
 */
import { clearDoubt } from "../../store/connection-leases.ts";
import { type Connection, getConnection, type TokenConnection } from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import { claimValidation } from "../../store/shared-connections.ts";
import { catalogueEntry, providerClient } from "../providers/index.ts";
import { checkToken } from "./check-token.ts";
import type { EngineContext } from "./context.ts";
import { stillLives } from "./is-good.ts";

/** So often at most the provider is asked about one connection. */
const checkIntervalSeconds = 10;

/** Whether a refresh of this connection ends the access token that it has. */
export async function endsAccessToken(
  context: EngineContext,
  { workspaceId, connectorId }: Connection,
): Promise<boolean> {
  const registered = await getConnector(context.store, workspaceId, connectorId);
  if (registered === undefined) return false;
  return catalogueEntry(context, registered).server.refresh.ends_access_token;
}

/**
 * The connection as it is by now, where what is left of its token may be given out although no newer
 * one could be had; undefined where it may be over.
 */
export async function remaining(
  context: EngineContext,
  { connectionId }: TokenConnection,
): Promise<Connection | undefined> {
  const now = await getConnection(context.store, connectionId);
  if (now === undefined || now.frozenAt !== null || !stillLives(context, now)) return undefined;
  if (!now.doubtful) return now;
  const works = await context.flights.join(`doubt ${connectionId}`, () => stillWorks(context, now));
  return works ? now : undefined;
}

async function stillWorks(context: EngineContext, connection: Connection): Promise<boolean> {
  const { clock, store } = context;
  const { connectionId, workspaceId, connectorId } = connection;
  const before = clock.nowSeconds() - checkIntervalSeconds;
  if (!(await claimValidation(store, connectionId, before))) return false;
  const registered = await getConnector(store, workspaceId, connectorId);
  if (registered === undefined) return false;
  const client = providerClient(context, registered, connection.connectionConfig);
  if ((await checkToken(context, client, connection)) !== "accepted") return false;
  await clearDoubt(store, connection);
  return true;
}
