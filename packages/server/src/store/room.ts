/** Whether there is room for one more. */
import { sql } from "kysely";
import type { Store } from "./store.ts";

/** Tables that are counted, by the column that says whose a row is. */
const owners = {
  apps: "workspace_id",
  connectors: "workspace_id",
  oauth_clients: "workspace_id",
  memberships: "workspace_id",
  workspace_keys: "workspace_id",
  entry_links: "workspace_id",
  service_tokens: "app_id",
  personal_keys: "operator_id",
  signal_streams: "workspace_id",
} as const;

export type CountedTable = keyof typeof owners;

/** Whether whoever it is has `max` rows or more. Looks at no more than those. */
export async function hasAsMany(
  store: Store,
  {
    table,
    owner,
    max,
  }: { readonly table: CountedTable; readonly owner: string; readonly max: number },
): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1 FROM ${sql.table(table)} WHERE ${sql.ref(owners[table])} = ${owner}
    LIMIT 1 OFFSET ${sql.lit(max - 1)}`.execute(store.db);
  return rows.length > 0;
}
