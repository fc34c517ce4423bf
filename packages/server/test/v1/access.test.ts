/** Who may call what of `/v1`: every operation, by every caller that it is not for. */
import { serviceScope } from "@grantry/contract/v1/service-tokens";
import { type Api, apiOf, type UserApi } from "@grantry/testing/api";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { stateOf } from "@grantry/testing/witness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Route } from "../../src/http/route.ts";
import { codesOf } from "../../src/http/v1/openapi/codes.ts";
import { ownRoutes } from "../../src/http/v1/routes.ts";
import { Secret } from "../../src/lib/secret.ts";
import { permissionNames } from "../../src/service/accounts/permissions.ts";
import { serviceScopes } from "../../src/service/app-users/service-scopes.ts";
import { insertServiceToken } from "../../src/store/app-service-tokens.ts";
import { insertOperator, putMembership } from "../../src/store/operators.ts";
import { insertPersonalKey } from "../../src/store/personal-keys.ts";
import { insertServerOperator } from "../../src/store/server-operators.ts";

let world: World;
let call: OwnApi;
let api: Api;
let user: UserApi;
let otherUser: UserApi;

beforeAll(async () => {
  world = await startWorld();
  call = ownApiOf(world);
  api = apiOf(world);
  user = await api.signIn("user-1");
  otherUser = await apiOf(world, ids.otherApp, secrets.otherServiceToken).signIn("user-1");
  await enterPerson("here", ids.workspace);
  await enterPerson("elsewhere", ids.foreignWorkspace);
  await enterServerOperator();
});
afterAll(() => world.close());

const personalKey = (of: string) => `grantry_pk_${of.replace(":", "-").padEnd(43, "k")}`;

async function enterPerson(of: string, workspaceId: string): Promise<void> {
  const { store } = world.app.context;
  const operatorId = `opr_${of}`;
  await insertOperator(store, {
    operatorId,
    email: `${of}@example.com`,
    name: of,
    passwordHash: null,
  });
  await putMembership(store, { workspaceId, operatorId, role: "owner" });
  await enterKey(of, operatorId, permissionNames);
}

/** Answers for the server and belongs to no workspace. */
async function enterServerOperator(): Promise<void> {
  const { store } = world.app.context;
  const operatorId = "opr_server";
  const email = "server@example.com";
  await insertOperator(store, { operatorId, email, name: "server", passwordHash: null });
  await insertServerOperator(store, operatorId, "test");
  await enterKey("server", operatorId, [...permissionNames, "server:own"]);
  await enterKey("unscoped", operatorId, permissionNames);
}

async function enterKey(of: string, operatorId: string, scopes: readonly string[]): Promise<void> {
  await insertPersonalKey(world.app.context.store, {
    personalKeyId: `pky_${of}`,
    operatorId,
    name: of,
    secret: new Secret(personalKey(of)),
    scopes,
    expiresAt: null,
  });
}

/** Every caller, by the credential it sends. */
const callers: Record<string, () => string | null> = {
  nobody: () => null,
  garbage: () => "garbage",
  "garbage like a JWT": () => "a.b.c",
  "a user": () => user.jwt,
  "a user of another app": () => otherUser.jwt,
  "the backend": () => secrets.serviceToken,
  "the backend, mistyped": () => `${secrets.serviceToken}s`,
  "the backend of another app": () => secrets.otherServiceToken,
  "the backend of another workspace": () => secrets.foreignServiceToken,
  "a workspace key": () => secrets.workspaceKey,
  "a workspace key of another workspace": () => secrets.foreignWorkspaceKey,
  "an unknown key": () => `grantry_wk_${"y".repeat(40)}`,
  "a person of the workspace": () => personalKey("here"),
  "a person of another workspace": () => personalKey("elsewhere"),
  "an unknown person": () => personalKey("unknown"),
  "the server's operator": () => personalKey("server"),
  "the server's operator, without the scope": () => personalKey("unscoped"),
};

type Verdicts = Readonly<Record<string, string>>;

const people = [
  "a person of the workspace",
  "a person of another workspace",
  "the server's operator",
  "the server's operator, without the scope",
];
const backends = [
  "the backend",
  "the backend, mistyped",
  "the backend of another app",
  "the backend of another workspace",
];
const jwts = ["garbage like a JWT", "a user", "a user of another app"];
const all = (names: readonly string[], verdict: string): Verdicts =>
  Object.fromEntries(names.map((name) => [name, verdict]));

const notOperators = { ...all(backends, "operator_required"), ...all(jwts, "operator_required") };
const ofOperators = (foreign: string): Verdicts => ({
  ...notOperators,
  "a workspace key": "ok",
  "a person of the workspace": "ok",
  "a workspace key of another workspace": foreign,
  "a person of another workspace": foreign,
  // Whoever answers for the server is nobody in a workspace because of it.
  "the server's operator": foreign,
  "the server's operator, without the scope": foreign,
});
const ofBackends: Verdicts = {
  ...all(jwts, "service_token_required"),
  "the backend": "ok",
};

