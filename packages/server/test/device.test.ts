/** Signing a command line in: device authorization (RFC 8628), tokens, refresh, userinfo. */

import { type Answer, toAnswer } from "@grantry/testing/api";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import {
  declareMembers,
  jsonBody,
  type OperatorBrowser,
  signedIn,
} from "@grantry/testing/operators";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { appointServerOperator } from "../src/service/accounts/index.ts";
import { sweepSignIns } from "../src/service/accounts/sweep.ts";

const client_id = "base44_cli";
/** What the official command line asks for. */
const scope = "apps:read apps:write sandbox:write";
const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let clock: FakeClock;

  beforeAll(async () => {
    clock = createFakeClock();
    // What is over must be refused before anything sweeps it away.
    const unswept = { ...clock, every: () => () => {} };
    world = await startWorld({ engine, clock: unswept, declare: declareMembers });
  });
  afterAll(() => world.close());
  // What was tried in the test before is not counted in this one.
  beforeEach(() => clock.advance(900_000));

  const post = (path: string, init: RequestInit): Promise<Answer> =>
    toAnswer(fetch(world.url + path, { method: "POST", ...init }));
  const token = (form: Record<string, string>): Promise<Answer> =>
    post("/oauth/token", { body: new URLSearchParams({ client_id, ...form }) });
  const ask = async (): Promise<{ device_code: string; user_code: string }> =>
    (await post("/oauth/device/code", jsonBody("POST", { client_id, scope }))).body;
  const exchange = (device_code: string) => token({ grant_type: deviceGrant, device_code });
  const refresh = (refresh_token: string) => token({ grant_type: "refresh_token", refresh_token });
  const bearer = (access_token: string) => ({ authorization: `Bearer ${access_token}` });
  const userInfo = (headers: Record<string, string>) =>
    toAnswer(fetch(`${world.url}/oauth/userinfo`, { headers }));

  async function approve(browser: OperatorBrowser, user_code: string): Promise<void> {
    const page = await browser.post("/device", { user_code });
    expect(page.status).toBe(200);
    const decided = await browser.post("/device/decision", { user_code, decision: "approve" });
    expect(decided.text).toContain("Signed in");
  }

  async function signInCommandLine(email = "member@example.com") {
    const asked = await ask();
    await approve(await signedIn(world, email), asked.user_code);
    return (await exchange(asked.device_code)).body;
  }

  test("what only the server's operator may do is approved by one alone, and works then", async () => {
    const asked = async () =>
      (await post("/oauth/device/code", jsonBody("POST", { client_id, scope: "server:own" }))).body;
    const refused = await asked();
    const owner = await signedIn(world, "owner@example.com");
    const { user_code } = refused;
    expect((await owner.post("/device", { user_code })).text).toContain("Run this server");
    const decided = await owner.post("/device/decision", { user_code, decision: "approve" });
    expect([decided.status, decided.text.includes("server_operator_required")]).toEqual([
      403,
      true,
    ]);
    expect((await exchange(refused.device_code)).body.error).toBe("authorization_pending");

    await appointServerOperator(world.app.context.store, "viewer@example.com");
    const given = await asked();
    await approve(await signedIn(world, "viewer@example.com"), given.user_code);
    const { access_token } = (await exchange(given.device_code)).body;
    const listed = await toAnswer(
      fetch(`${world.url}/v1/server/workspaces`, { headers: bearer(access_token) }),
    );
    expect(listed.status).toBe(200);
  });

  test("the official command line gets what it checks: form, numbers, error words", async () => {
    const asked = await post("/oauth/device/code", jsonBody("POST", { client_id, scope }));
    expect(asked.status).toBe(200);
    expect(asked.headers.get("cache-control")).toBe("no-store");
    expect(asked.body).toEqual({
      device_code: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
      verification_uri: `${world.url}/device`,
      verification_uri_complete: `${world.url}/device?user_code=${asked.body.user_code}`,
      expires_in: 900,
      interval: 5,
    });
    const pending = await exchange(asked.body.device_code);
    expect([pending.status, pending.body.error]).toEqual([400, "authorization_pending"]);
    const hasty = await exchange(asked.body.device_code);
    expect([hasty.status, hasty.body.error]).toEqual([400, "slow_down"]);
    clock.advance(5_000);
    expect((await exchange(asked.body.device_code)).body.error).toBe("authorization_pending");

    const browser = await signedIn(world, "member@example.com");
    const form = await browser.get(`/device?user_code=${asked.body.user_code}`);
    expect(form.text).toContain(`value="${asked.body.user_code}"`);
    const typed = asked.body.user_code.toLowerCase().replace("-", " ");
    const page = await browser.post("/device", { user_code: typed });
    for (const shown of [
      "Base44 command line",
      "member@example.com",
      asked.body.user_code,
      "less than a minute ago",
      "Change your apps and authorize connections",
    ]) {
      expect(page.text).toContain(shown);
    }
    await browser.post("/device/decision", { user_code: typed, decision: "approve" });
    const done = await exchange(asked.body.device_code);
    expect([done.status, done.body]).toEqual([
      200,
      {
        access_token: expect.stringMatching(/^grantry_at_/),
        token_type: "Bearer",
        expires_in: 3_600,
        refresh_token: expect.stringMatching(/^grantry_rt_/),
        scope,
      },
    ]);
    expect(done.headers.get("cache-control")).toBe("no-store");
    const who = await userInfo(bearer(done.body.access_token));
    expect(who.body).toEqual({
      sub: expect.any(String),
      email: "member@example.com",
      name: "member",
    });
    const again = await exchange(asked.body.device_code);
    expect([again.status, again.body.error]).toEqual([400, "invalid_grant"]);
  });

  test("a code is good for one exchange, also when two ask at once", async () => {
    const asked = await ask();
    await approve(await signedIn(world, "member@example.com"), asked.user_code);
    const both = await Promise.all([exchange(asked.device_code), exchange(asked.device_code)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  test("a denied code says so, once, and an old one that it has expired", async () => {
    const asked = await ask();
    const browser = await signedIn(world, "member@example.com");
    const { user_code } = asked;
    await browser.post("/device", { user_code });
    const page = await browser.post("/device/decision", { user_code, decision: "deny" });
    expect(page.text).toContain("Denied");
    expect((await exchange(asked.device_code)).body.error).toBe("access_denied");
    const old = await ask();
    clock.advance(900_000);
    const late = await browser.post("/device", { user_code: old.user_code });
    expect([late.status, late.text.includes("This code is unknown, has expired")]).toEqual([
      400,
      true,
    ]);
    expect((await exchange(old.device_code)).body.error).toBe("expired_token");
  });

  test("only the session that entered the code may decide (SEC-25)", async () => {
    const { user_code, device_code } = await ask();
    const victim = await signedIn(world, "owner@example.com");
    const other = await signedIn(world, "member@example.com");
    const sameElsewhere = await signedIn(world, "owner@example.com");
    for (const browser of [victim, other]) {
      const early = await browser.post("/device/decision", { user_code, decision: "approve" });
      expect(early.status).toBe(400);
    }
    expect((await victim.post("/device", { user_code })).status).toBe(200);
    for (const browser of [other, sameElsewhere]) {
      expect((await browser.post("/device", { user_code })).status).toBe(400);
      const decided = await browser.post("/device/decision", { user_code, decision: "approve" });
      expect([decided.status, decided.text.includes("user_code_invalid")]).toEqual([400, true]);
    }
    expect((await exchange(device_code)).body.error).toBe("authorization_pending");
    const decided = await victim.post("/device/decision", { user_code, decision: "approve" });
    expect(decided.status).toBe(200);
    const again = await victim.post("/device/decision", { user_code, decision: "deny" });
    expect(again.status).toBe(400);
    const { body } = await exchange(device_code);
    expect((await userInfo(bearer(body.access_token))).body.email).toBe("owner@example.com");
  });

  test("a form of another site enters and decides nothing, and a GET neither", async () => {
    const { user_code, device_code } = await ask();
    const browser = await signedIn(world, "owner@example.com");
    const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    expect((await browser.post("/device", { user_code }, foreign)).status).toBe(403);
    await browser.get(`/device?user_code=${user_code}`);
    const claimed = await browser.post("/device/decision", { user_code, decision: "approve" });
    expect(claimed.status).toBe(400);
    await browser.post("/device", { user_code });
    const form = { user_code, decision: "approve" };
    expect((await browser.post("/device/decision", form, foreign)).status).toBe(403);
    expect((await exchange(device_code)).body.error).toBe("authorization_pending");
  });

  test("who is not signed in signs in first, and comes back with the code", async () => {
    const { user_code } = await ask();
    const answer = await fetch(`${world.url}/device?user_code=${user_code}`, {
      redirect: "manual",
    });
    expect(answer.headers.get("location")).toBe(
      `/sign-in?return_to=${encodeURIComponent(`/device?user_code=${user_code}`)}`,
    );
  });

  test("nobody tries more than ten codes in a quarter of an hour", async () => {
    const { user_code } = await ask();
    const browser = await signedIn(world, "viewer@example.com");
    for (let count = 0; count < 10; count += 1) {
      expect((await browser.post("/device", { user_code: "BBBB-BBBB" })).status).toBe(400);
    }
    const refused = await browser.post("/device", { user_code });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test("an unknown client, scope, grant type or a missing member is said in OAuth's words", async () => {
    const code = (body: unknown) => post("/oauth/device/code", jsonBody("POST", body));
    const table: [Promise<Answer>, string][] = [
      [code({ client_id: "evil_cli", scope }), "invalid_client"],
      [code({ client_id, scope: "apps:read root" }), "invalid_scope"],
      [code({}), "invalid_request"],
      [post("/oauth/device/code", { body: "{", headers: jsonType }), "invalid_request"],
      [token({ grant_type: "password" }), "unsupported_grant_type"],
      [token({ grant_type: deviceGrant }), "invalid_request"],
      [token({ grant_type: deviceGrant, device_code: "x" }), "invalid_grant"],
      [token({ grant_type: "refresh_token" }), "invalid_request"],
      [refresh("grantry_rt_unknown"), "invalid_grant"],
      [post("/oauth/token", { body: new URLSearchParams() }), "invalid_request"],
    ];
    for (const [sent, error] of table) {
      const answer = await sent;
      expect([answer.status, answer.body.error]).toEqual([400, error]);
      expect(answer.body.error_description).toMatch(/\S/);
    }
    const asked = await ask();
    const stolen = { grant_type: deviceGrant, ...asked, client_id: "grantry-cli" };
    expect((await token(stolen)).body.error).toBe("invalid_grant");
  });

  test("a copied refresh token gets the owner's pair for a minute, and ends both once that was used", async () => {
    const first = await signInCommandLine();
    const { body: owner } = await refresh(first.refresh_token);
    clock.advance(10_000);
    const { body: copy } = await refresh(first.refresh_token);
    expect(copy).toEqual({ ...owner, expires_in: owner.expires_in - 10 });
    const { body: next } = await refresh(owner.refresh_token);
    expect(next.refresh_token).not.toBe(owner.refresh_token);
    // The answer has arrived, or its tokens would not be used: so this is a copy.
    expect((await refresh(first.refresh_token)).body.error).toBe("invalid_grant");
    for (const pair of [owner, next]) {
      expect((await userInfo(bearer(pair.access_token))).status).toBe(401);
      expect((await refresh(pair.refresh_token)).body.error).toBe("invalid_grant");
    }
  });

  test("what a refresh token was exchanged for is sealed, and erased after its minute", async () => {
    const first = await signInCommandLine();
    const { body } = await refresh(first.refresh_token);
    const { db } = world.app.context.store;
    const kept = () =>
      db
        .selectFrom("cli_tokens")
        .select("exchanged_for")
        .where("exchanged_for", "is not", null)
        .execute();
    const bytes = (await kept()).map((row) =>
      Buffer.from(row.exchanged_for ?? []).toString("latin1"),
    );
    expect(bytes.length).toBeGreaterThan(0);
    for (const text of bytes) expect(text).not.toContain(body.refresh_token);
    clock.advance(61_000);
    await sweepSignIns(world.app.context);
    expect(await kept()).toEqual([]);
    expect((await userInfo(bearer(body.access_token))).status).toBe(200);
  });

  test("a refresh gives a new pair; a retry within a minute gets the same; later all of it ends", async () => {
    const first = await signInCommandLine();
    const second = await refresh(first.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    clock.advance(60_000);
    const retried = await refresh(first.refresh_token);
    expect(retried.body).toEqual({ ...second.body, expires_in: 3_540 });
    expect((await userInfo(bearer(retried.body.access_token))).status).toBe(200);
    clock.advance(1_000);
    const reused = await refresh(first.refresh_token);
    expect([reused.status, reused.body.error]).toEqual([400, "invalid_grant"]);
    for (const pair of [first, second.body, retried.body]) {
      expect((await userInfo(bearer(pair.access_token))).status).toBe(401);
      expect((await refresh(pair.refresh_token)).body.error).toBe("invalid_grant");
    }
  });

  test("two refreshes at once both get a pair that works", async () => {
    const { refresh_token } = await signInCommandLine();
    const both = await Promise.all([refresh(refresh_token), refresh(refresh_token)]);
    expect(both[0]?.body).toEqual(both[1]?.body);
    for (const { status, body } of both) {
      expect(status).toBe(200);
      expect((await refresh(body.refresh_token)).status).toBe(200);
    }
  });

  test("an access token ends after an hour, a refresh token after sixty days without use", async () => {
    const pair = await signInCommandLine();
    clock.advance(3_600_000);
    expect((await userInfo(bearer(pair.access_token))).status).toBe(401);
    clock.advance(59 * 86_400_000);
    const refreshed = await refresh(pair.refresh_token);
    expect(refreshed.status).toBe(200);
    clock.advance(60 * 86_400_000);
    expect((await refresh(refreshed.body.refresh_token)).body.error).toBe("invalid_grant");
  });

  test("the token acts as its person within its scopes", async () => {
    const path = (id: string) => `${world.url}/api/apps/${id}/external-auth/available-integrations`;
    const { access_token } = await signInCommandLine("owner@example.com");
    const get = (url: string) => toAnswer(fetch(url, { headers: bearer(access_token) }));
    expect((await get(path(ids.app))).status).toBe(200);
    expect((await get(path(ids.foreignApp))).body.reason).toBe("app_not_found");
    const workspace = await get(`${world.url}/v1/workspaces/${ids.workspace}/providers`);
    expect([workspace.status, workspace.body.detail]).toEqual([
      403,
      "This needs the scope workspace:read, which this key or sign-in was not given.",
    ]);
    const viewer = await signInCommandLine("viewer@example.com");
    const initiate = await post(`/api/apps/${ids.app}/external-auth/initiate`, {
      ...jsonBody("POST", { integration_type: "sandboxcalendar" }),
      headers: { ...bearer(viewer.access_token), "content-type": "application/json" },
    });
    expect([initiate.status, initiate.body.detail]).toEqual([
      403,
      "This needs the role member in the workspace; yours is viewer.",
    ]);
  });

  test("a person signs a command line out; a stranger cannot", async () => {
    const { access_token } = await signInCommandLine();
    const owner = await signedIn(world, "member@example.com");
    const { text } = await owner.get("/account");
    const command_line = /name="command_line" value="([^"]+)"/.exec(text)?.[1] ?? "";
    const stranger = await signedIn(world, "admin@example.com");
    expect((await stranger.get("/account")).text).not.toContain(command_line);
    await stranger.post("/account/sign-out-command-line", { command_line });
    expect((await userInfo(bearer(access_token))).status).toBe(200);
    await owner.post("/account/sign-out-command-line", { command_line });
    expect((await userInfo(bearer(access_token))).status).toBe(401);
  });

  test("userinfo is for people: a key of a workspace is none", async () => {
    const byKey = await userInfo({ api_key: secrets.workspaceKey });
    expect([byKey.status, byKey.body.reason]).toEqual([403, "person_required"]);
    expect((await userInfo({})).status).toBe(401);
    const { refresh_token } = await signInCommandLine();
    expect((await userInfo(bearer(refresh_token))).status).toBe(401);
  });

  test("neither the tables nor the log hold a code or a token (SEC-65, SEC-69)", async () => {
    const asked = await ask();
    const pair = await signInCommandLine();
    const { db } = world.app.context.store;
    const tables = await Promise.all([
      sql`SELECT * FROM device_authorizations`.execute(db),
      sql`SELECT * FROM cli_tokens`.execute(db),
      sql`SELECT * FROM cli_grants`.execute(db),
      sql`SELECT * FROM audit_records`.execute(db),
    ]);
    const rows = tables.flatMap((table) => table.rows as object[]);
    const bytes = rows
      .flatMap((row) => Object.values(row))
      .filter((value) => value instanceof Uint8Array)
      .map((value) => Buffer.from(value).toString("latin1"));
    const seen = [JSON.stringify(rows), ...bytes, ...world.logLines].join("\n");
    expect(seen).toContain(client_id);
    expect(seen).toContain(scope);
    const { device_code, user_code } = asked;
    for (const secret of [device_code, user_code, user_code.replace("-", ""), pair.access_token]) {
      expect(seen).not.toContain(secret);
    }
    expect(seen).not.toContain(pair.refresh_token);
  });
});

const jsonType = { "content-type": "application/json" };
