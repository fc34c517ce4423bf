/** Tables signal_streams and taken_signals: every column, once. Conventions as in schema.ts. */
import * as t from "../table.ts";

/** An identity provider that tells what happens to people's accounts (OpenID Shared Signals Framework). */
export const signalStreams = t.defineTable({
  signal_stream_id: t.text,
  workspace_id: t.text,
  /** Whose users it speaks of; null: of the people who sign in by the workspace's company sign-in. */
  app_id: t.optionalText,
  /** Who signs its messages, for whom, and where the keys stand. */
  issuer: t.text,
  audience: t.text,
  jwks_uri: t.text,
  /** Of an app: the issuer whose users they are. */
  user_issuer: t.optionalText,
  /** Of an app: what becomes of a user's connections. */
  action: t.optionalWord<"freeze" | "disconnect">(),
  created_at: t.int,
  last_signal_at: t.optionalInt,
  last_signal_event: t.optionalText,
  last_signal_outcome: t.optionalWord<"acted" | "nobody" | "noted">(),
});

/** Messages that were taken, so that none counts twice. */
export const takenSignals = t.defineTable({
  /** The stream, or, of logouts, the workspace; with what became of it where that was nothing. */
  source: t.text,
  jti_hash: t.bytes,
  workspace_id: t.text,
  taken_at: t.int,
});

export type SignalStreamRow = t.RowOf<typeof signalStreams>;
export type TakenSignalRow = t.RowOf<typeof takenSignals>;
