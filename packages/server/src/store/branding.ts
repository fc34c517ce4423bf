/** Table apps: how apps show themselves on the connect pages. */
import type { App } from "./apps.ts";
import { given, type Store } from "./store.ts";

/** Null: none. What is undefined stays. */
export interface BrandingChanges {
  /** With the key by which names that look alike are one. */
  readonly displayName?: { readonly name: string; readonly key: string } | null | undefined;
  readonly color?: string | null | undefined;
  readonly supportUrl?: string | null | undefined;
  readonly privacyUrl?: string | null | undefined;
}

/** Throws the database's error for a unique index where another app has a name that looks like this one. */
export async function putBranding(
  store: Store,
  { appId }: Pick<App, "appId">,
  { displayName, color, supportUrl, privacyUrl }: BrandingChanges,
): Promise<void> {
  const name =
    displayName === undefined
      ? {}
      : { display_name: displayName?.name ?? null, display_name_key: displayName?.key ?? null };
  const values = {
    ...name,
    ...given({ color, support_url: supportUrl, privacy_url: privacyUrl }),
  };
  if (Object.keys(values).length === 0) return;
  await store.db.updateTable("apps").set(values).where("app_id", "=", appId).execute();
}

/** Whether an app of another workspace has a display name of this key. */
export async function isShownByOthers(
  store: Store,
  { workspaceId }: Pick<App, "workspaceId">,
  key: string,
): Promise<boolean> {
  const row = await store.db
    .selectFrom("apps")
    .select("workspace_id")
    .where("display_name_key", "=", key)
    .executeTakeFirst();
  return row !== undefined && row.workspace_id !== workspaceId;
}
