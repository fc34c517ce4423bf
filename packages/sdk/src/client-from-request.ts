/** A client from a request that reached the app's backend. */
import { createClient, type GrantryClient } from "./client.ts";

/** A request with web headers (Deno, edge runtimes, Node's web frameworks) or Node's own. */
export interface RequestWithHeaders {
  readonly headers:
    | { get(name: string): string | null }
    | Readonly<Record<string, string | readonly string[] | undefined>>;
}

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
 * @throws Error where the app's id or the server's address is missing, or a header is malformed.
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
  return createClient({ appId, serverUrl, token, serviceToken });
}

function headerOf(request: RequestWithHeaders, name: string): string | null {
  const { headers } = request;
  if (isWebHeaders(headers)) return headers.get(name);
  // Node lower-cases the names.
  const value = headers[name.toLowerCase()] ?? null;
  return value === null || typeof value === "string" ? value : value.join(", ");
}

function isWebHeaders(
  headers: RequestWithHeaders["headers"],
): headers is { get(name: string): string | null } {
  return typeof headers["get"] === "function";
}

/** The token of a `Bearer` header; undefined where there is no header. */
function bearerOf(header: string | null): string | undefined {
  if (header === null) return undefined;
  const token = /^Bearer ([^ ]+)$/.exec(header)?.[1];
  if (token === undefined) {
    throw new Error('Invalid authorization header format. Expected "Bearer <token>"');
  }
  return token;
}
