/**
 * Stores what a provider has answered to a refresh. It may exist nowhere else: it is sealed at once,
 * stored before anybody gets it, tried again while the database is away, and laid into a file
 * meanwhile, so that not even the end of the process loses it.
 */
import { describeThrown, GrantryError } from "../../lib/error.ts";

import { isStillTheirs, resealAnswer } from "../../store/connection-answers.ts";
import { storeRefreshed } from "../../store/connection-leases.ts";
import { getConnection } from "../../store/connections.ts";
import { claim, freeIfLost } from "./claim.ts";
import type { EngineContext } from "./context.ts";
import type { Kept } from "./kept.ts";
import { isLeased, takeOver } from "./lease.ts";

/** `superseded`: the connection has newer tokens or has ended. `gone`: it is disconnected. */
export type Keeping = "stored" | "superseded" | "gone";

/** Pauses between two tries. The longest is well below the pause before a lease is taken over. */
const pauseMinMs = 100;
const pauseMaxMs = 500;

/**
 * Throws database_unavailable where the database stays away; storing goes on then without the
 * caller, as a flight of its own.
 */
export async function keepAnswer(context: EngineContext, kept: Kept): Promise<Keeping> {
  const { engine, flights, log } = context;
  const { connectionId } = kept.answer;
  const soon = await tryUntil(context, kept, engine.storeMaxMs);
  if (soon !== undefined) return soon;
  flights
    .join(`keep ${connectionId}`, () => tryUntil(context, kept, engine.keepMaxMs))
    .then(
      (keeping) => log.warn({ connectionId, keeping: keeping ?? "given up" }, "late storing ended"),
      (thrown) => log.error({ connectionId, cause: describeThrown(thrown) }, "late storing failed"),
    );
  throw new GrantryError("database_unavailable");
}

/** Undefined where it could not be stored in all that time. */
async function tryUntil(
  context: EngineContext,
  kept: Kept,
  maxMs: number,
): Promise<Keeping | undefined> {
  const { clock, log, unstored } = context;
  const deadlineMs = clock.nowMs() + maxMs;
  let pauseMs = pauseMinMs;
  for (let tries = 1; ; tries += 1) {
    try {
      const keeping = await store(context, kept);
      await unstored.drop(kept);
      return keeping;
    } catch (thrown) {
      // Whatever the reason: what is given up here is gone.
      if (tries === 1) await unstored.put(kept);
      if (clock.nowMs() >= deadlineMs) return undefined;
      const cause = describeThrown(thrown);
      log.warn({ cause }, "refreshed tokens cannot be stored: it is tried again");
      await clock.sleep(pauseMs);
      pauseMs = Math.min(pauseMs * 2, pauseMaxMs);
    }
  }
}

/** Stores under the lease; where that is lost, under a new one, unless somebody else has stored. */
async function store(context: EngineContext, { answer: given, lease }: Kept): Promise<Keeping> {
  const { clock, engine } = context;
  let answer = given;
  if (await storeRefreshed(context.store, lease, answer)) return "stored";
  const deadlineMs = clock.nowMs() + engine.leaseMs * 2;
  while (clock.nowMs() < deadlineMs) {
    const current = await getConnection(context.store, answer.connectionId);
    if (current === undefined || current.status === "disconnected") return "gone";
    if (current.version !== answer.version || current.status !== "active") return "superseded";
    if (!isStillTheirs(answer, current)) {
      answer = await resealAnswer(context.store, answer, current);
      if (await storeRefreshed(context.store, lease, answer)) return "stored";
    }
    if (await freeIfLost(context, current)) continue;
    if (isLeased(context, current)) await clock.sleep(engine.pollMs);
    else if (current.leaseOwner !== null) await takeOver(context, current);
    else {
      const own = await claim(context, current);
      if (own !== undefined && (await storeRefreshed(context.store, own, answer))) return "stored";
    }
  }
  return "superseded";
}

/** Stores what an earlier process of this machine could not. Call it before anything is served. */
export async function keepUnstored(context: EngineContext): Promise<void> {
  const { log, unstored } = context;
  for (const kept of await unstored.list()) {
    const { connectionId } = kept.answer;
    const keeping = await store(context, kept);
    await unstored.drop(kept);
    log.warn({ connectionId, keeping }, "an answer of an earlier process was stored");
  }
}
