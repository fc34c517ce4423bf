/** Table attempts: counts what may only be tried so often, over all processes. */
import { createHmac } from "node:crypto";
import type { Store } from "./store.ts";

/** Counts one more attempt in this window, or `tries` more, and returns how many there are now. */
export async function countAttempt(
  store: Store,
  bucket: string,
  windowStart: number,
  tries = 1,
): Promise<number> {
  const row = await store.db
    .insertInto("attempts")
    .values({ bucket_hash: hashOf(store, bucket), window_start: windowStart, attempts: tries })
    .onConflict((conflict) =>
      conflict
        .columns(["bucket_hash", "window_start"])
        .doUpdateSet((eb) => ({ attempts: eb("attempts.attempts", "+", tries) })),
    )
    .returning("attempts")
    .executeTakeFirstOrThrow();
  return row.attempts;
}

/** Forgets what was counted. */
export async function clearAttempts(store: Store, bucket: string): Promise<void> {
  await store.db.deleteFrom("attempts").where("bucket_hash", "=", hashOf(store, bucket)).execute();
}

export async function deleteAttemptsBefore(store: Store, windowStart: number): Promise<void> {
  await store.db.deleteFrom("attempts").where("window_start", "<", windowStart).execute();
}

/** How many there were in this window. */
export async function readAttempts(
  store: Store,
  bucket: string,
  windowStart: number,
): Promise<number> {
  const row = await store.db
    .selectFrom("attempts")
    .select("attempts")
    .where("bucket_hash", "=", hashOf(store, bucket))
    .where("window_start", "=", windowStart)
    .executeTakeFirst();
  return row?.attempts ?? 0;
}

/**
 * By a key that the database does not hold: an address or an email could be found again by trying. While keys
 * are rotated, processes with different primary keys count apart.
 */
function hashOf({ keyring }: Pick<Store, "keyring">, bucket: string): Buffer {
  const key = keyring.derive(keyring.derivingKeyId, "what is counted");
  return createHmac("sha256", key).update(bucket).digest();
}
