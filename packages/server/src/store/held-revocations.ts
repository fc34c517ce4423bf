/**
 * Table revocations: grants that wait for a choice. Each is queued for the moment at which the wait ends, so
 * that whatever becomes of its authorization, its app or this process, it is taken back if nobody keeps it.
 */
import { type Revocation, toRevocation } from "./revocations.ts";
import type { Store } from "./store.ts";

/** Holds a queued one until then, in epoch seconds; false where somebody takes it back by now. */
export async function holdRevocation(
  store: Store,
  revocationId: string,
  until: number,
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("revocations")
    .set({ held_until: until, next_try_at: until })
    .where("revocation_id", "=", revocationId)
    .where("claim_number", "=", 0)
    .where("next_try_at", ">", store.clock.nowSeconds())
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Forgets one, as its grant is kept; false where it may be taken back by now. Call it in the transaction that keeps it. */
export async function dropHeld(store: Store, revocationId: string): Promise<boolean> {
  const { numDeletedRows } = await store.db
    .deleteFrom("revocations")
    .where("revocation_id", "=", revocationId)
    .where("held_until", "is not", null)
    .where("claim_number", "=", 0)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/**
 * Ends the wait: it is a revocation as any other, left for `holdSeconds` to who calls this. Undefined
 * where somebody takes it back by now.
 */
export async function releaseHeld(
  store: Store,
  revocationId: string,
  { accountId, holdSeconds }: { readonly accountId: string | null; readonly holdSeconds: number },
): Promise<Revocation | undefined> {
  const row = await store.db
    .updateTable("revocations")
    .set({
      held_until: null,
      next_try_at: store.clock.nowSeconds() + holdSeconds,
      account_id: accountId,
    })
    .where("revocation_id", "=", revocationId)
    .where("held_until", "is not", null)
    .where("claim_number", "=", 0)
    .returningAll()
    .executeTakeFirst();
  return row && toRevocation(row);
}
