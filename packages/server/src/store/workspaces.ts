/** Reads of table workspaces; apps.ts writes it. */
import type { Store } from "./store.ts";

export interface Workspace {
  readonly workspaceId: string;
  readonly name: string;
}

/** Every workspace of this server, by age. */
export async function listWorkspaces(store: Store): Promise<Workspace[]> {
  const rows = await store.db
    .selectFrom("workspaces")
    .select(["workspace_id", "name"])
    .orderBy("created_at")
    .orderBy("workspace_id")
    .execute();
  return rows.map((row) => ({ workspaceId: row.workspace_id, name: row.name }));
}

/** The workspace of this id, or undefined. */
export async function getWorkspace(
  store: Store,
  workspaceId: string,
): Promise<Workspace | undefined> {
  const row = await store.db
    .selectFrom("workspaces")
    .select(["workspace_id", "name"])
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirst();
  return row && { workspaceId: row.workspace_id, name: row.name };
}
