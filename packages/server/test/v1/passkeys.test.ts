/** Passkeys by `/v1`: made, used, taken away; and what a hostile browser, page or copy sends. In real Chromium: dashboard tests. */
import * as contract from "@grantry/contract/v1/passkeys";
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
import { type Asked, createPasskey, type TestPasskey } from "@grantry/testing/passkey";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { codeAt } from "../../src/crypto/totp.ts";
import { createResetLinkOfServer } from "../../src/service/accounts/index.ts";
import { clearPassword } from "../../src/store/operator-factors.ts";

const proof = { password, code: "" };

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let clock: FakeClock;

  beforeAll(async () => {
    clock = createFakeClock();
    const unswept = { ...clock, every: () => () => {} };
    world = await startWorld({
      engine,
      clock: unswept,
      declare: declareMembers,
      publicHost: "localhost",
    });
  });
  afterAll(() => world.close());
  // What was tried in the test before is not counted in this one.
  beforeEach(() => clock.advance(900_000));

  const post = (browser: OperatorBrowser, path: string, body?: unknown) =>
    browser.api(path, body === undefined ? { method: "POST" } : jsonBody("POST", body));
  const refusal = ({ status, body }: Answer) => [status, body.code];
  function expectAnswer(answer: Answer, status: number, schema: { parse(body: unknown): unknown }) {
    expect([answer.status, answer.body.detail]).toEqual([status, undefined]);
    expect(schema.parse(answer.body)).toEqual(answer.body);
  }
  /** Takes over the cookies that an answer sets, as a browser does. */
  function keep({ jar }: OperatorBrowser, { headers }: Answer): void {
    for (const one of headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
      jar.cookies.set(name, value);
    }
  }
  const right = (answer: Answer): Asked => ({
    challenge: answer.body.public_key.challenge,
    rpId: "localhost",
    origin: world.url,
  });
  const idOf = async (browser: OperatorBrowser) => (await browser.api("/v1/me")).body.id as string;

  const begin = (browser: OperatorBrowser, given = proof) => {
    // Passwords may be tried ten times in a quarter of an hour.
    clock.advance(120_000);
    return post(browser, "/v1/me/passkeys/begin", given);
  };
  const add = (browser: OperatorBrowser, credential: unknown) =>
    post(browser, "/v1/me/passkeys", { name: "Laptop", credential });

  async function added(browser: OperatorBrowser, counter = 0): Promise<TestPasskey> {
    const passkey = createPasskey();
    const asked = { ...right(await begin(browser)), counter };
    const answer = await add(browser, passkey.registration(asked));
    expectAnswer(answer, 201, contract.passkey);
    return passkey;
  }

  /** A browser without a session that was asked for a passkey. */
  async function askedBrowser() {
    const browser = operatorBrowser(world);
    const begun = await post(browser, "/v1/sessions/passkey/begin");
    expectAnswer(begun, 200, contract.passkeyOptions);
    keep(browser, begun);
    return { browser, asked: right(begun) };
  }
  const signIn = (browser: OperatorBrowser, credential: unknown) =>
    post(browser, "/v1/sessions/passkey", { credential });

  /** A sign-in from a new browser. */
  async function signedInBy(passkey: TestPasskey, user: string, more: Partial<Asked> = {}) {
    const { browser, asked } = await askedBrowser();
    const answer = await signIn(browser, passkey.assertion({ ...asked, ...more }, { user }));
    keep(browser, answer);
    return { browser, answer };
  }

  test("a passkey is added, signs in without password and code, is renamed and deleted", async () => {
    const email = "owner@example.com";
    const browser = await signedIn(world, email);
    const user = await idOf(browser);
    expect((await browser.api("/v1/me/sign-in-factors")).body.passkeys_possible).toBe(true);
    const begun = await begin(browser);
    expectAnswer(begun, 200, contract.passkeyOptions);
    expect(begun.body.public_key).toMatchObject({
      rp: { id: "localhost", name: "Grantry" },
      attestation: "none",
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      user: { id: Buffer.from(user).toString("base64url"), name: email },
    });
    const passkey = await added(browser);
    const again = await begin(browser);
    expect(again.body.public_key.excludeCredentials).toMatchObject([{ id: passkey.id }]);

    const { answer, browser: other } = await signedInBy(passkey, user);
    expectAnswer(answer, 201, contract.openedSession);
    expect(answer.body.person_id).toBe(user);
    expect((await other.api("/v1/me")).body.email).toBe(email);
    const { body: listed } = await browser.api("/v1/me/passkeys");
    expect(contract.passkeyList.parse(listed)).toEqual(listed);
    const [{ id }] = listed.data;
    expect(listed.data).toMatchObject([{ name: "Laptop", last_used_at: expect.any(String) }]);

    const stranger = await signedIn(world, "viewer@example.com");
    const change = (who: OperatorBrowser) =>
      who.api(`/v1/me/passkeys/${id}`, jsonBody("PATCH", { name: "Phone 📱" }));
    const remove = (who: OperatorBrowser) => who.api(`/v1/me/passkeys/${id}`, { method: "DELETE" });
    for (const tried of [change, remove]) {
      expect(refusal(await tried(stranger))).toEqual([404, "passkey_not_found"]);
    }
    const changed = await change(browser);
    expectAnswer(changed, 200, contract.passkey);
    expect(changed.body.name).toBe("Phone 📱");
    expect((await remove(browser)).body).toEqual({ id, deleted: true });
    expect(refusal(await remove(browser))).toEqual([404, "passkey_not_found"]);
    expect(refusal((await signedInBy(passkey, user)).answer)).toEqual([401, "sign_in_failed"]);
    // Who came by it stays.
    expect((await other.api("/v1/me")).status).toBe(200);

    const { db } = world.app.context.store;
    const records = await db
      .selectFrom("audit_records")
      .select(["action", "workspace_id", "details"])
      .where("actor_id", "=", user)
      .orderBy("audit_record_id")
      .execute();
    const passkeys = records.filter(({ action, details }) =>
      /^passkey|"by":"passkey"/.test(action + details),
    );
    expect(passkeys.map(({ action }) => action)).toEqual([
      "passkey.created",
      "operator.signed_in",
      "passkey.changed",
      "passkey.deleted",
    ]);
    for (const { workspace_id } of passkeys) expect(workspace_id).toBe(ids.workspace);
  });

  test("it counts as both factors, so both are shown before one is added, and none when it is used", async () => {
    const email = "admin@example.com";
    const browser = await signedIn(world, email);
    const { secret } = (await post(browser, "/v1/me/totp/begin")).body;
    const code = () => codeAt(secret, clock.nowSeconds());
    await post(browser, "/v1/me/totp/confirm", { code: code() });
    for (const given of [proof, { password: "wrong", code: "" }, { password, code: "000000" }]) {
      expect(refusal(await begin(browser, given))).toEqual([401, "sign_in_failed"]);
    }
    clock.advance(900_000);
    const passkey = createPasskey();
    const both = { password, code: code() };
    const begun = await post(browser, "/v1/me/passkeys/begin", both);
    expect((await add(browser, passkey.registration(right(begun)))).status).toBe(201);
    const { answer } = await signedInBy(passkey, await idOf(browser));
    expect(answer.status).toBe(201);
  });

  test("no answer to another challenge, of another page or for another server becomes a passkey", async () => {
    const browser = await signedIn(world, "member@example.com");
    const refused = async (change: Partial<Asked>, by = browser) => {
      const asked = { ...right(await begin(browser)), ...change };
      const answer = await add(by, createPasskey().registration(asked));
      expect([change, ...refusal(answer)]).toEqual([change, 400, "passkey_invalid"]);
    };
    await refused({ origin: "https://evil.example" });
    await refused({ origin: world.url.replace("http:", "https:") });
    await refused({ origin: world.url.replace("localhost", "evil.localhost") });
    await refused({ rpId: "evil.example" });
    await refused({ userVerified: false });
    await refused({ type: "webauthn.get" });
    await refused({ challenge: Buffer.alloc(32).toString("base64url") });
    // Of somebody else's session, and of another session of the same person.
    await refused({}, await signedIn(world, "viewer@example.com"));
    await refused({}, await signedIn(world, "member@example.com"));
    // Once, whatever came of it.
    const asked = right(await begin(browser));
    expect(
      (await add(browser, createPasskey().registration({ ...asked, rpId: "x.example" }))).status,
    ).toBe(400);
    expect(refusal(await add(browser, createPasskey().registration(asked)))).toEqual([
      400,
      "passkey_invalid",
    ]);
    const late = right(await begin(browser));
    clock.advance(300_000);
    expect(refusal(await add(browser, createPasskey().registration(late)))).toEqual([
      400,
      "passkey_invalid",
    ]);
    expect((await browser.api("/v1/me/passkeys")).body.data).toEqual([]);
  });

  test("an attestation is refused before anybody is asked about its certificates", async () => {
    const browser = await signedIn(world, "member@example.com");
    for (const attestation of [
      [
        "packed",
        [
          ["alg", -7],
          ["sig", Buffer.alloc(8)],
          ["x5c", []],
        ],
      ],
      ["apple", [["x5c", []]]],
      [
        "android-safetynet",
        [
          ["ver", "1"],
          ["response", Buffer.alloc(8)],
        ],
      ],
      ["unheard-of", []],
    ] as const) {
      const asked = right(await begin(browser));
      const answer = await add(browser, createPasskey().registration(asked, attestation as never));
      expect([attestation[0], ...refusal(answer)]).toEqual([
        attestation[0],
        400,
        "passkey_invalid",
      ]);
    }
    for (const bad of ["", "AA", "oA", Buffer.alloc(20_000, 0x81).toString("base64url")]) {
      const made = createPasskey().registration(right(await begin(browser)));
      made.response.attestationObject = bad;
      expect(refusal(await add(browser, made))).toEqual([400, "passkey_invalid"]);
    }
  });

  test("a credential belongs to one account", async () => {
    const browser = await signedIn(world, "member@example.com");
    const passkey = await added(browser);
    const other = await signedIn(world, "viewer@example.com");
    for (const who of [other, browser]) {
      const asked = right(await begin(who));
      expect(refusal(await add(who, passkey.registration(asked)))).toEqual([
        400,
        "passkey_invalid",
      ]);
    }
  });

  test("nobody is signed in by what a hostile page, browser or copy answers", async () => {
    const owner = await signedIn(world, "owner@example.com");
    const user = await idOf(owner);
    const viewer = await signedIn(world, "viewer@example.com");
    const passkey = await added(owner, 5);
    const others = await added(viewer);
    const expectRefused = async (answer: Answer, what: unknown) => {
      expect([what, ...refusal(answer)]).toEqual([what, 401, "sign_in_failed"]);
      expect(answer.headers.getSetCookie().join()).not.toContain("grantry-session");
    };
    const good = { counter: 6 };
    for (const change of [
      { origin: "https://evil.example" },
      { origin: world.url.replace("localhost", "evil.localhost") },
      { rpId: "evil.example" },
      { userVerified: false },
      { type: "webauthn.create" },
      { challenge: Buffer.alloc(32).toString("base64url") },
      { counter: 5 },
      { counter: 4 },
      { counter: 0 },
    ]) {
      const { answer } = await signedInBy(passkey, user, { ...good, ...change });
      await expectRefused(answer, change);
    }
    // Of another account, by its handle, by the credential's id, or by both.
    const viewerId = await idOf(viewer);
    await expectRefused((await signedInBy(passkey, viewerId, good)).answer, "handle");
    for (const as of [
      { user, id: passkey.id },
      { user: viewerId, id: passkey.id },
    ]) {
      const { browser, asked } = await askedBrowser();
      await expectRefused(await signIn(browser, others.assertion({ ...asked, ...good }, as)), as);
    }
    await expectRefused((await signedInBy(createPasskey(), user)).answer, "unknown");

    // Another browser, one without the cookie, a second time, too late; and a challenge for adding one.
    const { browser, asked } = await askedBrowser();
    const answer = passkey.assertion({ ...asked, ...good }, { user });
    await expectRefused(await signIn((await askedBrowser()).browser, answer), "other browser");
    const second = await askedBrowser();
    const bare = passkey.assertion({ ...second.asked, ...good }, { user });
    await expectRefused(await signIn(operatorBrowser(world), bare), "no cookie");
    await expectRefused(await signIn(second.browser, bare), "used up by the other");
    await expectRefused(await signIn(browser, answer), "used up by the other");
    const late = await askedBrowser();
    clock.advance(300_000);
    const lateAnswer = passkey.assertion({ ...late.asked, ...good }, { user });
    await expectRefused(await signIn(late.browser, lateAnswer), "late");
    const forAdding = right(await begin(owner));
    const wrongPurpose = passkey.assertion({ ...forAdding, ...good }, { user });
    await expectRefused(await signIn(owner, wrongPurpose), "purpose");

    const fine = await askedBrowser();
    const fineAnswer = passkey.assertion({ ...fine.asked, ...good }, { user });
    expect((await signIn(fine.browser, fineAnswer)).status).toBe(201);
    await expectRefused(await signIn(fine.browser, fineAnswer), "replayed");
    // Two of one count: one of them is a copy's.
    const [one, two] = [await askedBrowser(), await askedBrowser()];
    const both = await Promise.all(
      [one, two].map(({ browser: from, asked: what }) =>
        signIn(from, passkey.assertion({ ...what, counter: 7 }, { user })),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([201, 401]);
    expect(world.logLines.join("\n")).toContain("a passkey's answer was refused");
  });

  test("another site signs nobody in and begins nothing", async () => {
    for (const path of ["/v1/sessions/passkey/begin", "/v1/sessions/passkey"]) {
      const credential = createPasskey().assertion(
        { challenge: "x", rpId: "localhost", origin: world.url },
        { user: "opr_x" },
      );
      for (const headers of [
        { "sec-fetch-site": "cross-site" },
        { "sec-fetch-site": "same-origin", origin: "https://evil.example" },
        {},
      ]) {
        const answer = await fetch(world.url + path, {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          ...(path.endsWith("begin") ? { body: "{}" } : { body: JSON.stringify({ credential }) }),
        });
        expect([answer.status, (await answer.json()).code]).toEqual([403, "cross_site_refused"]);
      }
    }
  });

  test("who only their company signs in has no passkey, and none that goes past it", async () => {
    const browser = await signedIn(world, "viewer@example.com");
    const user = await idOf(browser);
    const passkey = await added(browser);
    await clearPassword(world.app.context.store, user);
    expect((await browser.api("/v1/me/sign-in-factors")).body.passkeys_possible).toBe(false);
    expect(refusal(await begin(browser))).toEqual([409, "passkey_refused"]);
    expect(refusal((await signedInBy(passkey, user)).answer)).toEqual([401, "sign_in_failed"]);
  });

  test("a new password ends the passkeys that were made with the old one", async () => {
    const email = "member@example.com";
    const browser = await signedIn(world, email);
    const user = await idOf(browser);
    const before = await added(browser);
    const next = "another battery staple horse";
    const change = { current_password: password, new_password: next };
    keep(browser, await post(browser, "/v1/me/password", change));
    expect((await browser.api("/v1/me/passkeys")).body.data).toEqual([]);
    expect(refusal((await signedInBy(before, user)).answer)).toEqual([401, "sign_in_failed"]);

    const asked = right(await begin(browser, { password: next, code: "" }));
    const anew = createPasskey();
    expect((await add(browser, anew.registration(asked))).status).toBe(201);
    const link = await createResetLinkOfServer(world.app.context, {
      email,
      endsSecondFactor: false,
    });
    const { pathname } = new URL(link.url.reveal());
    const { text } = await operatorBrowser(world).get(pathname);
    expect(text).toContain("passkeys");
    expect((await operatorBrowser(world).post(pathname, { password })).status).toBe(303);
    expect(refusal((await signedInBy(anew, user)).answer)).toEqual([401, "sign_in_failed"]);
  });

  test("challenges are asked for a hundred times from one address, and swept when they are over", async () => {
    const known = await signedIn(world, "owner@example.com");
    const browser = operatorBrowser(world);
    const ask = (by = browser) => post(by, "/v1/sessions/passkey/begin");
    for (let count = 0; count < 100; count += 1) expect((await ask()).status).toBe(200);
    expect(refusal(await ask())).toEqual([429, "too_many_attempts"]);
    // A browser in which somebody was signed in is counted by itself: no stranger at its address uses up what it has.
    expect((await ask(known)).status).toBe(200);
  });
});

test("at an IP address no browser has passkeys, and that is said", async () => {
  const world = await startWorld({ declare: declareMembers });
  try {
    const browser = await signedIn(world, "owner@example.com");
    expect((await browser.api("/v1/me/sign-in-factors")).body.passkeys_possible).toBe(false);
    for (const [path, body] of [
      ["/v1/me/passkeys/begin", proof],
      ["/v1/sessions/passkey/begin", {}],
    ] as const) {
      const answer = await browser.api(path, jsonBody("POST", body));
      expect([answer.status, answer.body.code]).toEqual([409, "passkey_refused"]);
      const { port } = new URL(world.url);
      expect(answer.body.detail).toContain(`GRANTRY_PUBLIC_URL=http://localhost:${port} `);
    }
  } finally {
    await world.close();
  }
});
