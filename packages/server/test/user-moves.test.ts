/** An operator says whose users' connections are: nothing else re-keys them. */

import { type Answer, type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import {
  startIdentityProvider,
  type TestIdentityProvider,
} from "@grantry/testing/identity-provider";
import {
  declareMembers,
  jsonBody,
  type OperatorBrowser,
  signedIn,
} from "@grantry/testing/operators";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { makeUnassigned } from "@grantry/testing/unassigned";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

interface Listed {
  readonly owner: { readonly user: object; readonly unassigned: boolean };
}

/** Without the handle, which is random. */
function ownerOf({ owner: { user, unassigned } }: Listed) {
  const { id: _, ...named } = user as { id: string };
  return { ...named, unassigned };
}

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: Api;
  let a: TestIdentityProvider;
  let b: TestIdentityProvider;

  beforeAll(async () => {
    a = await startIdentityProvider("https://a.example");
    b = await startIdentityProvider("https://b.example");
    world = await startWorld({
      engine,
      allowedPrivateOrigins: [a.origin, b.origin],
      declare: declareMembers,
    });
    api = apiOf(world);
  });
  afterAll(async () => {
    await world.close();
    await a.close();
    await b.close();
  });
  beforeEach(async () => {
    await world.app.context.store.db.deleteFrom("connections").execute();
    await setProviders([]);
  });

  const operate = (method: string, path: string, body?: unknown): Promise<Answer> =>
    workspaceApiOf(world)(method, path, body);
  const ofIssuer = (issuer: string | null) => ({ kind: "issuer", issuer });
  const entry = ({ issuer, origin }: TestIdentityProvider, user_id_claim = "sub") => ({
    issuer,
    audience: "app",
    jwks_uri: `${origin}/jwks`,
    user_id_claim,
  });
  async function setProviders(identity_providers: object[]): Promise<void> {
    const answer = await operate("PATCH", `apps/${ids.app}`, { identity_providers });
    expect(answer.status).toBe(200);
  }
  const move = (body: object) => operate("POST", `apps/${ids.app}/users/move`, body);

  const jwt = (idp: TestIdentityProvider, user: string, more: object = {}) =>
    idp.sign({
      iss: idp.issuer,
      aud: "app",
      sub: user,
      exp: Math.floor(Date.now() / 1000) + 300,
      ...more,
    });
  async function connect(token: string, account: "ada" | "bo"): Promise<void> {
    const path = `app-user-auth/connectors/${ids.userConnector}/initiate`;
    const headers = { authorization: `Bearer ${token}` };
    const { body } = await api.call(path, { method: "POST", headers });
    await consent(createJar(), body.redirect_url, { account: `sandbox-${account}` as const });
  }
  async function connectOwn(user: string, account: "ada" | "bo"): Promise<void> {
    await connect((await api.signIn(user)).jwt, account);
  }
  async function accountOf(token: string): Promise<string> {
    const path = `app-user-auth/connectors/${ids.userConnector}/token`;
    const headers = { "on-behalf-of": `Bearer ${token}` };
    const { body } = await api.backend(path, { headers });
    return body.account?.email ?? body.reason;
  }
  const rows = () =>
    world.app.context.store.db.selectFrom("connections").selectAll().orderBy("user_id").execute();
  const [ada, bo] = ["ada@sandbox.example", "bo@sandbox.example"];

  test("from none to the first provider: after a dry run that changes nothing", async () => {
    await connectOwn("ada", "ada");
    await connectOwn("bo", "bo");
    await setProviders([entry(a)]);
    const before = await rows();
    const body = { from: ofIssuer(null), to: { issuer: a.issuer } };
    const dry = await move({ ...body, dry_run: true });
    expect([dry.status, dry.body.dry_run, dry.body.connections.length]).toEqual([200, true, 2]);
    expect(await rows()).toEqual(before);
    expect(await accountOf(await jwt(a, "ada"))).toBe("not_connected");

    const moved = await move(body);
    expect(moved.body).toEqual({ ...dry.body, dry_run: false });
    expect(moved.body.connections.map((one: { outcome: string }) => one.outcome)).toEqual([
      "moved",
      "moved",
    ]);
    expect(await accountOf(await jwt(a, "ada"))).toBe(ada);
    expect(await accountOf(await jwt(a, "bo"))).toBe(bo);
    expect((await move(body)).body.connections).toEqual([]);
  });

  test("from one provider to the one in its place, only the users that are named", async () => {
    await setProviders([entry(a)]);
    await connect(await jwt(a, "ada"), "ada");
    await connect(await jwt(a, "bo"), "bo");
    await setProviders([entry(b)]);
    await move({ from: ofIssuer(a.issuer), to: { issuer: b.issuer }, users: { ada: "ada" } });
    expect(await accountOf(await jwt(b, "ada"))).toBe(ada);
    expect(await accountOf(await jwt(b, "bo"))).toBe("not_connected");
  });

  test("what nobody is known to own, in an app with several providers, user by user", async () => {
    await setProviders([entry(a)]);
    await connect(await jwt(a, "ada"), "ada");
    await connect(await jwt(a, "bo"), "bo");
    await makeUnassigned(world.app.context.store);
    await setProviders([entry(a), entry(b)]);
    const listed = await operate("GET", "connections");
    expect(listed.body.data.map(ownerOf)).toEqual(
      expect.arrayContaining([{ user_id: "ada", issuer: null, unassigned: true }]),
    );
    const from = { kind: "unassigned" };
    await move({ from, to: { issuer: a.issuer }, users: { ada: "ada" } });
    await move({ from, to: { issuer: b.issuer }, users: { bo: "bo" } });
    expect(await accountOf(await jwt(a, "ada"))).toBe(ada);
    expect(await accountOf(await jwt(b, "ada"))).toBe("not_connected");
    expect(await accountOf(await jwt(a, "bo"))).toBe("not_connected");
    expect(await accountOf(await jwt(b, "bo"))).toBe(bo);
    const after = await operate("GET", "connections");
    expect(after.body.data.map(ownerOf)).toEqual(
      expect.arrayContaining([
        { user_id: "ada", issuer: a.issuer, unassigned: false },
        { user_id: "bo", issuer: b.issuer, unassigned: false },
      ]),
    );
  });

  test("to another claim of the same issuer, under new ids", async () => {
    await setProviders([entry(a)]);
    await connect(await jwt(a, "00u1"), "ada");
    await setProviders([entry(a, "login")]);
    const body = { to: { issuer: a.issuer }, users: { "00u1": "ada" } };
    const other = await move({ ...body, from: { ...ofIssuer(a.issuer), user_id_claim: "email" } });
    expect(other.body.connections).toEqual([]);
    await move({ ...body, from: { ...ofIssuer(a.issuer), user_id_claim: "sub" } });
    expect(await accountOf(await jwt(a, "x", { login: "ada" }))).toBe(ada);
    expect(await accountOf(await jwt(a, "00u1", { login: "00u1" }))).toBe("not_connected");
  });

  test("back to users without a provider, where the app has none any more", async () => {
    await setProviders([entry(a)]);
    await connect(await jwt(a, "ada"), "ada");
    await setProviders([]);
    await move({ from: ofIssuer(a.issuer), to: { issuer: null } });
    expect(await accountOf((await api.signIn("ada")).jwt)).toBe(ada);
  });

  test("a user who has connected by now keeps that connection, and the old one stays too", async () => {
    await connectOwn("ada", "ada");
    await setProviders([entry(a)]);
    await connect(await jwt(a, "ada"), "bo");
    const before = await rows();
    const body = { from: ofIssuer(null), to: { issuer: a.issuer } };
    for (const dry_run of [true, false]) {
      const answer = await move({ ...body, dry_run });
      expect(answer.body.connections).toMatchObject([{ user_id: "ada", outcome: "kept" }]);
    }
    expect(await rows()).toEqual(before);

    const path = `app-user-auth/connectors/${ids.userConnector}`;
    const headers = { authorization: `Bearer ${await jwt(a, "ada")}` };
    expect((await api.call(path, { method: "DELETE", headers })).status).toBe(200);
    expect((await move(body)).body.connections).toMatchObject([{ outcome: "moved" }]);
    expect(await accountOf(await jwt(a, "ada"))).toBe(ada);
    expect(await rows()).toHaveLength(1);
  });

  test("goes page by page, and leaves other apps and the app's own connection alone", async () => {
    for (const user of ["u1", "u2", "u3"]) await connectOwn(user, "ada");
    const other = apiOf(world, ids.otherApp, secrets.otherServiceToken);
    const theirs = await other.signIn("u1");
    const started = await theirs.initiate(ids.userConnector);
    await consent(createJar(), started.body.redirect_url);
    const shared = await api.operator("external-auth/initiate", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ integration_type: "sandboxcalendar" }),
    });
    await consent(createJar(), shared.body.redirect_url);
    await setProviders([entry(a)]);
    const seen: string[] = [];
    let after: string | null = null;
    let calls = 0;
    do {
      const answer: Answer = await move({
        from: ofIssuer(null),
        to: { issuer: a.issuer },
        limit: 2,
        ...(after === null ? {} : { after }),
      });
      seen.push(...answer.body.connections.map((one: { user_id: string }) => one.user_id));
      after = answer.body.next;
      calls += 1;
    } while (after !== null);
    expect([calls, seen.sort()]).toEqual([3, ["u1", "u2", "u3"]]);
    const left = (await rows()).filter((row) => row.user_issuer === "");
    expect(left.map((row) => [row.app_id, row.owner_kind])).toEqual(
      expect.arrayContaining([
        [ids.otherApp, "user"],
        [ids.app, "app"],
      ]),
    );
    expect(left).toHaveLength(2);
  });

  test("is in the audit trail with what was moved, and a dry run is not", async () => {
    await connectOwn("ada", "ada");
    await setProviders([entry(a)]);
    const records = async () => (await operate("GET", "audit-records?limit=2")).body.data;
    const body = { from: ofIssuer(null), to: { issuer: a.issuer } };
    await move({ ...body, dry_run: true });
    expect((await records())[0].action).toBe("app.changed");
    const moved = await move(body);
    expect((await records())[0]).toMatchObject({
      action: "app.users_moved",
      target: { kind: "app", id: ids.app },
      details: {
        from: "none",
        to: a.issuer,
        connections: moved.body.connections[0].connection_id,
      },
    });
  });

  test.each([
    [{ to: { issuer: "https://c.example" } }, "issuer_unknown"],
    [{ to: { issuer: null } }, "issuer_unknown"],
    [{ users: {} }, "bad_request"],
    [{ users: { a: "x", b: "x" } }, "bad_request"],
    [{ users: { a: "half \ud800" } }, "bad_request"],
    [{ users: { a: "" } }, "bad_request"],
    [{ from: {} }, "bad_request"],
    [{ from: { kind: "nobody" } }, "bad_request"],
    [{ limit: 201 }, "bad_request"],
  ])("refuses what cannot be meant: %j", async (change, reason) => {
    await setProviders([entry(a)]);
    const answer = await move({ from: ofIssuer(null), to: { issuer: a.issuer }, ...change });
    expect([answer.status, answer.body.code]).toEqual([400, reason]);
  });

  test("is for admins of the app's own workspace", async () => {
    await connectOwn("ada", "ada");
    await setProviders([entry(a)]);
    const body = { from: ofIssuer(null), to: { issuer: a.issuer } };
    const path = `apps/${ids.app}/users/move`;
    const elsewhere = { workspaceId: ids.foreignWorkspace, as: secrets.foreignWorkspaceKey };
    const foreign = await workspaceApiOf(world, elsewhere)("POST", path, body);
    expect([foreign.status, foreign.body.code]).toEqual([404, "app_not_found"]);
    for (const role of ["member", "viewer"]) {
      const browser: OperatorBrowser = await signedIn(world, `${role}@example.com`);
      const answer = await browser.api(
        `/v1/workspaces/${ids.workspace}/${path}`,
        jsonBody("POST", body),
      );
      expect([answer.status, answer.body.code]).toEqual([403, "forbidden"]);
    }
    expect((await rows())[0]?.user_issuer).toBe("");
  });
});
