/** Reads of table workspaces; apps.ts writes it. */
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { workspaces } from "./tables/apps.ts";

/** What everybody in it knows of a workspace. */
export const listedWorkspace = workspaces.pick(
  "workspaceId",
  "name",
  "environment",
  "auditMode",
  "auditDays",
  "auditRecordsMax",
  "secondFactor",
);
export type Workspace = RecordOf<typeof listedWorkspace>;

/** Every workspace of this server, by age. */
export async function listWorkspaces(store: Store): Promise<Workspace[]> {
  const rows = await store.db
    .selectFrom("workspaces")
    .select(listedWorkspace.columns)
    .orderBy("created_at")
    .orderBy("workspace_id")
    .execute();
  return rows.map(listedWorkspace.read);
}

/** The workspace of this id, or undefined. */
export async function getWorkspace(
  store: Store,
  workspaceId: string,
): Promise<Workspace | undefined> {
  const row = await store.db
    .selectFrom("workspaces")
    .select(listedWorkspace.columns)
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirst();
  return row && listedWorkspace.read(row);
}
