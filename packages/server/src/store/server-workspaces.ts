/** Table workspaces, as whoever answers for the server sees it: all of them, also frozen ones. */
import { makeFirstDataKey, type WrappedDataKey } from "./data-keys.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { workspaces } from "./tables/apps.ts";

export type ServerWorkspace = RecordOf<typeof workspaces>;

/** Where a page of the list ended. */
export interface WorkspacePosition {
  readonly createdAt: number;
  readonly workspaceId: string;
}

/** The newest first, after this one. */
export async function pageWorkspaces(
  { db }: Store,
  { after, limit }: { readonly after: WorkspacePosition | null; readonly limit: number },
): Promise<ServerWorkspace[]> {
  const all = db.selectFrom("workspaces").selectAll();
  const rest =
    after === null
      ? all
      : all.where((eb) =>
          eb(
            eb.refTuple("created_at", "workspace_id"),
            "<",
            eb.tuple(after.createdAt, after.workspaceId),
          ),
        );
  const rows = await rest
    .orderBy("created_at", "desc")
    .orderBy("workspace_id", "desc")
    .limit(limit)
    .execute();
  return rows.map(workspaces.read);
}

export async function findServerWorkspace(
  { db }: Store,
  workspaceId: string,
): Promise<ServerWorkspace | undefined> {
  const row = await db
    .selectFrom("workspaces")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirst();
  return row && workspaces.read(row);
}

/** False where there is one of this id. */
export async function insertWorkspace(
  store: Store,
  { workspaceId, name }: { readonly workspaceId: string; readonly name: string },
  firstKey?: WrappedDataKey,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await store.db
    .insertInto("workspaces")
    .values({ workspace_id: workspaceId, name, created_at: store.clock.nowSeconds() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) return false;
  await makeFirstDataKey(store, workspaceId, firstKey);
  return true;
}

/** As many workspaces as are gone through in one go. */
const workspacesMax = 10_000;

/** Those that have an OAuth client of an authorization server, by id. */
export async function listWorkspacesOfProvider(
  { db }: Store,
  providerId: string,
): Promise<Pick<ServerWorkspace, "workspaceId" | "name">[]> {
  const rows = await db
    .selectFrom("workspaces")
    .select(["workspace_id", "name"])
    .where("workspace_id", "in", (eb) =>
      eb.selectFrom("oauth_clients").select("workspace_id").where("server_id", "=", providerId),
    )
    .orderBy("workspace_id")
    .limit(workspacesMax)
    .execute();
  return rows.map(({ workspace_id: workspaceId, name }) => ({ workspaceId, name }));
}
