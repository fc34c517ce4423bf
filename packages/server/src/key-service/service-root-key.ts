/**
 * A root key that a key service holds, as every other root key. What the service is asked to encrypt is the data key
 * behind a digest of it and its context, so that a wrong answer is seen as such whatever the service checks itself;
 * and nothing counts as wrapped before the service has decrypted it again.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { RootKey } from "../crypto/root-key.ts";
import type { Clock } from "../lib/clock.ts";
import { GrantryError } from "../lib/error.ts";
import { type FailureKind, KeyServiceFailure, mayPass } from "./failure.ts";
import { createLane } from "./lane.ts";
import type { ServiceKey, ServiceName } from "./service.ts";

/** One use of a root key, with all its tries. */
export interface KeyUse {
  readonly keyId: string;
  readonly service: ServiceName;
  readonly ms: number;
  readonly outcome: "ok" | FailureKind;
  /** For the log; null where it went well. */
  readonly failure: KeyServiceFailure | null;
}

export interface ServiceRootKeyOptions {
  readonly clock: Clock;
  readonly used?: (use: KeyUse) => void;
}

/** The first byte of what is stored: its format. */
const formatVersion = 2;
const digestBytes = 32;
/** A data key has 32 bytes; RSA of 2048 bits takes 190 with the digest. */
const plainBytesMax = 128;
const wrappedBytesMax = 8_192;

/** Tries of one use, and how long after its beginning the last one may begin. */
const triesMax = 3;
const patienceMs = 6_000;
const firstPauseMs = 200;
/** After a use that failed, so long nobody else is made to wait for the same. */
const restMs = 1_000;
const restMsMax = 30_000;

const callsMax = 16;
const waitingMax = 1_000;

export function serviceRootKey(
  id: string,
  key: ServiceKey,
  { clock, used = () => {} }: ServiceRootKeyOptions,
): RootKey {
  const lane = createLane(callsMax, waitingMax);
  let rest: { readonly untilMs: number; readonly failure: KeyServiceFailure } | null = null;

  async function use<T>(work: () => Promise<T>): Promise<T> {
    const leave = await lane.enter();
    if (leave === null) throw asGrantryError(id, key, crowded(key));
    const beganMs = clock.steadyMs();
    const said = { keyId: id, service: key.service };
    try {
      if (rest !== null && beganMs < rest.untilMs) throw rest.failure;
      const result = await tried(clock, work);
      rest = null;
      used({ ...said, ms: clock.steadyMs() - beganMs, outcome: "ok", failure: null });
      return result;
    } catch (thrown) {
      if (!(thrown instanceof KeyServiceFailure)) throw thrown;
      if (thrown === rest?.failure) throw asGrantryError(id, key, thrown);
      const nowMs = clock.steadyMs();
      used({ ...said, ms: nowMs - beganMs, outcome: thrown.kind, failure: thrown });
      // A refusal is quick, and may be of wrapping alone.
      if (mayPass(thrown)) rest = { untilMs: nowMs + restOf(thrown), failure: thrown };
      throw asGrantryError(id, key, thrown);
    } finally {
      leave();
    }
  }

  return {
    id,
    wrap: async (plain, context) => {
      if (plain.length > plainBytesMax) throw new RangeError("A root key wraps data keys only.");
      const inside = Buffer.concat([digestOf(id, plain, context), plain]);
      const sealed = await use(async () => {
        const made = await key.encrypt(inside, context);
        const again = await key.decrypt(made, context);
        if (made.length < wrappedBytesMax && equal(again, inside)) return made;
        throw new KeyServiceFailure("away", `${key.title}: what it encrypts it does not decrypt.`);
      });
      return Buffer.concat([Buffer.from([formatVersion]), sealed]);
    },
    unwrap: async (wrapped, context) => {
      if (wrapped[0] !== formatVersion || wrapped.length > wrappedBytesMax) {
        throw asGrantryError(id, key, notItsOwn(key));
      }
      return await use(async () => {
        const inside = await key.decrypt(wrapped.subarray(1), context);
        const plain = inside.subarray(digestBytes);
        if (equal(inside.subarray(0, digestBytes), digestOf(id, plain, context))) return plain;
        throw notItsOwn(key);
      });
    },
  };
}

/** Tries again what may pass, with growing pauses, as often and as long as is stated. */
async function tried<T>(clock: Clock, work: () => Promise<T>): Promise<T> {
  const lastMs = clock.steadyMs() + patienceMs;
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (thrown) {
      if (!mayPass(thrown) || tries === triesMax) throw thrown;
      const asked = thrown instanceof KeyServiceFailure ? (thrown.retryAfterSeconds ?? 0) : 0;
      const ownMs = firstPauseMs * 4 ** (tries - 1) * (0.5 + Math.random());
      const pauseMs = Math.max(ownMs, asked * 1_000);
      if (clock.steadyMs() + pauseMs > lastMs) throw thrown;
      await clock.sleep(pauseMs);
    }
  }
}

function restOf({ retryAfterSeconds }: KeyServiceFailure): number {
  return Math.min(Math.max(restMs, (retryAfterSeconds ?? 0) * 1_000), restMsMax);
}

function digestOf(id: string, plain: Uint8Array, context: string): Buffer {
  const parts = JSON.stringify(["grantry data key", formatVersion, id, context]);
  return createHash("sha256").update(parts).update(plain).digest();
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function notItsOwn({ title }: ServiceKey): KeyServiceFailure {
  return new KeyServiceFailure("not_its_own", `${title} did not wrap this, or not for this place.`);
}

function crowded({ title }: ServiceKey): KeyServiceFailure {
  return new KeyServiceFailure("busy", `${title}: too many wait for it already.`);
}

/** Callers are told that it cannot be had now; which key it is, and why, is for the log and for whoever starts. */
function asGrantryError(id: string, key: ServiceKey, cause: KeyServiceFailure): GrantryError {
  const internal = `root key "${id}" (${key.service}): ${cause.message}`;
  if (cause.kind === "not_its_own") {
    const detail = `A data key does not unwrap with the root key "${id}": it is another key, or what is stored was changed.`;
    return new GrantryError("encryption_key_invalid", { detail, internal, cause });
  }
  const retryAfterSeconds = Math.ceil(restOf(cause) / 1_000);
  return new GrantryError("key_service_unavailable", { internal, cause, retryAfterSeconds });
}
