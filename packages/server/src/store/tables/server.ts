/** Tables of the server itself: every column, once. */
import * as t from "../table.ts";

export const encryptionKeys = t.defineTable({
  key_id: t.text,
  /** A known text sealed with the key: proves at start that the configured key is the right one. */
  check_value: t.bytes,
  /** How many seals all processes together have reserved with this key. */
  seals_reserved: t.int,
});

/**
 * How many background refreshes of a provider were begun in the second `second_at`, over all processes.
 * The table keeps its first name, `renewal_budgets`: processes of an older version use it during an upgrade.
 */
export const renewalBudgets = t.defineTable({
  provider_key: t.text,
  second_at: t.int,
  used: t.int,
});

/** What was last written to see whether the database takes writes. */
export const writeProbes = t.defineTable({
  probe: t.text,
  written_at: t.int,
});

/** The latest time that was shown, by the name of its clock; all processes raise it. */
export const clockMarks = t.defineTable({
  clock: t.text,
  shown_at_ms: t.int,
});

export type EncryptionKeyRow = t.RowOf<typeof encryptionKeys>;
export type RefreshBudgetRow = t.RowOf<typeof renewalBudgets>;
export type WriteProbeRow = t.RowOf<typeof writeProbes>;
export type ClockMarkRow = t.RowOf<typeof clockMarks>;
