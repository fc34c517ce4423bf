/**
 * Who is invited by an address has not proven that it is theirs; and a new password, however it was set,
 * ends all that acts as the account.
 */

import { toAnswer } from "@grantry/testing/api";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, readTestSecret, startWorld, type World } from "@grantry/testing/harness";
import {
  declareMembers,
  jsonBody,
  type OperatorBrowser,
  operatorBrowser,
  password,
  signedIn,
} from "@grantry/testing/operators";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { codeAt } from "../src/crypto/totp.ts";
import { Secret } from "../src/lib/secret.ts";
import { createPersonalKey } from "../src/service/accounts/api-keys.ts";
import {
  claimDeviceAuthorization,
  decideDevice,
} from "../src/service/accounts/command-line/decide.ts";
import { requestDeviceAuthorization } from "../src/service/accounts/command-line/request.ts";
import { exchangeDeviceCode } from "../src/service/accounts/command-line/tokens.ts";
import { changePassword, confirmTotp, endTotp } from "../src/service/accounts/factors.ts";
import { acceptSignedIn } from "../src/service/accounts/invitations.ts";
import { identifyOperator } from "../src/service/accounts/operator.ts";
import { createResetLinkOfServer } from "../src/service/accounts/reset-link.ts";
import { currentSession, type OperatorSession } from "../src/service/accounts/sessions.ts";
import { enter, verifySignIn } from "../src/service/accounts/sign-in.ts";
import { applyBootstrap } from "../src/service/bootstrap/apply-bootstrap.ts";
import { bootstrapSchema } from "../src/service/bootstrap/bootstrap-schema.ts";
import { putMembership } from "../src/store/operators.ts";

const next = "another battery staple horse";
const [wsA, wsB] = [ids.workspace, ids.foreignWorkspace];

