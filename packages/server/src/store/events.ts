/** Table events: what happened to connections, for whoever must hear of it. Never a credential. */
import { newHandle } from "../lib/id.ts";
import { parseMap } from "./json-text.ts";
import type { EventType } from "./schema.ts";
import type { Store } from "./store.ts";

export interface ConnectionEvent {
  readonly eventId: string;
  readonly type: EventType;
  readonly appId: string;
  readonly connectionId: string;
  readonly data: Readonly<Record<string, string>>;
  /** Epoch seconds. */
  readonly createdAt: number;
}

export interface NewEvent {
  readonly workspaceId: string;
  readonly appId: string;
  readonly connectionId: string;
  readonly type: EventType;
  /** Version of the connection, or the moment in question: of one type, one event per occasion. */
  readonly occasion: number;
  readonly data: Readonly<Record<string, string>>;
}

/** The event that a connection came to where it stands now. */
export function newEvent(
  type: EventType,
  connection: Omit<NewEvent, "type" | "occasion" | "data"> & { readonly version: number },
  data: Readonly<Record<string, string>> = {},
): NewEvent {
  const { workspaceId, appId, connectionId, version } = connection;
  return { workspaceId, appId, connectionId, type, occasion: version, data };
}

/** Enters an event; false where it had been entered before. */
export async function addEvent(store: Store, event: NewEvent): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await store.db
    .insertInto("events")
    .values({
      event_id: newHandle("event"),
      workspace_id: event.workspaceId,
      app_id: event.appId,
      connection_id: event.connectionId,
      type: event.type,
      data: JSON.stringify(event.data),
      occasion: event.occasion,
      created_at: store.clock.nowSeconds(),
    })
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
  return rows.map((row) => ({
    eventId: row.event_id,
    type: row.type,
    appId: row.app_id,
    connectionId: row.connection_id,
    data: parseMap(row.data),
    createdAt: row.created_at,
  }));
}

/** Forgets events that are older. */
export async function deleteEventsBefore(store: Store, before: number): Promise<void> {
  await store.db.deleteFrom("events").where("created_at", "<", before).execute();
}
