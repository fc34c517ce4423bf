/** Table events: what happened to connections, for whoever must hear of it. Never a credential. */
import { newHandle } from "../lib/id.ts";
import { inTransaction, type Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { type EventType, events } from "./tables/events.ts";
import { enterTimeline, type TimelineKind } from "./timeline-entries.ts";

const listed = events.pick("eventId", "type", "appId", "connectionId", "data", "createdAt");
export type ConnectionEvent = RecordOf<typeof listed>;
export type NewEvent = Omit<RecordOf<typeof events>, "eventId" | "createdAt">;

/** The event that a connection came to where it stands now. */
export function newEvent(
  type: EventType,
  connection: Omit<NewEvent, "type" | "occasion" | "data"> & { readonly version: number },
  data: Readonly<Record<string, string>> = {},
): NewEvent {
  const { workspaceId, appId, connectionId, version } = connection;
  return { workspaceId, appId, connectionId, type, occasion: version, data };
}

/** Enters an event, and what happened into the connection's timeline; false where it had been entered before. */
export async function addEvent(store: Store, event: NewEvent): Promise<boolean> {
  return await inTransaction(store, async (trx) => {
    const isNew = await insertEvent(trx, event);
    const kind = timelineKinds[event.type];
    const { reason: code, ...details } = event.data;
    if (isNew && kind !== null) {
      await enterTimeline(trx, event.connectionId, {
        kind,
        ...(code === undefined ? {} : { code }),
        details,
      });
    }
    return isNew;
  });
}

/** Null: whoever enters it says more of it in the timeline. */
const timelineKinds = {
  "connection.connected": null,
  "connection.disconnected": "disconnected",
  "connection.needs_reauth": "needs_reauth",
  "connection.ends_soon": "ends_soon",
  "connection.resumed": "resumed",
} as const satisfies Record<EventType, TimelineKind | null>;

async function insertEvent(store: Store, event: NewEvent): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await store.db
    .insertInto("events")
    .values(
      events.write({
        eventId: newHandle("event"),
        workspaceId: event.workspaceId,
        appId: event.appId,
        connectionId: event.connectionId,
        type: event.type,
        data: event.data,
        occasion: event.occasion,
        createdAt: store.clock.nowSeconds(),
      }),
    )
    .onConflict((conflict) => conflict.columns(["connection_id", "type", "occasion"]).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Where a page of events begins: after this one. */
export interface EventCursor {
  readonly createdAt: number;
  readonly eventId: string;
}

/** Events of a workspace up to a moment (epoch seconds), oldest first, after the cursor. */
export async function listEvents(
  store: Store,
  workspaceId: string,
  page: { readonly after: EventCursor | null; readonly until: number; readonly limit: number },
): Promise<ConnectionEvent[]> {
  const { after } = page;
  let query = store.db
    .selectFrom("events")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("created_at", "<=", page.until)
    .orderBy("created_at")
    .orderBy("event_id")
    .limit(page.limit);
  if (after !== null) {
    query = query.where((eb) =>
      eb.or([
        eb("created_at", ">", after.createdAt),
        eb.and([eb("created_at", "=", after.createdAt), eb("event_id", ">", after.eventId)]),
      ]),
    );
  }
  const rows = await query.execute();
  return rows.map(listed.read);
}

/** Forgets events that are older. */
export async function deleteEventsBefore(store: Store, before: number): Promise<void> {
  await store.db.deleteFrom("events").where("created_at", "<", before).execute();
}
