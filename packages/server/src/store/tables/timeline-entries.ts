/** Table timeline_entries: every column, once. What happened to a connection; equal things of a day are one row. */
import * as t from "../table.ts";

export type TimelineKind =
  | "connected"
  | "reconnected"
  | "account_replaced"
  | "consent_failed"
  | "consent_left"
  | "refreshed"
  | "refresh_failed"
  | "refresh_unanswered"
  | "needs_reauth"
  | "ends_soon"
  | "resumed"
  | "disconnected";

export const timelineEntries = t.defineTable({
  connection_id: t.text,
  kind: t.word<TimelineKind>(),
  /** Why, or how: a stable code. Empty where there is no more to say. */
  code: t.text,
  /** Days since the epoch (UTC). */
  day: t.int,
  /** How many of that day. */
  count: t.int,
  first_at: t.int,
  last_at: t.int,
  /** Of the last one. Holds the account's name: it is erased when the connection's account is. */
  details: t.map,
  /** When it is forgotten. */
  kept_until: t.inner(t.int),
});

export type TimelineEntryRow = t.RowOf<typeof timelineEntries>;
