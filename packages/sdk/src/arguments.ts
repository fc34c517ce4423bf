/** Checks of what a caller passes in. A mistake there is a plain Error, thrown before any request. */
import type { PageWindow } from "./page.ts";

/** Fails with `<label> is required and must be a string` unless the value is a non-empty string. */
export function requireText(value: unknown, label: string): asserts value is string {
  if (!value || typeof value !== "string") {
    throw new Error(`${label} is required and must be a string`);
  }
}

/**
 * One segment of a path, encoded. `.` and `..` are refused: a URL parser would resolve them, encoded
 * or not, and the call would reach another address under the same token.
 */
export function pathSegment(value: unknown, label: string): string {
  requireText(value, label);
  if (value === "." || value === "..") throw new Error(`${label} must not be "." or ".."`);
  return encodeURIComponent(value);
}

/**
 * A bearer token without surrounding white space; undefined for none. Anything a header cannot
 * carry is refused here, because the platform's own error would quote the token.
 */
export function bearerToken(value: string | null | undefined, label: string): string | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  if (typeof value !== "string") throw new Error(`${label} must be a string`);
  const token = value.trim();
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new Error(`${label} holds characters that a bearer token cannot have`);
  }
  return token;
}

/**
 * The server's address without a trailing slash. Empty or absent means the page's own origin, which
 * exists in a browser only.
 */
export function serverAddress(serverUrl: string | undefined, page: PageWindow | null): string {
  if (!serverUrl && page === null) {
    throw new Error(
      "serverUrl is required outside a browser: pass the address of your Grantry server to createClient({ serverUrl })",
    );
  }
  const url = parseUrl(serverUrl || "/", page?.location.origin);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new Error("serverUrl must be an http or https address");
  }
  if (url.username !== "" || url.password !== "") {
    throw new Error("serverUrl must not hold a user name or password");
  }
  return url.origin + url.pathname.replace(/\/+$/, "");
}

/** Parses an address; null where it is none. */
export function parseUrl(value: string, base?: string): URL | null {
  try {
    return new URL(value, base);
  } catch {
    return null;
  }
}

/** What `connect()` throws where there is no page. */
export function needsPage(): Error {
  return new Error(
    "connect() needs a browser page. In a backend, send the user to the address that connectAppUser() returns.",
  );
}

/** The answer to `complete()` outside a page. */
export function completesInPage(): Error {
  return new Error("complete() is for pages: backends call completeAuthorization()");
}
