/**
 * Deleting all that belongs to an app, or to a workspace: some rows at a time, so that nobody waits long for it, and in an
 * order in which nothing refers to what is gone. Begun again it goes on where it was.
 */
import { sql } from "kysely";
import { pause } from "./bounded-counts.ts";
import type { Condition } from "./connection-filters.ts";
import type { Schema } from "./schema.ts";
import type { Store } from "./store.ts";
import { workspaces } from "./tables/apps.ts";

type Table = keyof Schema;

/** By `app_id`. What became of grants, and of operations, stays with the workspace. */
export const tablesOfApp = [
  "refused_origins",
  "app_logos",
  "app_users",
  "service_tokens",
  "statistics",
  "events",
  "authorizations",
  "connections",
  "connectors",
  "freezes",
  "signal_streams",
  "apps",
] as const satisfies readonly Table[];

/** By `workspace_id`, after the apps. Its operations and itself come last, together. */
export const tablesOfWorkspace = [
  "revocations",
  "events",
  "statistics",
  "authorizations",
  "connections",
  "connectors",
  "connector_governance",
  "oauth_clients",
  "providers",
  "ignored_attention",
  "freezes",
  "frozen_connections",
  "signal_streams",
  "taken_signals",
  "mails",
  "workspace_keys",
  "entry_links",
  "memberships",
  "sign_in_tests",
  "sign_in_attempts",
  "operator_identities",
  "sign_in_domains",
  "sign_in_providers",
  "audit_records",
  "audit_people",
] as const satisfies readonly Table[];

/** What one statement deletes. */
const portion = 500;

/** Deletes an app and what is of it. */
export async function deleteAppRows(store: Store, appId: string): Promise<void> {
  for (const table of tablesOfApp) await deleteBy(store, table, "app_id", appId);
}

/** Deletes what is of a workspace, its apps first; all but its operations, by one of which that is done, and itself. */
export async function deleteOfWorkspace(store: Store, workspaceId: string): Promise<void> {
  const { db } = store;
  const apps = await db
    .selectFrom("apps")
    .select("app_id")
    .where("workspace_id", "=", workspaceId)
    .execute();
  for (const { app_id: appId } of apps) await deleteAppRows(store, appId);
  for (const table of tablesOfWorkspace) await deleteBy(store, table, "workspace_id", workspaceId);
  const receipts = sql`operation_id IN (
    SELECT operation_id FROM operations WHERE workspace_id = ${workspaceId})`;
  await deleteWhere(store, "operation_receipts", receipts);
}

/** Ends with the last of it: the workspace, and the operation that has deleted all else. */
export async function deleteWorkspaceRow({ db }: Store, workspaceId: string): Promise<void> {
  await db.deleteFrom("audit_chains").where("chain_id", "=", workspaceId).execute();
  await db.deleteFrom("audit_cursors").where("chain_id", "=", workspaceId).execute();
  await db.deleteFrom("operations").where("workspace_id", "=", workspaceId).execute();
  await db.deleteFrom("workspaces").where("workspace_id", "=", workspaceId).execute();
}

async function deleteBy(
  store: Store,
  table: Table,
  column: "app_id" | "workspace_id",
  id: string,
): Promise<void> {
  await deleteWhere(store, table, sql`${sql.ref(column)} = ${id}`);
}

async function deleteWhere(
  { database, db }: Store,
  table: Table,
  condition: Condition,
): Promise<void> {
  const row = sql.raw(database.engine === "postgres" ? "ctid" : "rowid");
  for (;;) {
    const { numAffectedRows = 0n } = await sql`DELETE FROM ${sql.table(table)} WHERE ${row} IN (
      SELECT ${row} FROM ${sql.table(table)} WHERE ${condition}
      LIMIT ${sql.lit(portion)})`.execute(db);
    if (numAffectedRows < portion) return;
    await pause();
  }
}

/** When a workspace is to be gone at the earliest (epoch seconds), and by which operation; null where it is not. */
export interface Deletion {
  readonly at: number;
  readonly by: string;
}

/** Says when what is being deleted is gone at the earliest; null: it is not deleted any more. */
export async function putDeletion(
  { db }: Store,
  what: { readonly appId: string } | { readonly workspaceId: string },
  deletion: Deletion | null,
): Promise<void> {
  const columns = { deleting_at: deletion?.at ?? null, deleted_by: deletion?.by ?? null };
  if ("appId" in what) {
    await db.updateTable("apps").set(columns).where("app_id", "=", what.appId).execute();
    return;
  }
  const { workspaceId } = what;
  await db.updateTable("workspaces").set(columns).where("workspace_id", "=", workspaceId).execute();
}

/** The workspace's name, and its deletion. */
export async function readDeletion(
  { db }: Store,
  workspaceId: string,
): Promise<{ readonly name: string; readonly deletion: Deletion | null } | undefined> {
  const row = await db
    .selectFrom("workspaces")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { name, deletingAt: at, deletedBy: by } = workspaces.read(row);
  return { name, deletion: at === null || by === null ? null : { at, by } };
}

/** Whether a grant of the workspace is still to be given back. */
export async function hasOpenRevocation({ db }: Store, workspaceId: string): Promise<boolean> {
  const row = await db
    .selectFrom("revocations")
    .select("revocation_id")
    .where("workspace_id", "=", workspaceId)
    .where("ended_at", "is", null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
