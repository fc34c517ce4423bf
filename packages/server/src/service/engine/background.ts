/**
 * Refreshes tokens before anybody waits for them: those in use ahead of their end, idle ones before
 * their refresh token dies of idleness. Every process does it; the database deals out the work, and
 * no provider is asked more often in a second than its budget allows.
 */
import { describeThrown } from "../../lib/error.ts";
import { regularly } from "../../lib/regularly.ts";
import type { ProviderConnector } from "../../provider/catalogue.ts";
import type { Connection } from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import { claimDue, listDueProviders, postpone, takeBudget } from "../../store/due-refreshes.ts";
import { findFreeze } from "../../store/frozen-workspaces.ts";
import { catalogueEntry } from "../providers/index.ts";
import type { EngineContext } from "./context.ts";
import { refreshUnasked } from "./refresh.ts";
import { keepAliveAt } from "./token-set.ts";
import { obtainedAt } from "./use.ts";

/** A connection that was used so lately counts as in use, whatever its token's lifetime. */
const recentlySeconds = 3_600;

/** How long a connection that is frozen, or whose workspace is, is left alone before that is looked at again. */
const frozenPauseSeconds = 3_600;

/** Looks regularly for what is due, until the returned function is called. */
export function refreshDueRegularly(context: EngineContext): () => void {
  const { tickMs: everyMs } = context.engine.background;
  return regularly(context, { what: "look for due", everyMs }, () => startDue(context));
}

/** Refreshes what is due. Resolves when that is done, or the budget of this second is used up. */
export async function refreshDue(context: EngineContext): Promise<void> {
  await Promise.all(await startDue(context));
}

/** Starts refreshing what is due, each provider by itself: one that hangs holds up nobody else. */
async function startDue(context: EngineContext): Promise<Promise<void>[]> {
  const { asking, closing, flights, log, metrics, store } = context;
  if (closing.aborted || !asking.isAllowed) return [];
  const due = await listDueProviders(store);
  metrics.backgroundWaits(new Map(due.map((one) => [one.providerKey, one.waitedSeconds])));
  const providers = due.map(({ providerKey }) => providerKey);
  const idle = providers.filter((provider) => !flights.has(flightKey(provider)));
  return idle.map((provider) =>
    flights
      .join(flightKey(provider), () => refreshDueOf(context, provider))
      .catch((thrown: unknown) => {
        log.warn({ provider, cause: describeThrown(thrown) }, "refreshing failed");
      }),
  );
}

function flightKey(provider: string): string {
  return `refresh ${provider}`;
}

async function refreshDueOf(context: EngineContext, provider: string): Promise<void> {
  const { closing, engine, metrics, store } = context;
  const { concurrentMax: wanted, perSecond, holdSeconds } = engine.background;
  while (!closing.aborted) {
    const limit = await takeBudget(store, provider, { wanted, perSecond });
    if (limit === 0) return;
    const due = await claimDue(store, provider, { limit, holdSeconds });
    metrics.backgroundClaimed(provider, due.length);
    await Promise.all(due.map((connection) => refreshOrPostpone(context, connection)));
    if (due.length < limit) return;
  }
}

async function refreshOrPostpone(context: EngineContext, connection: Connection): Promise<void> {
  const { connectorId, workspaceId } = connection;
  const isFrozen = connection.frozenAt !== null;
  if (isFrozen || (await findFreeze(context.store, workspaceId)) !== undefined) {
    const later = context.clock.nowSeconds() + frozenPauseSeconds;
    return await postpone(context.store, [connection], later);
  }
  const registered = await getConnector(context.store, workspaceId, connectorId);
  if (registered === undefined) return await postpone(context.store, [connection], null);
  const later = refreshLater(context, connection, catalogueEntry(context, registered));
  if (later !== undefined) return await postpone(context.store, [connection], later);
  await refreshUnasked(context, connection, "background");
}

/** When an idle connection needs refreshing; null for never, undefined for now. */
function refreshLater(
  context: EngineContext,
  connection: Connection,
  entry: ProviderConnector,
): number | null | undefined {
  const now = context.clock.nowSeconds();
  const { lastUsedAt } = connection;
  const usedOfLate = lastUsedAt !== null && lastUsedAt > now - recentlySeconds;
  const inUse = usedOfLate || (lastUsedAt !== null && lastUsedAt >= obtainedAt(connection));
  const { lifetimeSeconds } = connection;
  const { leastSeconds } = context.engine.background;
  const livesLong = lifetimeSeconds === null || lifetimeSeconds >= leastSeconds;
  // A token that is refreshed by itself is lost when it lapses.
  if ((inUse && livesLong) || entry.server.refresh.mode === "access_token") return undefined;
  const aliveUntil = keepAliveAt(entry, connection, {
    obtainedAt: obtainedAt(connection),
    leastSeconds,
  });
  return aliveUntil !== null && aliveUntil <= now ? undefined : aliveUntil;
}
