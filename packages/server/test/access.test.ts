/** Who may do what: every route, by every caller that it is not for. */
import { randomUUID } from "node:crypto";
import { type Answer, type Api, apiOf, type UserApi } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { entryAt } from "@grantry/testing/custom-provider";
import { type FunctionServer, startFunctionServer } from "@grantry/testing/function-server";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { heldIn, hiddenIn } from "@grantry/testing/hidden";
import { ownApiOf, workspaceApiOf } from "@grantry/testing/own-api";
import { rawRequest } from "@grantry/testing/raw-request";
import { stateOf } from "@grantry/testing/witness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isOfOwnApi, type Route } from "../src/http/route.ts";
import { routes as declared } from "../src/http/routes.ts";
import { Secret } from "../src/lib/secret.ts";
import { type Permission, permissionNames } from "../src/service/accounts/permissions.ts";
import { serviceScopes } from "../src/service/app-users/service-scopes.ts";
import { insertServiceToken } from "../src/store/app-service-tokens.ts";
import { putGovernance } from "../src/store/connector-governance.ts";
import { putConnector } from "../src/store/connectors.ts";
import { putOAuthClient } from "../src/store/oauth-clients.ts";
import { insertOperator, putMembership } from "../src/store/operators.ts";
import { insertPersonalKey } from "../src/store/personal-keys.ts";

/** Names that contain the test app's. */
const likeApps = ["app_test2", "app_tes", "app-test", "APP_TEST"];

let functions: FunctionServer;
let world: World;
let api: Api;
let user: UserApi;
let otherUser: UserApi;
/** The attempts by which the user's and the shared connection were made. */
let attempts: { user: string; shared: string };
/** What no refusal may show. */
let canaries: string[];

beforeAll(async () => {
  functions = await startFunctionServer();
  functions.run("any", () => Response.json({}));
  world = await startWorld({
    allowedPrivateOrigins: [functions.origin],
    declare: ({ workspaces: [workspace] }) => {
      const [app] = workspace?.apps ?? [];
      if (app === undefined) throw new Error("no app");
      app.functions_url = `${functions.origin}/fn`;
      for (const id of likeApps) workspace?.apps?.push({ id, name: "Named alike" });
      const [connector] = workspace?.connectors ?? [];
      if (connector === undefined) throw new Error("no connector");
      for (const id of [connector.id.slice(0, -1), `${connector.id}0`]) {
        workspace?.connectors?.push({ ...connector, id, name: `Named alike ${id}` });
      }
    },
  });
  await enterPeople();
  api = apiOf(world);
  user = await api.signIn("user-1");
  otherUser = await apiOf(world, ids.otherApp, secrets.otherServiceToken).signIn("user-1");
  const own = (await user.initiate(ids.userConnector)).body;
  await consent(createJar(), own.redirect_url);
  const shared = (await api.operator("external-auth/initiate", sharedBody)).body;
  await consent(createJar(), shared.redirect_url, { account: "sandbox-bo" });
  attempts = { user: own.connection_id, shared: shared.connection_id };
  const tokens = [
    await user.token(ids.userConnector),
    await api.backend("external-auth/tokens/sandboxcalendar"),
  ];
  canaries = [
    ...tokens.map(({ body }) => body.access_token),
    ...Object.values(secrets),
    "sandbox-ada",
    "sandbox-bo",
    "@sandbox.example",
    "Test app",
    "My calendar",
  ];
});
afterAll(async () => {
  await world.close();
  await functions.close();
});

function json(body: unknown): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}
const asService = { authorization: `Bearer ${secrets.serviceToken}` };
const asOperator = { api_key: secrets.workspaceKey };
const sharedBody = json({ integration_type: "sandboxcalendar" });

type Kind =
  | "public"
  | "anybody"
  | "user"
  | "service"
  | "service for user"
  | "operator"
  | "operator anywhere"
  | "workspace operator"
  | "person"
  | "credential in the body";

/** Whom a route is for, by its declaration. */
function kindOf(route: Route): Kind {
  switch (route.for) {
    case "public":
      return "public";
    case "proof_in_body":
      return "credential in the body";
    case "anybody":
      return "anybody";
    case "app_user":
      return "user";
    case "backend":
    case "verified_backend":
      return "service";
    case "backend_for_user":
      return "service for user";
    case "person":
      return "person";
    case "operator":
      if (route.workspaceOf !== null || route.path.includes(":workspaceId")) {
        return "workspace operator";
      }
      return route.path.includes(":appId") ? "operator" : "operator anywhere";
    case "signed_in":
    case "server_operator":
      throw new Error(`${route.path} is no route of /v1: v1/access.test.ts has those`);
    case "browser":
      throw new Error(`${route.path} is a page: pages.test.ts and accounts.test.ts have them`);
  }
}

