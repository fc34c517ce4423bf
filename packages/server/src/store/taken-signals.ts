/** Table taken_signals: what identity providers have told, so that no message counts twice. */
import { hashSecret } from "../crypto/hash.ts";
import type { Store } from "./store.ts";

export interface Message {
  /** The stream, or, of logouts, the workspace; with what became of it where that was nothing. */
  readonly source: string;
  readonly workspaceId: string;
  readonly jti: string;
}

/** Notes a message; false where it was noted before. Call it in the transaction of what it does. */
export async function noteMessage(
  store: Store,
  { source, workspaceId, jti }: Message,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await store.db
    .insertInto("taken_signals")
    .values({
      source,
      jti_hash: hashSecret(jti),
      workspace_id: workspaceId,
      taken_at: store.clock.nowSeconds(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function isNoted(
  { db }: Store,
  { source, jti }: Pick<Message, "source" | "jti">,
): Promise<boolean> {
  const row = await db
    .selectFrom("taken_signals")
    .select("source")
    .where("source", "=", source)
    .where("jti_hash", "=", hashSecret(jti))
    .executeTakeFirst();
  return row !== undefined;
}

export async function forgetMessage(
  { db }: Store,
  { source, jti }: Pick<Message, "source" | "jti">,
): Promise<void> {
  await db
    .deleteFrom("taken_signals")
    .where("source", "=", source)
    .where("jti_hash", "=", hashSecret(jti))
    .execute();
}

const parts = 256;

/**
 * Whether one more message of a source may be noted, of about `max`. Hashes are spread evenly, and those that begin with one
 * byte are a 256th of all: no more than so many are looked at.
 */
export async function hasRoomForMessage(
  { db }: Store,
  { source, jti }: Pick<Message, "source" | "jti">,
  max: number,
): Promise<boolean> {
  const [first = 0] = hashSecret(jti);
  const ofPart = db
    .selectFrom("taken_signals")
    .select("source")
    .where("source", "=", source)
    .where("jti_hash", ">=", Uint8Array.of(first));
  const last = await (first === parts - 1
    ? ofPart
    : ofPart.where("jti_hash", "<", Uint8Array.of(first + 1))
  )
    .limit(1)
    .offset(Math.max(1, Math.floor(max / parts)) - 1)
    .executeTakeFirst();
  return last === undefined;
}

export async function deleteTakenBefore(store: Store, before: number): Promise<void> {
  await store.db.deleteFrom("taken_signals").where("taken_at", "<", before).execute();
}
