/** Addresses the browser comes back to after a flow. */
import { parseUrl } from "./arguments.ts";
import type { ConnectorId } from "./connector-registries.ts";
import type { ReturnUrlResult } from "./connector-types.ts";
import { currentPage, type PageWindow } from "./page.ts";

/** Longest return URL that the server takes. */
const returnUrlCharactersMax = 8192;

/** Names of parameters that carry credentials: they go nowhere else. */
const credentialName =
  /^(code|state|jwt|sid|session|api_?key|.*(token|secret|password|signature|credential)s?)$/i;

/**
 * A page's address as a return URL: without credentials in user info, query or fragment, and
 * without the result of an earlier flow. Undefined where the address is not one of the web.
 */
export function returnUrlOf(href: string): string | undefined {
  const url = parseUrl(href);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  url.username = "";
  url.password = "";
  for (const name of [...url.searchParams.keys()]) {
    if (credentialName.test(name) || name.startsWith("grantry_")) url.searchParams.delete(name);
  }
  if (holdsCredential(url.hash)) url.hash = "";
  if (url.href.length <= returnUrlCharactersMax) return url.href;
  const page = url.origin + url.pathname;
  return page.length <= returnUrlCharactersMax ? page : `${url.origin}/`;
}

/** Whether a fragment (`#access_token=...`, `#/route?token=...`) has a parameter of such a name. */
function holdsCredential(hash: string): boolean {
  const parameters = new URLSearchParams(hash.replace(/^#/, "").replaceAll("?", "&"));
  return [...parameters.keys()].some((name) => credentialName.test(name));
}

/** What a return URL brings back for the app to complete. */
export interface Returned {
  readonly authorizationId: string;
  /** Null where the flow ended without one. */
  readonly code: string | null;
}

/** Null where the address is not one that a flow of this package came back to. */
export function returnedIn(address: string): Returned | null {
  const parameters = parseUrl(address)?.searchParams;
  const authorizationId = parameters?.get("grantry_authorization");
  if (!authorizationId) return null;
  return { authorizationId, code: parameters?.get("grantry_code") || null };
}

/** Takes what a flow has left in the page's address out of it: a code stands in no history. */
export function cleanAddress(page: PageWindow): void {
  const url = new URL(page.location.href);
  const names = [...url.searchParams.keys()].filter((name) => name.startsWith("grantry_"));
  if (names.length === 0) return;
  for (const name of names) url.searchParams.delete(name);
  page.history.replaceState(page.history.state, "", url.href);
}

/** See `UserConnectorsModule.connectResult`. */
export function connectResult(url?: string): ReturnUrlResult | null {
  const address = url ?? currentPage()?.location.href;
  if (address === undefined) {
    throw new Error("URL is required outside a browser: pass it to connectResult(url)");
  }
  const parameters = parseUrl(address)?.searchParams;
  const connectorId = parameters?.get("grantry_connector");
  const outcome = parameters?.get("grantry_status");
  if (!connectorId) return null;
  if (outcome !== "completed" && outcome !== "denied" && outcome !== "failed") return null;
  const error = parameters?.get("grantry_error") || null;
  return { connectorId: connectorId as ConnectorId, outcome, error };
}
