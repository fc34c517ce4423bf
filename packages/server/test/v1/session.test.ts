/**
 * The session of a signed-in person as a credential of `/v1`: it counts for pages of this server, for the
 * operations of operators, and for nothing else. Beside access.test.ts, which sends keys and tokens.
 */
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import {
  declareMembers,
  jsonBody,
  type OperatorBrowser,
  operatorBrowser,
  password,
  signedIn,
} from "@grantry/testing/operators";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { stateOf } from "@grantry/testing/witness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codeAt } from "../../src/crypto/totp.ts";
import { isOfOperators, type Route } from "../../src/http/route.ts";
import { codesOf } from "../../src/http/v1/openapi/codes.ts";
import { ownRoutes } from "../../src/http/v1/routes.ts";
import { putWorkspace } from "../../src/store/apps.ts";
import { findOperatorByEmail } from "../../src/store/operators.ts";
import { insertServerOperator } from "../../src/store/server-operators.ts";

const cookieName = "grantry-session";
const workspace = `/v1/workspaces/${ids.workspace}`;

let world: World;
let clock: FakeClock;
let call: OwnApi;
const browsers: Record<string, OperatorBrowser> = {};

beforeAll(async () => {
  clock = createFakeClock();
  world = await startWorld({ clock: { ...clock, every: () => () => {} }, declare: declareMembers });
  call = ownApiOf(world);
  for (const role of ["owner", "viewer"]) {
    browsers[role] = await signedIn(world, `${role}@example.com`);
  }
});
afterAll(() => world.close());

const browserOf = (role: string) => browsers[role] ?? operatorBrowser(world);
const cookieOf = ({ jar }: OperatorBrowser) => `${cookieName}=${jar.cookies.get(cookieName)}`;

/** Names what is there in place of the app and the workspace; all else is looked for later. */
function pathOf({ path }: Route, workspaceId: string, appId: string): string {
  const known: Record<string, string> = {
    app_id: appId,
    workspace_id: workspaceId,
    domain: "unknown.example",
  };
  return path.replaceAll(/:(\w+)/g, (_all, name: string) => known[name] ?? "unknown");
}

const operations = ownRoutes.flatMap((route) =>
  [route.method].flat().map((method) => ({ name: `${method} ${route.path}`, method, route })),
);
const ofOperators = operations.filter(({ route }) => isOfOperators(route));
const ofOthers = operations.filter(
  ({ route }) =>
    !isOfOperators(route) && !["public", "proof_in_body", "anybody"].includes(route.for),
);

/** How a browser says that a page of somebody else asks, or does not say who does. */
const foreign: Readonly<Record<string, string>>[] = [
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
  { "sec-fetch-site": "none" },
  { "sec-fetch-site": "same-origin", origin: "https://evil.example" },
  { origin: "https://evil.example" },
  { origin: "null" },
  {},
];

describe("every operation of operators (SEC-80)", () => {
  test.each(ofOperators)("$name counts no session for other sites", async ({ method, route }) => {
    const before = await stateOf(world);
    const cookie = cookieOf(browserOf("owner"));
    expect(codesOf(route)).toContain("cross_site_refused");
    for (const headers of foreign) {
      const path = pathOf(route, ids.workspace, ids.app);
      const answer = await call(method, path, { as: null, headers: { cookie, ...headers } });
      expect([headers, answer.status, answer.body.code]).toEqual([
        headers,
        403,
        "cross_site_refused",
      ]);
      expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
    }
    expect(await stateOf(world)).toEqual(before);
  });

  test.each(ofOperators)("$name takes a session or a key, not both", async ({ method, route }) => {
    const before = await stateOf(world);
    const headers = { cookie: cookieOf(browserOf("owner")), "sec-fetch-site": "same-origin" };
    for (const as of [secrets.workspaceKey, "garbage"]) {
      const path = pathOf(route, ids.workspace, ids.app);
      const answer = await call(method, path, { as, headers });
      expect([answer.status, answer.body.code]).toEqual([400, "bad_request"]);
      expect(answer.body.errors).toEqual([
        expect.objectContaining({ in: "header", name: "cookie", code: "not_allowed" }),
      ]);
      expect(JSON.stringify(answer.body)).not.toContain(as);
    }
    expect(await stateOf(world)).toEqual(before);
  });

  test.each(ofOperators)("$name knows what its person is", async ({ method, route }) => {
    const before = await stateOf(world);
    const ask = async (role: string, path: string) => {
      const { status, body } = await browserOf(role).api(path, { method });
      return [status, body.code];
    };
    if (route.for === "server_operator") {
      const path = pathOf(route, ids.workspace, ids.app);
      expect(await ask("owner", path)).toEqual([403, "server_operator_required"]);
    }
    if (route.path.includes(":workspace_id") && route.for === "operator") {
      const path = pathOf(route, ids.foreignWorkspace, ids.foreignApp);
      expect(await ask("owner", path)).toEqual([404, "workspace_not_found"]);
    }
    const { permission } = route;
    if (permission === "audit:read" || permission?.endsWith(":read") === false) {
      const path = pathOf(route, ids.workspace, ids.app);
      expect(await ask("viewer", path)).toEqual([403, "forbidden"]);
    }
    expect(await stateOf(world)).toEqual(before);
  });

  test("in a workspace that demands a second factor, none is for who has none", async () => {
    const { store } = world.app.context;
    const [workspaceId, name] = [ids.workspace, "Test"];
    await putWorkspace(store, { workspaceId, name, secondFactor: "required" });
    const before = await stateOf(world);
    for (const { method, route } of ofOperators) {
      if (route.for !== "operator" || !route.path.includes(":workspace_id")) continue;
      const path = pathOf(route, ids.workspace, ids.app);
      const { status, body } = await browserOf("owner").api(path, { method });
      const refused = [method, path, status, body.code];
      expect(refused).toEqual([method, path, 401, "second_factor_required"]);
      expect(codesOf(route)).toContain("second_factor_required");
    }
    expect(await stateOf(world)).toEqual(before);
    await putWorkspace(store, { workspaceId, name, secondFactor: "optional" });
  });
});

