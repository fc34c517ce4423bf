/** Table mails: every column, once. Messages that are to be sent, and what became of them. Conventions as in schema.ts. */
import * as t from "../table.ts";

export type MailKind = "invitation" | "password_reset";
/** `withdrawn`: its link was used, taken back or replaced before it went; `expired`: nobody took it in time. */
export type MailStatus = "queued" | "sent" | "refused" | "expired" | "withdrawn";

export const mails = t.defineTable({
  mail_id: t.text,
  workspace_id: t.text,
  kind: t.word<MailKind>(),
  /** The link that it carries. */
  entry_link_id: t.text,
  /** Hash of the address: so many a day go to one. */
  recipient_hash: t.inner(t.bytes),
  /** The whole message, which holds the link; null once it has ended. */
  sealed_message: t.optionalBytes,
  status: t.word<MailStatus>(),
  tries: t.int,
  /** When anybody may send it: whoever does moves this on first. Null once it has ended. */
  next_try_at: t.optionalInt,
  /** Grows with everybody who takes it up: who comes too late changes nothing. */
  claim_number: t.int,
  created_at: t.int,
  /** Not sent any more from then on. */
  expires_at: t.int,
  ended_at: t.optionalInt,
});

export type MailRow = t.RowOf<typeof mails>;
