/** Table events: every column, once. What happened to a connection, once per kind and occasion. */
import * as t from "../table.ts";

export type EventType =
  | "connection.connected"
  | "connection.disconnected"
  | "connection.needs_reauth"
  | "connection.ends_soon"
  | "connection.resumed";

export const events = t.defineTable({
  event_id: t.text,
  workspace_id: t.text,
  app_id: t.text,
  connection_id: t.text,
  /** Counts the events of its connection: whoever reads them out of order sets them right. */
  number: t.defaulted(t.int),
  type: t.word<EventType>(),
  /** Never a credential. */
  data: t.map,
  /** Version of the connection, or the moment in question: of one type, one event per occasion. */
  occasion: t.int,
  created_at: t.int,
});

export type EventRow = t.RowOf<typeof events>;
