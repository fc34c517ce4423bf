/** Table authorizations: consents that nobody finished, and those that are old. */
import { toAuthorization, wordsOfAuthor } from "./authorizations.ts";
import { inTransaction, type Store } from "./store.ts";
import { enterTimelineAt } from "./timeline-entries.ts";

/**
 * Notes up to `limit` consents that nobody finished in time, in the timelines of connections that were to be
 * authorized anew. Each once.
 */
export async function noteLeftAuthorizations(store: Store, limit: number): Promise<void> {
  const now = store.clock.nowSeconds();
  await inTransaction(store, async (trx) => {
    const rows = await trx.db
      .updateTable("authorizations")
      .set({ finished_at: now })
      .where("status", "=", "pending")
      .where("finished_at", "is", null)
      .where("authorization_id", "in", (eb) =>
        eb
          .selectFrom("authorizations")
          .select("authorization_id")
          .where("status", "=", "pending")
          .where("finished_at", "is", null)
          .where("expires_at", "<=", now)
          .limit(limit),
      )
      .returningAll()
      .execute();
    for (const left of rows.map(toAuthorization)) {
      await enterTimelineAt(trx, left, { kind: "consent_left", details: wordsOfAuthor(left) });
    }
  });
}

/** Deletes authorizations that began before this moment (epoch seconds). */
export async function deleteAuthorizationsBefore(store: Store, before: number): Promise<void> {
  await store.db.deleteFrom("authorizations").where("created_at", "<", before).execute();
}
