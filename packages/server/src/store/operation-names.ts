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

/** How many filters are looked at together. */
const filtersAtOnce = 200;

/** A page of the workspace's operations in whose filter this word stands as a value, by their ids. */
export async function listFiltersNaming(
  { db, database }: Store,
  workspaceId: string,
  { word, after }: { readonly word: string; readonly after: string },
): Promise<{ readonly operationId: string; readonly filter: string }[]> {
  const place = sql.raw(database.engine === "postgres" ? "strpos" : "instr");
  const rows = await db
    .selectFrom("operations")
    .select(["operation_id", "filter"])
    .where("workspace_id", "=", workspaceId)
    .where("operation_id", ">", after)
    .where(sql<boolean>`${place}(filter, ${JSON.stringify(word)}) > 0`)
    .orderBy("operation_id")
    .limit(filtersAtOnce)
    .execute();
  return rows.map(({ operation_id: operationId, filter }) => ({ operationId, filter }));
}

export async function setFilter({ db }: Store, operationId: string, filter: string): Promise<void> {
  await db
    .updateTable("operations")
    .set({ filter })
    .where("operation_id", "=", operationId)
    .execute();
}
