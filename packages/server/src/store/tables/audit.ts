/** Tables audit_records, audit_chains, audit_people, audit_sinks and audit_cursors: every column, once. */
import * as t from "../table.ts";

export type ActorKind = "operator" | "workspace_key" | "service_token" | "app_user" | "server";

export const auditRecords = t.defineTable({
  audit_record_id: t.defaulted(t.int),
  /** Null where it belongs to no workspace. */
  workspace_id: t.optionalText,
  recorded_at: t.int,
  actor_kind: t.word<ActorKind>(),
  actor_id: t.text,
  /** Empty of a person, who is named by id alone. */
  actor_label: t.text,
  action: t.text,
  target_kind: t.text,
  target_id: t.text,
  /** JSON map. What begins with `@` is of a person: a row of audit_people has it. */
  details: t.map,
  /** `ok`, or the code of the refusal. */
  result: t.defaulted(t.text),
  /** Where from: a backend's network address; of a person the row of audit_people that has it. */
  address: t.optionalText,
  request_id: t.optionalText,
  /** Its place in the chain of its workspace; null until it is linked. */
  number: t.optionalInt,
  /** SHA-256 over the record, its number and the hash before it, in base64url; null until it is linked. */
  hash: t.optionalText,
});

/** Where the chain of a workspace ends, and where what is left of it begins. */
export const auditChains = t.defineTable({
  /** The workspace; empty for what belongs to none. */
  chain_id: t.text,
  last_number: t.int,
  last_hash: t.text,
  /** The last record that was removed because of its age or number; 0 where none was. */
  anchor_number: t.int,
  anchor_hash: t.text,
  anchored_at: t.optionalInt,
  /** The last number of the chain when its seal was first found wrong. */
  broken_number: t.optionalInt,
  /** The encryption key from which the key of the seal is derived. */
  key_id: t.text,
  /** HMAC-SHA-256 over all of it, in base64url. */
  seal: t.text,
});

/** What records say of people, apart from them: it can be erased, and the chain stays whole. */
export const auditPeople = t.defineTable({
  ref: t.text,
  /** Empty where the record belongs to none. */
  workspace_id: t.text,
  /** Whose account it is of, of an app's user the connection; empty where that is not known. */
  operator_id: t.text,
  /** A name, an email address or a network address. */
  value: t.text,
  noted_at: t.int,
});

/** Where records are sent to, outside of the database. What one process holds no other sends to. */
export const auditSinks = t.defineTable({
  /** Its kind, and a hash of where it leads: another address is another sink. */
  sink_id: t.text,
  /** The process that sends there; it is taken for dead after `held_until`. */
  holder: t.optionalText,
  held_until: t.int,
  claim_number: t.int,
  next_try_at: t.int,
  /** In a row. */
  failures: t.int,
  failing_since: t.optionalInt,
  /** Why the last one failed, in a word. */
  failure: t.optionalText,
  /** When it said that nothing is to be sent there any more. */
  stopped_at: t.optionalInt,
  sent_at: t.optionalInt,
  seen_at: t.int,
});

/** Which record of a chain was the last that a sink has taken. */
export const auditCursors = t.defineTable({
  sink_id: t.text,
  chain_id: t.text,
  number: t.int,
  hash: t.text,
});

export type AuditSinkRow = t.RowOf<typeof auditSinks>;
export type AuditCursorRow = t.RowOf<typeof auditCursors>;
export type AuditRecordRow = t.RowOf<typeof auditRecords>;
export type AuditChainRow = t.RowOf<typeof auditChains>;
export type AuditPeopleRow = t.RowOf<typeof auditPeople>;
