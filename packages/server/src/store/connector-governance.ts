/**
 * Table connector_governance: which connections, and which scopes, a workspace allows per integration
 * type. A type without a row has everything allowed. Each connector of the type holds a copy of its
 * switches.
 */
import { type RawBuilder, sql } from "kysely";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { connectorGovernance } from "./tables/connectors.ts";

export type { Enabled } from "./tables/connectors.ts";

const governance = connectorGovernance.pick("enabled", "allowedScopes");
export type Governance = RecordOf<typeof governance>;

/** What of a type may be asked for; null where the catalogue alone decides. */
export type AllowedScopes = Governance["allowedScopes"];

/** Of a type that the workspace has set nothing for. */
export const everythingAllowed: Governance = {
  enabled: { app: true, user: true },
  allowedScopes: null,
};

/** The types that have a row. */
export async function listGovernance(
  store: Store,
  workspaceId: string,
): Promise<ReadonlyMap<string, Governance>> {
  const rows = await store.db
    .selectFrom("connector_governance")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .execute();
  return new Map(rows.map((row) => [row.integration_type, governance.read(row)]));
}

export async function findGovernance(
  store: Store,
  workspaceId: string,
  integrationType: string,
): Promise<Governance> {
  const row = await store.db
    .selectFrom("connector_governance")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("integration_type", "=", integrationType)
    .executeTakeFirst();
  return row === undefined ? everythingAllowed : governance.read(row);
}

/**
 * Sets what is allowed of a type, the switches also in all its connectors. Call it in a transaction that has
 * locked the workspace: a connector that is being created must not miss it.
 */
export async function putGovernance(
  store: Store,
  { workspaceId, integrationType }: { workspaceId: string; integrationType: string },
  { enabled, allowedScopes }: Governance,
): Promise<void> {
  const switches = {
    builder_enabled: enabled.app ? 1 : 0,
    per_user_enabled: enabled.user ? 1 : 0,
  };
  const values = {
    ...switches,
    allowed_scopes: allowedScopes === null ? null : JSON.stringify(allowedScopes),
    updated_at: store.clock.nowSeconds(),
  };
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
