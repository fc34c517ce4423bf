/**
 * OpenID Connect Back-Channel Logout 1.0: whoever is signed out at the company's provider is signed out here, in every process;
 * told by a certified provider, and by tokens that are not what they should be. SEC-93.
 */
import { visit } from "@grantry/sandbox/visitor";
import { toAnswer } from "@grantry/testing/api";
import { createJar, departureOf, type Jar } from "@grantry/testing/browser";
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
  operatorBrowser,
  signedIn,
} from "@grantry/testing/operators";
import { ownApiOf } from "@grantry/testing/own-api";
import { signalOf } from "@grantry/testing/transmitter";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { proveDomainByServer } from "../src/service/accounts/company/prove-domain.ts";
import { insertIdentity } from "../src/store/operator-identities.ts";
import { findOperatorByEmail } from "../src/store/operators.ts";
import { inTransaction } from "../src/store/store.ts";

const path = `/v1/workspaces/${ids.workspace}/sign-in-provider`;
const logout = `/sign-in/company/${ids.workspace}/logout`;
const clientSecret = "canary-of-the-company-client";
const event = "http://schemas.openid.net/event/backchannel-logout";

describe.each(engines)("on %s, a logout at the company's provider", (engine) => {
  let world: World;
  let other: string;
  let owner: OperatorBrowser;
  let forged: TestIdentityProvider;

  beforeAll(async () => {
    forged = await startIdentityProvider("unused");
    world = await startWorld({
      engine,
      allowedPrivateOrigins: [forged.origin],
      declare: declareMembers,
    });
    const redirectUris = [`${world.url}/sign-in/company/${ids.workspace}/callback`];
    for (const [clientId, ofSessions] of [
      ["everywhere", false],
      ["sessions", true],
    ] as const) {
      const uri = world.url + logout;
      const client = { clientId, clientSecret, redirectUris, logout: { uri, ofSessions } };
      await world.sandbox.addClient(client);
    }
    owner = await signedIn(world, "owner@example.com");
    other = (await world.another()).url;
  });
  afterAll(async () => {
    await world.close();
    await forged.close();
  });
  beforeEach(() => declare("everywhere"));

  const declare = async (client_id: string, issuer = world.sandbox.origin) => {
    const body = { issuer, client_id, client_secret: clientSecret, default_role: "member" };
    const domains = ["sandbox.example"];
    const { status } = await owner.api(path, jsonBody("PUT", { ...body, domains }));
    expect(status).toBe(200);
    const proof = { workspaceId: ids.workspace, domain: "sandbox.example" };
    await inTransaction(world.app.context.store, (store) => proveDomainByServer(store, proof));
  };
  /** Signs Ada in by the provider, in a browser of its own. */
  const signIn = async (): Promise<Jar> => {
    const jar = createJar();
    const form = { email: "ada@sandbox.example", return_to: "/account" };
    const own = { "sec-fetch-site": "same-origin" };
    const left = await jar.post(`${world.url}/sign-in/company`, form, own);
    await jar.get((await visit(departureOf(left))).href);
    expect(await isIn(jar)).toBe(true);
    return jar;
  };
  const isIn = async (jar: Jar, url = world.url) =>
    (await operatorBrowser({ url }, jar).api("/v1/me")).status === 200;
  const send = async (token: string, url = world.url) =>
    await toAnswer(
      fetch(url + logout, { method: "POST", body: new URLSearchParams({ logout_token: token }) }),
    );
  const records = async (action: string) => {
    await world.app.context.flights.landed();
    const { body } = await ownApiOf(world)(
      "GET",
      `/v1/workspaces/${ids.workspace}/audit-records?action=${action}`,
      { as: secrets.workspaceKey },
    );
    return body.data as { result: string; details: Record<string, string> }[];
  };

  test("of a person ends all that is signed in as them, told by a certified provider", async () => {
    const [one, two] = [await signIn(), await signIn()];
    const made = await operatorBrowser(world, one).api(
      "/v1/me/keys",
      jsonBody("POST", { name: "laptop", scopes: ["apps:read"], expires_in_days: 7 }),
    );
    expect(made.status).toBe(201);
    await world.sandbox.signOut("everywhere", "sandbox-ada");
    expect([await isIn(one), await isIn(two), await isIn(two, other)]).toEqual([
      false,
      false,
      false,
    ]);
    const withKey = await ownApiOf({ url: other })("GET", "/v1/me", { as: made.body.secret });
    expect(withKey.status).toBe(401);
    expect((await records("company_logout.taken"))[0]?.details).toMatchObject({
      browsers: "2",
      personal_keys: "1",
    });
    await signIn();
  });

  test("of a session ends the browser that came by it, and no other of the person", async () => {
    await declare("sessions");
    const [one, two] = [await signIn(), await signIn()];
    await world.sandbox.signOut("sessions", "sandbox-ada");
    expect([await isIn(one), await isIn(two), await isIn(two, other)]).toEqual([
      true,
      false,
      false,
    ]);
    expect((await records("company_logout.taken"))[0]?.details).toMatchObject({
      ended: "one session",
    });
  });

  test("is at the address that is to be registered, and answered as the specification has it", async () => {
    const { body } = await owner.api(path);
    expect(body.back_channel_logout_uri).toBe(world.url + logout);
    const answer = await send("garbage");
    expect([answer.status, answer.body.error]).toEqual([400, "invalid_request"]);
    expect(answer.headers.get("cache-control")).toContain("no-store");
  });

  describe("by a token of", () => {
    let admin: OperatorBrowser;
    const now = () => Math.floor(Date.now() / 1_000);
    const claims = (more: object = {}) => ({
      iss: forged.origin,
      aud: "company",
      iat: now(),
      jti: crypto.randomUUID(),
      sub: "sub-admin",
      events: { [event]: {} },
      ...more,
    });
    const typ = (value: string | undefined) => ({ header: { typ: value } });

    beforeEach(async () => {
      forged.metadata = { jwks_uri: `${forged.origin}/jwks` };
      await declare("company", forged.origin);
      const { store } = world.app.context;
      const account = await findOperatorByEmail(store, "admin@example.com");
      if (account === undefined) throw new Error("no admin");
      const identity = { workspaceId: ids.workspace, issuer: forged.origin, subject: "sub-admin" };
      await store.db.deleteFrom("operator_identities").execute();
      await insertIdentity(store, identity, account.operatorId);
      admin = await signedIn(world, "admin@example.com");
    });
    const isAdminIn = async () => (await admin.api("/v1/me")).status === 200;

    test.each([["logout+jwt"], ["JWT"], [undefined]])("type %s: it ends", async (type) => {
      const answer = await send(await forged.sign(claims(), typ(type)), other);
      expect([answer.status, await isAdminIn()]).toEqual([200, false]);
      expect(answer.headers.get("cache-control")).toContain("no-store");
    });

    test("what was taken before: it is taken, and ends nothing", async () => {
      const token = await forged.sign(claims(), typ("logout+jwt"));
      expect((await send(token)).status).toBe(200);
      admin = await signedIn(world, "admin@example.com");
      expect([(await send(token)).status, (await send(token, other)).status]).toEqual([200, 200]);
      expect(await isAdminIn()).toBe(true);
    });

    test("somebody who is not known, a session that is not and of nobody named: it ends nothing", async () => {
      for (const more of [
        { sub: "nobody" },
        { sub: "nobody", sid: "s-1" },
        { sub: undefined, sid: "s-1" },
      ]) {
        const answer = await send(await forged.sign(claims(more), typ("logout+jwt")));
        expect([answer.status, await isAdminIn()]).toEqual([200, true]);
      }
      expect((await records("company_logout.taken"))[0]?.details).toMatchObject({
        ended: "nobody",
      });
    });

    test.each([["s-1"], ["s".repeat(600)]])(
      "a session that is not known, of somebody who is: their browsers of no known session end, nothing newer",
      async (sid) => {
        const made = await admin.api(
          "/v1/me/keys",
          jsonBody("POST", { name: "laptop", scopes: ["apps:read"], expires_in_days: 7 }),
        );
        const before = await forged.sign(
          claims({ sid, iat: now() - 1_000, exp: now() + 60 }),
          typ("logout+jwt"),
        );
        expect([(await send(before)).status, await isAdminIn()]).toEqual([200, true]);
        const answer = await send(await forged.sign(claims({ sid }), typ("logout+jwt")), other);
        expect([answer.status, await isAdminIn()]).toEqual([200, false]);
        const withKey = await ownApiOf(world)("GET", "/v1/me", { as: made.body.secret });
        expect(withKey.status).toBe(200);
        expect((await records("company_logout.taken"))[0]?.details).toMatchObject({
          ended: "browsers of no known session",
        });
      },
    );

    test("before somebody signed in again: they stay so", async () => {
      const late = claims({ iat: now() - 1_000, exp: now() + 60 });
      const answer = await send(await forged.sign(late, typ("logout+jwt")));
      expect([answer.status, await isAdminIn()]).toEqual([200, true]);
    });

    test.each<[string, string, () => Promise<string>]>([
      [
        "no end, from a while ago",
        "invalid_request",
        () => forged.sign(claims({ iat: now() - 600 })),
      ],
      ["another audience", "invalid_audience", () => forged.sign(claims({ aud: "other" }))],
      ["another issuer", "invalid_issuer", () => forged.sign(claims({ iss: "https://o.example" }))],
      ["a nonce", "invalid_request", () => forged.sign(claims({ nonce: "n" }))],
      ["no event", "invalid_request", () => forged.sign(claims({ events: undefined }))],
      ["another event", "invalid_request", () => forged.sign(claims({ events: { "x:y": {} } }))],
      ["no jti", "invalid_request", () => forged.sign(claims({ jti: undefined }))],
      ["no time", "invalid_request", () => forged.sign(claims({ iat: undefined }))],
      ["nobody", "invalid_request", () => forged.sign(claims({ sub: undefined }))],
      ["an access token's type", "invalid_request", () => forged.sign(claims(), typ("at+jwt"))],
      [
        "a security event token's type",
        "invalid_request",
        () =>
          signalOf(forged, "risc/account-disabled", null, {
            claims: claims(),
          }),
      ],
    ])("%s: it is refused (%s)", async (_what, error, made) => {
      const answer = await send(await made());
      expect([answer.status, answer.body.error, await isAdminIn()]).toEqual([400, error, true]);
      expect((await records("company_logout.refused"))[0]?.result).toBe(error);
    });

    test("another key: it is refused", async () => {
      const forger = await startIdentityProvider("unused");
      const answer = await send(await forger.sign(claims(), typ("logout+jwt")));
      await forger.close();
      expect([answer.status, answer.body.error, await isAdminIn()]).toEqual([
        400,
        "invalid_key",
        true,
      ]);
    });

    test("no workspace with such a sign-in, no token, or JSON: it is refused", async () => {
      const token = await forged.sign(claims(), typ("logout+jwt"));
      const post = (address: string, init: RequestInit) =>
        toAnswer(fetch(world.url + address, { method: "POST", ...init }));
      const body = new URLSearchParams({ logout_token: token });
      const nowhere = await post(logout.replace(ids.workspace, ids.foreignWorkspace), { body });
      expect(nowhere.status).toBe(400);
      expect((await post(logout, { body: new URLSearchParams({}) })).status).toBe(400);
      const json = jsonBody("POST", { logout_token: token });
      expect((await post(logout, json)).status).toBe(415);
      expect(await isAdminIn()).toBe(true);
    });
  });
});
