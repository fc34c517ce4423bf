/** Removes what signing in leaves behind: sessions that are over, used links, counted attempts. */
import { deleteAttemptsBefore } from "../../store/attempts.ts";
import { deleteCliTokensBefore, forgetExchanges } from "../../store/cli-tokens.ts";
import { deleteDeviceAuthorizationsBefore } from "../../store/device-authorizations.ts";
import { deleteEntryLinksBefore } from "../../store/entry-links.ts";
import { deleteDevicesBefore } from "../../store/operator-devices.ts";
import { deleteSignInAttemptsBefore } from "../../store/operator-identities.ts";
import { deleteSessionsBefore } from "../../store/operator-sessions.ts";
import { deleteChallengesBefore } from "../../store/passkeys.ts";
import { deleteSignInTestsBefore } from "../../store/sign-in-tests.ts";
import { windowSeconds } from "../limits/index.ts";
import { graceSeconds } from "./command-line/tokens.ts";
import type { AccountsContext } from "./context.ts";
import { deviceSeconds } from "./devices.ts";
import { sessionIdleSeconds } from "./sessions.ts";

/** How long a command line that polls too late still hears that its code has expired, and a test is shown: an hour. */
const keptSeconds = 3_600;

export async function sweepSignIns({ store, clock }: AccountsContext): Promise<void> {
  const now = clock.nowSeconds();
  await deleteSessionsBefore(store, now - sessionIdleSeconds);
  await deleteEntryLinksBefore(store, now);
  await deleteDeviceAuthorizationsBefore(store, now - keptSeconds);
  await deleteSignInAttemptsBefore(store, now);
  await deleteSignInTestsBefore(store, now - keptSeconds);
  await deleteChallengesBefore(store, now);
  await deleteCliTokensBefore(store, now);
  await forgetExchanges(store, now - graceSeconds);
  await deleteDevicesBefore(store, now - deviceSeconds);
  await deleteAttemptsBefore(store, now - 2 * windowSeconds);
}
