/** Has every process look at the encryption keys again and again. */
import { regularly } from "../../lib/regularly.ts";
import type { UpkeepContext } from "./context.ts";

const everyMs = 5_000;

/** Looks every five seconds until the returned function is called. */
export function keepKeysRegularly(context: UpkeepContext): () => void {
  return regularly(context, { what: "keep keys", everyMs }, () => context.keys.look());
}
