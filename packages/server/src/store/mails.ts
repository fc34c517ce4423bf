/** Table mails: messages that are to be sent, and what became of them. */
import { hash } from "node:crypto";
import type { SealedPlace } from "../crypto/sealed-value.ts";
import { newHandle } from "../lib/id.ts";
import { openSealed } from "./data-keys.ts";
import { holdSealingKey } from "./sealing.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { type MailKind, type MailStatus, mails } from "./tables/mails.ts";

export type Mail = RecordOf<typeof mails>;

/** Addresses are counted by it, and found by nobody who has no list of addresses to try. */
function recipientHash(address: string): Buffer {
  return hash("sha256", `mail to ${address}`, "buffer");
}

export interface NewMail {
  readonly workspaceId: string;
  readonly kind: MailKind;
  readonly entryLinkId: string;
  readonly recipient: string;
  /** JSON, by whoever sends it. */
  readonly message: string;
  readonly expiresAt: number;
}

export function placeOfMessage(mail: {
  readonly workspace_id: string;
  readonly mail_id: string;
}): SealedPlace {
  return {
    workspace: mail.workspace_id,
    table: "mails",
    row: mail.mail_id,
    column: "sealed_message",
  };
}

/** Puts it into the queue. Call it in the transaction that makes what it tells. */
export async function insertMail(store: Store, mail: NewMail): Promise<void> {
  const now = store.clock.nowSeconds();
  const mail_id = newHandle("mail");
  const { workspaceId: workspace_id } = mail;
  await holdSealingKey(store, workspace_id);
  const place = placeOfMessage({ workspace_id, mail_id });
  await store.db
    .insertInto("mails")
    .values({
      mail_id,
      workspace_id,
      kind: mail.kind,
      entry_link_id: mail.entryLinkId,
      recipient_hash: recipientHash(mail.recipient),
      sealed_message: store.keyring.seal(mail.message, place),
      status: "queued",
      tries: 0,
      next_try_at: now,
      claim_number: 0,
      created_at: now,
      expires_at: mail.expiresAt,
      ended_at: null,
    })
    .execute();
}

/** What a message says; null where it has ended. */
export async function openMessage(
  store: Store,
  { workspaceId: workspace_id, mailId: mail_id, sealedMessage }: Mail,
): Promise<string | null> {
  if (sealedMessage === null) return null;
  return await openSealed(store, sealedMessage, placeOfMessage({ workspace_id, mail_id }));
}

/** Whether as many were written since, for a workspace or to an address; no more than those are looked at. */
export async function wereAsMany(
  store: Store,
  of: { readonly workspaceId: string } | { readonly recipient: string },
  { since, max }: { readonly since: number; readonly max: number },
): Promise<boolean> {
  const all = store.db.selectFrom("mails").select("mail_id").where("created_at", ">", since);
  const rows = await ("workspaceId" in of
    ? all.where("workspace_id", "=", of.workspaceId)
    : all.where("recipient_hash", "=", recipientHash(of.recipient))
  )
    .limit(1)
    .offset(max - 1)
    .execute();
  return rows.length > 0;
}

/** Takes up to `limit` that are due, the longest due first; no other process gets them. */
export async function claimDueMails(
  store: Store,
  claim: { readonly limit: number; readonly holdSeconds: number },
): Promise<Mail[]> {
  const now = store.clock.nowSeconds();
  const rows = await store.db
    .with(
      (name) => name("due").materialized(),
      (db) => {
        const due = db
          .selectFrom("mails")
          .select("mail_id")
          .where("next_try_at", "<=", now)
          .orderBy("next_try_at")
          .limit(claim.limit);
        return store.database.engine === "postgres" ? due.forUpdate().skipLocked() : due;
      },
    )
    .updateTable("mails")
    .set((eb) => ({
      next_try_at: now + claim.holdSeconds,
      claim_number: eb("claim_number", "+", 1),
    }))
    .where("mail_id", "in", (eb) => eb.selectFrom("due").select("mail_id"))
    .returningAll()
    .execute();
  return rows.map(mails.read);
}

function whereClaimed({ db }: Store, { mailId, claimNumber }: Mail) {
  return db
    .updateTable("mails")
    .where("mail_id", "=", mailId)
    .where("claim_number", "=", claimNumber)
    .where("status", "=", "queued");
}

/** Tries it again later. */
export async function postponeMail(store: Store, mail: Mail, nextTryAt: number): Promise<void> {
  await whereClaimed(store, mail)
    .set((eb) => ({ tries: eb("tries", "+", 1), next_try_at: nextTryAt }))
    .execute();
}

/** Ends it: what it said goes. */
export async function endMail(
  store: Store,
  mail: Mail,
  status: Exclude<MailStatus, "queued">,
): Promise<void> {
  await whereClaimed(store, mail)
    .set((eb) => ({
      status,
      tries: eb("tries", "+", 1),
      sealed_message: null,
      next_try_at: null,
      ended_at: store.clock.nowSeconds(),
    }))
    .execute();
}

/** Ends what waits with a link that is no good any more. */
export async function withdrawMails(store: Store, entryLinkId: string, workspaceId: string) {
  await store.db
    .updateTable("mails")
    .set({
      status: "withdrawn",
      sealed_message: null,
      next_try_at: null,
      ended_at: store.clock.nowSeconds(),
    })
    .where("workspace_id", "=", workspaceId)
    .where("entry_link_id", "=", entryLinkId)
    .where("status", "=", "queued")
    .execute();
}

/** Whether the link that it carries can still be used. */
export async function isLinkGood(store: Store, { entryLinkId }: Mail): Promise<boolean> {
  const row = await store.db
    .selectFrom("entry_links")
    .select("entry_link_id")
    .where("entry_link_id", "=", entryLinkId)
    .where("used_at", "is", null)
    .where("expires_at", ">", store.clock.nowSeconds())
    .executeTakeFirst();
  return row !== undefined;
}

/** What became of the last message with each link of a workspace, but for those that were withdrawn. */
export async function listMailStatuses(
  store: Store,
  workspaceId: string,
): Promise<ReadonlyMap<string, Exclude<MailStatus, "withdrawn">>> {
  const rows = await store.db
    .selectFrom("mails")
    .select(["entry_link_id", "status"])
    .where("workspace_id", "=", workspaceId)
    .where("kind", "=", "invitation")
    .where("status", "<>", "withdrawn")
    .orderBy("created_at")
    // What waits is never older than what has ended.
    .orderBy((eb) => eb.case().when("status", "=", "queued").then(1).else(0).end())
    .execute();
  return new Map(
    rows.flatMap(({ entry_link_id: id, status }) =>
      status === "withdrawn" ? [] : [[id, status] as const],
    ),
  );
}

/** Ends what nobody sends any more, since no mail is configured now, and forgets what was written before a moment. */
export async function sweepMails(
  { db, clock }: Store,
  { before, expiredBefore }: { readonly before: number; readonly expiredBefore: number },
): Promise<void> {
  await db
    .updateTable("mails")
    .set({
      status: "expired",
      sealed_message: null,
      next_try_at: null,
      ended_at: clock.nowSeconds(),
    })
    .where("status", "=", "queued")
    .where("next_try_at", "<=", expiredBefore)
    .where("expires_at", "<=", expiredBefore)
    .execute();
  await db.deleteFrom("mails").where("created_at", "<", before).execute();
}
