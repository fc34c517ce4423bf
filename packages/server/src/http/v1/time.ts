/** Times as `/v1` writes them. */
import { instantOf, secondsOf } from "../../lib/clock.ts";

export { instantOf };

/** RFC 3339 text of epoch seconds, where there may be none. */
export function instantOrNull(seconds: number | null): string | null {
  return seconds === null ? null : instantOf(seconds);
}

/** Epoch seconds of an RFC 3339 text that was read, where there may be none. */
export function secondsOrNull(instant: string | undefined): number | null {
  return instant === undefined ? null : secondsOf(instant);
}
