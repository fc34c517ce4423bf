/** The logo that an app shows on the connect pages, checked by its bytes. */
import { GrantryError } from "../../lib/error.ts";
import { type Picture, readPicture } from "../../lib/picture.ts";
import {
  type AppLogo,
  deleteAppLogo,
  findAppLogo,
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
  const picture = checkedPicture(content);
  const logo = { mediaType: picture.mediaType, content };
  const version = logoVersionOf(logo);
  return await change(context, operator, {
    appId,
    details: { logo: `${picture.mediaType} ${picture.width}×${picture.height} ${version}` },
    write: async (store, app) => {
      if (app.logoVersion === version) return false;
      await putAppLogo(store, app, logo);
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

/** For everybody, as the pages on which it stands are. Throws route_not_found. */
export async function readAppLogo(
  { store }: Pick<ManageContext, "store">,
  named: { readonly appId: string; readonly version: string },
): Promise<AppLogo> {
  const logo = await findAppLogo(store, named);
  if (logo === undefined) throw new GrantryError("route_not_found");
  return logo;
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

function checkedPicture(content: Uint8Array): Picture {
  const read = readPicture(content);
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
    return `${has}: a logo has ${side.least} to ${side.most} on each side`;
  }
  return longer > shorter * longerMost ? `${has}: a logo is about as wide as high` : undefined;
}
