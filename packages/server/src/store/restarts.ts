/** Table authorizations: attempts that ended, after which their browser may begin another. */
import { type Authorization, toAuthorization } from "./authorizations.ts";
import type { Store } from "./store.ts";

/** An attempt that failed, or that brought something; undefined for any other. Show it to its browser alone. */
export async function findEnded(
  store: Store,
  authorizationId: string,
): Promise<Authorization | undefined> {
  const row = await store.db
    .selectFrom("authorizations")
    .selectAll()
    .where("authorization_id", "=", authorizationId)
    .where("status", "in", ["failed", "completed"])
    .executeTakeFirst();
  return row && toAuthorization(row);
}

/** Uses up that another attempt may follow this one: false where that was used before. */
export async function takeRestart(store: Store, authorizationId: string): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("authorizations")
    .set({ restart_until: null })
    .where("authorization_id", "=", authorizationId)
    .where("restart_until", "is not", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
