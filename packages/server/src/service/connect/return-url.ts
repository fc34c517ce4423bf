/** Where the browser may be sent after a consent. */
import { GrantryError } from "../../lib/error.ts";
import { allowsOrigin } from "../../lib/origins.ts";
import type { App } from "../../store/apps.ts";

const urlMax = 8_192;
/** Query parameters by which apps pass credentials to themselves: never kept, never sent back. */
const credentialParameters = ["access_token", "token", "id_token", "code", "state"];

/**
 * The return URL in its normal form, without credentials; null where none was asked for. Throws
 * return_url_not_allowed unless its origin is one that the app registered, or it is an address of its native
 * apps and `isNative`: several apps of a device may claim the same scheme, so that only what is of no use
 * without the app's own verifier goes there (RFC 8252 section 8.1).
 */
export function checkReturnUrl(
  app: App,
  asked: string | null,
  { isNative }: { readonly isNative: boolean },
): string | null {
  if (asked === null) return null;
  if (app.nativeReturnUrls.includes(asked)) {
    if (isNative) return asked;
    throw new GrantryError("return_url_not_allowed", {
      detail: "This return URL is of a native app, and goes with a challenge only.",
    });
  }
  const url = asked.length > urlMax ? undefined : parse(asked);
  // Letters that are encoded become several.
  if (asked.length > urlMax || (url !== undefined && url.href.length > urlMax)) {
    throw new GrantryError("return_url_not_allowed", {
      detail: `This return URL is longer than ${urlMax} characters: pass a shorter one.`,
    });
  }
  if (url === undefined || !allowsOrigin(app.origins, url.origin)) {
    const what = url === undefined ? "This return URL" : `The origin ${url.origin}`;
    // A web address that does not parse is none that a native app could have either.
    const isNativeApps = url === undefined && !/^https?:/i.test(asked);
    const where = isNativeApps ? "native_return_urls" : "origins";
    throw new GrantryError("return_url_not_allowed", {
      detail: `${what} is not one that the app "${app.name}" has registered: add it to the app's ${where}.`,
    });
  }
  for (const name of credentialParameters) url.searchParams.delete(name);
  if (holdsCredential(url.hash)) url.hash = "";
  return url.href;
}

/**
 * The address of a page as a return URL. Nobody chose it for that, so that one which is longer than a
 * return URL may be is not refused: its query and fragment, then its path go.
 */
export function returnUrlOfPage(href: string): string {
  const url = URL.parse(href);
  if (url === null || Math.max(href.length, url.href.length) <= urlMax) return href;
  const { origin, pathname } = url;
  const page = origin + pathname;
  return page.length <= urlMax ? page : `${origin}/`;
}

/** The pages of an app that has one origin alone; else null: which of several a person comes from, nobody knows. */
export function onlyPagesOf({ origins }: Pick<App, "origins">): string | null {
  const [first, ...others] = origins;
  return first === undefined || others.length > 0 || first.includes("*") ? null : `${first}/`;
}

/** Whether a fragment carries what belongs to nobody else, as implicit flows put it there. */
function holdsCredential(hash: string): boolean {
  const inside = new URLSearchParams(hash.replace(/^#\/?[^?]*\?|^#/, ""));
  return credentialParameters.some((name) => inside.has(name));
}

function parse(asked: string): URL | undefined {
  // The parser would mend these silently; a URL that needs mending is not one an app sends.
  if (/[\s\\\p{Cc}]/u.test(asked) || !URL.canParse(asked)) return undefined;
  const url = new URL(asked);
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  return isWeb && startsAsItReads(asked, url.origin) ? url : undefined;
}

/** Whether the origin stands there as it will be understood: no user, no encoded or foreign letters. */
function startsAsItReads(asked: string, origin: string): boolean {
  const after = asked.slice(origin.length);
  return asked.slice(0, origin.length).toLowerCase() === origin && /^([/?#]|$)/.test(after);
}

/** The origin of the pages that a return URL is of; null of a native app. */
export function originOfPages(returnUrl: string): string | null {
  const { origin } = new URL(returnUrl);
  return origin === "null" ? null : origin;
}

/** The return URL with a code, which the app redeems. */
export function withCode(
  returnUrl: string,
  { authorizationId, code }: { readonly authorizationId: string; readonly code: string },
): string {
  const url = new URL(returnUrl);
  url.searchParams.set("grantry_authorization", authorizationId);
  url.searchParams.set("grantry_code", code);
  return url.href;
}

/** The return URL with the outcome added, for the app to read. */
export function withOutcome(
  returnUrl: string,
  outcome: {
    /** Of a consent that the app completes; else null. */
    authorizationId: string | null;
    connectorId: string;
    status: string;
    error: string | null;
  },
): string {
  const url = new URL(returnUrl);
  if (outcome.authorizationId !== null)
    url.searchParams.set("grantry_authorization", outcome.authorizationId);
  url.searchParams.set("grantry_connector", outcome.connectorId);
  url.searchParams.set("grantry_status", outcome.status);
  if (outcome.error === null) url.searchParams.delete("grantry_error");
  else url.searchParams.set("grantry_error", outcome.error);
  return url.href;
}
