/** Table refused_origins: from where pages called an app that has not declared them, within the last day. */
import { inTransaction, type Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { refusedOrigins } from "./tables/apps.ts";

export type RefusedOrigin = RecordOf<typeof refusedOrigins>;

/** How many are kept of an app; whoever sends others is refused all the same. */
export const refusedOriginsMax = 20;
const keptSeconds = 86_400;

const since = ({ clock }: Pick<Store, "clock">) => clock.nowSeconds() - keptSeconds;

/** Notes that a page of this origin was refused now; those of more than a day ago go. */
export async function noteRefusedOrigin(
  store: Store,
  { appId, origin }: { readonly appId: string; readonly origin: string },
): Promise<void> {
  const now = store.clock.nowSeconds();
  await inTransaction(store, async ({ db }) => {
    await db
      .deleteFrom("refused_origins")
      .where("app_id", "=", appId)
      .where("last_at", "<", since(store))
      .execute();
    const { numUpdatedRows } = await db
      .updateTable("refused_origins")
      .set({ last_at: now })
      .where("app_id", "=", appId)
      .where("origin", "=", origin)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) return;
    const { count } = await db
      .selectFrom("refused_origins")
      .select(({ fn }) => fn.countAll<number | bigint | string>().as("count"))
      .where("app_id", "=", appId)
      .executeTakeFirstOrThrow();
    if (Number(count) >= refusedOriginsMax) return;
    await db
      .insertInto("refused_origins")
      .values({ app_id: appId, origin, first_at: now, last_at: now })
      .onConflict((conflict) => conflict.columns(["app_id", "origin"]).doNothing())
      .execute();
  });
}

/** Those of the last day, the latest first. */
export async function listRefusedOrigins(store: Store, appId: string): Promise<RefusedOrigin[]> {
  const rows = await store.db
    .selectFrom("refused_origins")
    .selectAll()
    .where("app_id", "=", appId)
    .where("last_at", ">=", since(store))
    .orderBy("last_at", "desc")
    .orderBy("origin")
    .execute();
  return rows.map(refusedOrigins.read);
}

/** Those of the last day of all apps of a workspace, the latest first. */
export async function listRefusedOriginsIn(
  store: Store,
  workspaceId: string,
  limit: number,
): Promise<RefusedOrigin[]> {
  const rows = await store.db
    .selectFrom("refused_origins")
    .innerJoin("apps", "apps.app_id", "refused_origins.app_id")
    .selectAll("refused_origins")
    .where("apps.workspace_id", "=", workspaceId)
    .where("last_at", ">=", since(store))
    .orderBy("last_at", "desc")
    .orderBy("origin")
    .limit(limit)
    .execute();
  return rows.map(refusedOrigins.read);
}
