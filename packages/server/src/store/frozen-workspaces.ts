/** Table workspaces: which are frozen. The reads that serve apps take it along; this is for all others. */
import type { Store } from "./store.ts";

/** Since when, by whom and why. */
export interface Freeze {
  /** Epoch seconds. */
  readonly at: number;
  readonly by: string;
  readonly reason: string;
}

/** Why a workspace is frozen; undefined where it is not, or there is none of this id. */
export async function findFreeze(
  { db }: Pick<Store, "db">,
  workspaceId: string,
): Promise<Freeze | undefined> {
  const row = await db
    .selectFrom("workspaces")
    .select(["frozen_at", "frozen_by", "frozen_reason"])
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirst();
  if (row === undefined || row.frozen_at === null) return undefined;
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
