/** What becomes of a demand for a newer token where there is nothing to refresh one with. */
import type { ProviderClient } from "../../provider/provider-client.ts";
import { storeNeedsReauth } from "../../store/connection-leases.ts";
import { type Connection, getConnection } from "../../store/connections.ts";
import { leaveUntilEnd } from "../../store/due-refreshes.ts";
import { claimValidation } from "../../store/shared-connections.ts";
import { checkToken, endRevoked, type TokenVerdict } from "./check-token.ts";
import { claim } from "./claim.ts";
import type { EngineContext } from "./context.ts";
import { stillLives } from "./is-good.ts";
import { needsReauth, noNewerToken, notConnected, requireNotEnded } from "./refusals.ts";

/** So often at most the provider is asked about one connection, however many complain. */
const checkIntervalSeconds = 10;

/**
 * That an API refused the token is the caller's word: it ends no connection that still lives. Where a
 * caller gives it, the provider is asked, and its word does. The row is told what was found, so that
 * reads do not come here again and again. Throws needs_reauth, no_newer_token, not_connected.
 */
export async function refuseUnrefreshable(
  context: EngineContext,
  client: ProviderClient,
  { connection, refused }: { readonly connection: Connection; readonly refused: boolean },
): Promise<never> {
  const { expiresAt, nextTryAt } = connection;
  if (!stillLives(context, connection)) {
    await endUnrefreshable(context, connection);
    throw needsReauth("no_refresh_token");
  }
  if (nextTryAt !== expiresAt) await leaveUntilEnd(context.store, connection);
  if (!refused) throw noNewerToken("not_asked");
  const verdict = await verdictOf(context, client, connection);
  if (verdict !== "ended") throw noNewerToken(verdict);
  await endRevoked(context, connection);
  const now = await getConnection(context.store, connection.connectionId);
  if (now === undefined) throw notConnected();
  requireNotEnded(now);
  // Connected anew just now: whoever asks again gets that token.
  throw noNewerToken("asked_lately");
}

/** Ends a connection whose token is over and that nothing refreshes, unless it has changed since it was read. */
export async function endUnrefreshable(
  context: EngineContext,
  connection: Connection,
): Promise<void> {
  const lease = await claim(context, connection);
  if (lease !== undefined) await storeNeedsReauth(context.store, lease, "no_refresh_token");
}

/** Asks the provider, unless that was done just now. */
export async function verdictOf(
  context: EngineContext,
  client: ProviderClient,
  connection: Connection,
): Promise<TokenVerdict | "asked_lately"> {
  const before = context.clock.nowSeconds() - checkIntervalSeconds;
  const { connectionId } = connection;
  if (!(await claimValidation(context.store, connectionId, before))) return "asked_lately";
  return await checkToken(context, client, connection);
}
