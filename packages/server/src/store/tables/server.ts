/** Tables of the server itself: every column, once. */
import type { KeyState } from "../../crypto/data-keys.ts";
import * as t from "../table.ts";

/** `retired`: nothing rests on it, and nothing ever will; its id stays taken. */
export type RootKeyStateName = KeyState | "retired";

/** The root keys that wrap, or sealed, anything here. */
export const encryptionKeys = t.defineTable({
  key_id: t.text,
  /** A known text that the key wrapped, or sealed: proves at start that the configured key is the right one. */
  check_value: t.bytes,
  state: t.defaulted(t.word<RootKeyStateName>()),
  /** 1: sealed with the key itself; 2: wrapped by it. */
  check_format: t.defaulted(t.int),
  /** Since when it is in its state. */
  changed_at: t.defaulted(t.int),
});

/** The keys that values are sealed with. Of each workspace one is the primary one. */
export const dataKeys = t.defineTable({
  data_key_id: t.text,
  /** Empty where it is the server's own. */
  workspace_id: t.text,
  state: t.word<KeyState>(),
  /** The root key that wrapped it. */
  root_key_id: t.text,
  wrapped_key: t.bytes,
  created_at: t.int,
  /** Since when it is in its state, or wrapped so. */
  changed_at: t.int,
});

/** Processes that serve, and which keys they know: nothing is sealed with a key that one of them does not know. */
export const keyHolders = t.defineTable({
  process_id: t.text,
  /** JSON list: ids of the root keys it is configured with. */
  root_keys: t.list,
  /** JSON list: ids of the staged data keys that it knows. */
  staged_keys: t.list,
  seen_at: t.int,
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

/** Backups that this database was restored from. While one is not taken over, no provider is asked. */
export const restores = t.defineTable({
  restore_id: t.text,
  backup_made_at: t.int,
  restored_at: t.int,
  /** When it was said that the server that the backup is of is gone; null until then. */
  taken_over_at: t.optionalInt,
});

/** The last backup that was made of this database; neither where it lies nor anything secret. */
export const backups = t.defineTable({
  backup: t.text,
  made_at: t.int,
  size_bytes: t.int,
  sealed: t.int,
});

export type EncryptionKeyRow = t.RowOf<typeof encryptionKeys>;
export type DataKeyRow = t.RowOf<typeof dataKeys>;
export type KeyHolderRow = t.RowOf<typeof keyHolders>;
export type RefreshBudgetRow = t.RowOf<typeof renewalBudgets>;
export type WriteProbeRow = t.RowOf<typeof writeProbes>;
export type ClockMarkRow = t.RowOf<typeof clockMarks>;
export type BackupRow = t.RowOf<typeof backups>;
export type RestoreRow = t.RowOf<typeof restores>;
