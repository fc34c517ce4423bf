/** A client from a request that reached the app's backend. */
import { completesInPage, needsPage, requireText } from "./arguments.ts";
import { buildClient, type PageParts } from "./build-client.ts";
import type { GrantryClient } from "./client.ts";

/** A request reaches a backend: what a page needs stays out of its bundle. */
const withoutPage: PageParts = {
  createConnect: () => async (connectorId) => {
    requireText(connectorId, "Connector ID");
    throw needsPage();
  },
  createComplete: () => async () => {
    throw completesInPage();
  },
  requireUser: async () => {},
};

type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * A request: with web headers (Deno, edge runtimes, Next.js), with Node's own (Express, Fastify), with
 * names in any case (an event of AWS Lambda), or one that holds the web's request as `raw` (Hono).
 */
export type RequestWithHeaders =
  | { readonly headers: { get(name: string): string | null } | HeaderRecord | null }
  | { readonly raw: { readonly headers: { get(name: string): string | null } } };

/** What a backend knows by itself, and no request may change. */
export interface ClientFromRequestOptions {
  /** The app's service token, from the backend's environment. Needs `serverUrl` beside it. */
  serviceToken?: string | undefined;
  /** The server's address. */
  serverUrl?: string | undefined;
  /** The app's id. */
  appId?: string | undefined;
}

/**
 * Makes a client that acts for the user who sent a request. Reads `Authorization` (the app user's
 * token), `Grantry-App-Id`, `Grantry-Service-Authorization` and `Grantry-Api-Url`, or the same
 * under their Base44 names; what `options` holds wins.
 *
 * The headers count where whoever runs the functions sets them. A backend on the open internet
 * passes `options` instead: a service token from the environment is only ever sent to the
 * `serverUrl` beside it, never to an address that a request names.
 *
 * What a stranger sends makes nothing throw: an `Authorization` header that is no bearer token is read
 * as none, and a call that needs a user then fails with `app_user_required` or `unauthorized`.
 *
 * @throws Error where the app's id or the server's address is missing, or `request` is no request.
 * @example
 * ```ts
 * Deno.serve(async (request) => {
 *   const client = createClientFromRequest(request, {
 *     serverUrl: Deno.env.get("GRANTRY_URL"),
 *     appId: Deno.env.get("GRANTRY_APP_ID"),
 *     serviceToken: Deno.env.get("GRANTRY_SERVICE_TOKEN"),
 *   });
 *   const { accessToken } =
 *     await client.asServiceRole.connectors.getCurrentAppUserConnection(connectorId);
 *   return Response.json(await listEvents(accessToken));
 * });
 * ```
 */
export function createClientFromRequest(
  request: RequestWithHeaders,
  options: ClientFromRequestOptions = {},
): GrantryClient {
  const header = (name: string) => headerOf(request, name);
  const platformHeader = (name: string) => header(`Grantry-${name}`) ?? header(`Base44-${name}`);
  const appId = options.appId ?? platformHeader("App-Id");
  if (!appId) {
    throw new Error(
      "Base44-App-Id header is required, but it was not found on the request (the Grantry-App-Id header or the appId option will do as well)",
    );
  }
  if (options.serviceToken && !options.serverUrl) {
    throw new Error("serverUrl is required beside serviceToken: a request must not choose it");
  }
  const token = bearerOf(header("Authorization"));
  const requestServiceToken = bearerOf(platformHeader("Service-Authorization"));
  const serverUrl = options.serverUrl ?? platformHeader("Api-Url");
  if (!serverUrl) {
    throw new Error(
      "serverUrl is required: pass it as an option, or set the Grantry-Api-Url header on the request",
    );
  }
  const serviceToken = options.serviceToken ?? requestServiceToken;
  return buildClient({ appId, serverUrl, token, serviceToken }, withoutPage);
}

function headerOf(request: RequestWithHeaders, name: string): string | null {
  const headers = headersOf(request);
  if (headers === null) return null;
  if (isWebHeaders(headers)) return headers.get(name);
  const lower = name.toLowerCase();
  // Node lower-cases the names; a gateway may keep them as they were sent.
  const key = Object.keys(headers).find((one) => one.toLowerCase() === lower);
  const value = key === undefined ? undefined : headers[key];
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.join(", ") : null;
}

function headersOf(request: RequestWithHeaders) {
  if (typeof request === "object" && request !== null) {
    if ("headers" in request && typeof request.headers === "object") return request.headers;
    // The order counts: Node's frameworks have both, and theirs has no headers of the web.
    if ("raw" in request && typeof request.raw?.headers === "object") return request.raw.headers;
  }
  throw new Error(
    "createClientFromRequest needs a request: an object with headers, such as the Request that a handler gets, or Hono's c.req",
  );
}

function isWebHeaders(
  headers: HeaderRecord | { get(name: string): string | null },
): headers is { get(name: string): string | null } {
  return typeof headers["get"] === "function";
}

/** The token of a `Bearer` header, in any case (RFC 9110 section 11.1); undefined for all else. */
function bearerOf(header: string | null): string | undefined {
  return /^Bearer +([\x21-\x7e]+) *$/i.exec(header ?? "")?.[1];
}
