/** Table statistics: every column, once. What happened, counted by the hour and by the day. */
import * as t from "../table.ts";

export type Metric =
  | "tokens_served"
  | "refreshes"
  | "connections"
  | "reader_wait"
  | "reconnects"
  | "rate_limited";
export type Span = "hour" | "day";

/** Refers to no other table: what was counted outlives the app or connector that it was counted for. */
export const statistics = t.defineTable({
  workspace_id: t.text,
  metric: t.word<Metric>(),
  span: t.word<Span>(),
  /** Empty in the figures over all apps, and over all connectors. */
  app_id: t.text,
  connector_id: t.text,
  /** When the hour or day (UTC) began. */
  started_at: t.int,
  /** How a token came about, how a refresh ended, a state, a bound in milliseconds. */
  detail: t.text,
  count: t.int,
  /** Of waiting times, milliseconds in all. */
  total: t.int,
});

export type StatisticRow = t.RowOf<typeof statistics>;
