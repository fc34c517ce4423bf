/**
 * The cookie that binds an authorization to one browser. One cookie per authorization, so that
 * parallel ones do not disturb each other; it lives as long as the authorization may take, and where another may
 * follow, an hour longer than that may begin: who presses too late sees how it ended.
 */
import { equalHashes, hashSecret } from "../../crypto/hash.ts";
import { usesSecureCookies } from "../../lib/secure-cookies.ts";
import type { Authorization } from "../../store/authorizations.ts";
import type { ConnectContext } from "./context.ts";

export type Cookies = Readonly<Record<string, string | undefined>>;

/** Seconds; the same as an authorization. */
export const browserCookieMaxAge = 600;

/** Seconds for which the browser is known after nothing more may begin. */
export const browserCookieAfter = 3_600;

export interface BrowserCookie {
  readonly name: string;
  readonly value: string;
  /** Seconds. */
  readonly maxAge: number;
}

/** Name of the cookie. `__Host-` (RFC 6265bis) keeps other hosts of the domain from setting it. */
export function browserCookieName(
  context: Pick<ConnectContext, "publicUrl">,
  authorizationId: string,
): string {
  const prefix = usesSecureCookies(context) ? "__Host-" : "";
  return `${prefix}grantry-${authorizationId}`;
}

/** Whether this browser is the one that the authorization is bound to. */
export function isBoundBrowser(authorization: Authorization, cookie: string | undefined): boolean {
  const { browserHash } = authorization;
  if (browserHash === null || cookie === undefined) return false;
  return equalHashes(browserHash, hashSecret(cookie));
}

/** Whether an answer arrived at the redirect URI that its authorization left with. */
export function isItsRedirectUri(authorization: Authorization, redirectUri: string): boolean {
  return redirectUri === authorization.redirectUri;
}

/**
 * The nonce of an authorization request (OpenID Connect Core section 15.5.2). It is known where `state`
 * and the cookie of the browser come together, and nobody who has seen one of them can tell it.
 */
export function nonceOf(state: string, cookie: string): string {
  return hashSecret(`grantry nonce ${state} ${cookie}`).toString("base64url");
}

/**
 * What the confirmation form must carry beside the cookie: only a page that we made for this
 * browser knows it.
 */
export function confirmationToken(cookie: string): string {
  return hashSecret(`grantry confirmation ${cookie}`).toString("base64url");
}
