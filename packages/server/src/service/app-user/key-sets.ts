/**
 * Key sets of identity providers (RFC 7517), kept in memory. A key id that is not there is looked
 * for again, at most twice a minute; while the provider is away the last good set is used for a day.
 */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { z } from "zod";
import type { Clock } from "../../lib/clock.ts";
import { describeThrown, GrantryError } from "../../lib/error.ts";
import { parseJson } from "../../lib/json.ts";
import type { ReachOf } from "../../lib/reach.ts";

/** One workspace's key set is not another's, though it stand at the same address: not all reach it. */
export interface KeySetAddress {
  readonly workspaceId: string;
  readonly url: string;
}

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

const keysMax = 200;
/** A member of a key: an RSA modulus of 16,384 bits has 2,731 characters, certificates have more. */
const memberCharactersMax = 8_192;

const keySchema = z.looseObject({ kty: z.string().max(64) }).refine(
  // Whatever is not used is not read either; what is used is handed to the cryptographic library.
  ({ kty: _, ...members }) =>
    Object.values(members).every(
      (value) => typeof value !== "string" || value.length <= memberCharactersMax,
    ),
  "a key has a member that is too long",
);

/** How many there are is asked first: what is wrong with each key costs more than reading it. */
const keySetSchema = z
  .object({ keys: z.array(z.unknown()).max(keysMax) })
  .pipe(z.object({ keys: z.array(keySchema) }));

/** Creates an empty collection. */
export function createKeySets(reach: ReachOf, clock: Clock): KeySets {
  const kept = new Map<string, KeptSet>();
  const triedAtMs = new Map<string, number>();
  const loading = new Map<string, Promise<KeptSet>>();

  async function load(address: KeySetAddress): Promise<KeptSet> {
    const answer = await reach(address.workspaceId).sendDirectly({
      method: "GET",
      url: address.url,
      headers: { accept: "application/json" },
      wantsBody: (status) => status === 200,
    });
    if (!answer.ok) throw new Error(`The key set answered ${answer.status}.`);
    const set = keySetSchema.parse(parseJson(await answer.text())) as JSONWebKeySet;
    if (kept.size >= setsMax) kept.clear();
    const entry = { keys: createLocalJWKSet(set), loadedAtMs: clock.nowMs() };
    kept.set(keyOf(address), entry);
    return entry;
  }

  /** Loads the set, once for all who wait; falls back to the one of before. */
  async function reload(address: KeySetAddress, before: KeptSet | undefined): Promise<KeptSet> {
    const key = keyOf(address);
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
      detail: "The key set of the app's identity provider cannot be loaded at the moment.",
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
        const renewed = await reload(address, set);
        if (renewed === set) throw thrown;
        return await renewed.keys(header, token);
      }
    },
  };
}

function keyOf({ workspaceId, url }: KeySetAddress): string {
  return `${workspaceId} ${url}`;
}
