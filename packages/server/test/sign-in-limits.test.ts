/** How often may be guessed, by whom, and that strangers who guess lock nobody out. */

import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import {
  declareMembers,
  jsonBody,
  operatorBrowser,
  password,
  signedIn,
} from "@grantry/testing/operators";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { codeAt } from "../src/crypto/totp.ts";
import { Secret } from "../src/lib/secret.ts";
import { offerDemoSignIn } from "../src/service/accounts/index.ts";
import { type SignInInput, signIn } from "../src/service/accounts/sign-in.ts";
import { addressLimits, count, countOrRefuse } from "../src/service/limits/index.ts";

const email = "admin@example.com";
const refused = { code: "too_many_attempts" };
const wrong = { code: "sign_in_failed" };

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let clock: FakeClock;

  beforeAll(async () => {
    clock = createFakeClock();
    world = await startWorld({ engine, clock: withoutRegularWork(clock), declare: declareMembers });
  });
  afterAll(() => world.close());
  beforeEach(() => clock.advance(86_400_000));

  const context = () => world.app.context;
  const attempt = (address: string, more: Partial<SignInInput> = {}) =>
    signIn(context(), { email, password, code: "", client: null, address, ...more });
  const guess = (address: string, more: Partial<SignInInput> = {}) =>
    expect(attempt(address, { password: "wrong password", ...more })).rejects;
  /** The device cookie of a browser that has signed in. */
  const deviceOf = async (who = email) => {
    const { jar } = await signedIn(world, who);
    return new Secret(jar.cookies.get("grantry-device") ?? "");
  };
  /** Counts what strangers tried, without the work of checking. */
  const strangersTried = async (times: number) => {
    for (let tries = 0; tries < times; tries += 1) {
      const limit = { bucket: `sign-in ${email}`, max: Number.POSITIVE_INFINITY };
      await countOrRefuse(context(), [limit]);
    }
  };

  test("ten wrong passwords from each of eleven addresses do not keep the person out", async () => {
    const device = await deviceOf();
    for (let address = 1; address <= 11; address += 1) {
      const tries = Array.from({ length: 10 }, () =>
        guess(`192.0.2.${address}`).toMatchObject({ code: expect.stringMatching(/^(too|sign)/) }),
      );
      await Promise.all(tries);
    }
    // A stranger's second try from one of them is refused, and so is the right one there.
    await expect(attempt("192.0.2.1")).rejects.toMatchObject(refused);
    // From elsewhere, and by a browser that was here before even from there, the person comes in.
    await expect(attempt("198.51.100.1")).resolves.toMatchObject({
      operatorId: expect.any(String),
    });
    await expect(attempt("192.0.2.1", { device })).resolves.toBeDefined();
    await guess("198.51.100.2").toMatchObject(wrong);
    await guess("198.51.100.2").toMatchObject(refused);
    await strangersTried(1_000);
    await expect(attempt("198.51.100.3")).rejects.toMatchObject(refused);
    await expect(attempt("198.51.100.3", { device })).resolves.toBeDefined();
  });

  test("a known browser has ten tries of its own, for its own account, over all processes", async () => {
    const device = await deviceOf();
    const other = await world.another();
    const elsewhere = { ...context(), store: other.app.context.store };
    for (let tries = 0; tries < 10; tries += 1) {
      const from = { client: null, address: "192.0.2.1", device };
      const input = { email, password: "wrong password", code: "", ...from };
      const where = tries % 2 === 0 ? context() : elsewhere;
      await expect(signIn(where, input)).rejects.toMatchObject(wrong);
    }
    await expect(attempt("192.0.2.1", { device })).rejects.toMatchObject(refused);
    await expect(attempt("192.0.2.1")).resolves.toBeDefined();
    // Another account's browser, or one that is made up, is a stranger's.
    for (const strange of [await deviceOf("viewer@example.com"), new Secret("made up")]) {
      await strangersTried(200);
      await guess("192.0.2.7", { device: strange }).toMatchObject({
        code: expect.stringMatching(/^(too|sign)/),
      });
      await expect(attempt("192.0.2.7", { device: strange })).rejects.toMatchObject(refused);
    }
  });

  test("a new password forgets the browsers, but not the one that set it", async () => {
    const device = await deviceOf("member@example.com");
    const browser = await signedIn(world, "member@example.com");
    const change = { current: password, password: "another battery staple horse" };
    await browser.post("/account/password", change);
    const rows = await context()
      .store.db.selectFrom("operator_devices")
      .innerJoin("operators", "operators.operator_id", "operator_devices.operator_id")
      .select("device_hash")
      .where("email", "=", "member@example.com")
      .execute();
    expect(rows).toHaveLength(1);
    expect(browser.jar.cookies.get("grantry-device")).not.toBe(device.reveal());
  });

  test("of second factors five are guessed in a quarter of an hour and twenty in a day", async () => {
    const owner = "owner@example.com";
    const browser = await signedIn(world, owner);
    const device = new Secret(browser.jar.cookies.get("grantry-device") ?? "");
    const { text } = await browser.post("/account/second-factor/begin", {});
    const secret = /<code>([A-Z2-7]{32})<\/code>/.exec(text)?.[1] ?? "";
    const right = () => ({ email: owner, code: codeAt(secret, clock.nowSeconds()) });
    await browser.post("/account/second-factor/confirm", right());
    const bad = { email: owner, code: "x", password };
    // From midnight, so that a day is one.
    clock.advance((86_400 - (clock.nowSeconds() % 86_400)) * 1_000);
    for (let quarter = 0; quarter < 3; quarter += 1) {
      clock.advance(900_000);
      // Without a code nothing is guessed.
      for (let empty = 0; empty < 3; empty += 1) {
        await expect(attempt("192.0.2.1", { ...bad, code: "" })).rejects.toMatchObject(wrong);
      }
      for (let tries = 0; tries < 5; tries += 1) {
        await expect(attempt(`192.0.2.${tries}`, bad)).rejects.toMatchObject(wrong);
      }
      await expect(attempt("192.0.2.9", right())).rejects.toMatchObject(refused);
    }
    clock.advance(900_000);
    for (let tries = 0; tries < 2; tries += 1) {
      await expect(attempt("192.0.2.1", bad)).rejects.toMatchObject(wrong);
    }
    await expect(attempt("192.0.2.9", right())).rejects.toMatchObject(refused);
    clock.advance(900_000);
    await expect(attempt("192.0.2.9", right())).rejects.toMatchObject(refused);
    // The person's own browser has its own.
    await expect(attempt("192.0.2.9", { ...right(), device })).resolves.toBeDefined();
    clock.advance(86_400_000);
    await expect(attempt("192.0.2.9", right())).resolves.toBeDefined();
  });

  test("the page says how long to wait and keeps the form, and other pages do likewise", async () => {
    const browser = operatorBrowser(world);
    const form = { email, password: "wrong password", return_to: "/account/keys" };
    let page = await browser.post("/sign-in", form);
    for (let tries = 0; tries < 10; tries += 1) page = await browser.post("/sign-in", form);
    expect(page.status).toBe(429);
    const seconds = Number(page.headers.get("retry-after"));
    expect(page.headers.get("ratelimit")).toBe(`"attempts";r=0;t=${seconds}`);
    const minutes = Math.ceil(seconds / 60);
    const wait = minutes === 1 ? "a minute" : `${minutes} minutes`;
    expect(page.text).toContain(`Try again in ${wait}.`);
    for (const kept of [`value="${email}"`, 'value="/account/keys"', 'name="password"']) {
      expect(page.text).toContain(kept);
    }
    const viewer = await signedIn(world, "viewer@example.com");
    const change = { current: "wrong password", password: "another battery staple horse" };
    let last = await viewer.post("/account/password", change);
    for (let tries = 0; tries < 10; tries += 1)
      last = await viewer.post("/account/password", change);
    expect([last.status, last.text.includes("Try again in")]).toEqual([429, true]);
    expect(last.text).toContain('name="current"');
  });

  test.each(["/invitation/", "/password-reset/", "/setup/"])(
    "who guesses at links below %s is refused",
    async (path) => {
      const browser = operatorBrowser(world);
      for (let tries = 0; tries < 60; tries += 1) {
        expect((await browser.get(`${path}guess-${tries}`)).status).toBe(400);
      }
      const late = await browser.get(`${path}guess`);
      expect([late.status, late.text.includes("Try again in")]).toEqual([429, true]);
    },
  );

  test("behind the address of whoever guesses at links, those that are right work all the same", async () => {
    const admin = await signedIn(world, email);
    const base = `/v1/workspaces/${ids.workspace}`;
    const invited = await admin.api(
      `${base}/invitations`,
      jsonBody("POST", { email: `guest-${engine}@example.com`, role: "member" }),
    );
    const { data } = (await admin.api(`${base}/members`)).body;
    const { id } = data.find((one: { email: string }) => one.email === "viewer@example.com");
    const reset = await admin.api(`${base}/members/${id}/reset-links`, { method: "POST" });
    const demo = await offerDemoSignIn(context(), ids.workspace);
    // Where this test's own calls come from.
    await count(context(), addressLimits("entry link", "127.0.0.1", 60), 60);
    const statusOf = async (url: string) => {
      const { status } = await operatorBrowser(world).get(new URL(url).pathname);
      return status;
    };
    expect(await statusOf(`${world.url}/invitation/guess`)).toBe(429);
    expect(await statusOf(invited.body.url)).toBe(200);
    expect(await statusOf(reset.body.url)).toBe(200);
    expect(await statusOf(demo.reveal())).toBe(303);
    expect(await statusOf(demo.reveal())).toBe(429);
  });

  test("an IPv6 network of 48 bits is counted together, and one of IPv4 inside IPv6 is IPv4", async () => {
    const from = (address: string) => countOrRefuse(context(), addressLimits("test", address, 5));
    for (let subnet = 0; subnet < 20; subnet += 1) await from(`2001:db8:1:${subnet}::/64`);
    await expect(from("2001:db8:1:ffff::/64")).rejects.toMatchObject(refused);
    await expect(from("2001:db8:2:1::/64")).resolves.toBeUndefined();
    for (let tries = 0; tries < 5; tries += 1) await from("192.0.2.50");
    await expect(from("192.0.2.50")).rejects.toMatchObject(refused);
    // As one site: passwords of an account from ever new networks of it.
    for (let subnet = 0; subnet < 40; subnet += 1) {
      await countOrRefuse(
        context(),
        addressLimits(`sign-in ${email}`, `2001:db8:9:${subnet}::/64`, 10),
      );
    }
    await expect(attempt("2001:db8:9:ff::/64")).rejects.toMatchObject(refused);
  });
});
