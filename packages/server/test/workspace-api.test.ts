/** Managing a workspace: connectors, apps, members, keys, and the trail that all of it leaves. */

import { type Answer, apiOf, toAnswer } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import {
  declareMembers,
  jsonBody,
  type OperatorBrowser,
  operatorBrowser,
  password,
  signedIn,
} from "@grantry/testing/operators";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { instantOf } from "../src/lib/clock.ts";

const day = 86_400_000;
const base = `/v1/workspaces/${ids.workspace}`;
/** What the official clients manage a workspace by, too. */
const wire = `/api/workspace/${ids.workspace}`;
const newConnector = {
  integration_type: "sandboxcalendar",
  name: "Their calendar",
  credential_source: "byo",
  client_id: "their-client",
  client_secret: "canary-of-a-client-secret",
  scopes: ["calendar.read"],
};

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let clock: FakeClock;
  let owner: OperatorBrowser;
  let admin: OperatorBrowser;
  let member: OperatorBrowser;
  let viewer: OperatorBrowser;

  beforeAll(async () => {
    clock = createFakeClock();
    world = await startWorld({
      engine,
      // What is over must be refused before anything sweeps it away.
      clock: { ...clock, every: () => () => {} },
      declare: declareMembers,
    });
    await signIn();
  });
  afterAll(() => world.close());

  /** A session ends with time: whoever moves it on signs everybody in again. */
  async function signIn(): Promise<void> {
    owner = await signedIn(world, "owner@example.com");
    admin = await signedIn(world, "admin@example.com");
    member = await signedIn(world, "member@example.com");
    viewer = await signedIn(world, "viewer@example.com");
  }

  const send = (browser: OperatorBrowser, method: string, path: string, body?: unknown) =>
    browser.api(path.startsWith("/") ? path : `${base}/${path}`, {
      ...(body === undefined ? { method } : jsonBody(method, body)),
    });
  const sendWire = (browser: OperatorBrowser, method: string, path: string, body?: unknown) =>
    send(browser, method, `${wire}/${path}`, body);
  const withKey = (headers: Record<string, string>, path: string): Promise<Answer> =>
    toAnswer(fetch(world.url + path, { headers }));
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  async function everythingStored(): Promise<string> {
    const { db } = world.app.context.store;
    const tables = ["workspace_keys", "personal_keys", "service_tokens", "oauth_clients"];
    tables.push("entry_links", "audit_records", "connectors");
    const rows: object[] = [];
    for (const table of tables) {
      rows.push(...(await sql<object>`SELECT * FROM ${sql.table(table)}`.execute(db)).rows);
    }
    const bytes = rows
      .flatMap((row) => Object.values(row))
      .filter((value) => value instanceof Uint8Array)
      .map((value) => Buffer.from(value).toString("latin1"));
    return [JSON.stringify(rows), ...bytes, ...world.logLines].join("\n");
  }

  /** Without the log, which grows with every request, and the records of what was refused. */
  const rowsOf = (stored: string) =>
    JSON.parse(stored.split("\n")[0] ?? "").filter(
      ({ action }: { action?: string }) => action !== "access.refused",
    );

  describe("connectors", () => {
    test("are created, listed, renamed and deleted; the secret is never answered", async () => {
      const created = await sendWire(admin, "POST", "connectors", newConnector);
      expect(created.status).toBe(200);
      const { id, redirect_uri } = created.body;
      expect(created.body).toEqual({
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        integration_type: "sandboxcalendar",
        name: "Their calendar",
        credential_source: "byo",
        client_id: "their-client",
        scopes: ["calendar.read"],
        connection_config: {},
        uses_oauth_gateway: false,
        redirect_uri: expect.stringMatching(/\/api\/external-auth\/callback\/ocl_/),
        created_at: clock.nowSeconds(),
        updated_at: clock.nowSeconds(),
      });
      expect(redirect_uri.startsWith(world.url)).toBe(true);
      const renamed = await sendWire(admin, "PUT", `connectors/${id}`, {
        name: "Renamed",
        scopes: [],
      });
      expect(renamed.body).toMatchObject({ id, name: "Renamed", client_id: "their-client" });
      const listed = await sendWire(viewer, "GET", "connectors");
      expect(listed.body.connectors).toContainEqual(renamed.body);
      const stored = await everythingStored();
      expect(stored).toContain("their-client");
      for (const said of [JSON.stringify([created.body, renamed.body, listed.body]), stored]) {
        expect(said).not.toContain(newConnector.client_secret);
      }
      const deleted = await sendWire(admin, "DELETE", `connectors/${id}`);
      expect(deleted.body).toEqual({ status: "deleted", id });
      const again = await sendWire(admin, "DELETE", `connectors/${id}`);
      expect([again.status, again.body.reason]).toEqual([404, "connector_not_found"]);
      const { db } = world.app.context.store;
      const left = await db
        .selectFrom("oauth_clients")
        .select("oauth_client_id")
        .where("client_id", "=", "their-client")
        .execute();
      expect(left).toEqual([]);
    });

    test("have names of their own: 409 for one that is taken, also when two come at once", async () => {
      const body = { ...newConnector, name: "Taken" };
      const both = await Promise.all([
        sendWire(admin, "POST", "connectors", body),
        sendWire(admin, "POST", "connectors", body),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      const refused = both.find(({ status }) => status === 409);
      expect(refused?.body.reason).toBe("connector_name_taken");
      const rename = { name: "Taken" };
      const renamed = await sendWire(admin, "PUT", `connectors/${ids.userConnector}`, rename);
      expect(renamed.status).toBe(409);
      const { connectors } = (await sendWire(admin, "GET", "connectors")).body;
      expect(connectors.filter((one: { name: string }) => one.name === "Taken")).toHaveLength(1);
    });

    test("are refused with what cannot work, and nothing is left of it", async () => {
      const before = await everythingStored();
      const { client_secret, ...secretless } = newConnector;
      const wrong: [unknown, string][] = [
        [{ ...newConnector, integration_type: "none" }, "bad_request"],
        [{ ...newConnector, credential_source: "base44" }, "bad_request"],
        [{ ...newConnector, name: " " }, "bad_request"],
        [{ ...newConnector, scopes: ["two scopes"] }, "scopes_invalid"],
        [{ ...newConnector, connection_config: { none: "1" } }, "connection_config_invalid"],
        [{ ...newConnector, connection_config: { port: "x" } }, "connection_config_invalid"],
        [{ ...newConnector, unknown: 1 }, "bad_request"],
        [secretless, "bad_request"],
      ];
      for (const [body, reason] of wrong) {
        const answer = await sendWire(admin, "POST", "connectors", body);
        expect([answer.status, answer.body.reason], JSON.stringify(body)).toEqual([400, reason]);
        expect(JSON.stringify(answer.body)).not.toContain(client_secret);
      }
      const path = `connectors/${ids.userConnector}`;
      for (const body of [
        { client_id: "another" },
        { connection_config: { port: "4444" } },
        { uses_oauth_gateway: true },
      ]) {
        expect((await sendWire(admin, "PUT", path, body)).body.reason).toBe("bad_request");
      }
      expect(rowsOf(await everythingStored())).toEqual(rowsOf(before));
    });

    test("keep their connections when the secret is rotated: the one before is tried, too", async () => {
      const api = apiOf(world);
      const user = await api.signIn("rotated");
      await consent(createJar(), (await user.initiate(ids.userConnector)).body.redirect_url);
      const body = { client_secret: "not-yet-known-to-the-provider" };
      expect((await sendWire(admin, "PUT", `connectors/${ids.userConnector}`, body)).status).toBe(
        200,
      );
      clock.advance(4_000_000);
      const later = await api.tokenOf("rotated", ids.userConnector);
      expect([later.status, later.body.version]).toEqual([200, 2]);
    });

    test("take their connections with them", async () => {
      const api = apiOf(world);
      const user = await api.signIn("deleted");
      await consent(createJar(), (await user.initiate(ids.userConnector)).body.redirect_url);
      const read = () => api.tokenOf("deleted", ids.userConnector);
      expect((await read()).status).toBe(200);
      expect((await sendWire(admin, "DELETE", `connectors/${ids.userConnector}`)).status).toBe(200);
      expect((await read()).body.code).toBe("connector_not_found");
      const { db } = world.app.context.store;
      for (const table of ["connections", "authorizations"] as const) {
        const rows = await db
          .selectFrom(table)
          .select("connector_id")
          .where("connector_id", "=", ids.userConnector)
          .execute();
        expect(rows).toEqual([]);
      }
    });

    test("of another workspace, or shared ones of an app, are not reached", async () => {
      for (const id of [ids.foreignConnector, ids.sharedConnector, "unknown"]) {
        const change = await sendWire(admin, "PUT", `connectors/${id}`, { name: "Mine" });
        expect([change.status, change.body.reason]).toEqual([404, "connector_not_found"]);
        const gone = await sendWire(admin, "DELETE", `connectors/${id}`);
        expect([gone.status, gone.body.reason]).toEqual([404, "connector_not_found"]);
      }
    });
  });

  describe("apps", () => {
    test("are created as the official command line does, and work with a new service token", async () => {
      const made = await send(member, "POST", "/api/apps", {
        name: "New app",
        user_description: "Backend for 'New app'",
        is_managed_source_code: false,
        public_settings: "public_without_login",
      });
      expect([made.status, made.body]).toEqual([200, { id: expect.any(String), name: "New app" }]);
      const { id } = made.body;
      const listed = (await send(viewer, "GET", "apps")).body.data;
      expect(listed).toContainEqual({
        id,
        name: "New app",
        origins: [],
        native_return_urls: [],
        completion: "offered",
        identity_providers: [],
        functions_url: null,
        branding: {
          display_name: null,
          color: null,
          logo_url: null,
          support_url: null,
          privacy_url: null,
        },
      });
      const token = await send(admin, "POST", `apps/${id}/service-tokens`, { name: "backend" });
      expect(token.body.secret).toMatch(/^grantry_st_/);
      const tokens = await send(admin, "GET", `apps/${id}/service-tokens`);
      expect(tokens.body.data).toEqual([
        {
          id: token.body.id,
          name: "backend",
          scopes: expect.arrayContaining(["tokens:read"]),
          connector_ids: null,
          created_at: instantOf(clock.nowSeconds()),
          expires_at: null,
          last_used_at: null,
          secret_prefix: token.body.secret.slice(0, 15),
          for_functions: false,
        },
      ]);
      const api = apiOf(world, id, token.body.secret);
      const user = await api.signIn("somebody");
      expect((await user.own("GET", "connections")).status).toBe(200);
      expect(await everythingStored()).not.toContain(token.body.secret);
      const path = `apps/${id}/service-tokens/${token.body.id}`;
      expect((await send(admin, "DELETE", path)).body.deleted).toBe(true);
      expect((await api.backend("external-auth/tokens/x")).status).toBe(401);
      expect((await send(admin, "DELETE", path)).body.code).toBe("service_token_not_found");
    });

    test("let their origins call at once, and only origins are accepted", async () => {
      const origin = "https://new.example.com";
      const called = async () => {
        const path = `/api/apps/${ids.app}/entities/User/me`;
        const answer = await fetch(world.url + path, { headers: { origin } });
        const { reason } = (await answer.json()) as { reason?: string };
        return [answer.headers.get("access-control-allow-origin"), reason];
      };
      expect(await called()).toEqual([origin, "origin_not_allowed"]);
      const before = (await send(viewer, "GET", `apps/${ids.app}`)).body;
      const origins = [...before.origins, origin];
      const changed = await send(admin, "PATCH", `apps/${ids.app}`, { origins });
      expect(changed.body).toEqual({ ...before, origins });
      expect(await called()).toEqual([origin, "unauthorized"]);
      for (const [wild, says] of [
        ["https://*.vercel.app", "anybody may have a page below vercel.app"],
        ["https://a.*.example.com", "a wildcard (*) stands for one whole label"],
      ]) {
        const { status, body } = await send(admin, "PATCH", `apps/${ids.app}`, { origins: [wild] });
        expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining(says ?? "")]);
      }
      for (const wrong of ["https://new.example.com/", "*", "null", "javascript:1"]) {
        const refused = await send(admin, "PATCH", `apps/${ids.app}`, { origins: [wrong] });
        expect([refused.status, refused.body.code]).toEqual([400, "bad_request"]);
      }
    });

    test("of another workspace read like none", async () => {
      for (const id of [ids.foreignApp, "app_unknown"]) {
        for (const [method, path, body] of [
          ["GET", `apps/${id}`, undefined],
          ["PATCH", `apps/${id}`, { name: "Mine" }],
          ["GET", `apps/${id}/service-tokens`, undefined],
          ["POST", `apps/${id}/service-tokens`, { name: "x" }],
          ["DELETE", `apps/${id}/service-tokens/stk_foreign`, undefined],
        ] as const) {
          const answer = await send(admin, method, path, body);
          expect([answer.status, answer.body.code]).toEqual([404, "app_not_found"]);
        }
      }
      const foreign = { name: "x", organization_id: ids.foreignWorkspace };
      const answer = await send(owner, "POST", "/api/apps", foreign);
      expect([answer.status, answer.body.reason]).toEqual([404, "workspace_not_found"]);
    });
  });

  describe("members", () => {
    const invite = (browser: OperatorBrowser, email: string, role: string) =>
      send(browser, "POST", "invitations", { email, role });
    const pathOf = (answer: Answer) => new URL(answer.body.url).pathname;

    test("join by an invitation, once, with an account of their own", async () => {
      const invited = await invite(admin, "New@Example.com", "member");
      expect(invited.status).toBe(201);
      const path = pathOf(invited);
      const browser = operatorBrowser(world);
      const page = await browser.get(path);
      expect(page.text).toContain("new@example.com");
      expect(page.text).toContain("Test workspace");
      expect((await browser.post(path, { name: "New", password: "short" })).status).toBe(400);
      const both = await Promise.all(
        [browser, operatorBrowser(world)].map((one) => one.post(path, { name: "New", password })),
      );
      expect(both.filter(({ status }) => status === 303)).toHaveLength(1);
      const joined = await signedIn(world, "new@example.com");
      const workspaces = (await joined.api("/api/workspace/workspaces")).body.workspaces;
      expect(workspaces).toEqual([
        {
          id: ids.workspace,
          name: "Test workspace",
          user_role: "member",
          subscription_tier: null,
          is_enterprise: false,
        },
      ]);
      expect((await operatorBrowser(world).get(path)).status).toBe(400);
      expect((await send(admin, "GET", "invitations")).body.data).toEqual([]);
      expect(await everythingStored()).not.toContain(path.split("/").at(-1));
    });

    test("who have an account must sign in with it, and nobody else can use their invitation", async () => {
      const path = pathOf(await invite(owner, "viewer@example.com", "admin"));
      const nobody = await operatorBrowser(world).get(path);
      expect(nobody.location).toBe(`/sign-in?return_to=${encodeURIComponent(path)}`);
      expect((await member.post(path, {})).status).toBe(400);
      expect((await viewer.get(path)).text).toContain("Join Test workspace?");
      expect((await viewer.post(path, {})).location).toBe("/account");
      const found = (await send(viewer, "GET", "members")).body.data;
      const self = found.find((one: { email: string }) => one.email === "viewer@example.com");
      expect(self.role).toBe("admin");
      const back = await send(admin, "PATCH", `members/${self.id}`, { role: "viewer" });
      expect(back.body).toEqual({
        id: self.id,
        email: "viewer@example.com",
        name: "viewer",
        role: "viewer",
        password: true,
        password_only: true,
        second_factor: false,
        company_sign_in: false,
        joined_at: expect.any(String),
      });
    });

    test("an invitation ends after a week, and when it is taken back", async () => {
      const kept = await invite(admin, "late@example.com", "viewer");
      const taken = await invite(admin, "gone@example.com", "viewer");
      const path = `invitations/${taken.body.id}`;
      expect((await send(admin, "DELETE", path)).body.deleted).toBe(true);
      expect((await send(admin, "DELETE", path)).body.code).toBe("invitation_not_found");
      expect((await operatorBrowser(world).get(pathOf(taken))).status).toBe(400);
      expect((await operatorBrowser(world).get(pathOf(kept))).status).toBe(200);
      clock.advance(7 * day);
      expect((await operatorBrowser(world).get(pathOf(kept))).status).toBe(400);
      await signIn();
    });

    test("only owners touch owners, and the last one stays", async () => {
      const members = (await send(owner, "GET", "members")).body.data;
      const idOf = (name: string) =>
        members.find((one: { email: string }) => one.email === `${name}@example.com`).id;
      const refusal = "This needs the role owner in the workspace; yours is admin.";
      for (const answer of [
        await send(admin, "PATCH", `members/${idOf("owner")}`, { role: "viewer" }),
        await send(admin, "DELETE", `members/${idOf("owner")}`),
        await send(admin, "PATCH", `members/${idOf("admin")}`, { role: "owner" }),
        await invite(admin, "boss@example.com", "owner"),
      ]) {
        expect([answer.status, answer.body.detail]).toEqual([403, refusal]);
      }
      const self = `members/${idOf("owner")}`;
      for (const answer of [
        await send(owner, "PATCH", self, { role: "admin" }),
        await send(owner, "DELETE", self),
      ]) {
        expect([answer.status, answer.body.code]).toEqual([409, "last_owner"]);
      }
      const none = await send(owner, "DELETE", "members/opr_none");
      expect([none.status, none.body.code]).toEqual([404, "member_not_found"]);
    });

    test("two owners cannot take each other out at once", async () => {
      await operatorBrowser(world).post(pathOf(await invite(owner, "two@example.com", "owner")), {
        name: "Two",
        password,
      });
      const two = await signedIn(world, "two@example.com");
      const members = (await send(owner, "GET", "members")).body.data;
      const owners = members.filter((one: { role: string }) => one.role === "owner");
      expect(owners).toHaveLength(2);
      const out = await Promise.all(
        owners.map((one: { id: string; email: string }) =>
          send(one.email.startsWith("two") ? owner : two, "DELETE", `members/${one.id}`),
        ),
      );
      expect(out.filter(({ status }) => status === 200)).toHaveLength(1);
      const left = (await send(admin, "GET", "members")).body.data.filter(
        (one: { role: string }) => one.role === "owner",
      );
      expect(left).toHaveLength(1);
      if (left[0].email.startsWith("two")) owner = two;
    });

    test("who is taken out is out at once, with their keys", async () => {
      await operatorBrowser(world).post(pathOf(await invite(admin, "out@example.com", "member")), {
        name: "Out",
        password,
      });
      const out = await signedIn(world, "out@example.com");
      const scopes = ["workspace:read"];
      const key = await send(out, "POST", "/v1/me/keys", { name: "mine", scopes });
      const get = () => withKey(bearer(key.body.secret), `${base}/members`);
      const members = (await get()).body.data;
      const { id } = members.find((one: { email: string }) => one.email === "out@example.com");
      await send(admin, "DELETE", `members/${id}`);
      expect((await get()).body.code).toBe("workspace_not_found");
      expect((await send(out, "GET", "members")).body.code).toBe("workspace_not_found");
    });
  });

  describe("keys", () => {
    const createKey = (browser: OperatorBrowser, more: object = {}) =>
      send(browser, "POST", "keys", {
        name: "ci",
        role: "member",
        scopes: ["apps:read", "workspace:read"],
        ...more,
      });

    test("of a workspace act as their role within their scopes, until they end", async () => {
      const created = await createKey(admin);
      const { id, secret: key } = created.body;
      expect(key).toMatch(/^grantry_wk_[A-Za-z0-9_-]{43}$/);
      const get = () => withKey(bearer(key), `${base}/members`);
      expect((await get()).status).toBe(200);
      const audit = await withKey(bearer(key), `${base}/audit-records`);
      expect(audit.body.detail).toBe(
        "This needs the role admin in the workspace; yours is member.",
      );
      const initiate = await toAnswer(
        fetch(`${world.url}/api/apps/${ids.app}/external-auth/initiate`, {
          ...jsonBody("POST", { integration_type: "sandboxcalendar" }),
          headers: { api_key: key, "content-type": "application/json" },
        }),
      );
      expect(initiate.body.detail).toContain("This needs the scope apps:write");
      const keys = (await send(admin, "GET", "keys")).body.data;
      expect(keys.find((one: { id: string }) => one.id === id)).toEqual({
        id,
        name: "ci",
        role: "member",
        scopes: ["apps:read", "workspace:read"],
        secret_prefix: key.slice(0, 15),
        created_by: "admin (admin@example.com)",
        created_at: instantOf(clock.nowSeconds()),
        expires_at: instantOf(clock.nowSeconds() + 90 * 86_400),
        last_used_at: instantOf(clock.nowSeconds()),
      });
      expect(JSON.stringify(keys)).not.toContain(key);
      const stored = await everythingStored();
      expect(stored).toContain(id);
      expect(stored).not.toContain(key);
      clock.advance(90 * day - 1_000);
      expect((await get()).status).toBe(200);
      clock.advance(1_000);
      expect((await get()).status).toBe(401);
      await signIn();
    });

    test("that begin with b44k_ are made on request, and accepted in the official header", async () => {
      const { id, secret: key } = (await createKey(admin, { compatible: true })).body;
      expect(key).toMatch(/^b44k_/);
      const get = () => withKey({ api_key: key }, `${wire}/connectors`);
      expect((await get()).status).toBe(200);
      expect((await send(admin, "DELETE", `keys/${id}`)).body.deleted).toBe(true);
      expect((await get()).status).toBe(401);
      expect((await send(admin, "DELETE", `keys/${id}`)).body.code).toBe("api_key_not_found");
    });

    test("make no mightier ones", async () => {
      const scopes = ["workspace:write", "workspace:read"];
      const { secret: key } = (await createKey(admin, { role: "admin", scopes })).body;
      const post = (body: object) =>
        toAnswer(
          fetch(`${world.url}${base}/keys`, {
            ...jsonBody("POST", { name: "more", role: "admin", ...body }),
            headers: { ...bearer(key), "content-type": "application/json" },
          }),
        );
      expect((await post({ scopes })).status).toBe(201);
      const more = await post({ scopes: [...scopes, "audit:read"] });
      expect([more.status, more.body.detail]).toEqual([
        403,
        "This needs the scope audit:read, which this key or sign-in was not given.",
      ]);
      // No key is an owner. Whoever is not in the workspace hears nothing of what they sent.
      const owned = await createKey(admin, { role: "owner" });
      expect([owned.status, owned.body.code]).toEqual([400, "bad_request"]);
    });

    test("of a person act as them, are theirs alone, and end", async () => {
      const body = { name: "laptop", scopes: ["workspace:read"], expires_in_days: 1 };
      const { id, secret: key } = (await send(viewer, "POST", "/v1/me/keys", body)).body;
      expect(key).toMatch(/^grantry_pk_/);
      const get = (path: string) => withKey(bearer(key), path);
      expect((await get(`${base}/members`)).status).toBe(200);
      expect((await get("/oauth/userinfo")).body.email).toBe("viewer@example.com");
      expect((await get(`/v1/workspaces/${ids.foreignWorkspace}/members`)).body.code).toBe(
        "workspace_not_found",
      );
      expect((await send(viewer, "GET", "/v1/me/keys")).body.data).toHaveLength(1);
      expect((await send(owner, "GET", "/v1/me/keys")).body.data).toEqual([]);
      const theirs = await send(owner, "DELETE", `/v1/me/keys/${id}`);
      expect([theirs.status, theirs.body.code]).toEqual([404, "api_key_not_found"]);
      expect(await everythingStored()).not.toContain(key);
      clock.advance(day);
      expect((await get(`${base}/members`)).status).toBe(401);
      await signIn();
    });
  });

  test("every managing route names the role that it needs", async () => {
    const calls: [string, string, string, unknown][] = [
      ["POST", `${wire}/connectors`, "admin", newConnector],
      ["PUT", `${wire}/connectors/none`, "admin", { name: "x" }],
      ["DELETE", `${wire}/connectors/none`, "admin", undefined],
      ["PATCH", `apps/${ids.app}`, "admin", { name: "x" }],
      ["POST", "/api/apps", "member", { name: "x", organization_id: ids.workspace }],
      ["POST", "apps", "member", { name: "x" }],
      ["GET", `apps/${ids.app}/service-tokens`, "admin", undefined],
      ["POST", `apps/${ids.app}/service-tokens`, "admin", { name: "x" }],
      ["DELETE", `apps/${ids.app}/service-tokens/x`, "admin", undefined],
      ["PATCH", "members/none", "admin", { role: "viewer" }],
      ["DELETE", "members/none", "admin", undefined],
      ["POST", "members/none/reset-links", "admin", undefined],
      ["GET", "invitations", "admin", undefined],
      ["POST", "invitations", "admin", { email: "x@example.com", role: "viewer" }],
      ["DELETE", "invitations/none", "admin", undefined],
      ["GET", "keys", "admin", undefined],
      ["POST", "keys", "admin", { name: "x", role: "viewer", scopes: ["apps:read"] }],
      ["DELETE", "keys/none", "admin", undefined],
      ["GET", "audit-records", "admin", undefined],
    ];
    const before = await everythingStored();
    for (const [method, path, needed, body] of calls) {
      for (const [role, browser] of [
        ["viewer", viewer],
        ["member", member],
      ] as const) {
        if (role === needed) continue;
        const answer = await send(browser, method, path, body);
        expect([answer.status, answer.body.detail], `${method} ${path}`).toEqual([
          403,
          `This needs the role ${needed} in the workspace; yours is ${role}.`,
        ]);
      }
    }
    expect(rowsOf(await everythingStored())).toEqual(rowsOf(before));
  });

  test("every change is in the trail: who, what, when, on what; newest first, in pages", async () => {
    const started = clock.nowSeconds();
    const body = { ...newConnector, name: "Trail" };
    const { id } = (await sendWire(admin, "POST", "connectors", body)).body;
    const client_secret = "another-canary-of-a-secret";
    await sendWire(admin, "PUT", `connectors/${id}`, { client_secret });
    await sendWire(admin, "DELETE", `connectors/${id}`);
    const first = (await send(admin, "GET", "audit-records?limit=3")).body;
    const records = first.data;
    expect(records.map((one: { action: string }) => one.action)).toEqual([
      "connector.deleted",
      "connector.changed",
      "connector.created",
    ]);
    for (const record of records) {
      expect(record).toMatchObject({
        at: instantOf(started),
        actor: { kind: "operator", label: "admin (admin@example.com)" },
        target: { kind: "connector", id },
      });
    }
    const rest: (typeof records)[number][] = [];
    for (let cursor = first.next_cursor; cursor !== null; ) {
      const query = `limit=3&cursor=${encodeURIComponent(cursor)}`;
      const page = (await send(admin, "GET", `audit-records?${query}`)).body;
      rest.push(...page.data);
      cursor = page.next_cursor;
    }
    const numbers = [...records, ...rest].map((one: { id: string }) => Number(one.id));
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => other - one));
    const declared = rest.filter(
      (one: { actor: { kind: string }; target: { kind: string } }) =>
        one.actor.kind === "server" && one.target.kind === "operator",
    );
    expect(declared.map((one: { details: object }) => one.details)).toEqual(
      ["viewer", "member", "admin", "owner"].map((role) => ({ role, by: "bootstrap file" })),
    );
    const actions = new Set(rest.map((one: { action: string }) => one.action));
    for (const action of [
      "app.created",
      "app.changed",
      "service_token.created",
      "service_token.revoked",
      "member.added",
      "member.changed",
      "member.removed",
      "invitation.created",
      "invitation.revoked",
      "workspace_key.created",
      "workspace_key.revoked",
    ]) {
      expect(actions).toContain(action);
    }
    const text = JSON.stringify([records, rest]);
    expect(text).not.toMatch(/canary|grantry_|b44k_|\/invitation\//);
  });
});
