/** Times as `/v1` writes them. */
import { instantOf } from "../../lib/clock.ts";

export { instantOf };

/** RFC 3339 text of epoch seconds, where there may be none. */
export function instantOrNull(seconds: number | null): string | null {
  return seconds === null ? null : instantOf(seconds);
}
