/** Whether what an operation is asked about is known in the workspace. */
import { sql } from "kysely";
import { elementsOf } from "./bounded-counts.ts";
import type { Store } from "./store.ts";

/** Those of these ids that no connection of the workspace has, each once. */
export async function unknownConnections(
  store: Store,
  workspaceId: string,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ one: string }>`
    SELECT DISTINCT one FROM (${elementsOf(store.database.engine, ids)}) AS wanted
    WHERE NOT EXISTS (SELECT 1 FROM connections AS c
      WHERE c.connection_id = one AND c.workspace_id = ${workspaceId}) ORDER BY one`.execute(
    store.db,
  );
  return rows.map(({ one }) => one);
}

/** Whether the app, or any of the workspace's, has or had this user. */
export async function isUserOfWorkspace(
  { db }: Store,
  workspaceId: string,
  user: {
    readonly userId: string;
    /** Null for those that the server vouches for; undefined for any. */
    readonly issuer?: string | null | undefined;
    readonly appId: string | null;
  },
): Promise<boolean> {
  const { userId, issuer, appId } = user;
  let query = db
    .selectFrom("app_users")
    .innerJoin("apps", "apps.app_id", "app_users.app_id")
    .select("app_users.app_user_id")
    .where("apps.workspace_id", "=", workspaceId)
    .where("app_users.user_id", "=", userId);
  if (issuer !== undefined) query = query.where("app_users.user_issuer", "=", issuer ?? "");
  if (appId !== null) query = query.where("app_users.app_id", "=", appId);
  return (await query.limit(1).execute()).length > 0;
}
