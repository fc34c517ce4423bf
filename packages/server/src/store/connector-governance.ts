/**
 * Table connector_governance: which connections a workspace allows per integration type. A type
 * without a row has everything switched on. Each connector of the type holds a copy of its switches.
 */
import { type RawBuilder, sql } from "kysely";
import type { OwnerKind } from "./schema.ts";
import type { Store } from "./store.ts";

/** Whether shared connections (`app`) and connections of app users (`user`) may be made and used. */
export type Enabled = Readonly<Record<OwnerKind, boolean>>;

export const allEnabled: Enabled = { app: true, user: true };

export function toEnabled(row: { builder_enabled: number; per_user_enabled: number }): Enabled {
  return { app: row.builder_enabled === 1, user: row.per_user_enabled === 1 };
}

/** The types that have a row. */
export async function listGovernance(
  store: Store,
  workspaceId: string,
): Promise<ReadonlyMap<string, Enabled>> {
  const rows = await store.db
    .selectFrom("connector_governance")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .execute();
  return new Map(rows.map((row) => [row.integration_type, toEnabled(row)]));
}

export async function findGovernance(
  store: Store,
  workspaceId: string,
  integrationType: string,
): Promise<Enabled> {
  const row = await store.db
    .selectFrom("connector_governance")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("integration_type", "=", integrationType)
    .executeTakeFirst();
  return row === undefined ? allEnabled : toEnabled(row);
}

/**
 * Sets the switches of a type, here and in all its connectors. Call it in a transaction that has
 * locked the workspace: a connector that is being created must not miss it.
 */
export async function putGovernance(
  store: Store,
  { workspaceId, integrationType }: { workspaceId: string; integrationType: string },
  enabled: Enabled,
): Promise<void> {
  const switches = {
    builder_enabled: enabled.app ? 1 : 0,
    per_user_enabled: enabled.user ? 1 : 0,
  };
  const values = { ...switches, updated_at: store.clock.nowSeconds() };
  await store.db
    .insertInto("connector_governance")
    .values({ workspace_id: workspaceId, integration_type: integrationType, ...values })
    .onConflict((conflict) =>
      conflict.columns(["workspace_id", "integration_type"]).doUpdateSet(values),
    )
    .execute();
  await store.db
    .updateTable("connectors")
    .set(switches)
    .where("workspace_id", "=", workspaceId)
    .where("integration_type", "=", integrationType)
    .execute();
}

type Switches = "builder_enabled" | "per_user_enabled";

/** What a connector of this type is created with: the switches as they stand in the same statement. */
export function switchesOf(
  workspaceId: string,
  integrationType: string,
): Record<Switches, RawBuilder<number>> {
  const current = (column: Switches) =>
    sql<number>`coalesce((select g.${sql.ref(column)} from connector_governance as g
      where g.workspace_id = ${workspaceId} and g.integration_type = ${integrationType}), 1)`;
  return {
    builder_enabled: current("builder_enabled"),
    per_user_enabled: current("per_user_enabled"),
  };
}
