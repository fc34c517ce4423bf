/**
 * Whether a token still works, by its provider's own word: it is used once, to read its account. For those
 * that nothing refreshes; of others the answer to a refresh says more.
 */
import { describeThrown } from "../../lib/error.ts";
import { tryToken } from "../../provider/account.ts";
import type { ProviderClient } from "../../provider/provider-client.ts";
import { ProviderError } from "../../provider/provider-error.ts";
import { storeNeedsReauth } from "../../store/connection-leases.ts";
import { type Connection, openAccessToken } from "../../store/connections.ts";
import { claim } from "./claim.ts";
import type { EngineContext } from "./context.ts";
import { obtainedAt } from "./use.ts";

/** `unknown`: the provider has no call that would tell, or is away. */
export type TokenVerdict = "accepted" | "ended" | "unknown";

const leaseMs = 10_000;

/** A refusal is believed when it comes again, after these pauses. */
const pausesMs = [0] as const;
/** Some providers refuse a token in its first seconds that works a moment later. */
const pausesOfNewMs = [1_000, 2_000, 3_000] as const;
const newSeconds = 30;

/** Asks the provider. What keeps its word away is logged and never thrown. */
export async function checkToken(
  context: EngineContext,
  client: ProviderClient,
  connection: Connection,
): Promise<TokenVerdict> {
  const { clock, log } = context;
  const isNew = clock.nowSeconds() - obtainedAt(connection) < newSeconds;
  try {
    const first = await askOnce(context, client, connection);
    if (first !== "ended") return first;
    for (const pauseMs of isNew ? pausesOfNewMs : pausesMs) {
      if (pauseMs > 0) await clock.sleep(pauseMs);
      const again = await askOnce(context, client, connection);
      if (again !== "ended") return again;
    }
    return "ended";
  } catch (thrown) {
    const { connectionId } = connection;
    log.info({ connectionId, cause: describeThrown(thrown) }, "token not checked");
    return "unknown";
  }
}

async function askOnce(
  context: EngineContext,
  client: ProviderClient,
  connection: Connection,
): Promise<TokenVerdict> {
  const accessToken = await openAccessToken(context.store, connection);
  if (accessToken === null) return "unknown";
  const grant = { accessToken, keptValues: connection.connectionConfig };
  try {
    const { send } = context.reach(connection.workspaceId);
    return (await tryToken(client, grant, send)) ? "accepted" : "unknown";
  } catch (thrown) {
    if (thrown instanceof ProviderError && thrown.reason === "token_ended") return "ended";
    throw thrown;
  }
}

/** Ends a connection whose token its provider refuses, unless it has changed since it was read. */
export async function endRevoked(context: EngineContext, connection: Connection): Promise<void> {
  const { connectionId } = connection;
  const lease = await claim(context, connection, leaseMs);
  if (lease === undefined) return;
  const stored = await storeNeedsReauth(context.store, lease, "revoked");
  context.log.warn({ connectionId, stored }, "the provider refuses the token: the grant has ended");
}