/** What an operation says to each caller; who is not named is `unauthorized`. */
function verdictsOf({ for: principal, path }: Route): Verdicts {
  switch (principal) {
    case "public":
    case "proof_in_body":
    case "anybody":
    case "browser":
      return all(Object.keys(callers), "ok");
    case "app_user":
      return { ...all(backends, "user_token_required"), "a user": "ok" };
    case "backend":
    case "verified_backend":
    case "backend_for_user":
      return ofBackends;
    case "person":
      return {
        ...ofOperators("ok"),
        "a workspace key": "person_required",
        "a workspace key of another workspace": "person_required",
      };
    case "signed_in":
      return {
        ...notOperators,
        ...all(people, "session_required"),
        "a workspace key": "person_required",
        "a workspace key of another workspace": "person_required",
      };
    case "server_operator":
      return {
        ...notOperators,
        ...all(people, "server_operator_required"),
        "a workspace key": "person_required",
        "a workspace key of another workspace": "person_required",
        "the server's operator": "ok",
        "the server's operator, without the scope": "forbidden",
      };
    case "operator":
      if (path.includes(":workspace_id")) return ofOperators("workspace_not_found");
      return path.includes(":app_id") ? ofOperators("app_not_found") : ofOperators("ok");
  }
}

/** Names what is there in place of the app and the workspace; all else is looked for later. */
function pathOf({ path }: Route): string {
  const known: Record<string, string> = {
    app_id: ids.app,
    workspace_id: ids.workspace,
    domain: "unknown.example",
  };
  return path
    .replace("*", "unknown")
    .replaceAll(/:(\w+)/g, (_all, name: string) => known[name] ?? "unknown");
}

/** Where the credential is checked by the read that it is for, the request must be right before. */
const bodies: Record<string, unknown> = {
  getToken: { type: "sandboxcalendar", owner: { kind: "app" } },
};
const bodyOf = ({ operationId = "" }: Route) =>
  operationId in bodies ? { body: bodies[operationId] } : {};

const statuses: Record<string, number> = {
  unauthorized: 401,
  workspace_not_found: 404,
  app_not_found: 404,
};

const operations = ownRoutes.flatMap((route) =>
  [route.method].flat().map((method) => ({ name: `${method} ${route.path}`, method, route })),
);

describe("every operation by every caller (SEC-70, SEC-72)", () => {
  test.each(operations)(
    "$name refuses all whom it is not for, and changes nothing",
    async ({ method, route }) => {
      const before = await stateOf(world);
      const verdicts = verdictsOf(route);
      for (const [caller, credential] of Object.entries(callers)) {
        const verdict = verdicts[caller] ?? "unauthorized";
        if (verdict === "ok") continue;
        expect(codesOf(route), "what the document says it refuses with").toContain(verdict);
        const answer = await call(method, pathOf(route), { as: credential(), ...bodyOf(route) });
        const status = statuses[verdict] ?? 403;
        expect([caller, answer.status, answer.body.code]).toEqual([caller, status, verdict]);
      }
      expect(await stateOf(world)).toEqual(before);
    },
  );

  const guarded = operations.filter(
    ({ route }) => route.for === "operator" && route.permission !== null,
  );
  test.each(guarded)("$name refuses a key without its permission", async ({ method, route }) => {
    const { permission } = route;
    const of = `without ${permission}`.replaceAll(/\W/g, "-");
    const { store } = world.app.context;
    await store.db.deleteFrom("personal_keys").where("personal_key_id", "=", `pky_${of}`).execute();
    await enterKey(
      of,
      "opr_here",
      permissionNames.filter((one) => one !== permission),
    );
    const before = await stateOf(world);
    const answer = await call(method, pathOf(route), { as: personalKey(of) });
    expect([answer.status, answer.body.code]).toEqual([403, "forbidden"]);
    expect(answer.body.detail).toContain(permission);
    expect(await stateOf(world)).toEqual(before);
  });
});

describe("every operation of backends by a service token that was not given its scope", () => {
  const ofScopes = operations.filter(
    ({ route }) => route.for !== "operator" && route.permission !== null,
  );
  test.each(ofScopes)("$name is refused, and changes nothing", async ({ method, route }) => {
    const { permission } = route;
    const secret = `grantry_st_${`${permission}`.replaceAll(/\W/g, "-").padEnd(43, "n")}`;
    const { store } = world.app.context;
    const serviceTokenId = `stk_without_${permission}`;
    await store.db
      .deleteFrom("service_tokens")
      .where("service_token_id", "=", serviceTokenId)
      .execute();
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
    const answer = await call(method, pathOf(route), { as: secret, ...bodyOf(route) });
    expect([answer.status, answer.body.code]).toEqual([403, "forbidden"]);
    expect(answer.body.detail).toContain(`the scope ${permission},`);
    expect(codesOf(route)).toContain("forbidden");
    expect(await stateOf(world)).toEqual(before);
  });
});

describe("a declaration", () => {
  test("the scopes that can be given are those that the server knows", () => {
    expect(serviceScope.options).toEqual(serviceScopes);
  });

  test("has a name of its own, and operators who change something prove more than that they may look", () => {
    const named = ownRoutes.filter(({ hidden }) => hidden !== true);
    const names = named.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { operationId } of named) expect(operationId).toMatch(/^[a-z]+(?:[A-Z][A-Za-z]*)?$/);
    for (const { for: principal, method, permission, path, operationId } of named) {
      if (principal !== "operator" || permission === null) continue;
      if (method === "GET" || readingPosts.has(operationId ?? "")) continue;
      expect([path, permission]).toEqual([path, expect.stringMatching(/:(write|revoke|own)$/)]);
    }
  });

  test("opens to pages of other origins what is for users, and nothing else", () => {
    const open = ownRoutes.filter(({ forPages }) => forPages);
    for (const { for: principal } of open) {
      expect(["app_user", "anybody", "public"]).toContain(principal);
    }
  });
});

/** Operations that are POST because what they ask must not stand in an address. */
const readingPosts = new Set<string>([
  "searchWorkspaceConnections",
  "searchWorkspaceUsers",
  "checkUserToken",
  "verifyAudit",
  "previewConnectorChange",
  "previewPolicyChange",
]);
