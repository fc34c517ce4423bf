/** A `fetch` that carries a connection's access token, and has it refreshed where the API refuses it. */
import { discard } from "./answer.ts";
import { bearerToken, requireText } from "./arguments.ts";
import type {
  ConnectionAddress,
  ConnectionFetch,
  ConnectionFetchOptions,
  ConnectorConnectionResponse,
  NamedUserTokenOptions,
  TokenOptions,
} from "./connector-types.ts";
import { addRefusal, isGrantryError } from "./errors.ts";
import { type ApiRefusals, keepRefusal, peek, refusesToken } from "./refusal.ts";
import { requireTokenHost } from "./token-hosts.ts";

/** Reads the token of one connection. */
export type ReadConnection = (options: TokenOptions) => Promise<ConnectorConnectionResponse>;

type Init = NonNullable<Parameters<ConnectionFetch>[1]>;

type ReadById<Given extends readonly string[], Options = TokenOptions> = (
  ...given: readonly [...Given, options?: Options]
) => Promise<ConnectorConnectionResponse>;

/** What reads connections, whatever the app's registries say of types, IDs and scopes. */
export interface ConnectionReaders {
  getConnection: ReadById<[integrationType: string]>;
  getWorkspaceConnection: ReadById<[connectorId: string]>;
  getCurrentAppUserConnection: ReadById<[connectorId: string]>;
  getAppUserConnection: ReadById<[userId: string, connectorId: string], NamedUserTokenOptions>;
}

/** The method that reads the token of this address. Throws an Error where it names no connection. */
export function readerOf(
  connectors: ConnectionReaders,
  address: ConnectionAddress,
): ReadConnection {
  if ("integrationType" in address) {
    const { integrationType } = address;
    requireText(integrationType, "Integration type");
    return (options) => connectors.getConnection(integrationType, options);
  }
  const { connectorId, owner } = address;
  requireText(connectorId, "Connector ID");
  if (owner === "app") return (options) => connectors.getWorkspaceConnection(connectorId, options);
  if (owner === "current_user") {
    return (options) => connectors.getCurrentAppUserConnection(connectorId, options);
  }
  const userId: unknown = owner?.userId;
  requireText(userId, 'owner must be "app", "current_user" or { userId }: User ID');
  const { issuer } = owner;
  return (options) => connectors.getAppUserConnection(userId, connectorId, { ...options, issuer });
}

/** What is known of an API's refusals, by integration type. Never rejects. */
export type RefusalRules = (integrationType: string) => Promise<ApiRefusals>;

/**
 * Makes the function. It keeps no token: every call asks the server, which answers from one read, so
 * that a connection that was ended or replaced a moment ago counts, and nothing lies in memory.
 */
export function createConnectionFetch(
  read: ReadConnection,
  rulesOf: RefusalRules,
  options: ConnectionFetchOptions = {},
): ConnectionFetch {
  const { minTtl, scopes, baseUrl } = options;
  return async (input, init = {}) => {
    const request = input instanceof Request ? input : undefined;
    const headers = new Headers(init.headers ?? request?.headers);
    // Whoever names a credential means that one.
    if (headers.has("Authorization")) return await fetch(input, init);

    const asks = options.hosts === "any" ? {} : { hosts: true };
    const demands = { minTtl, scopes, ...asks, signal: signalOf(init, request) };
    // Sending uses up the body of a Request, so the retry needs one of its own.
    const spare = isGiven(init.body) ? request : request?.clone();
    const send = async (to: Request | undefined, connection: ConnectorConnectionResponse) => {
      const target = to ?? new URL(String(input), baseUrl?.(connection));
      const sentTo = to?.url ?? String(target);
      requireTokenHost(sentTo, connection, options.hosts);
      headers.set("Authorization", authorization(connection));
      const response = await fetch(target, { ...init, headers });
      return { response, sentTo };
    };

    const connection = await read(demands);
    // Asked for beside the call, which takes longer.
    const rules = rulesOf(connection.integrationType);
    const { response, sentTo } = await send(request, connection);
    if (leftOrigin(response, sentTo) || !(await isRefused(response, rules, options))) {
      discard(spare);
      return response;
    }
    const refreshed = await refresh(read, { ...demands, force: connection.version }, response);
    if (isUsedUp(init.body)) return response;
    discard(response);
    return (await send(spare, refreshed)).response;
  };
}

/** Whether the token was refused: the app's own test decides, else what the server says of the API. */
async function isRefused(
  response: Response,
  rules: Promise<ApiRefusals>,
  { refusesToken: ownTest }: ConnectionFetchOptions,
): Promise<boolean> {
  const { status, headers, url } = response;
  const text = async () => await peek(response);
  const own = await ownTest?.({ status, headers, url, text });
  return own ?? (await refusesToken(await rules, response));
}

/** A newer token. Where there is none, the error holds the API's own answer. */
async function refresh(
  read: ReadConnection,
  demands: TokenOptions,
  refusal: Response,
): Promise<ConnectorConnectionResponse> {
  try {
    return await read(demands);
  } catch (thrown) {
    if (isGrantryError(thrown)) addRefusal(thrown, await keepRefusal(refusal));
    else discard(refusal);
    throw thrown;
  }
}

/** The platform's own error would quote a token that a header cannot carry. */
function authorization({ tokenType, accessToken }: ConnectorConnectionResponse): string {
  return `${tokenType} ${bearerToken(accessToken, "The access token")}`;
}

/** Whether a redirect led to another origin: the platform goes there without the token. */
function leftOrigin({ redirected, url }: Response, sentTo: string): boolean {
  return redirected && new URL(url).origin !== new URL(sentTo).origin;
}

/** A signal of null says that there is none, also where the Request has one. */
function signalOf(init: Init, request: Request | undefined): AbortSignal | undefined {
  return (init.signal === undefined ? request?.signal : init.signal) ?? undefined;
}

function isGiven(body: Init["body"]): boolean {
  return body !== undefined && body !== null;
}

/** Whether the body was a stream or another iterator, and so cannot be sent a second time. */
function isUsedUp(body: Init["body"]): boolean {
  if (typeof body !== "object" || body === null) return false;
  return body instanceof ReadableStream || Symbol.asyncIterator in body;
}