test.each(ofOthers)("$name is for others, and a session is nobody there", async (operation) => {
  const { method, route } = operation;
  const path = pathOf(route, ids.workspace, ids.app);
  const { status, body } = await browserOf("owner").api(path, { method });
  expect([status, body.code]).toEqual([401, "unauthorized"]);
});

describe("a session of a page of this server", () => {
  test("reads and writes what its person may, by Origin where a browser says no more", async () => {
    const owner = browserOf("owner");
    const me = await owner.api("/v1/me");
    expect([me.status, me.body.email, me.body.scopes]).toEqual([200, "owner@example.com", null]);
    const made = await owner.api(`${workspace}/apps`, jsonBody("POST", { name: "By session" }));
    expect([made.status, made.body.name]).toEqual([201, "By session"]);
    const trail = await owner.api(`${workspace}/audit-records?limit=1`);
    expect(trail.body.data[0]).toMatchObject({
      action: "app.created",
      actor: { kind: "operator", label: "owner (owner@example.com)" },
    });
    const headers = { cookie: cookieOf(owner), origin: world.url };
    expect((await call("GET", `${workspace}/apps`, { as: null, headers })).status).toBe(200);
  });

  test("sends JSON and nothing that a form of another site could send", async () => {
    const before = await stateOf(world);
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      const answer = await browserOf("owner").api(`${workspace}/apps`, {
        method: "POST",
        headers: { "content-type": type },
        body: '{"name":"By form"}',
      });
      expect([type, answer.status, answer.body.code]).toEqual([
        type,
        415,
        "unsupported_media_type",
      ]);
    }
    expect(await stateOf(world)).toEqual(before);
  });

  test("no preflight of another origin is allowed anything", async () => {
    for (const origin of ["https://app.example.com", "https://evil.example"]) {
      const answer = await fetch(`${world.url}${workspace}/apps`, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST" },
      });
      const named = [...answer.headers.keys()].filter((name) => name.startsWith("access-control"));
      expect(named).toEqual([]);
    }
  });

  test("gets an answer again by its Idempotency-Key, from a later session of the person, too", async () => {
    const headers = { "idempotency-key": "once", "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify({ name: "Once" }) };
    const first = await browserOf("owner").api(`${workspace}/apps`, init);
    const again = await (await signedIn(world, "owner@example.com")).api(`${workspace}/apps`, init);
    expect([first.status, again.status, again.body.id]).toEqual([201, 201, first.body.id]);
  });

  test("is over when it is signed out of, and when nobody used it for twelve hours", async () => {
    const out = await signedIn(world, "owner@example.com");
    const copy = operatorBrowser(world);
    copy.jar.cookies.set(cookieName, out.jar.cookies.get(cookieName) ?? "");
    expect((await copy.api("/v1/me")).status).toBe(200);
    await out.post("/sign-out", {});
    expect((await copy.api("/v1/me")).body.code).toBe("unauthorized");

    const idle = await signedIn(world, "viewer@example.com");
    clock.advance(43_200_000);
    expect((await idle.api("/v1/me")).body.code).toBe("unauthorized");
    browsers["owner"] = await signedIn(world, "owner@example.com");
  });

  test("exists only once the second factor was shown", async () => {
    const email = "admin@example.com";
    const first = await signedIn(world, email);
    const begun = await first.post("/account/second-factor/begin", {});
    const secret = /<code>([A-Z2-7]{32})<\/code>/.exec(begun.text)?.[1] ?? "";
    const now = () => codeAt(secret, clock.nowSeconds());
    await first.post("/account/second-factor/confirm", { code: now() });
    const half = operatorBrowser(world);
    await half.post("/sign-in", { email, password });
    expect((await half.api("/v1/me")).body.code).toBe("unauthorized");
    clock.advance(30_000);
    await half.post("/sign-in", { email, password, code: now() });
    expect((await half.api("/v1/me")).body.email).toBe(email);
  });

  test("changes nothing in a frozen workspace, and still sees it", async () => {
    const { store } = world.app.context;
    const servers = await findOperatorByEmail(store, "member@example.com");
    await insertServerOperator(store, servers?.operatorId ?? "", "test");
    const server = await signedIn(world, "member@example.com");
    const path = `/v1/server/workspaces/${ids.workspace}`;
    const freeze = await server.api(`${path}/freeze`, jsonBody("POST", { reason: "Unpaid." }));
    expect(freeze.status).toBe(200);
    const owner = browserOf("owner");
    const init = jsonBody("POST", { name: "Frozen" });
    const refused = await owner.api(`${workspace}/apps`, init);
    expect([refused.status, refused.body.code]).toEqual([403, "workspace_frozen"]);
    expect((await owner.api(`${workspace}/apps`)).status).toBe(200);
    expect((await server.api(`${path}/unfreeze`, { method: "POST" })).status).toBe(200);
    expect((await owner.api(`${workspace}/apps`, init)).status).toBe(201);
  });
});
