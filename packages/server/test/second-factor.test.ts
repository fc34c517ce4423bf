/** A second factor, and changing the password. */

import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { startWorld, type World } from "@grantry/testing/harness";
import {
  declareMembers,
  type OperatorBrowser,
  operatorBrowser,
  password,
  signedIn,
} from "@grantry/testing/operators";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { codeAt } from "../src/crypto/totp.ts";

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

  const signIn = (email: string, code: string) =>
    operatorBrowser(world).post("/sign-in", { email, password, code });
  const part = "/account/second-factor";

  async function setUpFactor(browser: OperatorBrowser) {
    const { text } = await browser.post(`${part}/begin`, {});
    const secret = /<code>([A-Z2-7]{32})<\/code>/.exec(text)?.[1] ?? "";
    const confirmed = await browser.post(`${part}/confirm`, {
      code: codeAt(secret, clock.nowSeconds()),
    });
    expect(confirmed.status).toBe(200);
    const codes = [...confirmed.text.matchAll(/<code>([0-9A-F]{20})<\/code>/g)];
    return { secret, recovery: codes.map(([, code]) => code ?? "") };
  }

  test("a second factor is asked for once it is confirmed, and each code works once", async () => {
    const email = "owner@example.com";
    const browser = await signedIn(world, email);
    await browser.post(`${part}/begin`, {});
    expect((await browser.post(`${part}/confirm`, { code: "000000" })).status).toBe(400);
    expect((await signIn(email, "")).status).toBe(303);
    const { secret, recovery } = await setUpFactor(browser);
    expect(recovery).toHaveLength(10);
    for (const code of ["", "000000", codeAt(secret, clock.nowSeconds())]) {
      const refused = await signIn(email, code);
      expect([refused.status, refused.headers.getSetCookie()]).toEqual([401, []]);
    }
    clock.advance(30_000);
    const code = codeAt(secret, clock.nowSeconds());
    const both = await Promise.all([signIn(email, code), signIn(email, code)]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 401]);
    const [first = ""] = recovery;
    expect((await signIn(email, first.toLowerCase())).status).toBe(303);
    expect((await signIn(email, first)).status).toBe(401);
    const { db } = world.app.context.store;
    const rows = [
      ...(await sql<object>`SELECT * FROM operators`.execute(db)).rows,
      ...(await sql<object>`SELECT * FROM recovery_codes`.execute(db)).rows,
    ];
    const bytes = rows
      .flatMap((row) => Object.values(row))
      .filter((value) => value instanceof Uint8Array)
      .map((value) => Buffer.from(value).toString("latin1"));
    const stored = [JSON.stringify(rows), ...bytes, ...world.logLines].join("\n");
    expect(stored).toContain(email);
    for (const one of [secret, ...recovery]) expect(stored).not.toContain(one);
  });

  test("after a wrong code the app's key is still the one: the next code of it confirms", async () => {
    const browser = await signedIn(world, "viewer@example.com");
    const begun = await browser.post(`${part}/begin`, {});
    const secret = /<code>([A-Z2-7]{32})<\/code>/.exec(begun.text)?.[1] ?? "";
    const wrong = await browser.post(`${part}/confirm`, { code: "000000" });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('name="code"');
    expect(wrong.text).toContain(`action="${part}/begin"`);
    expect(wrong.text).not.toContain(secret);
    const code = codeAt(secret, clock.nowSeconds());
    const confirmed = await browser.post(`${part}/confirm`, { code });
    expect(confirmed.status).toBe(200);
    const recovery = /<code>([0-9A-F]{20})<\/code>/.exec(confirmed.text)?.[1] ?? "";
    expect((await browser.post(`${part}/end`, { password, code: recovery })).status).toBe(303);
  });

  test("a code that was used is told from a wrong one to who has both, and never to who lacks the password", async () => {
    const email = "viewer@example.com";
    const browser = await signedIn(world, email);
    const { secret, recovery } = await setUpFactor(browser);
    const used = codeAt(secret, clock.nowSeconds());
    const wait = "Wait for the next one";
    expect((await signIn(email, used)).text).toContain(wait);
    expect((await browser.post(`${part}/end`, { password, code: used })).text).toContain(wait);
    const wrong = { email, password: "not the password", code: used };
    expect((await operatorBrowser(world).post("/sign-in", wrong)).text).not.toContain(wait);
    expect((await signIn(email, "000000")).text).not.toContain(wait);
    const [code = ""] = recovery;
    expect((await browser.post(`${part}/end`, { password, code })).status).toBe(303);
  });

  test("a code without a set-up that was begun says that there is none, and where to begin", async () => {
    const browser = await signedIn(world, "viewer@example.com");
    await world.app.context.store.db.updateTable("operators").set({ totp_pending: null }).execute();
    const answer = await browser.post(`${part}/confirm`, { code: "123456" });
    expect(answer.status).toBe(404);
    expect(answer.text).toContain("No authenticator app is being set up");
    expect(answer.text).toContain(`action="${part}/begin"`);
    expect(answer.text).not.toContain("the key you gave it");
  });

  test("an account without a password is offered no authenticator app and no change of the password, and told why", async () => {
    const email = "member@example.com";
    const browser = await signedIn(world, email);
    const begun = await browser.post(`${part}/begin`, {});
    const secret = /<code>([A-Z2-7]{32})<\/code>/.exec(begun.text)?.[1] ?? "";
    const { db } = world.app.context.store;
    const account = db.selectFrom("operators").select("password_hash").where("email", "=", email);
    const { password_hash } = await account.executeTakeFirstOrThrow();
    const setHash = (hash: string | null) =>
      db.updateTable("operators").set({ password_hash: hash }).where("email", "=", email).execute();
    await setHash(null);
    const change = await browser.get("/account/password");
    expect(change.text).toContain("Your account has no password");
    expect(change.text).not.toContain("<form");
    const page = await browser.get(part);
    expect(page.text).toContain("your account has no password");
    expect(page.text).not.toContain(`${part}/begin`);
    const code = codeAt(secret, clock.nowSeconds());
    for (const [step, form] of [
      ["begin", {}],
      ["confirm", { code }],
    ] as const) {
      const refused = await browser.post(`${part}/${step}`, form);
      expect([step, refused.status]).toEqual([step, 409]);
      expect(refused.text).toContain("your account has no password");
    }
    await setHash(password_hash);
    expect((await signIn(email, "")).status).toBe(303);
  });

  test("a second factor is taken away with password and code, and not replaced without", async () => {
    const email = "admin@example.com";
    const browser = await signedIn(world, email);
    const { secret, recovery } = await setUpFactor(browser);
    expect((await browser.post(`${part}/begin`, {})).status).toBe(409);
    const code = codeAt(secret, clock.nowSeconds());
    expect((await browser.post(`${part}/confirm`, { code })).status).toBe(409);
    const [first = ""] = recovery;
    for (const form of [
      { password: "wrong password", code: first },
      { password, code: "000000" },
    ]) {
      expect((await browser.post(`${part}/end`, form)).status).toBe(401);
    }
    expect((await browser.post(`${part}/end`, { password, code: first })).status).toBe(303);
    expect((await signIn(email, "")).status).toBe(303);
  });

  test("a code is not guessed: five tries in a quarter of an hour", async () => {
    const browser = await signedIn(world, "member@example.com");
    const { secret } = await setUpFactor(browser);
    clock.advance(900_000);
    for (let count = 0; count < 5; count += 1) {
      expect((await signIn("member@example.com", "000000")).status).toBe(401);
    }
    const right = codeAt(secret, clock.nowSeconds());
    expect((await signIn("member@example.com", right)).status).toBe(429);
  });

  test("a new password needs the present one, and signs every other browser out", async () => {
    const email = "viewer@example.com";
    const browser = await signedIn(world, email);
    const other = await signedIn(world, email);
    const path = "/account/password";
    const next = "another battery staple horse";
    expect((await browser.post(path, { current: "wrong", password: next })).status).toBe(401);
    expect((await browser.post(path, { current: password, password: "short" })).status).toBe(400);
    const changed = await browser.post(path, { current: password, password: next });
    expect(changed.location).toBe("/account");
    expect((await browser.get("/account")).status).toBe(200);
    expect((await other.get("/account")).status).toBe(303);
    expect((await signIn(email, "")).status).toBe(401);
    const again = await operatorBrowser(world).post("/sign-in", { email, password: next });
    expect(again.status).toBe(303);
  });

  test("who is not signed in changes nothing", async () => {
    const browser = operatorBrowser(world);
    for (const path of ["begin", "confirm", "end"]) {
      const answer = await browser.post(`${part}/${path}`, { code: "1", password });
      expect(answer.location).toBe("/sign-in?return_to=%2Faccount");
    }
    expect((await browser.post("/account/password", { current: "x", password })).location).toBe(
      "/sign-in?return_to=%2Faccount",
    );
  });
});
