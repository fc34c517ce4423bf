/** What reads leave in memory is written down together: what is in use, and what was counted. */
import { regularly } from "../../lib/regularly.ts";
import type { EngineContext } from "./context.ts";

/** So much of the counts a process that is killed loses at most, where the database takes them. */
const flushMs = 10_000;

/** Never rejects. */
export async function flushNotes({
  uses,
  serviceTokenUses,
  statistics,
}: Pick<EngineContext, "uses" | "serviceTokenUses" | "statistics">): Promise<void> {
  await uses.flush();
  await serviceTokenUses.flush();
  await statistics.flush();
}

/** Flushes every ten seconds until the returned function is called. */
export function flushNotesRegularly(context: EngineContext): () => void {
  return regularly(context, { what: "flush notes", everyMs: flushMs }, () => flushNotes(context));
}