/** A route as the OpenAPI document names it, by each of its methods. */
const namesOf = ({ method, path }: Route) =>
  [method].flat().map((one) => `${one} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
/** v1/access.test.ts has those of our own API. */
const described = declared.filter(({ hidden, path }) => hidden !== true && !isOfOwnApi(path));

/** Whom each route is for. */
const routes: Record<string, Kind> = Object.fromEntries(
  described.flatMap((route) => namesOf(route).map((name) => [name, kindOf(route)])),
);
/** Which of them the pages of an app may call from their own origins. */
const forPages = new Set(described.filter((one) => one.forPages).flatMap(namesOf));

/** What a route answers to whom it is for, where that is not 200: some say no to everybody. */
const answers: Record<string, number> = {
  "POST /api/apps/{appId}/payments/stripe/install": 409,
};

/** Sends a request to a route of the test app that would succeed with the right credential, but for these in its address. */
function send(
  route: string,
  headers: Record<string, string>,
  changes: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const [method = "", template = ""] = route.split(" ");
  const shared = template.includes("/tokens/connectors/");
  const values: Record<string, string> = {
    appId: ids.app,
    workspaceId: ids.workspace,
    connectorId: template.startsWith("/api/workspace/")
      ? spare.connector
      : shared
        ? ids.sharedConnector
        : ids.userConnector,
    integrationType: "sandboxcalendar",
    userId: "user-1",
    name: "any",
    authorizationId: attempts.user,
    ...changes,
  };
  const path = template.replace(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? "");
  const query = template.endsWith("/status")
    ? `?connection_id=${changes["attempt"] ?? attempts.shared}`
    : "";
  const bodies: Record<string, RequestInit> = {
    "/oauth/device/code": json({ client_id: "grantry-cli" }),
    // No header helps where the credential stands in the body.
    "/oauth/token": json({
      client_id: "grantry-cli",
      grant_type: "refresh_token",
      refresh_token: "grantry_rt_unknown",
    }),
    "/api/apps/{appId}/external-auth/initiate": sharedBody,
    "/api/apps/{appId}/external-auth/integrations/{integrationType}":
      method === "PUT" ? json({ scopes: ["calendar.read"] }) : {},
    "/api/apps/{appId}/deployment/connectors": json({
      connectors: [{ integration_type: "sandboxcalendar", scopes: ["calendar.read"] }],
    }),
  };
  const body = bodies[template] ?? managementBody(method, template);
  return apiOf({ url: world.url }).call(`../../..${path}${query}`, {
    ...body,
    method,
    headers: { ...(body.headers as Record<string, string> | undefined), ...headers },
  });
}

/** What managing calls are tried on, made anew before each that succeeds. */
const spare = {
  connector: "d1b2c3d4e5f6a1b2c3d4e5f6",
  oauthClient: "ocl_spare",
} as const;
let named = 0;

/** The body of a call that manages something; nothing is named twice. */
function managementBody(method: string, template: string): RequestInit {
  if (method !== "POST" && method !== "PUT") return {};
  named += 1;
  const name = `Made ${named}`;
  const bodies: Record<string, unknown> = {
    "POST connectors": {
      integration_type: "sandboxcalendar",
      name,
      client_id: "c",
      client_secret: "s",
    },
    "PUT {connectorId}": { name },
    "PUT builder-connection": { enabled: true },
    "PUT per-user-connection": { enabled: true },
    "PUT bulk": { actions: [{ integration_type: "slack", builder_connection_enabled: false }] },
    "POST apps": { name, organization_id: ids.workspace },
  };
  const body = bodies[`${method} ${template.split("/").at(-1)}`];
  return body === undefined ? {} : json(body);
}

/** Enters what the managing calls are tried on, where it is not there any more. */
async function enterSpare(): Promise<void> {
  const { store } = world.app.context;
  const workspaceId = ids.workspace;
  const secret = () => new Secret(randomUUID());
  const common = { workspaceId, name: "Spare" };
  await putOAuthClient(store, {
    ...common,
    oauthClientId: spare.oauthClient,
    serverId: "sandbox",
    clientId: "c",
    clientSecret: secret(),
    previousClientSecret: null,
    redirectPath: "own",
  });
  await putConnector(store, {
    ...common,
    connectorId: spare.connector,
    appId: null,
    oauthClientId: spare.oauthClient,
    integrationType: "sandboxcalendar",
    scopes: null,
    settings: {},
  });
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** Every caller, as the headers it sends. */
const callers: Record<string, () => Record<string, string>> = {
  nobody: () => ({}),
  "an empty bearer": () => ({ authorization: "Bearer " }),
  "another scheme": () => ({ authorization: `Basic ${btoa(`x:${secrets.serviceToken}`)}` }),
  garbage: () => bearer("garbage"),
  "garbage like a JWT": () => bearer("a.b.c"),
  "a user": () => bearer(user.jwt),
  "a user of another app": () => bearer(otherUser.jwt),
  "the backend": () => bearer(secrets.serviceToken),
  "the backend, mistyped": () => bearer(`${secrets.serviceToken}s`),
  "the backend of another app": () => bearer(secrets.otherServiceToken),
  "the backend of another workspace": () => bearer(secrets.foreignServiceToken),
  "an operator": () => ({ api_key: secrets.workspaceKey }),
  "an operator by bearer": () => bearer(secrets.workspaceKey),
  "an operator of another workspace": () => ({ api_key: secrets.foreignWorkspaceKey }),
  "an operator of another workspace by bearer": () => bearer(secrets.foreignWorkspaceKey),
  "an unknown key": () => ({ api_key: `grantry_wk_${"y".repeat(40)}` }),
  "a service token as key": () => ({ api_key: secrets.serviceToken }),
  "a person of the workspace": () => bearer(personalKey("here")),
  "a person of the workspace by api_key": () => ({ api_key: personalKey("here") }),
  "a person of another workspace": () => bearer(personalKey("elsewhere")),
  "an unknown person": () => bearer(personalKey("unknown")),
};

const personalKey = (of: string) => `grantry_pk_${of.padEnd(43, "k")}`;

/** Two people with every scope, one in the test workspace, one in the foreign one. */
async function enterPeople(): Promise<void> {
  const { store } = world.app.context;
  for (const [of, workspaceId] of [
    ["here", ids.workspace],
    ["elsewhere", ids.foreignWorkspace],
  ] as const) {
    const operatorId = `opr_${of}`;
    const account = { operatorId, email: `${of}@example.com`, name: of, passwordHash: null };
    await insertOperator(store, account);
    await putMembership(store, { workspaceId, operatorId, role: "owner" });
    await insertPersonalKey(store, {
      personalKeyId: `pky_${of}`,
      operatorId,
      name: of,
      secret: new Secret(personalKey(of)),
      scopes: permissionNames,
      expiresAt: null,
    });
  }
}

type Verdict = "ok" | "unauthorized" | "user_token_required" | "person_required" | Refusal;
type Refusal =
  | "service_token_required"
  | "forbidden"
  | "operator_required"
  | "app_not_found"
  | "workspace_not_found";

const operatorVerdicts = (foreign: Verdict): Record<string, Verdict> => ({
  "an operator": "ok",
  "an operator by bearer": "ok",
  "an operator of another workspace": foreign,
  "an operator of another workspace by bearer": foreign,
  "garbage like a JWT": "operator_required",
  "a user": "operator_required",
  "a user of another app": "operator_required",
  "the backend": "operator_required",
  "the backend, mistyped": "operator_required",
  "the backend of another app": "operator_required",
  "the backend of another workspace": "operator_required",
  "a service token as key": "operator_required",
  "a person of the workspace": "ok",
  "a person of the workspace by api_key": "ok",
  "a person of another workspace": foreign,
});

/** What each kind of route says to each caller; who is not named is `unauthorized`. */
const verdicts: Record<
  Exclude<Kind, "public" | "credential in the body">,
  Record<string, Verdict>
> = {
  user: {
    "a user": "ok",
    "the backend": "user_token_required",
    "the backend, mistyped": "user_token_required",
    "the backend of another app": "user_token_required",
    "the backend of another workspace": "user_token_required",
  },
  anybody: {
    nobody: "ok",
    "a user": "ok",
    "the backend": "ok",
    // A key is no credential here, and is not passed on: who brings one is nobody.
    "an operator": "ok",
    "an operator of another workspace": "ok",
    "an unknown key": "ok",
    "a service token as key": "ok",
    "a person of the workspace by api_key": "ok",
  },
  service: {
    "the backend": "ok",
    "garbage like a JWT": "service_token_required",
    "a user": "service_token_required",
    "a user of another app": "service_token_required",
  },
  "service for user": {
    "the backend": "ok",
    "garbage like a JWT": "service_token_required",
    "a user": "service_token_required",
    "a user of another app": "service_token_required",
  },
  operator: operatorVerdicts("app_not_found"),
  "operator anywhere": operatorVerdicts("ok"),
  "workspace operator": operatorVerdicts("workspace_not_found"),
  person: {
    ...operatorVerdicts("ok"),
    "an operator": "person_required",
    "an operator by bearer": "person_required",
    "an operator of another workspace": "person_required",
    "an operator of another workspace by bearer": "person_required",
  },
};

const statuses: Record<Verdict, number> = {
  ok: 200,
  unauthorized: 401,
  user_token_required: 403,
  person_required: 403,
  service_token_required: 403,
  forbidden: 403,
  operator_required: 403,
  app_not_found: 404,
  workspace_not_found: 404,
};

function expectRefusal({ status, body }: Answer, verdict: Verdict): void {
  expect([status, body.reason]).toEqual([statuses[verdict], verdict]);
  expect(Object.keys(body).sort()).toEqual(["code", "detail", "message", "reason", "request_id"]);
  const text = JSON.stringify(body);
  expect(canaries.filter((canary) => text.includes(canary))).toEqual([]);
}

/** Headers of a call that acts for the user, where the route asks for it. */
function withUser(kind: Kind, headers: Record<string, string>): Record<string, string> {
  return kind === "service for user"
    ? { "on-behalf-of": `Bearer ${user.jwt}`, ...headers }
    : headers;
}

describe("a declaration", () => {
  test("opens to pages of other origins nothing but users' routes, functions and what the SDK sends unasked", () => {
    const others = Object.entries(routes).filter(
      ([name, kind]) => forPages.has(name) && kind !== "user" && kind !== "anybody",
    );
    expect(others.map(([name]) => name).sort()).toEqual([
      "GET /api/apps/public/prod/public-settings/by-id/{appId}",
      "POST /api/apps/{appId}/analytics/track/batch",
    ]);
  });

  test("asks for no credential only where nothing is given", () => {
    const open = Object.entries(routes).filter(([, kind]) => kind === "public");
    expect(open.map(([name]) => name).sort()).toEqual([
      "GET /api/apps/public/prod/public-settings/by-id/{appId}",
      "GET /healthz",
      // For callers on this machine, as all are here: metrics.test.ts has the others.
      "GET /metrics",
      "GET /readyz",
      "POST /api/apps/{appId}/analytics/track/batch",
      "POST /oauth/device/code",
    ]);
  });

  test("has operators who change something prove more than that they may look", () => {
    const changes = described.filter((one) => one.for === "operator" && one.method !== "GET");
    expect(changes.length).toBeGreaterThan(10);
    for (const { path, permission } of changes)
      expect([path, permission]).toEqual([path, expect.stringMatching(/:write$/)]);
  });
});

/** A key with every scope but one, which a route needs. */
async function keyWithout(permission: Permission): Promise<string> {
  const { store } = world.app.context;
  const secret = `grantry_pk_${permission.replace(":", "-").padEnd(43, "w")}`;
  const id = `pky_without_${permission}`;
  await store.db.deleteFrom("personal_keys").where("personal_key_id", "=", id).execute();
  await insertPersonalKey(store, {
    personalKeyId: id,
    operatorId: "opr_here",
    name: "Without one",
    secret: new Secret(secret),
    scopes: permissionNames.filter((one) => one !== permission),
    expiresAt: null,
  });
  return secret;
}

describe("every route of operators by one who is not allowed", () => {
  const guarded = described.flatMap((one) =>
    one.for !== "operator" || one.permission === null
      ? []
      : namesOf(one).map((name) => [name, one.permission] as const),
  );
  test.each(guarded)(
    "%s refuses a key without %s and changes nothing",
    async (route, permission) => {
      if (permission === null) throw new Error("filtered out above");
      const key = await keyWithout(permission as Permission);
      const before = await stateOf(world);
      const answer = await send(route, bearer(key));
      expect([answer.status, answer.body.reason]).toEqual([403, "forbidden"]);
      expect(answer.body.detail).toContain(permission);
      expect(await stateOf(world)).toEqual(before);
    },
  );
});

describe("every route of backends by a service token that was not given its scope", () => {
  const scoped = described.flatMap((one) =>
    one.for === "operator" || one.permission === null
      ? []
      : namesOf(one).map((name) => [name, one.permission] as const),
  );
  test.each(scoped)("%s needs %s", async (route, permission) => {
    const { store } = world.app.context;
    const secret = `grantry_st_${`${permission}`.replace(":", "-").padEnd(43, "n")}`;
    const serviceTokenId = `stk_without_${permission}`;
    const { db } = store;
    await db.deleteFrom("service_tokens").where("service_token_id", "=", serviceTokenId).execute();
    await insertServiceToken(store, {
      serviceTokenId,
      workspaceId: ids.workspace,
      appId: ids.app,
      name: "narrow",
      secret: new Secret(secret),
      scopes: serviceScopes.filter((one) => one !== permission),
      connectorIds: null,
      expiresAt: null,
    });
    const before = await stateOf(world);
    const answer = await send(route, withUser(routes[route] ?? "service", bearer(secret)));
    expectRefusal(answer, "forbidden");
    expect(answer.body.detail).toContain(`the scope ${permission},`);
    expect(await stateOf(world)).toEqual(before);
  });
});

describe("a route that takes a body", () => {
  const pathOf = (template: string) =>
    template.replace("{domain}", "company.example").replaceAll(/[{}]/g, "");
  const takers = Object.entries(routes).filter(
    ([name, kind]) => /^(POST|PUT|PATCH) /.test(name) && !/public|anybody|body/.test(kind),
  );
  test.each(takers)("%s says nothing of it to whom it is not for (%s)", async (route) => {
    for (const body of ["{cut", "[]", `{"unheard_of":1}`]) {
      for (const type of ["application/json", "text/csv"]) {
        const [method = "", template = ""] = route.split(" ");
        const answer = await rawRequest(world.url, pathOf(template), {
          method,
          headers: { "content-type": type },
          body,
        });
        expect([answer.status, JSON.parse(answer.text).reason]).toEqual([401, "unauthorized"]);
      }
    }
  });
});

describe("every route by every caller (SEC-70, SEC-72)", () => {
  test("is declared", () => {
    // Of addresses that end in a wildcard the server's printing shows only parts.
    const names = declared.flatMap(namesOf).map((name) => name.replace(/ .*\/\*$/, " /*"));
    expect(servedRoutes()).toEqual([...new Set(names)].sort());
  });

  const kinds = Object.entries(routes);
  test.each(kinds)("%s, for %s, refuses all others and changes nothing", async (route, kind) => {
    const before = await stateOf(world);
    for (const [caller, headers] of Object.entries(callers)) {
      if (kind === "public") {
        expect((await send(route, headers())).status, caller).toBe(200);
        continue;
      }
      if (kind === "credential in the body") {
        expect((await send(route, headers())).status, caller).toBe(400);
        continue;
      }
      const verdict = verdicts[kind][caller] ?? "unauthorized";
      if (verdict === "ok") continue;
      expectRefusal(await send(route, withUser(kind, headers())), verdict);
    }
    expect(await stateOf(world)).toEqual(before);
  });

  test("a backend cannot act for whom it cannot prove to be its user (SEC-75)", async () => {
    const before = await stateOf(world);
    for (const token of [otherUser.jwt, "a.b.c", "garbage", secrets.serviceToken, "user-1", ""]) {
      const answer = await api.backend(`app-user-auth/connectors/${ids.userConnector}/token`, {
        headers: { "on-behalf-of": `Bearer ${token}` },
      });
      expect([answer.status, answer.body.reason]).toEqual([401, "app_user_required"]);
    }
    const bare = await api.backend(`app-user-auth/connectors/${ids.userConnector}/token`);
    expect([bare.status, bare.body.reason]).toEqual([401, "app_user_required"]);
    expect(await stateOf(world)).toEqual(before);
  });

  test("a user's proof is worth nothing without the backend's", async () => {
    const path = `app-user-auth/connectors/${ids.userConnector}/token`;
    for (const token of [secrets.otherServiceToken, secrets.foreignServiceToken]) {
      for (const onBehalfOf of [user.jwt, otherUser.jwt]) {
        const answer = await api.call(path, {
          headers: { ...bearer(token), "on-behalf-of": `Bearer ${onBehalfOf}` },
        });
        expect(answer.status).toBe(401);
        expect(JSON.stringify(answer.body)).not.toContain("access_token");
      }
    }
  });
});

/** The routes that the server really has, read from its own printing of them. */
function servedRoutes(): string[] {
  const served: string[] = [];
  const parents: string[] = [];
  for (const line of world.app.http.printRoutes({ commonPrefix: false }).split("\n")) {
    const match = /^((?:│ {3}| {4})*)[├└]── (\S+)(?: \(([^)]+)\))?$/.exec(line);
    if (match === null) continue;
    const [, indent = "", part = "", methods = ""] = match;
    const depth = indent.length / 4;
    const path = (depth === 0 ? "" : (parents[depth - 1] ?? "")) + part;
    parents[depth] = path;
    // Of addresses that end in a wildcard the printing shows only parts.
    const shown = part.endsWith("*") ? "/*" : path.replace(/:(\w+)/g, "{$1}");
    for (const method of methods.split(", ")) {
      if (!["HEAD", "OPTIONS", ""].includes(method)) served.push(`${method} ${shown}`);
    }
  }
  return [...new Set(served)].sort();
}

/** An answer without what differs from request to request. */
function comparable({ status, body, headers }: Answer, asked: string) {
  const text = JSON.stringify({ ...body, request_id: "" }).replaceAll(asked, "<asked>");
  const names = ["content-type", "www-authenticate", "x-base44-connector-error", "cache-control"];
  return { status, text, headers: names.map((name) => headers.get(name)) };
}

/** The stable code of a refusal, by the wire or by `/v1`. */
const codeOf = ({ body }: Answer): string => body.reason ?? body.code;

describe("what belongs to others reads like what does not exist (SEC-70)", () => {
  const unknownConnector = "e1b2c3d4e5f6a1b2c3d4e5f6";
  const asksForConnector: Record<string, (id: string) => Promise<Answer>> = {
    initiate: (id) => user.initiate(id),
    status: (id) => user.connector(id),
    disconnect: (id) => user.disconnect(id),
    "token of the current user": (id) => user.token(id),
    "token of a named user": (id) => api.tokenOf("user-1", id),
    "shared token": (id) => api.backend(`external-auth/tokens/connectors/${id}`),
    "initiate by an operator": (id) =>
      api.operator("external-auth/initiate", json({ connector_id: id })),
  };
  test.each(Object.keys(asksForConnector))("connectors: %s", async (name) => {
    const ask = asksForConnector[name] as (id: string) => Promise<Answer>;
    const before = await stateOf(world);
    const unknown = await ask(unknownConnector);
    expect([unknown.status, codeOf(unknown)]).toEqual([404, "connector_not_found"]);
    const foreign = await ask(ids.foreignConnector);
    expect(comparable(foreign, ids.foreignConnector)).toEqual(
      comparable(unknown, unknownConnector),
    );
    expect(await stateOf(world)).toEqual(before);
  });

  /** Whoever may call a route of the kind. */
  const rightful: Partial<Record<Kind, () => Record<string, string>>> = {
    user: () => bearer(user.jwt),
    service: () => asService,
    "service for user": () => withUser("service for user", asService),
    operator: () => asOperator,
    "workspace operator": () => asOperator,
  };
  /** As if nobody had tried it: who was wrong a moment ago is, after many, refused without being looked for. */
  const untried = (headers: Record<string, string>, appId: string) => {
    const { credentials } = world.app.context.limits;
    for (const place of ["operator", `backend ${appId}`, `user ${appId}`]) {
      for (const one of [headers["authorization"], headers["api_key"]]) {
        if (one !== undefined) credentials.accepted(credentials.name(`${place} ${one}`));
      }
    }
    return headers;
  };
  /** What an address can name, of others: of another workspace, and of another app of the same one. */
  const foreign: Readonly<Record<string, readonly string[]>> = {
    appId: [ids.foreignApp, ids.otherApp],
    workspaceId: [ids.foreignWorkspace],
    connectorId: [ids.foreignConnector],
  };
  /** Parameters that name nothing that is anybody's, each with why. */
  const nobodys: Readonly<Record<string, string>> = {
    integrationType: "is of the catalogue, which is everybody's",
    name: "a function is the app's own, and known to its server alone",
    "*": "the same, with a path of the function's own",
  };
  const named = described.flatMap((route) => {
    const parameters = [...route.path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
    return namesOf(route).flatMap((name) =>
      parameters.map((parameter) => ({ name, kind: kindOf(route), parameter })),
    );
  });

  test("every parameter of every route is one of somebody's, or said to be nobody's", () => {
    const known = new Set([...Object.keys(foreign), ...Object.keys(nobodys)]);
    expect(named.filter(({ parameter }) => !known.has(parameter))).toEqual([]);
    expect(named.length).toBeGreaterThan(40);
  });

  test.each(named.filter(({ kind, parameter }) => kind in rightful && parameter in foreign))(
    "$name: a foreign $parameter reads like an unknown one (SEC-70)",
    async ({ name, kind, parameter }) => {
      const before = await stateOf(world);
      const headers = rightful[kind]?.() ?? {};
      // What belongs to the workspace is there for its operators, whatever app of it is named.
      const own = kind === "operator" ? ids.otherApp : null;
      for (const id of (foreign[parameter] ?? []).filter((one) => one !== own)) {
        const unknown = id.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
        const refused = await send(name, untried(headers, unknown), { [parameter]: unknown });
        const answer = await send(name, untried(headers, id), { [parameter]: id });
        expect([401, 403, 404]).toContain(refused.status);
        expect(comparable(answer, id)).toEqual(comparable(refused, unknown));
      }
      expect(await stateOf(world)).toEqual(before);
    },
  );

  test("connectors: another app's shared one, by id and by type", async () => {
    const other = apiOf(world, ids.otherApp, secrets.otherServiceToken);
    const byId = (id: string) => other.backend(`external-auth/tokens/connectors/${id}`);
    expect(comparable(await byId(ids.sharedConnector), ids.sharedConnector)).toEqual(
      comparable(await byId(unknownConnector), unknownConnector),
    );
    const start = (id: string) => otherUser.initiate(id);
    expect(comparable(await start(ids.sharedConnector), ids.sharedConnector)).toEqual(
      comparable(await start(unknownConnector), unknownConnector),
    );
    const byType = await other.backend("external-auth/tokens/sandboxcalendar");
    expect([byType.status, byType.body.reason]).toEqual([404, "connector_not_found"]);
  });

  const asksForApp: Record<string, (appId: string) => Promise<Answer>> = {
    "a user": (appId) =>
      ownApiOf(world)("GET", `/v1/apps/${appId}/me/connections`, { as: user.jwt }),
    "a user, who starts": (appId) =>
      apiOf(world, appId).call(`app-user-auth/connectors/${ids.userConnector}/initiate`, {
        method: "POST",
        headers: bearer(user.jwt),
      }),
    "nobody with a token": (appId) =>
      apiOf(world, appId).call("entities/User/me", { headers: bearer("garbage") }),
    "who forges a token of that app": (appId) => {
      const claims = { iss: `${world.url}/api/apps/${appId}`, aud: appId, sub: "u", exp: 4e9 };
      const parts = [{ alg: "HS256", kid: "k1" }, claims].map((part) => btoa(JSON.stringify(part)));
      const token = [...parts, "AAAA"].join(".").replaceAll("=", "");
      return apiOf(world, appId).call("entities/User/me", { headers: bearer(token) });
    },
    "a backend": (appId) => apiOf(world, appId).backend("external-auth/tokens/sandboxcalendar"),
    "a backend, for its user": (appId) =>
      apiOf(world, appId).backend(`app-user-auth/connectors/${ids.userConnector}/token`, {
        headers: { "on-behalf-of": `Bearer ${user.jwt}` },
      }),
    "a backend that exchanges": (appId) =>
      apiOf(world, appId).own("POST", "user-tokens", { user_id: "u" }),
    "an operator": (appId) => apiOf(world, appId).operator("external-auth/initiate", sharedBody),
  };
  test.each(Object.keys(asksForApp))("apps: %s", async (name) => {
    const ask = asksForApp[name] as (id: string) => Promise<Answer>;
    const before = await stateOf(world);
    const unknown = await ask("app_unknown");
    expect([401, 404]).toContain(unknown.status);
    const foreign = await ask(ids.foreignApp);
    expect(comparable(foreign, ids.foreignApp)).toEqual(comparable(unknown, "app_unknown"));
    expect(await stateOf(world)).toEqual(before);
  });

  test.each(["GET", "PUT", "DELETE"])("workspaces: %s of custom providers", async (method) => {
    const before = await stateOf(world);
    const { id: _, ...entry } = entryAt("https://house.example");
    const ask = (workspaceId: string) =>
      workspaceApiOf(world, { workspaceId })(
        method,
        method === "GET" ? "providers" : "providers/house",
        method === "PUT" ? { entry } : undefined,
      );
    const unknown = await ask("ws_unknown");
    expect([unknown.status, unknown.body.code]).toEqual([404, "workspace_not_found"]);
    const foreign = await ask(ids.foreignWorkspace);
    expect(comparable(foreign, ids.foreignWorkspace)).toEqual(comparable(unknown, "ws_unknown"));
    expect(await stateOf(world)).toEqual(before);
  });

  test("attempts: of another user, another app, an operator", async () => {
    const ask = (by: UserApi, id: string) => by.attempt(id);
    const unknownId = `auz_${"A".repeat(20)}`;
    const unknown = await ask(user, unknownId);
    expect([unknown.status, unknown.body.code]).toEqual([404, "authorization_not_found"]);
    const stranger = await api.signIn("user-2");
    for (const [by, id] of [
      [stranger, attempts.user],
      [otherUser, attempts.user],
      [user, attempts.shared],
    ] as const) {
      expect(comparable(await ask(by, id), id)).toEqual(comparable(unknown, unknownId));
    }
    const asOperator = (id: string) => api.operator(`external-auth/status?connection_id=${id}`);
    expect(comparable(await asOperator(attempts.user), attempts.user)).toEqual(
      comparable(await asOperator(unknownId), unknownId),
    );
    expect((await ask(user, attempts.user)).body).toMatchObject({
      status: "completed",
      error: null,
    });
    expect((await asOperator(attempts.shared)).body).toEqual({ status: "ACTIVE", error: null });
  });
});

describe("ids are compared as a whole (SEC-71)", () => {
  const userIds = ["user-", "user-10", "user-1 ", " user-1", "USER-1", "user-_", "user%", "%", "*"];

  test.each(userIds)("the user %j has nothing of user-1's", async (userId) => {
    const alike = await api.signIn(userId);
    expect((await alike.own("GET", "connections")).body.data).toEqual([]);
    for (const { connections } of (await alike.own("GET", "connectors")).body.data) {
      expect(connections).toEqual([]);
    }
    expect((await alike.token(ids.userConnector)).body.reason).toBe("not_connected");
    expect((await alike.disconnect(ids.userConnector)).body.reason).toBe("not_connected");
    expect((await api.tokenOf(userId, ids.userConnector)).body.code).toBe("not_connected");
    expect((await user.token(ids.userConnector)).status).toBe(200);
  });

  test.each(likeApps)("the app %j takes nothing of app_test's", async (appId) => {
    const alike = apiOf(world, appId);
    const before = await stateOf(world);
    expect((await alike.backend("external-auth/tokens/sandboxcalendar")).status).toBe(401);
    expect((await alike.own("POST", "user-tokens", { user_id: "user-1" })).status).toBe(401);
    const asUser = { as: user.jwt };
    const listed = await ownApiOf(world)("GET", `/v1/apps/${appId}/me/connections`, asUser);
    expect(listed.status).toBe(401);
    expect(await stateOf(world)).toEqual(before);
  });

  test("connector ids that contain one another are different connectors", async () => {
    const { data } = (await user.own("GET", "connectors")).body;
    type Listed = { id: string; connections: { status: string }[] };
    const statuses = data.map(({ id, connections }: Listed) => [
      id,
      connections.map(({ status }) => status),
    ]);
    expect(new Map(statuses)).toEqual(
      new Map([
        [ids.userConnector, ["active"]],
        [ids.userConnector.slice(0, -1), []],
        [`${ids.userConnector}0`, []],
      ]),
    );
    for (const id of [ids.userConnector.slice(0, -1), `${ids.userConnector}0`]) {
      expect((await user.token(id)).body.reason).toBe("not_connected");
    }
    for (const id of [ids.userConnector.toUpperCase(), "%", `${ids.userConnector.slice(0, -1)}_`]) {
      expect((await user.token(encodeURIComponent(id))).body.reason).toBe("connector_not_found");
    }
  });
});

describe("a user (SEC-73)", () => {
  test("sees their own connections, and nobody else's", async () => {
    const second = await api.signIn("user-2");
    const started = await second.initiate(ids.userConnector);
    await consent(createJar(), started.body.redirect_url, { account: "sandbox-cy" });
    const accountOf = async (who: UserApi) => {
      const { body } = await who.connector(ids.userConnector);
      return body.connections[0]?.account.id ?? null;
    };
    expect(await accountOf(user)).toBe("sandbox-ada");
    expect(await accountOf(second)).toBe("sandbox-cy");
    expect(await accountOf(otherUser)).toBe(null);
    const text = JSON.stringify((await second.own("GET", "connections")).body);
    expect(text).not.toMatch(/sandbox-ada|sandbox-bo/);
    expect((await second.disconnect(ids.userConnector)).status).toBe(200);
    expect((await user.token(ids.userConnector)).body.account.id).toBe("sandbox-ada");
  });

  test("of the same name in another app is another user", async () => {
    expect((await otherUser.disconnect(ids.userConnector)).body.reason).toBe("not_connected");
    const backend = apiOf(world, ids.otherApp, secrets.otherServiceToken);
    const theirs = await backend.tokenOf("user-1", ids.userConnector);
    expect(theirs.body.code).toBe("not_connected");
    expect((await user.token(ids.userConnector)).status).toBe(200);
  });

  test("cannot reach the app's shared connection", async () => {
    const before = await stateOf(world);
    const shared = await user.connector(ids.sharedConnector);
    expect([shared.status, shared.body.connections]).toEqual([200, []]);
    expect((await user.disconnect(ids.sharedConnector)).body.reason).toBe("not_connected");
    expect((await user.token(ids.sharedConnector)).body.reason).toBe("not_connected");
    expect(await stateOf(world)).toEqual(before);
  });
});

/** Browsers of an origin that the app has listed (Fetch standard, CORS). */
describe("the app's own pages", () => {
  const origin = "https://app.example.com";
  const corsOf = (headers: object) =>
    Object.keys(headers).filter((name) => name.startsWith("access-control-"));
  const preflight = (method: string, path: string) =>
    rawRequest(world.url, path, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": method,
        "access-control-request-headers": "authorization",
      },
    });

  test.each(Object.entries(routes))(
    "may read %s only where it is for them (%s)",
    async (route, _kind) => {
      const [method = "", template = ""] = route.split(" ");
      const isForPages = forPages.has(route);
      const asked = await preflight(
        method,
        template.replaceAll(/\{appId\}/g, ids.app).replaceAll(/[{}]/g, ""),
      );
      expect(asked.status).toBe(isForPages ? 204 : 404);
      expect(corsOf(asked.headers).length > 0).toBe(isForPages);
      // With the service token that got into the page, and with everything else that opens something.
      const credentials = [asService, asOperator, {}].map((one) => ({ origin, ...one }));
      for (const headers of method === "GET" ? credentials : [{ origin }]) {
        const { headers: answered } = await send(route, headers);
        expect(answered.has("access-control-allow-origin")).toBe(isForPages);
      }
    },
  );

  test.each([
    `/api/apps/${ids.app}/external-auth/tok%65ns/sandboxcalendar`,
    `/api/apps/${ids.app}/app-user-auth/connectors/${ids.userConnector}/tok%65n`,
    `/api/%61pps/${ids.app}/external-auth/tokens/sandboxcalendar`,
    `/api/apps/${ids.app}/external-auth/tokens/sandboxcalendar?x=/functions/`,
    `/api/apps/${ids.app}/app-user-auth/connectors/a%2Fb/token`,
  ])("get no token from %s, however it is written", async (path) => {
    const asked = await preflight("GET", path);
    expect([asked.status, corsOf(asked.headers)]).toEqual([404, []]);
    const answer = await rawRequest(world.url, path, { headers: { origin, ...asService } });
    expect(answer.status).not.toBe(404);
    expect(corsOf(answer.headers)).toEqual([]);
  });

  test("learn that an address has no route", async () => {
    const path = `/api/apps/${ids.app}/entities/Task`;
    expect((await preflight("GET", path)).status).toBe(204);
    const answer = await rawRequest(world.url, path, { headers: { origin } });
    expect([answer.status, answer.headers["access-control-allow-origin"]]).toEqual([501, origin]);
    const nowhere = await rawRequest(world.url, `/api/apps/${ids.app}/unknown`, {
      headers: { origin },
    });
    expect([nowhere.status, nowhere.headers["access-control-allow-origin"]]).toEqual([404, origin]);
  });
});

/** Pages of an origin that the app has not listed, or of no app. */
describe("a page of an undeclared origin", () => {
  const origin = "http://localhost:5173";
  const cross = { origin, "sec-fetch-site": "cross-site" };
  const at = (template: string, appId: string) =>
    template.replaceAll(/\{appId\}/g, appId).replaceAll(/[{}]/g, "");
  const ofPages = Object.entries(routes).filter(([route]) => forPages.has(route));
  /** Without what differs between any two answers. */
  const told = ({ status, headers, text }: { status: number; headers: object; text: string }) => {
    const { request_id, ...body } = JSON.parse(text);
    expect(request_id).toEqual(expect.any(String));
    const cors = Object.entries(headers).filter(([name]) => name.startsWith("access-control-"));
    return { status, body, cors: Object.fromEntries(cors) };
  };

  test.each(ofPages)("reads why it is refused at %s, and that is all", async (route) => {
    const [method = "", template = ""] = route.split(" ");
    const before = await stateOf(world);
    const answers = [];
    for (const appId of [ids.app, "app_unknown"]) {
      const asked = await rawRequest(world.url, at(template, appId), {
        method: "OPTIONS",
        headers: { ...cross, "access-control-request-method": method },
      });
      expect([asked.status, asked.headers["access-control-allow-origin"]]).toEqual([204, origin]);
      expect(asked.headers["access-control-max-age"]).toBe("0");
      // With every credential that opens the route, and with none.
      for (const headers of [bearer(user.jwt), asService, asOperator, {}]) {
        const answer = await rawRequest(world.url, at(template, appId), {
          method,
          headers: { ...cross, ...headers },
        });
        expect(answer.headers["set-cookie"]).toBeUndefined();
        answers.push(told(answer));
      }
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({
      status: 403,
      body: { reason: "origin_not_allowed", detail: expect.stringContaining(origin) },
    });
    expect(await stateOf(world)).toEqual(before);
  });

  test("hears nothing at all from what is not for pages", async () => {
    for (const route of Object.keys(routes)) {
      if (ofPages.some(([one]) => one === route)) continue;
      const [method = "", template = ""] = route.split(" ");
      const asked = await rawRequest(world.url, at(template, ids.app), {
        method: "OPTIONS",
        headers: { ...cross, "access-control-request-method": method },
      });
      expect([route, asked.headers["access-control-allow-origin"]]).toEqual([route, undefined]);
    }
  });

  test("is one of the server's own, where the browser says so: a proxy stands in between", async () => {
    const path = `/api/apps/${ids.app}/entities/User/me`;
    const headers = { origin, "sec-fetch-site": "same-origin", ...bearer(user.jwt) };
    const answer = await rawRequest(world.url, path, { headers });
    expect([answer.status, answer.headers["access-control-allow-origin"]]).toEqual([
      200,
      undefined,
    ]);
  });

  test("is logged once, and a thousand others do not fill the log", async () => {
    const path = `/api/apps/${ids.otherApp}/entities/User/me`;
    const call = (from: string) =>
      rawRequest(world.url, path, { headers: { ...cross, origin: from } });
    const lines = () =>
      world.logLines.filter(
        (line) => line.includes("has not declared") && line.includes(ids.otherApp),
      );
    for (let count = 0; count < 3; count += 1) await call("https://twice.example");
    expect(lines().map((line) => JSON.parse(line))).toMatchObject([
      { appId: ids.otherApp, origin: "https://twice.example" },
    ]);
    for (let count = 0; count < 60; count += 1) await call(`https://n${count}.example`);
    expect(lines()).toHaveLength(20);
  });

  test.each(["null", 'https://x.example"><script>', "file://", "chrome-extension://abc"])(
    "that calls itself %s is refused in words",
    async (from) => {
      const path = `/api/apps/${ids.app}/entities/User/me`;
      const answer = await rawRequest(world.url, path, { headers: { ...cross, origin: from } });
      expect(told(answer)).toMatchObject({ status: 403, body: { reason: "origin_not_allowed" } });
      expect(answer.text).not.toContain("<script>");
    },
  );
});

