/** The adapter for our own server: sets itself up by `/v1` with a key of each of two workspaces. */
import { randomBytes } from "node:crypto";
import { type Answer, toAnswer } from "@grantry/testing/answer";
import { confirmationTokenOf, departureOf } from "@grantry/testing/browser";
import type {
  Abilities,
  Adapter,
  Completion,
  Connector,
  ProviderToRegister,
  TenantName,
} from "./adapter.ts";
import { guessable } from "./grantry-guesses.ts";

export interface Tenant {
  readonly workspaceId: string;
  /** A key of the workspace that may do all that `admin` may. */
  readonly key: string;
}

export interface GrantryTarget {
  readonly url: string;
  readonly tenants: Readonly<Record<TenantName, Tenant>>;
  /** Of the pages of the honest app. */
  readonly appOrigin: string;
  /** What cannot be had by `/v1`, where somebody else gives it. */
  readonly more?: Partial<Pick<Abilities, "operator" | "companySignIn" | "withSharedRedirectUri">>;
}

interface TenantApp {
  readonly appId: string;
  readonly serviceToken: string;
}

type Call = (method: string, path: string, as: string | null, body?: unknown) => Promise<Answer>;
type Undo = () => Promise<unknown>;

/** The name of the apps that it makes, and finds again where they were made before. */
const appName = "Red team";

export async function openGrantry(target: GrantryTarget): Promise<Adapter> {
  const call = callerOf(target.url);
  const undo: Undo[] = [];
  const apps = new Map<TenantName, TenantApp>();
  for (const name of ["honest", "hostile"] as const) {
    apps.set(name, await openApp(call, target, name, undo));
  }
  const appOf = (name: TenantName): TenantApp => apps.get(name) ?? missing("no app");
  const connectors = new Map<string, Promise<Connector>>();
  const userToken = async (tenant: TenantName, userId: string) => {
    const { appId, serviceToken } = appOf(tenant);
    const path = `/v1/apps/${appId}/user-tokens`;
    return await call("POST", path, serviceToken, { user_id: userId });
  };
  return {
    target: target.url,
    register: (tenant, provider) => {
      const key = `${tenant} ${JSON.stringify(provider)}`;
      const known = connectors.get(key) ?? register(call, target.tenants[tenant], provider, undo);
      connectors.set(key, known);
      return known;
    },
    start: async ({ tenant, userId, connectorId, returnUrl }) => {
      const issued = await userToken(tenant, userId);
      if (issued.status !== 201) return refusedWith(issued);
      const path = `/v1/apps/${appOf(tenant).appId}/me/authorizations`;
      const answer = await call("POST", path, issued.body.access_token, {
        connector_id: connectorId,
        ...(returnUrl === undefined ? {} : { return_url: returnUrl }),
      });
      return answer.status === 201
        ? { accepted: true, url: answer.body.connect_url }
        : refusedWith(answer);
    },
    readToken: async (tenant, user_id, connector_id) => {
      const { appId, serviceToken } = appOf(tenant);
      const owner = { kind: "user", user_id };
      const { status, body } = await call("POST", `/v1/apps/${appId}/tokens`, serviceToken, {
        connector_id,
        owner,
      });
      return { status, accessToken: status === 200 ? body.access_token : null };
    },
    leave: async (jar, url) => {
      const page = await jar.get(url);
      if (page.location !== null) return page.location;
      if (/http-equiv="refresh"/.test(page.text)) return departureOf(page);
      const token = confirmationTokenOf(page);
      return departureOf(await jar.post(url, { decision: "continue", token }));
    },
    confirm: async (page) => {
      await page.getByRole("button", { name: /^Continue to / }).click();
    },
    can: {
      ...abilities(call, target, { appOf, undo }),
      completion: completion(call, appOf, userToken),
    },
    close: async () => {
      for (const one of undo.reverse()) await one();
    },
  };
}

const missing = (what: string): never => {
  throw new Error(what);
};

const refusedWith = ({ status, body }: Answer) =>
  ({ accepted: false, why: `${status} ${body.code}` }) as const;

type UserToken = (tenant: TenantName, userId: string) => Promise<Answer>;

function completion(call: Call, appOf: Parts["appOf"], userToken: UserToken): Completion {
  const at = (tenant: TenantName) => `/v1/apps/${appOf(tenant).appId}/me/authorizations`;
  const tokenOf = async (tenant: TenantName, userId: string): Promise<string> =>
    required(await userToken(tenant, userId), 201).body.access_token;
  return {
    start: async ({ tenant, userId, connectorId, returnUrl }, challenge) => {
      const body = { connector_id: connectorId, return_url: returnUrl, challenge };
      const as = await tokenOf(tenant, userId);
      const { id, connect_url } = required(await call("POST", at(tenant), as, body), 201).body;
      return { id, url: connect_url };
    },
    codeOf: ({ searchParams }) => searchParams.get("grantry_code"),
    complete: async (tenant, userId, { id, code, verifier }) => {
      const path = `${at(tenant)}/${id}/complete`;
      const { status } = await call("POST", path, await tokenOf(tenant, userId), {
        code,
        verifier,
      });
      return status === 200;
    },
  };
}

