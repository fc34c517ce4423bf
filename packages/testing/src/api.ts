/** Calls the server under test as an app's page, its backend and an operator do. */
import { type Answer, toAnswer } from "./answer.ts";
import { ids, secrets, type World } from "./harness.ts";

export { type Answer, toAnswer } from "./answer.ts";

export interface UserApi {
  readonly jwt: string;
  get(path: string): Promise<Answer>;
  initiate(connectorId: string, init?: RequestInit): Promise<Answer>;
  disconnect(connectorId: string): Promise<Answer>;
  /** What the backend gets for this user through on-behalf-of. */
  token(connectorId: string): Promise<Answer>;
  /** `/v1/apps/{app}/me/connectors/{connector}`: what may be connected, and the user's connections of it. */
  connector(connectorId: string): Promise<Answer>;
  /** `/v1/apps/{app}/me/authorizations/{id}`: what became of an attempt to connect. */
  attempt(id: string): Promise<Answer>;
  /** Any call below /v1/apps/{app}/me/. */
  own(method: string, path: string, body?: unknown): Promise<Answer>;
}

/** What is asked of a token by `/v1`. */
export interface TokenAsked {
  readonly min_ttl?: number;
  readonly refused_version?: number;
  readonly scopes?: readonly string[];
  /** Whose user it is, where the app has several identity providers. */
  readonly issuer?: string;
}

export interface Api {
  /** Any call below /api/apps/{app}/. */
  call(path: string, init?: RequestInit): Promise<Answer>;
  backend(path: string, init?: RequestInit): Promise<Answer>;
  operator(path: string, init?: RequestInit): Promise<Answer>;
  /** Any call of the backend below /v1/apps/{app}/. */
  own(method: string, path: string, body?: unknown): Promise<Answer>;
  /** `POST /v1/apps/{app}/tokens` for a named user: work with no user present. */
  tokenOf(userId: string, connectorId: string, asked?: TokenAsked): Promise<Answer>;
  signIn(
    userId: string,
    claims?: {
      issuer?: string;
      email?: string;
      email_verified?: boolean;
      name?: string;
      expires_in?: number;
    },
  ): Promise<UserApi>;
}

/** The API of one app of the world, by its own service token. */
export function apiOf(
  world: Pick<World, "url">,
  appId: string = ids.app,
  serviceToken: string = secrets.serviceToken,
): Api {
  const base = `${world.url}/api/apps/${appId}/`;
  const withBearer = (bearer: string, init: RequestInit = {}): RequestInit => ({
    ...init,
    headers: { authorization: `Bearer ${bearer}`, ...init.headers },
  });
  const json = (init: RequestInit = {}): RequestInit => ({
    ...init,
    headers: { "content-type": "application/json", ...init.headers },
  });
  const call: Api["call"] = (path, init) => toAnswer(fetch(base + path, init));
  const backend: Api["backend"] = (path, init) => call(path, withBearer(serviceToken, init));
  const own = (bearer: string, root: string) => (method: string, path: string, body?: unknown) => {
    const sent = body === undefined ? {} : json({ body: JSON.stringify(body) });
    const url = `${world.url}/v1/apps/${appId}/${root}${path}`;
    return toAnswer(fetch(url, withBearer(bearer, { method, ...sent })));
  };
  const asBackend = own(serviceToken, "");
  return {
    call,
    backend,
    own: asBackend,
    tokenOf: (user_id, connector_id, { issuer, ...demands } = {}) => {
      const owner = { kind: "user", user_id, ...(issuer === undefined ? {} : { issuer }) };
      return asBackend("POST", "tokens", { connector_id, owner, ...demands });
    },
    operator: (path, init) =>
      call(path, { ...init, headers: { api_key: secrets.workspaceKey, ...init?.headers } }),
    signIn: async (userId, claims = {}) => {
      const issued = await asBackend("POST", "user-tokens", { user_id: userId, ...claims });
      if (issued.status !== 201) throw new Error(`no user token: ${JSON.stringify(issued.body)}`);
      const jwt: string = issued.body.access_token;
      const connector = (id: string) => `app-user-auth/connectors/${id}`;
      const me = own(jwt, "me/");
      return {
        jwt,
        own: me,
        connector: (id) => me("GET", `connectors/${encodeURIComponent(id)}`),
        attempt: (id) => me("GET", `authorizations/${encodeURIComponent(id)}`),
        get: (path) => call(path, withBearer(jwt)),
        initiate: (id, init) =>
          call(`${connector(id)}/initiate`, withBearer(jwt, json({ method: "POST", ...init }))),
        disconnect: (id) => call(connector(id), withBearer(jwt, { method: "DELETE" })),
        token: (id) =>
          backend(`${connector(id)}/token`, { headers: { "on-behalf-of": `Bearer ${jwt}` } }),
      };
    },
  };
}
