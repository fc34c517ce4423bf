/**
 * Table timeline_entries: what happened to a connection. Entered in the transaction of what happened. Equal
 * things of a day are one row, so that a connection has a bounded number of them however often it is
 * refreshed; each is forgotten after a time.
 */
import { sql } from "kysely";
import { type Owner, ownerColumns } from "./owner.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { type TimelineKind, timelineEntries } from "./tables/timeline-entries.ts";

export type { TimelineKind } from "./tables/timeline-entries.ts";

const daySeconds = 86_400;
/** How long what happens every hour is kept, and what happens seldom: 30 and 400 days. */
const keptOften = 30 * daySeconds;
const keptSeldom = 400 * daySeconds;
const often: ReadonlySet<TimelineKind> = new Set([
  "refreshed",
  "refresh_failed",
  "refresh_unanswered",
]);

/** No detail is longer: some are made of what a provider has answered. */
const detailMax = 1_000;

export interface NewTimelineEntry {
  readonly kind: TimelineKind;
  readonly code?: string;
  readonly details?: Readonly<Record<string, string>>;
}

export type TimelineEntry = RecordOf<typeof timelineEntries> & { readonly key: string };

/** Enters what happened now to a connection that exists. */
export async function enterTimeline(
  store: Store,
  connectionId: string,
  { kind, code = "", details = {} }: NewTimelineEntry,
): Promise<void> {
  const now = store.clock.nowSeconds();
  const short = Object.entries(details).map(([name, text]) => [name, text.slice(0, detailMax)]);
  await store.db
    .insertInto("timeline_entries")
    .values({
      connection_id: connectionId,
      kind,
      code,
      day: Math.floor(now / daySeconds),
      count: 1,
      first_at: now,
      last_at: now,
      details: JSON.stringify(Object.fromEntries(short)),
      kept_until: now + (often.has(kind) ? keptOften : keptSeldom),
    })
    .onConflict((conflict) =>
      conflict.columns(["connection_id", "kind", "code", "day"]).doUpdateSet((eb) => ({
        count: eb("timeline_entries.count", "+", 1),
        last_at: eb.ref("excluded.last_at"),
        details: eb.ref("excluded.details"),
        kept_until: eb.ref("excluded.kept_until"),
      })),
    )
    .execute();
}

/** The same for the connection of an address, where there is one: a consent may have come to nothing. */
export async function enterTimelineAt(
  store: Store,
  address: { readonly appId: string | null; readonly connectorId: string; readonly owner: Owner },
  entry: NewTimelineEntry,
): Promise<void> {
  const { appId } = address;
  // The test of a connector is for no app, and brings no connection.
  if (appId === null) return;
  const found = await store.db
    .selectFrom("connections")
    .select("connection_id")
    .where("app_id", "=", appId)
    .where("connector_id", "=", address.connectorId)
    .where((eb) => eb.and(ownerColumns(address.owner)))
    .executeTakeFirst();
  if (found !== undefined) await enterTimeline(store, found.connection_id, entry);
}

/** Takes away what names the account. */
export async function eraseTimelineDetails(store: Store, connectionId: string): Promise<void> {
  await store.db
    .updateTable("timeline_entries")
    .set({ details: "{}" })
    .where("connection_id", "=", connectionId)
    .where("details", "<>", "{}")
    .execute();
}

/** Where a page of something in the order of time begins: after this one. */
export interface TimePosition {
  readonly at: number;
  /** Null: after all of that moment; else after this one of it. */
  readonly key: string | null;
}

/** Distinguishes the entries of a moment: descending, so that a connection begins with `connected`. */
const keyOfEntry = sql<string>`kind || '.' || code || '.' || day`;

/** The newest first, up to `limit`; by when an entry last happened. */
export async function listTimelineEntries(
  store: Store,
  connectionId: string,
  { after, limit }: { readonly after: TimePosition | null; readonly limit: number },
): Promise<TimelineEntry[]> {
  let query = store.db
    .selectFrom("timeline_entries")
    .selectAll()
    .select(keyOfEntry.as("key"))
    .where("connection_id", "=", connectionId);
  if (after !== null) {
    const { at, key } = after;
    query = query.where((eb) =>
      eb.or([
        eb("last_at", "<", at),
        ...(key === null ? [] : [eb.and([eb("last_at", "=", at), eb(keyOfEntry, "<", key)])]),
      ]),
    );
  }
  const rows = await query
    .orderBy("last_at", "desc")
    .orderBy(keyOfEntry, "desc")
    .limit(limit)
    .execute();
  return rows.map(({ key, ...row }) => ({ ...timelineEntries.read(row), key }));
}

/** So many at most are forgotten in one go. */
const forgottenMax = 10_000;

/** Forgets what is kept no longer. */
export async function forgetTimelineEntries(store: Store): Promise<void> {
  await store.db
    .deleteFrom("timeline_entries")
    .where((eb) =>
      eb(
        eb.refTuple("connection_id", "kind", "code", "day"),
        "in",
        eb
          .selectFrom("timeline_entries")
          .select(["connection_id", "kind", "code", "day"])
          .where("kept_until", "<", store.clock.nowSeconds())
          .limit(forgottenMax)
          .$asTuple("connection_id", "kind", "code", "day"),
      ),
    )
    .execute();
}