function callerOf(url: string): Call {
  return (method, path, as, body) =>
    toAnswer(
      fetch(url + path, {
        method,
        headers: {
          ...(as === null ? {} : { authorization: `Bearer ${as}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        body: body === undefined ? null : JSON.stringify(body),
      }),
    );
}

function required(answer: Answer, ...statuses: number[]): Answer {
  if (statuses.includes(answer.status)) return answer;
  const { code, detail } = answer.body;
  throw new Error(
    `${new URL(answer.raw.url).pathname} answers ${answer.status} ${code}: ${detail}`,
  );
}

async function openApp(
  call: Call,
  target: GrantryTarget,
  name: TenantName,
  undo: Undo[],
): Promise<TenantApp> {
  const { workspaceId, key } = target.tenants[name];
  const at = `/v1/workspaces/${workspaceId}/apps`;
  const listed = required(await call("GET", `${at}?limit=200`, key), 200);
  const found = listed.body.data.find((one: { name: string }) => one.name === appName);
  const app = found ?? required(await call("POST", at, key, { name: appName }), 201).body;
  const origins = name === "honest" ? [target.appOrigin] : [];
  required(await call("PATCH", `${at}/${app.id}`, key, { origins, identity_providers: [] }), 200);
  const tokens = `${at}/${app.id}/service-tokens`;
  const made = required(await call("POST", tokens, key, { name: appName }), 201).body;
  undo.push(() => call("DELETE", `${tokens}/${made.id}`, key));
  return { appId: app.id, serviceToken: made.secret };
}

async function register(
  call: Call,
  { workspaceId, key }: Tenant,
  provider: ProviderToRegister,
  undo: Undo[],
): Promise<Connector> {
  const at = `/v1/workspaces/${workspaceId}`;
  const id = `rt${provider.name}${randomBytes(4).toString("hex")}`;
  const entry = entryOf(id, provider);
  required(await call("PUT", `${at}/providers/${id}`, key, { entry }), 200, 201);
  const made = required(
    await call("POST", `${at}/connectors`, key, {
      type: id,
      name: `Red team ${id}`,
      oauth_client: { client_id: provider.clientId, client_secret: provider.clientSecret },
    }),
    201,
  ).body;
  undo.push(async () => {
    await call("DELETE", `${at}/connectors/${made.id}`, key);
    await call("DELETE", `${at}/oauth-clients/${made.oauth_client.id}`, key);
    await call("DELETE", `${at}/providers/${id}`, key);
  });
  return { id: made.id, redirectUri: made.redirect_uri };
}

/** A provider of the workspace's own, as docs/custom-providers.md has it. */
function entryOf(id: string, provider: ProviderToRegister) {
  const documentation = "https://example.com/red-team";
  return {
    id,
    name: `Red team ${provider.name}`,
    documentation,
    metadata: {
      ...(provider.namesItself
        ? { issuer: provider.issuer, authorization_response_iss_parameter_supported: true }
        : {}),
      authorization_endpoint: provider.authorizationEndpoint,
      token_endpoint: provider.tokenEndpoint,
      token_endpoint_auth_methods_supported: ["client_secret_basic"],
    },
    authorization: { pkce: "S256" },
    refresh: { mode: "refresh_token", rotation: "may_rotate", inconclusive: "hold" },
    account: { request: { url: provider.userinfoEndpoint }, id: ["sub"] },
    api: { hosts: [new URL(provider.userinfoEndpoint).origin] },
    registration: { url: documentation, redirect_uri_rules: "Exact match.", steps: ["None."] },
    connectors: [
      {
        integration_type: id,
        display_name: `Red team ${provider.name}`,
        description: "Attacks.",
        category: "red team",
        documentation,
        scopes: { default: ["read"] },
      },
    ],
  };
}

interface Parts {
  appOf(tenant: TenantName): TenantApp;
  readonly undo: Undo[];
}

function abilities(call: Call, target: GrantryTarget, { appOf, undo }: Parts): Partial<Abilities> {
  const at = (tenant: TenantName) => `/v1/workspaces/${target.tenants[tenant].workspaceId}`;
  const change = async (tenant: TenantName, body: object) => {
    const path = `${at(tenant)}/apps/${appOf(tenant).appId}`;
    return await call("PATCH", path, target.tenants[tenant].key, body);
  };
  return {
    ...target.more,
    discover: async (tenant, issuer) => {
      const body = { id: "rtfound", name: "Red team", issuer };
      const answer = await call(
        "POST",
        `${at(tenant)}/providers/discover`,
        target.tenants[tenant].key,
        body,
      );
      const { status, body: said } = answer;
      // Refused for how often it was asked says nothing of what was asked.
      if (status === 429)
        throw new Error(`the server reads no more issuers for now: ${said.detail}`);
      return { taken: status === 200, why: status === 200 ? "200" : `${status} ${said.code}` };
    },
    trustIssuer: async (tenant, { issuer, jwksUri, audience }) => {
      const identity_providers = [
        { issuer, jwks_uri: jwksUri, audience, algorithms: ["ES256", "RS256"] },
      ];
      required(await change(tenant, { identity_providers }), 200);
      undo.push(() => change(tenant, { identity_providers: [] }));
    },
    userOf: async (tenant, token) => {
      const { status, body } = await call("GET", `/v1/apps/${appOf(tenant).appId}/me`, token);
      return status === 200 ? String(body.user_id) : null;
    },
    setFunctions: async (tenant, functions_url) => {
      const { status } = await change(tenant, { functions_url });
      undo.push(() => change(tenant, { functions_url: null }));
      return status === 200;
    },
    functionPath: (tenant, name) => `/v1/apps/${appOf(tenant).appId}/functions/${name}`,
    guessable: guessable(target.url, appOf("honest").appId),
  };
}
