/** When a secret ends. */
import type { Clock } from "../../lib/clock.ts";

const daySeconds = 86_400;

/** Epoch seconds after so many days; null for never. */
export function expiryAfterDays(clock: Clock, days: number | null): number | null {
  return days === null ? null : clock.nowSeconds() + days * daySeconds;
}
