/** A body that is passed on while it arrives, up to a bound. */
import { type Readable, Transform } from "node:stream";
import { GrantryError } from "../../lib/error.ts";

/**
 * The same bytes. Ends with body_too_large where more come than `bytesMax`; the rest of `source` is
 * then thrown away, so that its sender can read the refusal.
 */
export function boundedBody(source: Readable, bytesMax: number): Readable {
  let bytes = 0;
  const bounded = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      done(bytes > bytesMax ? bodyTooLarge(bytesMax) : null, chunk);
    },
  });
  bounded.once("close", () => {
    source.unpipe(bounded);
    source.resume();
  });
  return source.pipe(bounded);
}

/** The refusal of a body larger than this. */
export function bodyTooLarge(bytesMax: number): GrantryError {
  const mebibytes = Math.floor(bytesMax / 1_048_576);
  return new GrantryError("body_too_large", {
    detail: `The body is larger than a function accepts (${mebibytes > 0 ? `${mebibytes} MiB` : `${bytesMax} bytes`}).`,
  });
}
