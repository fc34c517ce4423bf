/** What must happen now and then without anyone asking. Every process does it; all of it may repeat. */

import { regularly } from "../../lib/regularly.ts";
import { forgetSinks } from "../../store/audit-sinks.ts";
import { deleteFunctionTokensEndedBefore } from "../../store/bearer-secrets.ts";
import { listUnfinishedDisconnects } from "../../store/connection-lists.ts";
import { deleteEventsBefore } from "../../store/events.ts";
import { deleteKeysEndedBefore } from "../../store/idempotency-keys.ts";
import {
  deleteAuthorizationsBefore,
  noteLeftAuthorizations,
} from "../../store/left-authorizations.ts";
import { deleteOperationsEndedBefore } from "../../store/operations.ts";
import { deleteReconnectLinksEndedBefore } from "../../store/reconnect-links.ts";
import { deleteReceiptsEndedBefore } from "../../store/revocation-receipts.ts";
import { forgetTimelineEntries } from "../../store/timeline-entries.ts";
import { sweepSignIns } from "../accounts/index.ts";
import { resumeDisconnect } from "../connections/index.ts";
import { announceEndings } from "../events/index.ts";
import { sweepMails } from "../mail/index.ts";
import { sweepSignals } from "../signals/index.ts";
import { removeOldRecords } from "../trail/index.ts";
import type { UpkeepContext } from "./context.ts";

const intervalMs = 60_000;
/** How long the outcome of an authorization can be asked for: a day. */
const keptSeconds = 86_400;
/** A disconnect that is still not finished after this was interrupted. */
const interruptedSeconds = 120;
const disconnectsPerSweep = 20;
/** Consents that were left, noted in one go. */
const leftPerSweep = 500;

/** How long events, operations and receipts of revocations are kept: thirty days. */
const eventsKeptSeconds = 2_592_000;

/** Ends interrupted disconnects, announces endings, removes what is old. */
export async function sweep(context: UpkeepContext): Promise<void> {
  const { store, clock } = context;
  // What people wait for, before what is only old.
  await resumeDisconnects(context);
  await announceEndings(context);
  await noteLeftAuthorizations(store, leftPerSweep);
  await forgetTimelineEntries(store);
  // An attempt that left by one in its last moment still needs it.
  await deleteReconnectLinksEndedBefore(store, clock.nowSeconds() - keptSeconds);
  await deleteAuthorizationsBefore(store, clock.nowSeconds() - keptSeconds);
  await deleteEventsBefore(store, clock.nowSeconds() - eventsKeptSeconds);
  await deleteFunctionTokensEndedBefore(store, clock.nowSeconds());
  await deleteReceiptsEndedBefore(store, clock.nowSeconds() - eventsKeptSeconds);
  await deleteOperationsEndedBefore(store, clock.nowSeconds() - eventsKeptSeconds);
  await deleteKeysEndedBefore(store, clock.nowSeconds());
  await sweepSignIns(context);
  await sweepSignals(context);
  await sweepMails(store);
  await removeOldRecords(store);
  await forgetSinks(store);
}

async function resumeDisconnects(context: UpkeepContext): Promise<void> {
  const { store, clock } = context;
  const before = clock.nowSeconds() - interruptedSeconds;
  const interrupted = await listUnfinishedDisconnects(store, before, disconnectsPerSweep);
  for (const connection of interrupted) await resumeDisconnect(context, connection);
}

/** Sweeps every minute until the returned function is called. */
export function sweepRegularly(context: UpkeepContext): () => void {
  return regularly(context, { what: "sweep", everyMs: intervalMs }, () => sweep(context));
}
