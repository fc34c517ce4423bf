/** The logo that an app shows on the connect pages, checked by its bytes. */
import { LRUCache } from "lru-cache";
import { GrantryError } from "../../lib/error.ts";
import { type Picture, readPicture } from "../../lib/picture.ts";
import {
  type AppLogo,
  deleteAppLogo,
  findAppLogo,
  findLogoVersion,
  logoVersionOf,
  putAppLogo,
} from "../../store/app-logos.ts";
import type { App } from "../../store/apps.ts";
import { lockWorkspace } from "../../store/providers.ts";
import { inTransaction } from "../../store/store.ts";
import { recordChange, type WorkspaceOperator } from "../accounts/index.ts";
import { requireApp } from "./apps.ts";
import type { ManageContext } from "./context.ts";

/** Bytes of a logo. */
export const logoBytesMax = 262_144;
/** Pixels of a side. */
const side = { least: 32, most: 1_024 } as const;
/** How much longer one side may be than the other: it is shown as wide as high. */
const longerMost = 1.25;

/**
 * Gives the app this logo in place of the one it has. Throws app_not_found, and bad_request for what is no still PNG or
 * WebP of a fitting size.
 */
export async function setAppLogo(
  context: ManageContext,
  operator: WorkspaceOperator,
  { appId, content }: { readonly appId: string; readonly content: Uint8Array },
): Promise<App> {
  const picture = await checkedPicture(content);
  const version = logoVersionOf(content);
  return await change(context, operator, {
    appId,
    details: { logo: `${picture.mediaType} ${picture.width}×${picture.height} ${version}` },
    write: async (store, app) => {
      if (app.logoVersion === version) return false;
      await putAppLogo(store, app, { version, mediaType: picture.mediaType, content });
      return true;
    },
  });
}

/** Takes the app's logo away, where it has one. Throws app_not_found. */
export async function removeAppLogo(
  context: ManageContext,
  operator: WorkspaceOperator,
  appId: string,
): Promise<App> {
  return await change(context, operator, {
    appId,
    details: { logo: "" },
    write: async (store, app) => {
      if (app.logoVersion === null) return false;
      await deleteAppLogo(store, app);
      return true;
    },
  });
}

/** Logos that were shown a while ago, by version: each names its bytes, whosever they are. */
const shown = new LRUCache<string, AppLogo>({
  maxSize: 32 * logoBytesMax,
  sizeCalculation: ({ content }) => content.length + 256,
});

/**
 * For everybody, as the pages on which it stands are. Where the app has another logo by now, it is that one, which is
 * not to be kept (`isAsked` false): pages that another process made a moment ago name the one before. Throws
 * route_not_found where the app shows none.
 */
export async function readAppLogo(
  { store }: Pick<ManageContext, "store">,
  { appId, version }: { readonly appId: string; readonly version: string },
): Promise<AppLogo & { readonly isAsked: boolean }> {
  const current = await findLogoVersion(store, appId);
  if (current === undefined) throw new GrantryError("route_not_found");
  const logo = shown.get(current) ?? (await findAppLogo(store, appId));
  if (logo === undefined) throw new GrantryError("route_not_found");
  shown.set(logo.version, logo);
  return { ...logo, isAsked: logo.version === version };
}

interface Change {
  readonly appId: string;
  readonly details: Record<string, string>;
  /** False where nothing had to be changed. */
  readonly write: (store: ManageContext["store"], app: App) => Promise<boolean>;
}

async function change(
  context: ManageContext,
  operator: WorkspaceOperator,
  { appId, details, write }: Change,
): Promise<App> {
  const changed = await inTransaction(context.store, async (store) => {
    await lockWorkspace(store, operator.workspaceId);
    const app = await requireApp(store, operator, appId);
    if (!(await write(store, app))) return app;
    await recordChange(store, operator, {
      action: "app.changed",
      target: { kind: "app", id: appId },
      details,
    });
    return await requireApp(store, operator, appId);
  });
  context.apps.drop(appId);
  return changed;
}

async function checkedPicture(content: Uint8Array): Promise<Picture> {
  const read = await readPicture(content, side.most);
  const problem = "problem" in read ? read.problem : sizeProblem(read);
  if (problem !== undefined) {
    throw new GrantryError("bad_request", { detail: `The file ${problem}.` });
  }
  return read as Picture;
}

function sizeProblem({ width, height }: Picture): string | undefined {
  const [shorter, longer] = width < height ? [width, height] : [height, width];
  const has = `is ${width} × ${height} pixels`;
  if (shorter < side.least || longer > side.most) {
    return `${has}: each side must be ${side.least} to ${side.most} pixels`;
  }
  return longer > shorter * longerMost
    ? `${has}: a logo must be about as wide as it is high`
    : undefined;
}
