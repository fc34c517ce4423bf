/** Table authorizations: attempts that ended, after which their browser may begin another. */
import { type Authorization, toAuthorization } from "./authorizations.ts";
import type { Store } from "./store.ts";

/**
 * An attempt that ended after which another may begin: one that failed, or one that brought something, where the caller
 * finds that it was less than was asked for. Undefined for any other. Show it to its browser alone.
 */
export async function findRestartable(
  store: Store,
  authorizationId: string,
): Promise<Authorization | undefined> {
  const row = await store.db
    .selectFrom("authorizations")
    .selectAll()
    .where("authorization_id", "=", authorizationId)
    .where("status", "in", ["failed", "completed"])
    .where("restart_until", ">", store.clock.nowSeconds())
    .executeTakeFirst();
  return row && toAuthorization(row);
}

/** Uses that up: false where it was before. */
export async function takeRestart(store: Store, authorizationId: string): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("authorizations")
    .set({ restart_until: null })
    .where("authorization_id", "=", authorizationId)
    .where("restart_until", "is not", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
