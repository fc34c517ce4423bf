/**
 * Guesses at keys and tokens. A read of a token asks the database once, so nothing may be looked up before it:
 * what was refused is counted in the process, written down ten at a time, and the total over all processes then says
 * whether the address is refused. A credential that was right before passes all the same, and one that this process has not
 * seen yet is looked at first, twenty times a second, and refused if it is wrong: so that whoever shares an address with
 * somebody who guesses is served, also by a process that has just started. One that is wrong again and again, as of a job whose token has
 * expired, is one guess in ten seconds, and where it comes often is answered from memory.
 */
import { hashSecretAsText } from "../../crypto/hash.ts";
import { createBuckets } from "../../lib/buckets.ts";
import type { Clock } from "../../lib/clock.ts";
import { GrantryError } from "../../lib/error.ts";
import { createGenerations } from "../../lib/generations.ts";
import type { Store } from "../../store/store.ts";
import { addressLimits, count, endOf, networkFactor, networkOf, tooMany } from "./guesses.ts";

/** Wrong credentials of one address in a quarter of an hour. */
export const wrongCredentialsMax = 300;
/** So many are written down together. */
export const countedTogether = 10;
/** For so long a wrong credential is remembered. */
const wrongMs = 10_000;
/** Refusals of one address that are looked up, however often the same credential comes; then what is remembered counts. */
const lookedUp = { quota: 20, seconds: 10 } as const;
/**
 * Of an address that is refused: so many credentials that are not known yet are looked at all the same. What has 256 bits is not
 * guessed by that; a flood of more is refused unseen.
 */
export const refusedLooks = { quota: 200, seconds: 10 } as const;
/** Of a network together: whoever has it has more addresses than anybody can refuse one by one. */
const networkLooks = { ...refusedLooks, quota: networkFactor * refusedLooks.quota };
/** Of each kind, in each of two generations. */
const entriesMax = 20_000;

/** A credential at the app or address that it was presented for; it is kept as a hash only. */
export type CredentialName = string;

export interface Credentials {
  /** The name of a credential, with where it was presented. */
  name(text: string): CredentialName;
  /**
   * Throws too_many_attempts where too many of the address were wrong, this one is not known to be right, and so many were
   * looked at as are in spite of that; and unauthorized where this very one was wrong a moment ago and the address comes with wrong ones all the time.
   */
  requireMayTry(address: () => string, name: CredentialName): void;
  /** It was right. */
  accepted(name: CredentialName): void;
  /** It was wrong. Throws too_many_attempts where too many of the address were before. */
  refused(address: string, name: CredentialName): Promise<void>;
  isKnown(name: CredentialName): boolean;
  /** How many entries are kept. */
  size(): number;
}

export function createCredentials(
  context: { readonly store: Store; readonly clock: Clock },
  refusedHere: () => void = () => {},
): Credentials {
  const { clock } = context;
  const known = createGenerations<true>(entriesMax);
  /** Until when, in milliseconds. */
  const wrong = createGenerations<number>(entriesMax);
  /** By address or network: until when, in epoch seconds. */
  const blocked = createGenerations<number>(entriesMax);
  /** By address: what is not written down yet. */
  const pending = createGenerations<number>(entriesMax);
  const refusals = createBuckets(entriesMax);
  const looks = createBuckets(entriesMax);
  const isBlocked = (address: string) =>
    blocked.size > 0 &&
    [address, networkOf(address)].some((one) => (blocked.get(one) ?? 0) > clock.nowSeconds());
  const mayLook = (address: string) => {
    const network = networkOf(address);
    const nowMs = clock.steadyMs();
    if (!looks.take(address, refusedLooks, nowMs)) return false;
    return network === address || looks.take(network, networkLooks, nowMs);
  };
  const refusal = (address: string) => {
    refusedHere();
    return tooMany(addressLimits(bucket, address, wrongCredentialsMax), clock.nowSeconds());
  };
  const wasWrong = (name: CredentialName) =>
    wrong.size > 0 && (wrong.get(name) ?? 0) > clock.steadyMs();
  return {
    name: hashSecretAsText,
    requireMayTry: (addressOf, name) => {
      if (wasWrong(name) && !refusals.hasLeft(addressOf(), lookedUp, clock.steadyMs())) {
        throw new GrantryError("unauthorized");
      }
      if (blocked.size === 0 || known.get(name) === true) return;
      const address = addressOf();
      if (isBlocked(address) && !mayLook(address)) throw refusal(address);
    },
    accepted: (name) => {
      if (known.get(name) === undefined) known.set(name, true);
      if (wrong.size > 0) wrong.delete(name);
    },
    refused: async (address, name) => {
      known.delete(name);
      if (isBlocked(address)) throw refusal(address);
      const nowMs = clock.steadyMs();
      refusals.take(address, lookedUp, nowMs);
      if (wasWrong(name)) return;
      wrong.set(name, nowMs + wrongMs);
      const now = (pending.get(address) ?? 0) + 1;
      pending.set(address, now % countedTogether);
      if (now < countedTogether) return;
      const limits = addressLimits(bucket, address, wrongCredentialsMax);
      const counts = await count(context, limits, countedTogether);
      for (const [index, limit] of limits.entries()) {
        if ((counts[index] ?? 0) < limit.max) continue;
        const whose = index === 0 ? address : networkOf(address);
        blocked.set(whose, endOf(limit, clock.nowSeconds()));
      }
    },
    isKnown: (name) => known.get(name) === true,
    size: () => known.size + wrong.size + blocked.size + pending.size + refusals.size + looks.size,
  };
}

const bucket = "wrong credential";
