/** Table idempotency_keys: one row for each call that may come again. */
import { sql } from "kysely";
import { GrantryError } from "../lib/error.ts";
import { isLockTimeout } from "./database-errors.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { idempotencyKeys } from "./tables/idempotency-keys.ts";

/** How long a call waits for the same one that came before it. */
const waitMs = 1_000;
/** How often a row is swept away between being in the way and being read. */
const triesMax = 3;

export type IdempotencyKey = RecordOf<typeof idempotencyKeys>;

/**
 * Enters the key of a call, in the transaction of what the call does: undefined where it is the first, else
 * what is on record. On PostgreSQL whoever comes second waits until the first transaction has ended, for a
 * second, and then hears idempotency_in_progress: who waits holds a connection that others need. On SQLite
 * transactions take turns.
 */
export async function enterKey(
  store: Store,
  key: Pick<IdempotencyKey, "scopeHash" | "fingerprint" | "expiresAt">,
): Promise<IdempotencyKey | undefined> {
  const isPostgres = store.database.engine === "postgres";
  if (isPostgres) await sql`SET LOCAL lock_timeout = ${sql.lit(waitMs)}`.execute(store.db);
  try {
    for (let tries = 1; tries <= triesMax; tries += 1) {
      const entered = await enter(store, key);
      if (entered !== "swept") return entered;
    }
    throw new GrantryError("idempotency_in_progress", { retryAfterSeconds: 1 });
  } catch (thrown) {
    if (!isLockTimeout(thrown)) throw thrown;
    throw new GrantryError("idempotency_in_progress", { cause: thrown, retryAfterSeconds: 1 });
  } finally {
    // What the call does waits for its own locks as long as ever.
    if (isPostgres) await sql`SET LOCAL lock_timeout TO DEFAULT`.execute(store.db).catch(() => {});
  }
}

async function enter(
  store: Store,
  key: Pick<IdempotencyKey, "scopeHash" | "fingerprint" | "expiresAt">,
): Promise<IdempotencyKey | undefined | "swept"> {
  const fresh = { fingerprint: key.fingerprint, expires_at: key.expiresAt };
  const inserted = await store.db
    .insertInto("idempotency_keys")
    .values({ scope_hash: key.scopeHash, ...fresh, status: null, sealed_answer: null })
    .onConflict((conflict) => conflict.column("scope_hash").doNothing())
    .executeTakeFirstOrThrow();
  if (inserted.numInsertedOrUpdatedRows === 1n) return undefined;
  const taken = await store.db
    .updateTable("idempotency_keys")
    .set({ ...fresh, status: null, sealed_answer: null })
    .where("scope_hash", "=", key.scopeHash)
    .where("expires_at", "<=", store.clock.nowSeconds())
    .executeTakeFirstOrThrow();
  if (taken.numUpdatedRows === 1n) return undefined;
  const row = await store.db
    .selectFrom("idempotency_keys")
    .selectAll()
    .where("scope_hash", "=", key.scopeHash)
    .executeTakeFirst();
  return row === undefined ? "swept" : idempotencyKeys.read(row);
}

/** Keeps what a call was answered, in the same transaction. */
export async function keepKeysAnswer(
  store: Store,
  {
    scopeHash,
    status,
    sealedAnswer,
  }: Pick<IdempotencyKey, "scopeHash" | "status" | "sealedAnswer">,
): Promise<void> {
  await store.db
    .updateTable("idempotency_keys")
    .set({ status, sealed_answer: sealedAnswer })
    .where("scope_hash", "=", scopeHash)
    .execute();
}

/** Forgets a key, in the same transaction: the call has changed nothing. */
export async function dropKey(store: Store, scopeHash: Uint8Array): Promise<void> {
  await store.db.deleteFrom("idempotency_keys").where("scope_hash", "=", scopeHash).execute();
}

/** What one statement deletes, so that nobody waits long for it, and how many there are at once. */
const portion = 1_000;
const portionsMax = 50;

/** Forgets keys whose time is over, those first that ended first; at most 50,000 at once. */
export async function deleteKeysEndedBefore(store: Store, before: number): Promise<void> {
  for (let portions = 0; portions < portionsMax; portions += 1) {
    const { numDeletedRows } = await store.db
      .deleteFrom("idempotency_keys")
      .where("scope_hash", "in", (some) =>
        some
          .selectFrom("idempotency_keys")
          .select("scope_hash")
          .where("expires_at", "<=", before)
          .orderBy("expires_at")
          .limit(portion),
      )
      .executeTakeFirstOrThrow();
    if (numDeletedRows < portion) return;
  }
}
