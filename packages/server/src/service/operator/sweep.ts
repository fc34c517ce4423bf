/** Removes what signing in leaves behind: sessions that are over, used links, counted attempts. */
import { deleteAttemptsBefore } from "../../store/attempts.ts";
import { deleteEntryLinksBefore } from "../../store/entry-links.ts";
import { deleteSessionsBefore } from "../../store/operator-sessions.ts";
import type { ServiceContext } from "../context.ts";
import { sessionIdleSeconds } from "./sessions.ts";
import { windowSeconds } from "./throttle.ts";

export async function sweepSignIns({ store, clock }: ServiceContext): Promise<void> {
  const now = clock.nowSeconds();
  await deleteSessionsBefore(store, now - sessionIdleSeconds);
  await deleteEntryLinksBefore(store, now);
  await deleteAttemptsBefore(store, now - 2 * windowSeconds);
}
