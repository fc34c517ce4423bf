/** Table server_operators: the accounts that answer for the whole server. A role of accounts, not of a workspace. */
import { accountColumns, type Person, toAccount } from "./operators.ts";
import type { Store } from "./store.ts";

export interface ServerOperator extends Person {
  /** How they came to it, or who made them one. */
  readonly addedBy: string;
  readonly since: number;
}

export async function isServerOperator(store: Store, operatorId: string): Promise<boolean> {
  const row = await store.db
    .selectFrom("server_operators")
    .select("operator_id")
    .where("operator_id", "=", operatorId)
    .executeTakeFirst();
  return row !== undefined;
}

/** False where they are one already. */
export async function insertServerOperator(
  store: Store,
  operatorId: string,
  addedBy: string,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await store.db
    .insertInto("server_operators")
    .values({ operator_id: operatorId, added_by: addedBy, created_at: store.clock.nowSeconds() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** False where they are none. */
export async function deleteServerOperator(store: Store, operatorId: string): Promise<boolean> {
  const { numDeletedRows } = await store.db
    .deleteFrom("server_operators")
    .where("operator_id", "=", operatorId)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/** All of them, by email address. */
export async function listServerOperators(store: Store): Promise<ServerOperator[]> {
  const rows = await store.db
    .selectFrom("server_operators")
    .innerJoin("operators", "operators.operator_id", "server_operators.operator_id")
    .select([
      ...accountColumns,
      "server_operators.added_by",
      "server_operators.created_at as since",
    ])
    .orderBy("operators.email")
    .execute();
  return rows.map((row) => ({ ...toAccount(row), addedBy: row.added_by, since: row.since }));
}
