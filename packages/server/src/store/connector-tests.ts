/** Tables authorizations and connectors: tests of connectors, and what came of them. */
import {
  type Authorization,
  type Failure,
  finishAuthorization,
  type TestStep,
  toAuthorization,
} from "./authorizations.ts";
import { inTransaction, type Store } from "./store.ts";

/** A test of a connector of this workspace, ended or not; or undefined. */
export async function findTest(
  store: Store,
  of: Pick<Authorization, "workspaceId" | "connectorId" | "authorizationId">,
): Promise<Authorization | undefined> {
  const row = await store.db
    .selectFrom("authorizations")
    .selectAll()
    .where("authorization_id", "=", of.authorizationId)
    .where("workspace_id", "=", of.workspaceId)
    .where("connector_id", "=", of.connectorId)
    .where("purpose", "=", "test")
    .executeTakeFirst();
  return row && toAuthorization(row);
}

/** Ends a test with what came of its steps, and notes it with the connector. Nothing where it had ended before. */
export async function finishTest(
  store: Store,
  { authorizationId, connectorId }: Pick<Authorization, "authorizationId" | "connectorId">,
  { steps, failure }: { readonly steps: readonly TestStep[]; readonly failure: Failure | null },
): Promise<void> {
  await inTransaction(store, async (trx) => {
    if (!(await finishAuthorization(trx, authorizationId, failure))) return;
    await trx.db
      .updateTable("authorizations")
      .set({ steps: JSON.stringify(steps) })
      .where("authorization_id", "=", authorizationId)
      .execute();
    const failed = steps.find(({ result }) => result === "failed");
    await trx.db
      .updateTable("connectors")
      .set({ tested_at: store.clock.nowSeconds(), test_failed_step: failed?.name ?? null })
      .where("connector_id", "=", connectorId)
      .execute();
  });
}
