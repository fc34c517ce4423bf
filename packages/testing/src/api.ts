/** Calls the server under test as an app's page, its backend and an operator do. */
import { ids, secrets, type World } from "./harness.ts";

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly body: any;
  readonly headers: Headers;
  readonly raw: Response;
}

export interface UserApi {
  readonly jwt: string;
  get(path: string): Promise<Answer>;
  initiate(connectorId: string, init?: RequestInit): Promise<Answer>;
  disconnect(connectorId: string): Promise<Answer>;
  /** What the backend gets for this user through on-behalf-of. */
  token(connectorId: string): Promise<Answer>;
}

export interface Api {
  /** Any call below /api/apps/{app}/. */
  call(path: string, init?: RequestInit): Promise<Answer>;
  backend(path: string, init?: RequestInit): Promise<Answer>;
  operator(path: string, init?: RequestInit): Promise<Answer>;
  signIn(
    userId: string,
    claims?: { issuer?: string; email?: string; name?: string; expires_in?: number },
  ): Promise<UserApi>;
}

/** Reads an answer. */
export async function toAnswer(sent: Promise<Response>): Promise<Answer> {
  const raw = await sent;
  const text = await raw.text();
  const isJson = raw.headers.get("content-type")?.includes("json") === true && text !== "";
  return { status: raw.status, body: isJson ? JSON.parse(text) : text, headers: raw.headers, raw };
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
  return {
    call,
    backend,
    operator: (path, init) =>
      call(path, { ...init, headers: { api_key: secrets.workspaceKey, ...init?.headers } }),
    signIn: async (userId, claims = {}) => {
      const path = `app-users/${encodeURIComponent(userId)}/token`;
      const issued = await backend(path, json({ method: "POST", body: JSON.stringify(claims) }));
      if (issued.status !== 200) throw new Error(`no user token: ${JSON.stringify(issued.body)}`);
      const jwt: string = issued.body.access_token;
      const connector = (id: string) => `app-user-auth/connectors/${id}`;
      return {
        jwt,
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
