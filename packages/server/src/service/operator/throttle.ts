/** Limits how often something may be tried, over all processes that share the database. */
import { GrantryError } from "../../lib/error.ts";
import { clearAttempts, countAttempt } from "../../store/attempts.ts";
import type { ServiceContext } from "../context.ts";

/** Attempts are counted in spans of a quarter of an hour. */
export const windowSeconds = 900;

export interface Limit {
  /** What is counted, with what it is counted for. */
  readonly bucket: string;
  readonly max: number;
}

/**
 * Counts an attempt, and throws too_many_attempts with Retry-After where one of the limits is
 * passed. Counted before it is tried: of many at once, no more than the limit get through.
 */
export async function countOrRefuse(
  { store, clock }: Pick<ServiceContext, "store" | "clock">,
  limits: readonly Limit[],
): Promise<void> {
  const now = clock.nowSeconds();
  const windowStart = now - (now % windowSeconds);
  let refused = false;
  for (const { bucket, max } of limits) {
    if ((await countAttempt(store, bucket, windowStart)) > max) refused = true;
  }
  if (!refused) return;
  throw new GrantryError("too_many_attempts", {
    retryAfterSeconds: windowStart + windowSeconds - now,
  });
}

/** Forgets the attempts of a bucket, after one that succeeded. */
export async function forgetAttempts(
  { store }: Pick<ServiceContext, "store">,
  { bucket }: Limit,
): Promise<void> {
  await clearAttempts(store, bucket);
}
