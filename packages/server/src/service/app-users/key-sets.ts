/**
 * Key sets of identity providers (RFC 7517), kept in memory. A key id that is not there is looked
 * for again, at most twice a minute; while the provider is away the last good set is used for a day.
 */
import { createLocalJWKSet, errors, type JWTVerifyGetKey } from "jose";
import type { Clock } from "../../lib/clock.ts";
import { describeThrown, GrantryError } from "../../lib/error.ts";
import type { ReachOf } from "../../lib/reach.ts";
import type { KeySetAddress } from "./key-set-address.ts";
import { fetchKeySet, KeySetError } from "./key-set-answer.ts";

export interface KeySets {
  /** The key function for jose of the set at this address. */
  at(address: KeySetAddress): JWTVerifyGetKey;
  /**
   * Stands for the set at this address as it was loaded last: another one after every loading.
   * Undefined where it must be loaded before it is used.
   */
  stateOf(address: KeySetAddress): KeySetState | undefined;
}

/** To be compared, and nothing else. */
export type KeySetState = object;

interface KeptSet {
  readonly keys: JWTVerifyGetKey;
  readonly loadedAtMs: number;
}

const freshMs = 10 * 60_000;
const usableMs = 24 * 60 * 60_000;
const reloadPauseMs = 30_000;
const setsMax = 1_000;

/** Creates an empty collection. */
export function createKeySets(reach: ReachOf, clock: Clock): KeySets {
  const kept = new Map<string, KeptSet>();
  const triedAtMs = new Map<string, number>();
  const loading = new Map<string, Promise<KeptSet>>();

  async function load(address: KeySetAddress): Promise<KeptSet> {
    const set = await fetchKeySet(reach(address.workspaceId), address);
    if (kept.size >= setsMax) kept.clear();
    const entry = { keys: createLocalJWKSet(set), loadedAtMs: clock.nowMs() };
    kept.set(keyOf(address), entry);
    return entry;
  }

  /** Loads the set, once for all who wait; falls back to the one of before. */
  async function reload(address: KeySetAddress, before: KeptSet | undefined): Promise<KeptSet> {
    const key = keyOf(address);
    // Somebody else has loaded it since `before` was taken.
    const now = fresh(address);
    if (now !== undefined && now !== before) return now;
    const pause = clock.nowMs() - (triedAtMs.get(key) ?? Number.NEGATIVE_INFINITY);
    const running = loading.get(key);
    if (running === undefined && pause < reloadPauseMs) return orUnavailable(before);
    try {
      if (running !== undefined) return await running;
      if (triedAtMs.size >= setsMax) triedAtMs.clear();
      triedAtMs.set(key, clock.nowMs());
      const started = load(address).finally(() => loading.delete(key));
      loading.set(key, started);
      return await started;
    } catch (cause) {
      return orUnavailable(before, cause);
    }
  }

  function orUnavailable(before: KeptSet | undefined, cause?: unknown): KeptSet {
    if (before !== undefined && clock.nowMs() - before.loadedAtMs < usableMs) return before;
    throw new GrantryError("provider_unavailable", {
      detail: `The key set of the app's identity provider cannot be loaded at the moment${because(cause)}.`,
      internal: describeThrown(cause),
      cause,
      retryAfterSeconds: 30,
    });
  }

  /** The set where it is young enough to be used without asking again. */
  function fresh(address: KeySetAddress): KeptSet | undefined {
    const set = kept.get(keyOf(address));
    return set !== undefined && clock.nowMs() - set.loadedAtMs < freshMs ? set : undefined;
  }

  return {
    stateOf: fresh,
    at: (address) => async (header, token) => {
      const set = fresh(address) ?? (await reload(address, kept.get(keyOf(address))));
      try {
        return await set.keys(header, token);
      } catch (thrown) {
        if (!(thrown instanceof errors.JWKSNoMatchingKey)) throw thrown;
        const reloaded = await reload(address, set);
        if (reloaded === set) throw thrown;
        return await reloaded.keys(header, token);
      }
    },
  };
}

/** Whoever set the identity provider up must see what to correct; addresses are not told. */
function because(cause: unknown): string {
  return cause instanceof KeySetError ? `: ${cause.message}` : "";
}

function keyOf({ workspaceId, url, from }: KeySetAddress): string {
  return `${workspaceId} ${from} ${url}`;
}