/** Routes of operators that are no GET and change nothing, each with why. Every other leaves a record. */
const recordsNothing: Record<string, string> = {
  "POST /api/apps/{appId}/payments/stripe/install": "is refused: there are no payments",
  "DELETE /api/apps/{appId}/payments/stripe": "there is nothing to remove",
};

/** Has the workspace allow nothing of a type, so that what is set differs. */
async function forbidAll(): Promise<void> {
  const { store } = world.app.context;
  for (const integrationType of ["sandboxcalendar", "slack"]) {
    const none = { enabled: { app: false, user: false }, allowedScopes: [] };
    const allOn = { enabled: { app: true, user: true }, allowedScopes: [] };
    const of = { workspaceId: ids.workspace, integrationType };
    await putGovernance(store, of, integrationType === "slack" ? allOn : none);
  }
}

/** Allows everything again, as it was. */
async function allowAll(): Promise<void> {
  const { store } = world.app.context;
  const of = { workspaceId: ids.workspace, integrationType: "sandboxcalendar" };
  await putGovernance(store, of, { enabled: { app: true, user: true }, allowedScopes: null });
}

/** What stands in the trail after a record. */
async function recordsAfter(auditRecordId: number) {
  const { db } = world.app.context.store;
  return await db
    .selectFrom("audit_records")
    .selectAll()
    .where("audit_record_id", ">", auditRecordId)
    .orderBy("audit_record_id")
    .execute();
}

