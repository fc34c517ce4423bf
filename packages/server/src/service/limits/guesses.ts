/** Guesses: how often something may be tried, counted in the database, over all processes that share it. */
import type { Clock } from "../../lib/clock.ts";
import { GrantryError } from "../../lib/error.ts";
import { clearAttempts, countAttempt, readAttempts } from "../../store/attempts.ts";
import type { Store } from "../../store/store.ts";

/** Attempts are counted in spans of a quarter of an hour, where a limit does not say otherwise. */
export const windowSeconds = 900;

export interface Limit {
  /** What is counted, with what it is counted for. */
  readonly bucket: string;
  readonly max: number;
  /** A multiple of a quarter of an hour. */
  readonly seconds?: number;
}

interface Counting {
  readonly store: Store;
  readonly clock: Clock;
}

/** The end of the span that is under way. */
export function endOf({ seconds = windowSeconds }: Limit, now: number): number {
  return now - (now % seconds) + seconds;
}

/** Spans of any length are kept under their last quarter of an hour: so none is swept before it ends. */
function keyOf(limit: Limit, now: number): number {
  return endOf(limit, now) - windowSeconds;
}

/** Counts an attempt, or `tries` of them, in each bucket, and returns how many there are now, in their order. */
export async function count(
  { store, clock }: Counting,
  limits: readonly Limit[],
  tries = 1,
): Promise<number[]> {
  const counts: number[] = [];
  for (const limit of limits) {
    counts.push(await countAttempt(store, limit.bucket, keyOf(limit, clock.nowSeconds()), tries));
  }
  return counts;
}

/**
 * Counts an attempt, and throws too_many_attempts with Retry-After where one of the limits is
 * passed. Counted before it is tried: of many at once, no more than the limit get through.
 */
export async function countOrRefuse(context: Counting, limits: readonly Limit[]): Promise<void> {
  const counts = await count(context, limits);
  refuseWhere(
    context,
    limits.filter((limit, index) => (counts[index] ?? 0) > limit.max),
  );
}

/** Throws too_many_attempts, naming the longest wait, unless there is nothing that was passed. */
export function refuseWhere({ clock }: Pick<Counting, "clock">, passed: readonly Limit[]): void {
  if (passed.length === 0) return;
  throw tooMany(passed, clock.nowSeconds());
}

/**
 * What `work` returns; where it throws `wrong`, a guess failed, which is counted, and refused with too_many_attempts
 * where too many were before. It is looked at first: whoever guesses keeps nobody from what is right, who shares
 * their address. So it is for secrets that nobody hits by guessing, of 256 bits, and where a wrong one costs no more
 * than a look that the limits of floods bound. What is short is refused unseen, by `countOrRefuse`.
 */
export async function guessing<T>(
  context: Counting,
  limits: readonly Limit[],
  { work, isWrong }: { readonly work: () => Promise<T>; isWrong(thrown: unknown): boolean },
): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!isWrong(thrown)) throw thrown;
    refuseWhere(context, await reached(context, limits));
    await count(context, limits);
    throw thrown;
  }
}

/** Those of the limits that hold already. Nothing is counted. */
export async function reached(
  { store, clock }: Counting,
  limits: readonly Limit[],
): Promise<Limit[]> {
  const passed: Limit[] = [];
  for (const limit of limits) {
    const tries = await readAttempts(store, limit.bucket, keyOf(limit, clock.nowSeconds()));
    if (tries >= limit.max) passed.push(limit);
  }
  return passed;
}

export function tooMany(passed: readonly Limit[], now: number): GrantryError {
  const waits = passed.map((limit) => ({ limit, left: endOf(limit, now) - now }));
  const { limit, left } = waits.reduce((one, other) => (other.left > one.left ? other : one));
  const minutes = Math.ceil(left / 60);
  const wait = minutes === 1 ? "a minute" : `${minutes} minutes`;
  return new GrantryError("too_many_attempts", {
    detail: `This was tried too often. Try again in ${wait}.`,
    retryAfterSeconds: left,
    data: { attempts: { quota: limit.max, seconds: limit.seconds ?? windowSeconds } },
  });
}

/** Forgets the attempts of buckets, after one that succeeded. */
export async function forgetAttempts(
  { store }: Pick<Counting, "store">,
  limits: readonly Limit[],
): Promise<void> {
  for (const { bucket } of limits) await clearAttempts(store, bucket);
}

/** IPv6 by its first 64 bits, as `clientAddress` gives it; the network by its first 48. */
const ipv6Pattern = /^([0-9a-f]+:[0-9a-f]+:[0-9a-f]+):[0-9a-f]+::\/64$/;
/** A site has 65,536 networks of 64 bits: it may try no more than so many addresses together. */
export const networkFactor = 4;

/** What an address is counted by: itself, and the network that whoever has it can choose from. */
export function networkOf(address: string): string {
  const site = ipv6Pattern.exec(address)?.[1];
  return site === undefined ? address : `${site}::/48`;
}

/** Limits of an address, and of its network where it is one of many that somebody has. */
export function addressLimits(what: string, address: string, max: number): Limit[] {
  const own = { bucket: `${what} from ${address}`, max };
  const network = networkOf(address);
  if (network === address) return [own];
  return [own, { bucket: `${what} from ${network}`, max: max * networkFactor }];
}
