/** A person's own account by `/v1`: what it signs in by, and where it is signed in. */
import * as account from "@grantry/contract/v1/account";
import * as people from "@grantry/contract/v1/people";
import type { Answer } from "@grantry/testing/api";
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
import { ownApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { codeAt } from "../../src/crypto/totp.ts";
import { Secret } from "../../src/lib/secret.ts";
import {
  claimDeviceAuthorization,
  currentSession,
  decideDevice,
  exchangeDeviceCode,
  requestDeviceAuthorization,
} from "../../src/service/accounts/index.ts";

const next = "another battery staple horse";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let clock: FakeClock;

  beforeAll(async () => {
    clock = createFakeClock();
    const unswept = { ...clock, every: () => () => {} };
    world = await startWorld({ engine, clock: unswept, declare: declareMembers });
  });
  afterAll(() => world.close());
  // What was tried in the test before is not counted in this one, and its codes are used up.
  beforeEach(() => clock.advance(900_000));

  const post = (browser: OperatorBrowser, path: string, body?: unknown) =>
    browser.api(path, body === undefined ? { method: "POST" } : jsonBody("POST", body));
  const remove = (browser: OperatorBrowser, path: string) =>
    browser.api(path, { method: "DELETE" });
  const signIn = (email: string, form: Record<string, string>) =>
    operatorBrowser(world).post("/sign-in", { email, password, code: "", ...form });
  const refusal = ({ status, body }: Answer) => [status, body.code];
  const tokenOf = ({ jar }: OperatorBrowser) => jar.cookies.get("grantry-session") ?? "";

  function expectAnswer(answer: Answer, schema: { parse(body: unknown): unknown }) {
    expect([answer.status, answer.body.detail]).toEqual([200, undefined]);
    expect(schema.parse(answer.body)).toEqual(answer.body);
  }
  const actionsBy = async (email: string) => {
    const { db } = world.app.context.store;
    const rows = await db
      .selectFrom("audit_records")
      .innerJoin("operators", "operators.operator_id", "audit_records.actor_id")
      .select(["action", "workspace_id"])
      .where("operators.email", "=", email)
      .orderBy("audit_record_id")
      .execute();
    for (const { workspace_id } of rows) expect(workspace_id).toBe(ids.workspace);
    return rows.map(({ action }) => action);
  };

  test("a person is called otherwise, and by no empty name", async () => {
    const browser = await signedIn(world, "viewer@example.com");
    const change = (name: string) => browser.api("/v1/me", jsonBody("PATCH", { name }));
    const changed = await change("Vera Ó Súilleabháin 🎉");
    expectAnswer(changed, people.person);
    expect((await browser.api("/v1/me")).body).toEqual(changed.body);
    expect(changed.body.name).toBe("Vera Ó Súilleabháin 🎉");
    expect(refusal(await change("  "))).toEqual([400, "bad_request"]);
    expect(refusal(await change("a\u0000b"))).toEqual([400, "bad_request"]);
    expect((await browser.api("/v1/me", jsonBody("PATCH", {}))).body).toEqual(changed.body);
    expect(await actionsBy("viewer@example.com")).toContain("operator.renamed");
  });

  test("a new password needs the present one, ends all that acts as the person, and goes on here", async () => {
    const email = "member@example.com";
    const browser = await signedIn(world, email);
    const other = await signedIn(world, email);
    const { body: key } = await post(browser, "/v1/me/keys", { name: "k", scopes: ["apps:read"] });
    const change = (current_password: string, new_password: string) =>
      post(browser, "/v1/me/password", { current_password, new_password });
    expect(refusal(await change("wrong", next))).toEqual([401, "sign_in_failed"]);
    expect(refusal(await change(password, "short"))).toEqual([400, "account_invalid"]);
    expect((await other.api("/v1/me")).status).toBe(200);
    const changed = await change(password, next);
    expectAnswer(changed, account.signInFactors);
    const set = changed.headers.getSetCookie();
    expect(set.find((one) => one.startsWith("grantry-session="))).toMatch(
      /; HttpOnly; SameSite=Lax/,
    );
    const [, fresh = ""] = /grantry-session=([^;]+)/.exec(set.join("\n")) ?? [];
    // What the browser held before is over as well.
    expect((await browser.api("/v1/me")).status).toBe(401);
    browser.jar.cookies.set("grantry-session", fresh);
    expect((await browser.api("/v1/me")).status).toBe(200);
    expect((await other.api("/v1/me")).status).toBe(401);
    expect((await ownApiOf(world)("GET", "/v1/me", { as: key.secret })).status).toBe(401);
    expect((await signIn(email, {})).status).toBe(401);
    expect((await signIn(email, { password: next })).status).toBe(303);
    expect(await actionsBy(email)).toContain("operator.password_changed");
  });

  test("the present password is guessed ten times in a quarter of an hour", async () => {
    const browser = await signedIn(world, "viewer@example.com");
    const guess = () =>
      post(browser, "/v1/me/password", { current_password: "wrong", new_password: next });
    for (let tries = 0; tries < 10; tries += 1) {
      expect(refusal(await guess())).toEqual([401, "sign_in_failed"]);
    }
    const refused = await guess();
    expect(refusal(refused)).toEqual([429, "too_many_attempts"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    // The forms of the server's pages count with it.
    const page = await browser.post("/account/password", { current: password, password: next });
    expect(page.status).toBe(429);
  });

  test("no authenticator app is set up where none was begun, or beside no password", async () => {
    const email = "owner@example.com";
    const browser = await signedIn(world, email);
    const confirm = () => post(browser, "/v1/me/totp/confirm", { code: "123456" });
    expect(refusal(await confirm())).toEqual([404, "authenticator_app_not_found"]);
    const { db } = world.app.context.store;
    const account = db.selectFrom("operators").select("password_hash").where("email", "=", email);
    const { password_hash } = await account.executeTakeFirstOrThrow();
    const setHash = (hash: string | null) =>
      db.updateTable("operators").set({ password_hash: hash }).where("email", "=", email).execute();
    await setHash(null);
    for (const refused of [await post(browser, "/v1/me/totp/begin"), await confirm()]) {
      expect(refusal(refused)).toEqual([409, "authenticator_app_refused"]);
    }
    const admin = await signedIn(world, "admin@example.com");
    const { body } = await admin.api(`/v1/workspaces/${ids.workspace}/members`);
    const member = (body.data as { email: string }[]).find((one) => one.email === email);
    expect(member).toMatchObject({ password: false, password_only: false });
    await admin.post("/sign-out", {});
    await setHash(password_hash);
  });

  test("an authenticator app is set up, has its recovery codes renewed, and is taken away", async () => {
    const email = "owner@example.com";
    const browser = await signedIn(world, email);
    const begun = await post(browser, "/v1/me/totp/begin");
    expectAnswer(begun, account.totpSetup);
    const { secret, uri } = begun.body;
    expect(new URL(uri).searchParams.get("secret")).toBe(secret);
    const now = () => codeAt(secret, clock.nowSeconds());
    const wrong = await post(browser, "/v1/me/totp/confirm", { code: "000000" });
    expect(refusal(wrong)).toEqual([400, "code_wrong"]);
    expect((await browser.api("/v1/me/sign-in-factors")).body.authenticator_app).toBe(false);
    const proof = { password, code: "" };
    expect(refusal(await post(browser, "/v1/me/totp/recovery-codes", proof))).toEqual([
      404,
      "authenticator_app_not_found",
    ]);
    const confirmed = await post(browser, "/v1/me/totp/confirm", { code: now() });
    expectAnswer(confirmed, account.recoveryCodes);
    const [first, second] = confirmed.body.recovery_codes;
    expect(new Set(confirmed.body.recovery_codes).size).toBe(10);
    for (const path of ["begin", "confirm"]) {
      const body = path === "confirm" ? { code: "000000" } : undefined;
      expect(refusal(await post(browser, `/v1/me/totp/${path}`, body))).toEqual([
        409,
        "authenticator_app_exists",
      ]);
    }
    expect((await signIn(email, { code: first })).status).toBe(303);
    expect((await browser.api("/v1/me/sign-in-factors")).body).toEqual({
      password: true,
      authenticator_app: true,
      recovery_codes_left: 9,
      company: false,
      // At an IP address.
      passkeys_possible: false,
    });

    for (const path of ["recovery-codes", "remove"]) {
      for (const body of [proof, { password: "wrong", code: second }, { password, code: "1" }]) {
        const refused = await post(browser, `/v1/me/totp/${path}`, body);
        expect([path, ...refusal(refused)]).toEqual([path, 401, "sign_in_failed"]);
      }
      clock.advance(900_000);
    }
    const reset = await post(browser, "/v1/me/totp/recovery-codes", { password, code: now() });
    expectAnswer(reset, account.recoveryCodes);
    expect((await signIn(email, { code: second })).status).toBe(401);
    const [anew] = reset.body.recovery_codes;
    const removed = await post(browser, "/v1/me/totp/remove", { password, code: anew });
    expectAnswer(removed, account.signInFactors);
    expect(removed.body).toMatchObject({ authenticator_app: false, recovery_codes_left: 0 });
    expect((await signIn(email, {})).status).toBe(303);
    expect((await actionsBy(email)).filter((one) => !/signed_in$/.test(one))).toEqual([
      "operator.second_factor_set",
      "operator.recovery_codes_reset",
      "operator.second_factor_removed",
    ]);
    const told = JSON.stringify(world.logLines);
    for (const one of [secret, first, anew]) expect(told).not.toContain(one);
  });

  async function commandLineOf(browser: OperatorBrowser) {
    const { context } = world.app;
    const session = await currentSession(context, new Secret(tokenOf(browser)));
    if (session === undefined) throw new Error("not signed in");
    const address = "192.0.2.77";
    const clientId = "grantry-cli";
    const asked = await requestDeviceAuthorization(context, {
      clientId,
      scope: "apps:read",
      address,
    });
    const { userCode } = asked;
    await claimDeviceAuthorization(context, { session, userCode, address });
    await decideDevice(context, session, { userCode, approve: true });
    const deviceCode = new Secret(asked.deviceCode);
    return () => exchangeDeviceCode(context, { deviceCode, clientId, address });
  }

  test("a person sees where they are signed in, and ends one, or all others", async () => {
    const email = "admin@example.com";
    const api = ownApiOf(world);
    const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    const other = operatorBrowser(world);
    const own = { "sec-fetch-site": "same-origin", "user-agent": firefox };
    await other.post("/sign-in", { email, password }, own);
    clock.advance(60_000);
    const { accessToken } = await (await commandLineOf(other))();
    clock.advance(60_000);
    const browser = await signedIn(world, email);
    const stranger = await signedIn(world, "viewer@example.com");
    const list = async () => {
      const answer = await browser.api("/v1/me/sessions");
      expectAnswer(answer, account.ownSessionList);
      return answer.body.data;
    };
    const shown = await list();
    expect(shown).toMatchObject([
      { kind: "browser", client: null, current: true },
      {
        kind: "command_line",
        client: "Grantry command line",
        scopes: ["apps:read"],
        address: "192.0.2.77",
      },
      { kind: "browser", client: "Firefox on Linux", address: "127.0.0.1", current: false },
    ]);
    const one = await browser.api("/v1/me/sessions?limit=1");
    const rest = await browser.api(
      `/v1/me/sessions?cursor=${encodeURIComponent(one.body.next_cursor)}`,
    );
    expect([...one.body.data, ...rest.body.data]).toEqual(shown);
    const [, commandLine, firefoxSession] = shown;

    // Somebody else's is as if there were none.
    for (const { id } of [commandLine, firefoxSession]) {
      expect(refusal(await remove(stranger, `/v1/me/sessions/${id}`))).toEqual([
        404,
        "session_not_found",
      ]);
    }
    expectAnswer(await remove(browser, `/v1/me/sessions/${commandLine.id}`), people.deleted);
    expect((await api("GET", "/v1/me", { as: accessToken })).status).toBe(401);
    expectAnswer(await remove(browser, `/v1/me/sessions/${firefoxSession.id}`), people.deleted);
    expect((await other.api("/v1/me")).status).toBe(401);
    expect(refusal(await remove(browser, `/v1/me/sessions/${firefoxSession.id}`))).toEqual([
      404,
      "session_not_found",
    ]);

    const [third, fourth] = [await signedIn(world, email), await signedIn(world, email)];
    const { accessToken: signedInToken } = await (await commandLineOf(third))();
    const waiting = await commandLineOf(fourth);
    const { body: key } = await post(browser, "/v1/me/keys", { name: "k", scopes: ["apps:read"] });
    const ended = await post(browser, "/v1/me/sessions/end-others");
    expectAnswer(ended, account.endedSessions);
    expect(ended.body).toEqual({ browsers: 2, command_lines: 1 });
    expect(await list()).toMatchObject([{ current: true }]);
    for (const gone of [third, fourth]) expect((await gone.api("/v1/me")).status).toBe(401);
    expect((await api("GET", "/v1/me", { as: signedInToken })).status).toBe(401);
    await expect(waiting()).rejects.toMatchObject({ error: "invalid_grant" });
    expect((await api("GET", "/v1/me", { as: key.secret })).status).toBe(200);
    expect((await stranger.api("/v1/me")).status).toBe(200);
    expect(await actionsBy(email)).toEqual(
      expect.arrayContaining([
        "operator.session_ended",
        "command_line.signed_out",
        "operator.other_sessions_ended",
      ]),
    );
  });

  test("a session that nobody used for twelve hours is not shown", async () => {
    const email = "admin@example.com";
    await signedIn(world, email);
    clock.advance(43_200_000);
    const browser = await signedIn(world, email);
    expect((await browser.api("/v1/me/sessions")).body.data).toMatchObject([{ current: true }]);
  });

  test("keys of one name are told apart by how they begin", async () => {
    const browser = await signedIn(world, "admin@example.com");
    const make = async () =>
      (await post(browser, "/v1/me/keys", { name: "laptop", scopes: ["apps:read"] })).body;
    const made = [await make(), await make()];
    const { body } = await browser.api("/v1/me/keys");
    for (const { id, secret } of made) {
      const { secret_prefix: prefix } = body.data.find((one: { id: string }) => one.id === id);
      expect(prefix).toBe(secret.slice(0, "grantry_pk_".length + 4));
    }
    expect(people.personalKeyList.parse(body)).toEqual(body);
  });
});
