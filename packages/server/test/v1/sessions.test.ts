/** Signing in and out by `/v1`: for pages of this server, by password and second factor, and by nobody else. */
import { person } from "@grantry/contract/v1/people";
import type { Answer } from "@grantry/testing/api";
import { engines } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { startWorld, type World } from "@grantry/testing/harness";
import {
  declareMembers,
  jsonBody,
  type OperatorBrowser,
  operatorBrowser,
  password,
} from "@grantry/testing/operators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codeAt } from "../../src/crypto/totp.ts";

const wrong = "wrong horse battery staple";

describe.each(engines)("on %s", (engine) => {
  const clock = createFakeClock();
  let world: World;

  beforeAll(async () => {
    world = await startWorld({
      engine,
      clock: { ...clock, every: () => () => {} },
      declare: declareMembers,
    });
  });
  afterAll(() => world.close());

  const told = ({ status, body }: Answer) => [status, body.code];
  /** Keeps the cookies that an answer sets, as a browser does. */
  function keep(browser: OperatorBrowser, { headers }: Answer): void {
    for (const cookie of headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/;\s*Max-Age=0/i.test(cookie)) browser.jar.cookies.delete(name);
      else browser.jar.cookies.set(name, value);
    }
  }
  async function signIn(browser: OperatorBrowser, body: object, headers = {}): Promise<Answer> {
    const init = jsonBody("POST", body);
    const all = { ...(init.headers as Record<string, string>), ...headers };
    const answer = await browser.api("/v1/sessions", { ...init, headers: all });
    keep(browser, answer);
    return answer;
  }
  const sessions = async () =>
    (await world.app.context.store.db.selectFrom("operator_sessions").selectAll().execute()).length;

  test("a person signs in, acts, signs in again as another session, and signs out", async () => {
    const browser = operatorBrowser(world);
    const made = await signIn(browser, { email: "Admin@example.com ", password });
    expect([made.status, made.body.detail]).toEqual([201, undefined]);
    expect(person.parse(made.body)).toEqual(made.body);
    expect(made.body).toMatchObject({ kind: "person", email: "admin@example.com" });
    const set = made.headers.getSetCookie().find((one) => one.startsWith("grantry-session="));
    expect(set).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
    expect((await browser.api("/v1/me")).body).toEqual(made.body);
    const before = browser.jar.cookies.get("grantry-session");
    const count = await sessions();
    await signIn(browser, { email: "admin@example.com", password });
    expect(browser.jar.cookies.get("grantry-session")).not.toBe(before);
    expect(await sessions()).toBe(count);
    const kept = browser.jar.cookies.get("grantry-session") ?? "";
    const ended = await browser.api("/v1/sessions/current", { method: "DELETE" });
    expect([ended.status, ended.body]).toEqual([200, { id: expect.any(String), deleted: true }]);
    keep(browser, ended);
    expect(browser.jar.cookies.has("grantry-session")).toBe(false);
    browser.jar.cookies.set("grantry-session", kept);
    expect(told(await browser.api("/v1/me"))).toEqual([401, "unauthorized"]);
    const again = await browser.api("/v1/sessions/current", { method: "DELETE" });
    expect(told(again)).toEqual([401, "unauthorized"]);
  });

  test("nothing tells an unknown address, a wrong password and an account of nobody apart", async () => {
    for (const [email, given] of [
      ["admin@example.com", wrong],
      ["nobody@example.com", password],
      ["", ""],
    ]) {
      const browser = operatorBrowser(world);
      const refused = await signIn(browser, { email, password: given });
      expect(told(refused)).toEqual([401, "sign_in_failed"]);
      expect(refused.headers.getSetCookie()).toEqual([]);
    }
  });

  test("a missing second factor is asked for once the password was right, and not before", async () => {
    const email = "owner@example.com";
    const browser = operatorBrowser(world);
    await signIn(browser, { email, password });
    const { secret } = (await browser.api("/v1/me/totp/begin", jsonBody("POST", {}))).body;
    const confirm = jsonBody("POST", { code: codeAt(secret, clock.nowSeconds()) });
    expect((await browser.api("/v1/me/totp/confirm", confirm)).status).toBe(200);
    clock.advance(60_000);
    const other = operatorBrowser(world);
    const without = await signIn(other, { email, password });
    expect(told(without)).toEqual([401, "second_factor_required"]);
    expect(without.headers.getSetCookie()).toEqual([]);
    expect(told(await signIn(other, { email, password: wrong }))).toEqual([401, "sign_in_failed"]);
    const badCode = await signIn(other, { email, password, code: "000000" });
    expect(told(badCode)).toEqual([401, "sign_in_failed"]);
    const code = codeAt(secret, clock.nowSeconds());
    expect((await signIn(other, { email, password, code })).status).toBe(201);
    // The form asks for both at once, and tells nobody that a password was right.
    const page = await operatorBrowser(world).post("/sign-in", { email, password });
    expect(page.status).toBe(401);
    expect(page.text).not.toContain("second factor");
  });

  test("another site signs nobody in or out, however it asks (login CSRF)", async () => {
    const browser = operatorBrowser(world);
    await signIn(browser, { email: "viewer@example.com", password });
    const before = await sessions();
    const own = { email: "admin@example.com", password };
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "none" },
      { "sec-fetch-site": "same-origin", origin: "https://evil.example" },
    ]) {
      const refused = await signIn(browser, own, headers);
      expect(told(refused)).toEqual([403, "cross_site_refused"]);
      expect(refused.headers.getSetCookie()).toEqual([]);
      const out = await browser.api("/v1/sessions/current", { method: "DELETE", headers });
      expect(told(out)).toEqual([403, "cross_site_refused"]);
    }
    // A form, or a text, that a page can send without being asked is no JSON.
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      const form = { method: "POST", headers: { "content-type": type }, body: JSON.stringify(own) };
      expect((await browser.api("/v1/sessions", form)).status).toBe(415);
    }
    // A program says nothing of a page.
    const program = await fetch(`${world.url}/v1/sessions`, jsonBody("POST", own));
    expect([program.status, program.headers.getSetCookie()]).toEqual([403, []]);
    expect(await sessions()).toBe(before);
    expect((await browser.api("/v1/me")).body.email).toBe("viewer@example.com");
  });

  test("guesses are counted together with those on the page", async () => {
    const browser = operatorBrowser(world);
    const email = "member@example.com";
    let refused: Answer | undefined;
    for (let tries = 0; tries < 12; tries += 1) {
      if (tries % 2 === 0) await browser.post("/sign-in", { email, password: wrong });
      else refused = await signIn(browser, { email, password: wrong });
    }
    expect(refused && told(refused)).toEqual([429, "too_many_attempts"]);
    expect(refused?.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(told(await signIn(browser, { email, password }))).toEqual([429, "too_many_attempts"]);
  });
});