const nowhere = { client: null, address: null };

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let clock: FakeClock;
  let ownerA: OperatorBrowser;
  let ownerB: OperatorBrowser;
  let count = 0;

  beforeAll(async () => {
    clock = createFakeClock();
    world = await startWorld({
      engine,
      clock: withoutRegularWork(clock),
      declare: (bootstrap) => {
        declareMembers(bootstrap);
        const [, workspaceB] = bootstrap.workspaces;
        if (workspaceB === undefined) throw new Error("no workspace");
        workspaceB.members = [
          { email: "b@example.com", name: "B", role: "owner", password: { file: password } },
        ];
      },
    });
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    clock.advance(900_000);
    ownerA = await signedIn(world, "owner@example.com");
    ownerB = await signedIn(world, "b@example.com");
  });

  const context = () => world.app.context;
  const invite = async (by: OperatorBrowser, workspaceId: string, email: string) => {
    const path = `/v1/workspaces/${workspaceId}/invitations`;
    const { body } = await by.api(path, jsonBody("POST", { email, role: "admin" }));
    return new URL(body.url).pathname;
  };
  const newAddress = () => {
    count += 1;
    return `cfo-${count}@victim.example`;
  };
  /** An account of workspace B, made by whoever holds the invitation. */
  async function squat(email = newAddress()) {
    const browser = operatorBrowser(world);
    const page = await browser.post(await invite(ownerB, wsB, email), { name: "S", password });
    expect(page.status).toBe(303);
    return { email, browser, session: await sessionOf(browser) };
  }
  const sessionOf = async (browser: OperatorBrowser): Promise<OperatorSession> => {
    const token = browser.jar.cookies.get("grantry-session") ?? "";
    const session = await currentSession(context(), new Secret(token));
    if (session === undefined) throw new Error("not signed in");
    return session;
  };
  const keyOf = async (browser: OperatorBrowser): Promise<string> => {
    const input = { name: "k", scopes: ["workspace:read"], expires_in_days: 90 };
    const { body } = await browser.api("/v1/me/keys", jsonBody("POST", input));
    expect(body.secret).toMatch(/^grantry_pk_/);
    return body.secret;
  };
  async function deviceOf(session: OperatorSession) {
    const address = `192.0.2.${count}`;
    const clientId = "grantry-cli";
    const asked = await requestDeviceAuthorization(context(), {
      clientId,
      scope: "workspace:read",
      address,
    });
    const { userCode } = asked;
    await claimDeviceAuthorization(context(), { session, userCode, address });
    const decide = () => decideDevice(context(), session, { userCode, approve: true });
    const input = { deviceCode: new Secret(asked.deviceCode), clientId, address };
    return { decide, exchange: () => exchangeDeviceCode(context(), input) };
  }
  const asks = (workspaceId: string, key: string) =>
    toAnswer(
      fetch(`${world.url}/v1/workspaces/${workspaceId}/members`, {
        headers: { authorization: `Bearer ${key}` },
      }),
    );
  const resetByServer = async (email: string) => {
    const link = await createResetLinkOfServer(context(), { email, endsSecondFactor: false });
    const path = new URL(link.url.reveal()).pathname;
    const page = await operatorBrowser(world).post(path, { password: next });
    expect([page.status, page.location]).toEqual([303, "/sign-in"]);
  };
  const signIn = async (email: string, given: string, code = "") => {
    const browser = operatorBrowser(world);
    const { status } = await browser.post("/sign-in", { email, password: given, code });
    return { browser, status };
  };
  async function setUpFactor(browser: OperatorBrowser): Promise<string> {
    const { text } = await browser.post("/account/second-factor/begin", {});
    const secret = /<code>([A-Z2-7]{32})<\/code>/.exec(text)?.[1] ?? "";
    const code = codeAt(secret, clock.nowSeconds());
    expect((await browser.post("/account/second-factor/confirm", { code })).status).toBe(200);
    return secret;
  }

  test("a key of who was invited elsewhere does not act where the person joins after a reset", async () => {
    const { email, browser } = await squat();
    const key = await keyOf(browser);
    expect((await asks(wsB, key)).status).toBe(200);
    const link = await invite(ownerA, wsA, email);
    expect((await operatorBrowser(world).get(link)).location).toContain("/sign-in");
    await resetByServer(email);
    const { browser: person } = await signIn(email, next);
    expect((await person.post(link, {})).location).toBe("/account");
    for (const workspaceId of [wsA, wsB]) expect((await asks(workspaceId, key)).status).toBe(401);
    expect((await browser.get("/account")).status).toBe(303);
    expect((await person.api(`/v1/workspaces/${wsA}/members`)).status).toBe(200);
  });

  test("command lines, those that wait, and a second factor of before the proof end with it", async () => {
    const { email, browser, session } = await squat();
    const done = await deviceOf(session);
    await done.decide();
    const { accessToken, refreshToken } = await done.exchange();
    expect((await asks(wsB, accessToken)).status).toBe(200);
    const approved = await deviceOf(session);
    await approved.decide();
    const entered = await deviceOf(session);
    await setUpFactor(browser);
    await resetByServer(email);
    expect((await asks(wsB, accessToken)).status).toBe(401);
    const again = await toAnswer(
      fetch(`${world.url}/oauth/token`, {
        method: "POST",
        body: new URLSearchParams({
          grant_type: "refresh_token",
          refresh_token: refreshToken,
          client_id: "grantry-cli",
        }),
      }),
    );
    expect([again.status, again.body.error]).toEqual([400, "invalid_grant"]);
    await expect(approved.exchange()).rejects.toMatchObject({ error: "invalid_grant" });
    await expect(entered.decide()).rejects.toMatchObject({ code: "user_code_invalid" });
    expect((await signIn(email, next)).status).toBe(303);
  });

  test("a link of a workspace's admin ends as much, keeps the second factor, and proves nothing", async () => {
    const { email, browser, session } = await squat();
    const key = await keyOf(browser);
    const { operatorId } = session.operator;
    const made = async () => {
      const path = `/v1/workspaces/${wsB}/members/${operatorId}/reset-links`;
      return new URL((await ownerB.api(path, { method: "POST" })).body.url).pathname;
    };
    await setUpFactor(browser);
    expect((await operatorBrowser(world).post(await made(), { password: next })).status).toBe(303);
    expect((await asks(wsB, key)).status).toBe(401);
    expect((await signIn(email, next)).status).toBe(401);
    // Proven, and then set by the admin: whoever holds that link is not known to be the person.
    await resetByServer(email);
    const { browser: person } = await signIn(email, next);
    await setUpFactor(person);
    expect((await operatorBrowser(world).post(await made(), { password })).status).toBe(303);
    await resetByServer(email);
    expect((await signIn(email, next)).status).toBe(303);
  });

  test("changing the password ends keys, command lines and other browsers", async () => {
    const { email, browser, session } = await squat();
    const key = await keyOf(browser);
    const device = await deviceOf(session);
    await device.decide();
    const { accessToken } = await device.exchange();
    const { browser: other } = await signIn(email, password);
    const changed = await other.post("/account/password", { current: password, password: next });
    expect(changed.location).toBe("/account");
    for (const bearer of [key, accessToken]) expect((await asks(wsB, bearer)).status).toBe(401);
    expect((await browser.get("/account")).status).toBe(303);
    expect((await other.get("/account")).status).toBe(200);
  });

  test("links that the account made for others end with a reset", async () => {
    const { email, browser } = await squat();
    const { session } = await squat();
    const path = `/v1/workspaces/${wsB}/members/${session.operator.operatorId}/reset-links`;
    const link = new URL((await browser.api(path, { method: "POST" })).body.url).pathname;
    expect((await operatorBrowser(world).get(link)).status).toBe(200);
    await resetByServer(email);
    expect((await operatorBrowser(world).get(link)).status).toBe(400);
  });

  test("a password that was right just before a reset opens no session after it", async () => {
    const { email } = await squat();
    const input = { email, password, code: "", address: "192.0.2.9" };
    const account = await verifySignIn(context(), input);
    await resetByServer(email);
    await expect(enter(context(), account, nowhere)).rejects.toMatchObject({
      code: "sign_in_failed",
    });
    const again = await verifySignIn(context(), { ...input, password: next });
    const { browser } = await signIn(email, next);
    await browser.post("/account/password", { current: next, password });
    await expect(enter(context(), again, nowhere)).rejects.toMatchObject({
      code: "sign_in_failed",
    });
    const before = await verifySignIn(context(), input);
    await setUpFactor((await signIn(email, password)).browser);
    await expect(enter(context(), before, nowhere)).rejects.toMatchObject({
      code: "sign_in_failed",
    });
  });

  test("what was under way for a browser when the password changed comes to nothing", async () => {
    const { email, browser, session } = await squat();
    const token = new Secret(browser.jar.cookies.get("grantry-session") ?? "");
    const caller = await identifyOperator(context(), { kind: "session", secret: token });
    const device = await deviceOf(session);
    const link = await invite(ownerA, wsA, email);
    await resetByServer(email);
    const key = { name: "k", scopes: ["workspace:read"], expiresInDays: 1 };
    await expect(createPersonalKey(context(), caller, key)).rejects.toMatchObject({
      code: "unauthorized",
    });
    await expect(device.decide()).rejects.toMatchObject({ code: "user_code_invalid" });
    const change = { current: next, password: "yet another horse staple", place: nowhere };
    await expect(changePassword(context(), session, change)).rejects.toMatchObject({
      code: "sign_in_failed",
    });
    await expect(endTotp(context(), session, { password: next, code: "" })).rejects.toMatchObject({
      code: "sign_in_failed",
    });
    await expect(confirmTotp(context(), session, "123456")).rejects.toMatchObject({
      code: "authenticator_app_not_found",
    });
    const invitation = new Secret(link.split("/").at(-1) ?? "");
    const joining = { session, password: next, place: nowhere };
    await expect(acceptSignedIn(context(), invitation, joining)).rejects.toMatchObject({
      code: "unauthorized",
    });
    expect((await signIn(email, next)).status).toBe(303);
  });

  test("who is invited where nobody has the account as a member makes one anew, with nothing of before", async () => {
    const { email, browser, session } = await squat();
    const key = await keyOf(browser);
    const path = `/v1/workspaces/${wsB}/members/${session.operator.operatorId}`;
    expect((await ownerB.api(path, { method: "DELETE" })).status).toBe(200);
    const link = await invite(ownerA, wsA, email);
    const person = operatorBrowser(world);
    expect((await person.get(link)).text).toContain("at least 12 characters");
    expect((await person.post(link, { name: "CFO", password: next })).location).toBe("/account");
    expect((await signIn(email, password)).status).toBe(401);
    expect((await signIn(email, next)).status).toBe(303);
    expect((await asks(wsA, key)).status).toBe(401);
    // Whoever is signed in with the account joins with it, as before.
    const { email: other, browser: theirs, session: own } = await squat();
    const removed = `/v1/workspaces/${wsB}/members/${own.operator.operatorId}`;
    await ownerB.api(removed, { method: "DELETE" });
    const joined = await theirs.post(await invite(ownerA, wsA, other), { password: next });
    expect(joined.location).toBe("/account");
    expect((await signIn(other, next)).status).toBe(303);
  });

  test("an account that others made joins with a new password, and without what they hold", async () => {
    const { email, browser: squatter } = await squat();
    const key = await keyOf(squatter);
    const device = await deviceOf(await sessionOf(squatter));
    await device.decide();
    const { accessToken } = await device.exchange();
    // They tell the person the password, as if all were well.
    const { browser: person } = await signIn(email, password);
    const link = await invite(ownerA, wsA, email);
    expect((await person.get(link)).text).toContain(
      "Your account was created through another workspace",
    );
    const short = await person.post(link, {});
    expect([short.status, short.text.includes("at least 12 characters")]).toEqual([400, true]);
    expect((await person.post(link, { password: next })).location).toBe("/account");
    expect((await person.api(`/v1/workspaces/${wsA}/members`)).status).toBe(200);
    for (const bearer of [key, accessToken]) expect((await asks(wsA, bearer)).status).toBe(401);
    expect((await squatter.get("/account")).status).toBe(303);
    expect((await signIn(email, password)).status).toBe(401);
    // A role that is raised where one is a member already asks for nothing.
    const again = await person.get(await invite(ownerB, wsB, email));
    expect([again.status, again.text.includes("New password")]).toEqual([200, false]);
  });

  test("a bootstrap file that declares a person gives nothing to who was invited by the address elsewhere", async () => {
    const { email, browser, session } = await squat();
    const key = await keyOf(browser);
    await apply(email);
    for (const workspaceId of [wsA, wsB]) expect((await asks(workspaceId, key)).status).toBe(401);
    expect((await browser.get("/account")).status).toBe(303);
    expect((await signIn(email, password)).status).toBe(401);
    const { browser: person, status } = await signIn(email, next);
    expect(status).toBe(303);
    expect((await person.api(`/v1/workspaces/${wsA}/members`)).status).toBe(200);
    // A member of the workspace who is declared as well keeps what they have, as does a proven account.
    const both = await squat();
    const { operatorId } = both.session.operator;
    await putMembership(context().store, { workspaceId: wsA, operatorId, role: "viewer" });
    await apply(both.email);
    expect((await both.browser.get("/account")).status).toBe(200);
    expect((await person.get("/account")).status).toBe(200);
    expect(session.operator.email).toBe(email);
  });

  /** One more start with a bootstrap file that declares the person in workspace A. */
  async function apply(email: string): Promise<void> {
    const declared = bootstrapSchema.parse({
      workspaces: [
        {
          id: wsA,
          name: "Test workspace",
          members: [{ email, name: "CFO", role: "owner", password: { file: next } }],
        },
      ],
    });
    const { store, catalogue, reach } = context();
    await applyBootstrap({ store, catalogue, readSecret: readTestSecret, reach }, declared);
  }
});
