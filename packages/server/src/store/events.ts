/** Table events: what happened to connections, for whoever must hear of it. Never a credential. */
import { newHandle } from "../lib/id.ts";
import { inTransaction, type Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import type { ReauthReason } from "./tables/connections.ts";
import { type EventType, events } from "./tables/events.ts";
import { enterTimeline, type TimelineKind } from "./timeline-entries.ts";

const listed = events.pick(
  "eventId",
  "type",
  "appId",
  "connectionId",
  "number",
  "data",
  "createdAt",
);
export type ConnectionEvent = RecordOf<typeof listed>;

/** What an event says besides: of few words, all of them short. */
export interface EventData {
  readonly reason?: ReauthReason;
  /** Epoch seconds. */
  readonly ends_at?: string;
}

export type NewEvent = Omit<
  RecordOf<typeof events>,
  "eventId" | "createdAt" | "number" | "data"
> & {
  readonly data: EventData;
};

/** The event that a connection came to where it stands now. */
export function newEvent(
  type: EventType,
  connection: Omit<NewEvent, "type" | "occasion" | "data"> & { readonly version: number },
  data: EventData = {},
): NewEvent {
  const { workspaceId, appId, connectionId, version } = connection;
  return { workspaceId, appId, connectionId, type, occasion: version, data };
}

/**
 * Enters an event, and what happened into the connection's timeline; false where it had been entered before. To be called in
 * the transaction of the change that it tells of: both are there, or neither.
 */
export async function addEvent(store: Store, event: NewEvent): Promise<boolean> {
  return await inTransaction(store, async (trx) => {
    const number = await countEvent(trx, event.connectionId, 1);
    // The connection was deleted meanwhile: there is nothing to tell of.
    if (number === undefined) return false;
    const isNew = await insertEvent(trx, { ...event, number });
    if (!isNew) await countEvent(trx, event.connectionId, -1);
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

/** The number of the connection's next event. Whoever else enters one waits until this transaction ends. */
async function countEvent(
  store: Store,
  connectionId: string,
  by: 1 | -1,
): Promise<number | undefined> {
  const row = await store.db
    .updateTable("connections")
    .set((eb) => ({ event_count: eb("event_count", "+", by) }))
    .where("connection_id", "=", connectionId)
    .returning("event_count")
    .executeTakeFirst();
  return row?.event_count;
}

async function insertEvent(
  store: Store,
  event: NewEvent & { readonly number: number },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await store.db
    .insertInto("events")
    .values(
      events.write({
        eventId: newHandle("event"),
        workspaceId: event.workspaceId,
        appId: event.appId,
        connectionId: event.connectionId,
        number: event.number,
        type: event.type,
        data: { ...event.data },
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

/** What of a workspace's events is asked for. */
export interface EventFilters {
  readonly type: EventType | null;
  readonly appId: string | null;
  readonly connectorId: string | null;
}

export interface EventsAsked extends EventFilters {
  readonly after: EventCursor | null;
  /** Epoch seconds. */
  readonly until: number;
  readonly limit: number;
  readonly newestFirst: boolean;
}

/** An event with what was connected; null where the connection is gone. */
export interface ListedEvent extends ConnectionEvent {
  readonly connector: {
    readonly connectorId: string;
    readonly type: string;
    readonly name: string;
  } | null;
}

/** Of so many events, in their order, a page holds those that match: a rare kind costs no more than others. */
function lookedAtMax({ type, appId, connectorId, limit }: EventsAsked): number {
  return type === null && appId === null && connectorId === null ? limit : 1_000;
}

/** The events that a page looks through, in their order. */
function lookedAt(store: Store, workspaceId: string, asked: EventsAsked) {
  const { after, until, newestFirst } = asked;
  const direction = newestFirst ? "desc" : "asc";
  const beyond = newestFirst ? "<" : ">";
  let query = store.db
    .selectFrom("events")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("created_at", "<=", until)
    .orderBy("created_at", direction)
    .orderBy("event_id", direction)
    .limit(lookedAtMax(asked));
  if (after !== null) {
    query = query.where((eb) =>
      eb.or([
        eb("created_at", beyond, after.createdAt),
        eb.and([eb("created_at", "=", after.createdAt), eb("event_id", beyond, after.eventId)]),
      ]),
    );
  }
  return query;
}

/**
 * Events of a workspace up to a moment, after the cursor; and where to go on, null where nothing is left there. Both are of
 * one statement: what retention takes away meanwhile moves no end past events that were not looked at.
 */
export async function listEvents(
  store: Store,
  workspaceId: string,
  asked: EventsAsked,
): Promise<{ readonly events: ListedEvent[]; readonly next: EventCursor | null }> {
  const [onwards, back] = asked.newestFirst
    ? (["desc", "asc"] as const)
    : (["asc", "desc"] as const);
  const rows = await store.db
    .with("seen", () => lookedAt(store, workspaceId, asked))
    .with("matching", (db) => {
      let query = db
        .selectFrom("seen")
        .leftJoin("connections", "connections.connection_id", "seen.connection_id")
        .leftJoin("connectors", "connectors.connector_id", "connections.connector_id")
        .selectAll("seen")
        .select([
          "connectors.connector_id",
          "connectors.integration_type as connector_type",
          "connectors.name as connector_name",
        ])
        .orderBy("seen.created_at", onwards)
        .orderBy("seen.event_id", onwards)
        .limit(asked.limit);
      if (asked.type !== null) query = query.where("seen.type", "=", asked.type);
      if (asked.appId !== null) query = query.where("seen.app_id", "=", asked.appId);
      if (asked.connectorId !== null) {
        query = query.where("connections.connector_id", "=", asked.connectorId);
      }
      return query;
    })
    .selectFrom((eb) =>
      eb
        .selectFrom("seen")
        .select(["created_at as end_at", "event_id as end_id"])
        .select((of) => of.selectFrom("seen").select(of.fn.countAll().as("all")).as("looked_at"))
        .orderBy("created_at", back)
        .orderBy("event_id", back)
        .limit(1)
        .as("edge"),
    )
    .leftJoin("matching", (join) => join.onTrue())
    .selectAll(["edge", "matching"])
    .orderBy("matching.created_at", onwards)
    .orderBy("matching.event_id", onwards)
    .execute();
  // Where there is an id, the event is there as a whole; at an end without a match there is none.
  const events = rows
    .filter(({ event_id }) => event_id !== null)
    .map((row) => toListed(row as Row));
  const [edge] = rows;
  if (edge === undefined) return { events, next: null };
  if (events.length === asked.limit) return { events, next: events.at(-1) ?? null };
  const isEnd = Number(edge.looked_at) < lookedAtMax(asked);
  return { events, next: isEnd ? null : { createdAt: edge.end_at, eventId: edge.end_id } };
}

type Row = Parameters<typeof listed.read>[0] & {
  readonly connector_id: string | null;
  readonly connector_type: string | null;
  readonly connector_name: string | null;
};

function toListed({ connector_id, connector_type, connector_name, ...row }: Row): ListedEvent {
  return {
    ...listed.read(row),
    connector:
      connector_id === null
        ? null
        : { connectorId: connector_id, type: connector_type ?? "", name: connector_name ?? "" },
  };
}

/** Forgets events that are older. */
export async function deleteEventsBefore(store: Store, before: number): Promise<void> {
  await store.db.deleteFrom("events").where("created_at", "<", before).execute();
}