/** Puts the shared connection where the route has something to change. */
async function prepareShared(route: string): Promise<void> {
  if (route.startsWith("GET ")) return;
  const { db } = world.app.context.store;
  // An attempt that was not opened is handed out again.
  await db.updateTable("authorizations").set({ sealed_link: null }).execute();
  const { body } = await api.operator("external-auth/initiate", {
    ...json({ integration_type: "sandboxcalendar", force_reconnect: true }),
  });
  await consent(createJar(), body.redirect_url, { account: "sandbox-bo" });
  // Others' scopes, so that setting them asks anew.
  await db
    .updateTable("connections")
    .set({
      requested_scopes: '["openid"]',
      granted_scopes: '["openid"]',
      // Whose it is already keeps nobody from asking.
      author_id: null,
    })
    .where("owner_kind", "=", "app")
    .execute();
}

/** That what a caller changed is on record: who, in which workspace, on what, and without a secret. */
async function expectRecord(caller: string, from: number): Promise<void> {
  const all = await recordsAfter(from);
  const [kind, id] = caller.startsWith("a person")
    ? ["operator", caller.includes("another") ? "opr_elsewhere" : "opr_here"]
    : ["workspace_key", "key_test"];
  const elsewhere = caller.includes("another");
  const mine = all.filter((one) => one.actor_kind === kind && one.actor_id === id);
  expect(mine, `${caller}: ${JSON.stringify(all)}`).not.toEqual([]);
  for (const one of mine) {
    expect(one.workspace_id).toBe(elsewhere ? ids.foreignWorkspace : ids.workspace);
    expect([one.action, one.target_kind, one.target_id]).not.toContain("");
    // A person is named by id alone.
    expect(one.actor_label === "").toBe(kind === "operator");
  }
  const text = JSON.stringify(all);
  for (const secret of [...Object.values(secrets), personalKey("here")]) {
    expect(text).not.toContain(secret);
  }
  expect(text).not.toMatch(/grantry_(?:st|wk|pk|rt|at)_|b44k_/);
}

