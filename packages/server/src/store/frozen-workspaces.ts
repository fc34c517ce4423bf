/** Table workspaces: which are frozen. The reads that serve apps take it along; this is for all others. */
import type { Store } from "./store.ts";

/** Since when, by whom and why. */
export interface Freeze {
  /** Epoch seconds. */
  readonly at: number;
  readonly by: string;
  readonly reason: string;
}

/** As if it were frozen: nothing of it is served, and nothing in it changed. */
export const beingDeleted = "It is being deleted.";

/** Why a workspace is frozen; undefined where it is not, or there is none of this id. */
export async function findFreeze(
  { db }: Pick<Store, "db">,
  workspaceId: string,
): Promise<Freeze | undefined> {
  const row = await db
    .selectFrom("workspaces")
    .select(["frozen_at", "frozen_by", "frozen_reason", "deleting_at"])
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { deleting_at: at } = row;
  if (row.frozen_at === null) return at === null ? undefined : { at, by: "", reason: beingDeleted };
  return { at: row.frozen_at, by: row.frozen_by ?? "", reason: row.frozen_reason ?? "" };
}

/** Freezes a workspace, or with null ends that. */
export async function putFreeze(
  { db }: Pick<Store, "db">,
  workspaceId: string,
  freeze: Freeze | null,
): Promise<void> {
  await db
    .updateTable("workspaces")
    .set({
      frozen_at: freeze?.at ?? null,
      frozen_by: freeze?.by ?? null,
      frozen_reason: freeze?.reason ?? null,
    })
    .where("workspace_id", "=", workspaceId)
    .execute();
}
