/** Removes what signing in leaves behind: sessions that are over, used links, counted attempts. */
import { deleteAttemptsBefore } from "../../store/attempts.ts";
import { deleteCliTokensBefore } from "../../store/cli-tokens.ts";
import { deleteDeviceAuthorizationsBefore } from "../../store/device-authorizations.ts";
import { deleteEntryLinksBefore } from "../../store/entry-links.ts";
import { deleteSignInAttemptsBefore } from "../../store/operator-identities.ts";
import { deleteSessionsBefore } from "../../store/operator-sessions.ts";
import type { ServiceContext } from "../context.ts";
import { sessionIdleSeconds } from "./sessions.ts";
import { windowSeconds } from "./throttle.ts";

/** How long a command line that polls too late still hears that its code has expired: an hour. */
const keptSeconds = 3_600;

export async function sweepSignIns({ store, clock }: ServiceContext): Promise<void> {
  const now = clock.nowSeconds();
  await deleteSessionsBefore(store, now - sessionIdleSeconds);
  await deleteEntryLinksBefore(store, now);
  await deleteDeviceAuthorizationsBefore(store, now - keptSeconds);
  await deleteSignInAttemptsBefore(store, now);
  await deleteCliTokensBefore(store, now);
  await deleteAttemptsBefore(store, now - 2 * windowSeconds);
}
