/** `client.asServiceRole.connectors`: what the app's backend may do. */
import { pathSegment, requireText } from "./arguments.ts";
import { toAppUserToken, toConnectionResponse } from "./connection.ts";
import { type ConnectionReaders, createConnectionFetch, readerOf } from "./connection-fetch.ts";
import type { ConnectorsModule } from "./connector-modules.ts";
import type { AppUserTokenOptions, TokenOptions } from "./connector-types.ts";
import { GrantryError } from "./errors.ts";
import type { ApiRefusals } from "./refusal.ts";
import { refusalRules } from "./refusal-rules.ts";
import type { Send } from "./request.ts";
import { createServiceConsents } from "./service-consents.ts";
import { bearerHeader } from "./user-token.ts";
import type { CreateUserTokenRequest, GetTokenRequest, Token, UserToken } from "./v1-shapes.ts";

/** The tokens that the module sends. The user's may change while the client lives. */
export interface ServiceCredentials {
  /** `https://host/v1/apps/{appId}`, for which the token is good. */
  readonly root: string;
  readonly serviceToken: string;
  readonly userToken: () => Promise<string | undefined>;
}

type Owner = GetTokenRequest["owner"];
/** A connector, by its type or its id. */
type Meant = Pick<GetTokenRequest, "type" | "connector_id">;

/** Builds the module. */
export function createServiceConnectors(
  send: Send,
  { root, serviceToken, userToken }: ServiceCredentials,
): ConnectorsModule {
  const service = bearerHeader(serviceToken);
  const credentials = async () => service;

  const getToken = async (meant: Meant, options: TokenOptions, owner: () => Promise<Owner>) => {
    const composeBody = async (): Promise<GetTokenRequest> => ({
      ...meant,
      owner: await owner(),
      ...demandsOf(options),
    });
    const { signal } = options;
    const request = { method: "POST", path: "/tokens", credentials, composeBody, signal } as const;
    return toConnectionResponse(await send<Token>({ ...request, repeat: "as_it_is" }));
  };
  const app = async () => ({ kind: "app" }) as const;
  const currentUser = async () => {
    const token = await userToken();
    if (token === undefined) throw noUser();
    return { kind: "user_token", token } as const;
  };

  const readers: ConnectionReaders = {
    getConnection: async (type, options = {}) => {
      requireText(type, "Integration type");
      return await getToken({ type }, options, app);
    },
    getWorkspaceConnection: async (id, options = {}) => await getToken(byId(id), options, app),
    getCurrentAppUserConnection: async (id, options = {}) =>
      await getToken(byId(id), options, currentUser),
    getAppUserConnection: async (userId, id, options = {}) => {
      requireText(userId, "User ID");
      const { issuer } = options;
      const owner = { kind: "user", user_id: userId, issuer } as const;
      return await getToken(byId(id), options, async () => owner);
    },
  };
  const rulesOf = (type: string) => {
    const path = `/types/${pathSegment(type, "Integration type")}/refusals`;
    return refusalRules(root + path, (signal) =>
      send<ApiRefusals>({ method: "GET", path, credentials, signal, quiet: true }),
    );
  };
  return {
    ...readers,
    fetchFor: (address, options) =>
      createConnectionFetch(readerOf(readers, address), rulesOf, options),
    getAccessToken: async (type, options) =>
      (await readers.getConnection(type, options)).accessToken,
    getCurrentAppUserAccessToken: async (connectorId, options) =>
      (await readers.getCurrentAppUserConnection(connectorId, options)).accessToken,
    ...createServiceConsents(send, credentials, currentUser),
    createAppUserToken: async (userId, options = {}) => {
      const body = userTokenBody(userId, options);
      const { signal } = options;
      const request = { method: "POST", path: "/user-tokens", credentials, body, signal } as const;
      // One more of these tokens does no harm.
      return toAppUserToken(await send<UserToken>({ ...request, repeat: "as_it_is" }));
    },
  };
}

function byId(connectorId: string): Meant {
  requireText(connectorId, "Connector ID");
  return { connector_id: connectorId };
}

/** As the server says it where a user's token comes that is none. */
function noUser(): GrantryError {
  const message =
    "Nobody is signed in: pass the app user's token to the client, or make it with createClientFromRequest.";
  return new GrantryError(message, { code: "app_user_required", status: 401 });
}

/** `JSON.stringify` leaves out what is undefined. */
function userTokenBody(userId: string, options: AppUserTokenOptions): CreateUserTokenRequest {
  requireText(userId, "User ID");
  const { issuer, email, emailVerified, name, expiresIn } = options;
  return {
    user_id: userId,
    issuer,
    email,
    email_verified: emailVerified,
    name,
    expires_in: expiresIn,
  };
}

/** What the token must be; nothing where nothing is asked. */
function demandsOf({ minTtl, force, scopes, hosts }: TokenOptions): Partial<GetTokenRequest> {
  return {
    min_ttl: minTtl,
    refused_version: force,
    scopes: scopes === undefined ? undefined : [...scopes],
    hosts,
  };
}