/** Before each of them the user connects anew. */
const endsUsersConnection = new Set([
  "DELETE /api/apps/{appId}/app-user-auth/connectors/{connectorId}",
]);

/** Last: these calls do what they are for. */
describe("every route by whom it is for, without a refresh token or a client secret (SEC-77)", () => {
  const ofOperators = ["operator", "operator anywhere", "workspace operator", "person"];
  const isRecorded = (route: string, kind: Kind) =>
    !route.startsWith("GET ") && ofOperators.includes(kind) && !(route in recordsNothing);

  // Whose credential stands in the body has tests of its own: device.test.ts.
  const headed = Object.entries(routes).filter(([, kind]) => kind !== "credential in the body");
  test.each(headed)("%s answers %s", async (route, kind) => {
    if (kind === "credential in the body") throw new Error("filtered out above");
    const right = kind === "public" ? ["nobody"] : Object.keys(verdicts[kind]);
    for (const caller of right) {
      if (kind !== "public" && verdicts[kind][caller] !== "ok") continue;
      // What one caller has deleted, the next must find again.
      await enterSpare();
      if (endsUsersConnection.has(route)) {
        await consent(createJar(), (await user.initiate(ids.userConnector)).body.redirect_url);
      }
      if (route.includes("/external-auth/")) await prepareShared(route);
      // What is connected keeps what it has: there is something to declare only where nothing is.
      if (route.includes("/deployment/")) {
        const path = "external-auth/integrations/sandboxcalendar";
        await api.operator(path, { method: "DELETE" });
      }
      const governs = route.startsWith("PUT ") && route.includes("/connector-governance/");
      if (governs) await forbidAll();
      const last = (await recordsAfter(0)).at(-1)?.audit_record_id ?? 0;
      const answer = await send(route, withUser(kind, callers[caller]?.() ?? {}));
      const expected = answers[route] ?? 200;
      expect(answer.status, `${caller}: ${JSON.stringify(answer.body)}`).toBe(expected);
      const said = JSON.stringify([answer.body, [...answer.headers]]);
      expect(heldIn(said, await hiddenIn(world)), "SEC-77").toEqual([]);
      if (isRecorded(route, kind) && expected === 200) await expectRecord(caller, last);
      if (governs) await allowAll();
    }
  });
});
