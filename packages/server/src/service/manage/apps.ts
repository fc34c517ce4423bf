/** A workspace's apps by the operator's API. */
import { GrantryError } from "../../lib/error.ts";
import { newHandle } from "../../lib/id.ts";
import { previewsProblem, sharedHostOf, sharedHostProblem } from "../../lib/origins.ts";
import { type App, getApp, type IdentityProvider, putApp } from "../../store/apps.ts";
import { lockWorkspace } from "../../store/providers.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { findPreviewsInProduction, listWorkspaceApps } from "../../store/workspace-apps.ts";
import type { WorkspaceOperator } from "../accounts/index.ts";
import { recordChange } from "../accounts/index.ts";
import { functionsAddress } from "../functions/index.ts";
import { requireRoom } from "../limits/index.ts";
import { type Branding, brandingDetails, checkedBranding, storeBranding } from "./branding.ts";
import { checkIdentityProviders } from "./check-identity-providers.ts";
import type { ManageContext } from "./context.ts";

/** What is undefined stays as it is. */
export interface AppChanges {
  readonly name: string | undefined;
  readonly origins: readonly string[] | undefined;
  readonly identityProviders: readonly IdentityProvider[] | undefined;
  /** Null: none. */
  readonly functionsUrl: string | null | undefined;
  readonly completion?: App["completion"] | undefined;
  readonly nativeReturnUrls?: App["nativeReturnUrls"] | undefined;
  readonly branding: Branding | undefined;
}

export async function listApps(
  { store }: ManageContext,
  { workspaceId }: WorkspaceOperator,
): Promise<App[]> {
  return await listWorkspaceApps(store, workspaceId);
}

/** Creates an app without origins: nothing can be returned to before an admin adds one. */
export async function createApp(
  context: ManageContext,
  operator: WorkspaceOperator,
  name: string,
): Promise<App> {
  const appId = newHandle("app");
  const { workspaceId } = operator;
  return await inTransaction(context.store, async (store) => {
    await requireRoom(store, "apps", workspaceId);
    const nothing = { origins: [], identityProviders: [], functionsUrl: null };
    await putApp(store, { appId, workspaceId, name, ...nothing });
    await recordChange(store, operator, {
      action: "app.created",
      target: { kind: "app", id: appId },
      details: { name },
    });
    return await requireApp(store, operator, appId);
  });
}

/** Throws app_not_found, also for an app of another workspace. */
export async function readApp(
  { store }: ManageContext,
  operator: WorkspaceOperator,
  appId: string,
): Promise<App> {
  return await requireApp(store, operator, appId);
}

/**
 * Throws app_not_found, app_name_taken, and bad_request for an address of functions that may not be called, an origin below a host of many or of
 * previews in production, an
 * identity provider whose keys cannot be had, or a display name that may not be shown. Other processes follow within seconds.
 */
export async function updateApp(
  context: ManageContext,
  operator: WorkspaceOperator,
  { appId, changes }: { readonly appId: string; readonly changes: AppChanges },
): Promise<App> {
  const functionsUrl = checkedFunctionsUrl(context, operator, changes);
  requireOwnHosts(changes.origins ?? []);
  const { branding } = changes;
  const shown = branding === undefined ? undefined : checkedBranding(context, branding);
  await checkIdentityProviders(context, await requireApp(context.store, operator, appId), changes);
  const updated = await inTransaction(context.store, async (store) => {
    const { workspaceId } = operator;
    await lockWorkspace(store, workspaceId);
    await requireApp(store, operator, appId);
    await putApp(store, { appId, workspaceId, ...changes, functionsUrl });
    const previews = await findPreviewsInProduction(store, workspaceId);
    if (previews !== undefined) {
      throw new GrantryError("bad_request", {
        detail: `The origins cannot be used: ${previewsProblem(previews)}.`,
      });
    }
    if (shown !== undefined) await storeBranding(store, { appId }, shown);
    await recordChange(store, operator, {
      action: "app.changed",
      target: { kind: "app", id: appId },
      details: detailsOf({ ...changes, functionsUrl }),
    });
    return await requireApp(store, operator, appId);
  });
  context.apps.drop(appId);
  return updated;
}

function checkedFunctionsUrl(
  context: ManageContext,
  { workspaceId }: WorkspaceOperator,
  { functionsUrl }: AppChanges,
): string | null | undefined {
  if (functionsUrl === undefined || functionsUrl === null) return functionsUrl;
  const { allowedPrivateOrigins } = context.reach(workspaceId);
  const address = functionsAddress(functionsUrl, allowedPrivateOrigins);
  if ("url" in address) return address.url;
  throw new GrantryError("bad_request", {
    detail: `The functions_url cannot be used. ${address.problem}`,
  });
}

/** Throws bad_request for a wildcard below a host where anybody may have a page. */
function requireOwnHosts(origins: readonly string[]): void {
  for (const origin of origins) {
    const host = sharedHostOf(origin);
    if (host === undefined) continue;
    const detail = `The origin ${origin} cannot be used: ${sharedHostProblem(host)}.`;
    throw new GrantryError("bad_request", { detail });
  }
}

function detailsOf({
  name,
  origins,
  identityProviders,
  functionsUrl,
  completion,
  nativeReturnUrls,
  branding,
}: AppChanges): Record<string, string> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(origins === undefined ? {} : { origins: origins.join(" ") }),
    ...(functionsUrl === undefined ? {} : { functions_url: functionsUrl ?? "" }),
    ...(completion === undefined ? {} : { completion }),
    ...(nativeReturnUrls === undefined ? {} : { native_return_urls: nativeReturnUrls.join(" ") }),
    ...(identityProviders === undefined
      ? {}
      : { identity_providers: identityProviders.map(({ issuer }) => issuer).join(" ") }),
    ...brandingDetails(branding),
  };
}

/** The app of this id in the operator's workspace. Throws app_not_found. */
export async function requireApp(
  store: Store,
  { workspaceId }: WorkspaceOperator,
  appId: string,
): Promise<App> {
  const app = await getApp(store, appId);
  if (app?.workspaceId !== workspaceId) throw new GrantryError("app_not_found");
  return app;
}
