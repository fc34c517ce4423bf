/** Table authorizations: attempts that ended, after which their browser may begin another, and those that did. */
import { type Authorization, toAuthorization } from "./authorizations.ts";
import { ownerColumns } from "./owner.ts";
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
    .set(({ neg }) => ({ restart_until: neg("restart_until") }))
    .where("authorization_id", "=", authorizationId)
    .where("restart_until", ">", 0)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Seconds between an app's call and the end of all attempts that come of it. */
export const restartSeconds = 1_800;

/**
 * Whether an attempt follows, at once or after others, one that was completed: then it is about what that one left
 * out.
 */
export async function followsCompleted(store: Store, attempt: Authorization): Promise<boolean> {
  const { appId, authorizationId, connectorId, owner, restartUntil, createdAt } = attempt;
  if (appId === null || restartUntil === null) return false;
  const row = await store.db
    .selectFrom("authorizations")
    .select("authorization_id")
    .where("created_at", ">=", createdAt - restartSeconds)
    .where("created_at", "<=", createdAt)
    .where("authorization_id", "!=", authorizationId)
    .where("restart_until", "=", -Math.abs(restartUntil))
    .where("status", "=", "completed")
    .where("app_id", "=", appId)
    .where("connector_id", "=", connectorId)
    .where((eb) => eb.and(ownerColumns(owner)))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
