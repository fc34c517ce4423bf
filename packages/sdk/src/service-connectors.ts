/** `client.asServiceRole.connectors`: the routes of the app's backend. */
import { pathSegment } from "./arguments.ts";
import { readTokenAnswer, toAppUserToken, toConnectionResponse } from "./connection.ts";
import { type ConnectionReaders, createConnectionFetch, readerOf } from "./connection-fetch.ts";
import type { ConnectorsModule } from "./connector-modules.ts";
import type {
  AppUserTokenOptions,
  NamedUserTokenOptions,
  TokenOptions,
} from "./connector-types.ts";
import { refusalRules } from "./refusal-rules.ts";
import type { Credentials, Send } from "./request.ts";
import { bearerHeader } from "./user-token.ts";
import type { WireObject } from "./wire.ts";

/** The tokens that the module sends. The user's may change while the client lives. */
export interface ServiceCredentials {
  /** `https://host/api/apps/{appId}`, for which the token is good. */
  readonly appUrl: string;
  readonly serviceToken: string;
  readonly userToken: () => Promise<string | undefined>;
}

/** Builds the module. */
export function createServiceConnectors(
  send: Send,
  credentials: ServiceCredentials,
): ConnectorsModule {
  const service = bearerHeader(credentials.serviceToken);
  const asService = async () => service;
  const get = (path: string, options: NamedUserTokenOptions, as: Credentials = asService) => {
    const { signal } = options;
    return send({ method: "GET", path: path + tokenQuery(options), credentials: as, signal });
  };

  const shared = (type: string, options: TokenOptions) =>
    get(`/external-auth/tokens/${pathSegment(type, "Integration type")}`, options);

  const currentUser = (connectorId: string, options: TokenOptions): Promise<WireObject> => {
    const onBehalf = async () => {
      const token = await credentials.userToken();
      return token === undefined ? service : { ...service, "on-behalf-of": `Bearer ${token}` };
    };
    const path = `/app-user-auth/connectors/${pathSegment(connectorId, "Connector ID")}/token`;
    return get(path, options, onBehalf);
  };

  const readers: ConnectionReaders = {
    getConnection: async (type, options = {}) => toConnectionResponse(await shared(type, options)),
    getWorkspaceConnection: async (connectorId, options = {}) => {
      const id = pathSegment(connectorId, "Connector ID");
      return toConnectionResponse(await get(`/external-auth/tokens/connectors/${id}`, options));
    },
    getCurrentAppUserConnection: async (connectorId, options = {}) =>
      toConnectionResponse(await currentUser(connectorId, options)),
    getAppUserConnection: async (userId, connectorId, options = {}) => {
      const user = pathSegment(userId, "User ID");
      const id = pathSegment(connectorId, "Connector ID");
      const path = `/app-users/${user}/connectors/${id}/token`;
      return toConnectionResponse(await get(path, options));
    },
  };
  const rulesOf = (type: string) => {
    const path = `/external-auth/refusals/${pathSegment(type, "Integration type")}`;
    return refusalRules(credentials.appUrl + path, (signal) =>
      send({ method: "GET", path, credentials: asService, signal, quiet: true }),
    );
  };
  return {
    ...readers,
    fetchFor: (address, options) =>
      createConnectionFetch(readerOf(readers, address), rulesOf, options),
    getAccessToken: async (type, options = {}) =>
      readTokenAnswer(await shared(type, options)).access_token,
    getCurrentAppUserAccessToken: async (connectorId, options = {}) =>
      readTokenAnswer(await currentUser(connectorId, options)).access_token,
    createAppUserToken: async (userId, options = {}) => {
      const path = `/app-users/${pathSegment(userId, "User ID")}/token`;
      const body = userTokenBody(options);
      const { signal } = options;
      return toAppUserToken(
        await send({ method: "POST", path, credentials: asService, body, signal }),
      );
    },
  };
}

/** `JSON.stringify` leaves out what is undefined. */
function userTokenBody(options: AppUserTokenOptions): WireObject {
  const { issuer, email, name, expiresIn } = options;
  return { issuer, email, name, expires_in: expiresIn };
}

/** The query that says what the token must be; empty where nothing is asked. */
function tokenQuery({ minTtl, force, scopes, issuer }: NamedUserTokenOptions): string {
  const query = new URLSearchParams();
  if (minTtl !== undefined) query.set("min_ttl", String(minTtl));
  if (force !== undefined) query.set("refused_version", String(force));
  if (scopes !== undefined && scopes.length > 0) query.set("scopes", scopes.join(" "));
  if (issuer !== undefined) query.set("issuer", issuer);
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}
