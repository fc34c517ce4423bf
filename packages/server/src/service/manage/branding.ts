/** How an app shows itself on the connect pages, checked so that none looks like another, or like us. */
import { GrantryError } from "../../lib/error.ts";
import { mixesScripts, nameKey } from "../../lib/name-key.ts";
import { type BrandingChanges, putBranding } from "../../store/branding.ts";
import { isUniqueViolation } from "../../store/database-errors.ts";
import type { Store } from "../../store/store.ts";
import { isReservedName } from "../providers/index.ts";
import type { ManageContext } from "./context.ts";

/** Null: none. What is undefined stays as it is. */
export interface Branding {
  readonly displayName: string | null | undefined;
  /** `#rrggbb`. */
  readonly color: string | null | undefined;
  readonly supportUrl: string | null | undefined;
  readonly privacyUrl: string | null | undefined;
}

/** Throws bad_request for a name that cannot be read safely, or that is ours or a service's. */
export function checkedBranding(
  context: Pick<ManageContext, "catalogue">,
  { displayName, ...rest }: Branding,
): BrandingChanges {
  if (displayName === undefined || displayName === null) return { ...rest, displayName };
  const name = displayName.trim();
  const key = nameKey(name);
  const problem =
    key === ""
      ? "has no letter or digit"
      : /\p{C}/u.test(name.replace(/(?<=\p{Extended_Pictographic}\ufe0f?)\u200d/gu, ""))
        ? "holds characters that cannot be seen, or that turn the direction of text"
        : mixesScripts(name)
          ? "mixes letters of several scripts in one word"
          : isReservedName(context, key)
            ? "is, or looks like, the name of this server or of a service that people connect"
            : undefined;
  if (problem !== undefined) {
    throw new GrantryError("bad_request", {
      detail: `The display_name ${problem}: choose the name by which people know the app.`,
    });
  }
  return { ...rest, displayName: { name, key } };
}

/** Throws app_name_taken where another app of the server shows a name that looks like this one. */
export async function storeBranding(
  store: Store,
  app: { readonly appId: string },
  changes: BrandingChanges,
): Promise<void> {
  try {
    await putBranding(store, app, changes);
  } catch (thrown) {
    if (!isUniqueViolation(thrown)) throw thrown;
    throw new GrantryError("app_name_taken", { cause: thrown });
  }
}

/** For the audit trail: what was changed, empty where it was taken away. */
export function brandingDetails(branding: Branding | undefined): Record<string, string> {
  const { displayName, color, supportUrl, privacyUrl } = branding ?? {};
  const named = {
    display_name: displayName,
    color,
    support_url: supportUrl,
    privacy_url: privacyUrl,
  };
  const changed = Object.entries(named).filter(([, value]) => value !== undefined);
  return Object.fromEntries(changed.map(([name, value]) => [name, value ?? ""]));
}
