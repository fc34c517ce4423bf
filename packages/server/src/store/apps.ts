/** Tables workspaces and apps. */
import type { Selectable } from "kysely";
import { makeFirstDataKey, type WrappedDataKey } from "./data-keys.ts";
import { issuerColumns, sameIssuer, type UserIssuer } from "./owner.ts";
import { given, holds, type Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { type AppRow, apps, type IdentityProvider, type WorkspaceRow } from "./tables/apps.ts";
import type { Workspace } from "./workspaces.ts";

export type { IdentityProvider } from "./tables/apps.ts";

export type App = RecordOf<typeof apps> & {
  /** Whether its workspace is frozen, or one of the two is being deleted. */
  readonly isFrozen: boolean;
};

/** The issuers of these providers; one that is entered several times, for several audiences, is one. */
export function userIssuersOf(providers: readonly IdentityProvider[]): readonly UserIssuer[] {
  const found: UserIssuer[] = [];
  for (const { issuer, user_id_claim: userIdClaim } of providers) {
    const one = { issuer, userIdClaim };
    if (!found.some((known) => sameIssuer(known, one))) found.push(one);
  }
  return found;
}

/** Whose users are meant where none is named: null for the app's own, undefined with several. */
export function onlyUserIssuer(
  providers: readonly IdentityProvider[],
): UserIssuer | null | undefined {
  const [only = null, another] = userIssuersOf(providers);
  return another === undefined ? only : undefined;
}

function userColumns(providers: readonly IdentityProvider[]) {
  const only = onlyUserIssuer(providers);
  return only === undefined ? { user_issuer: null, user_id_claim: null } : issuerColumns(only);
}

/** What of its workspace decides whether an app is served. */
type OfWorkspace = Pick<WorkspaceRow, "frozen_at"> & {
  readonly workspace_deleting_at: WorkspaceRow["deleting_at"];
};

/** Apps with what of their workspace decides whether they are served. */
export function selectApps({ db }: Pick<Store, "db">) {
  return db
    .selectFrom("apps")
    .innerJoin("workspaces", "workspaces.workspace_id", "apps.workspace_id")
    .selectAll("apps")
    .select(["workspaces.frozen_at", "workspaces.deleting_at as workspace_deleting_at"]);
}

export function toApp(row: Selectable<AppRow> & OfWorkspace): App {
  const { frozen_at, deleting_at, workspace_deleting_at } = row;
  const isFrozen = [frozen_at, deleting_at, workspace_deleting_at].some((at) => at !== null);
  return { ...apps.read(row), isFrozen };
}

/** The app of this id, or undefined. */
export async function getApp(store: Store, appId: string): Promise<App | undefined> {
  const row = await selectApps(store).where("apps.app_id", "=", appId).executeTakeFirst();
  return row && toApp(row);
}

/** Creates or changes a workspace. What is undefined stays as it is. */
export async function putWorkspace(
  store: Store,
  workspace: Pick<Workspace, "workspaceId" | "name"> & {
    readonly [K in keyof Omit<Workspace, "workspaceId" | "name">]?: Workspace[K] | undefined;
  },
  firstKey?: WrappedDataKey,
): Promise<void> {
  const { workspaceId, name } = workspace;
  const values = given({
    name,
    environment: workspace.environment,
    audit_mode: workspace.auditMode,
    audit_days: workspace.auditDays,
    audit_records_max: workspace.auditRecordsMax,
    second_factor: workspace.secondFactor,
  });
  const row = await store.db
    .selectFrom("workspaces")
    .select([
      "name",
      "environment",
      "audit_mode",
      "audit_days",
      "audit_records_max",
      "second_factor",
    ])
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirst();
  if (holds(row, values)) return;
  await store.db
    .insertInto("workspaces")
    .values({ ...values, workspace_id: workspaceId, name, created_at: store.clock.nowSeconds() })
    .onConflict((conflict) => conflict.column("workspace_id").doUpdateSet(values))
    .execute();
  await makeFirstDataKey(store, workspaceId, firstKey);
}

/** What is undefined stays as it is; of a new app it is empty. */
export interface AppInput {
  readonly appId: string;
  readonly workspaceId: string;
  readonly name: App["name"] | undefined;
  readonly origins: App["origins"] | undefined;
  readonly identityProviders: App["identityProviders"] | undefined;
  readonly functionsUrl: App["functionsUrl"] | undefined;
  readonly completion?: App["completion"] | undefined;
  readonly nativeReturnUrls?: App["nativeReturnUrls"] | undefined;
}

/** Creates an app or changes it; false where the id belongs to another workspace. */
export async function putApp(store: Store, app: AppInput): Promise<boolean> {
  const { appId, workspaceId, identityProviders: providers } = app;
  const values = given({
    name: app.name,
    origins: app.origins && JSON.stringify(app.origins),
    identity_providers: providers && JSON.stringify(providers),
    functions_url: app.functionsUrl,
    completion: app.completion,
    native_return_urls: app.nativeReturnUrls && JSON.stringify(app.nativeReturnUrls),
    ...(providers && userColumns(providers)),
  });
  const row = await store.db
    .selectFrom("apps")
    .selectAll()
    .where("app_id", "=", appId)
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirst();
  if (holds(row, values)) return true;
  const empty = { name: "", origins: "[]", identity_providers: "[]", functions_url: null };
  const { numInsertedOrUpdatedRows } = await store.db
    .insertInto("apps")
    .values({
      app_id: appId,
      workspace_id: workspaceId,
      ...empty,
      ...userColumns([]),
      ...values,
      auth_version: 1,
      created_at: store.clock.nowSeconds(),
    })
    .onConflict((conflict) =>
      conflict
        .column("app_id")
        .doUpdateSet((eb) => ({ ...values, auth_version: eb("apps.auth_version", "+", 1) }))
        .where("apps.workspace_id", "=", workspaceId),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** How many apps a list answers at most. */
const appsMax = 500;

/** The apps of these workspaces, the newest first. */
export async function listApps(
  store: Store,
  workspaceIds: readonly string[],
): Promise<Pick<App, "appId" | "name">[]> {
  if (workspaceIds.length === 0) return [];
  const rows = await store.db
    .selectFrom("apps")
    .select(["app_id", "name"])
    .where("workspace_id", "in", workspaceIds)
    .orderBy("created_at", "desc")
    .orderBy("app_id")
    .limit(appsMax)
    .execute();
  return rows.map((row) => ({ appId: row.app_id, name: row.name }));
}
