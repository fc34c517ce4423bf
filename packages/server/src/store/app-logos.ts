/** Table app_logos: the one logo of an app. */
import { createHash } from "node:crypto";
import type { App } from "./apps.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { appLogos } from "./tables/apps.ts";

export type AppLogo = Pick<RecordOf<typeof appLogos>, "version" | "mediaType" | "content">;

/** Names these bytes and no others, so that whoever keeps what stood at an address never shows something else. */
export function logoVersionOf(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("base64url");
}

/** Takes the place of the logo before. */
export async function putAppLogo(
  store: Store,
  { appId }: Pick<App, "appId">,
  { version, mediaType, content }: AppLogo,
): Promise<void> {
  const values = {
    version,
    media_type: mediaType,
    content,
    created_at: store.clock.nowSeconds(),
  };
  await store.db
    .insertInto("app_logos")
    .values({ app_id: appId, ...values })
    .onConflict((conflict) => conflict.column("app_id").doUpdateSet(values))
    .execute();
  await setVersion(store, appId, version);
}

export async function deleteAppLogo(store: Store, { appId }: Pick<App, "appId">): Promise<void> {
  await store.db.deleteFrom("app_logos").where("app_id", "=", appId).execute();
  await setVersion(store, appId, null);
}

async function setVersion(store: Store, appId: string, version: string | null): Promise<void> {
  await store.db
    .updateTable("apps")
    .set({ logo_version: version })
    .where("app_id", "=", appId)
    .execute();
}

/** The version of the logo that an app shows; undefined where it has none, or its workspace is frozen. */
export async function findLogoVersion(store: Store, appId: string): Promise<string | undefined> {
  const row = await store.db
    .selectFrom("apps")
    .innerJoin("workspaces", "workspaces.workspace_id", "apps.workspace_id")
    .select("apps.logo_version")
    .where("apps.app_id", "=", appId)
    .where("workspaces.frozen_at", "is", null)
    .executeTakeFirst();
  return row?.logo_version ?? undefined;
}

/** The logo of an app as it is now; undefined where it has none. */
export async function findAppLogo(store: Store, appId: string): Promise<AppLogo | undefined> {
  const row = await store.db
    .selectFrom("app_logos")
    .selectAll()
    .where("app_id", "=", appId)
    .executeTakeFirst();
  return row && appLogos.read(row);
}
