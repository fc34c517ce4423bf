/** A user's token is verified once, and known no longer than what it was judged by holds (SEC-74). */

import { type Answer, type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import {
  startIdentityProvider,
  type TestIdentityProvider,
} from "@grantry/testing/identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Secret } from "../src/lib/secret.ts";
import { createVerifiedTokens } from "../src/service/app-users/verified-tokens.ts";
import { getApp, putApp } from "../src/store/apps.ts";

const clock = createFakeClock();
let idp: TestIdentityProvider;
let world: World;
let api: Api;

beforeAll(async () => {
  idp = await startIdentityProvider("https://idp.example");
  world = await startWorld({
    clock,
    accessTokenSeconds: 86_400,
    allowedPrivateOrigins: [idp.origin],
    declare: ({ workspaces: [workspace] }) => {
      for (const app of workspace?.apps ?? []) {
        const jwks_uri = `${idp.origin}/jwks/${app.id}`;
        app.identity_providers = [{ issuer: idp.issuer, audience: app.id, jwks_uri }];
      }
    },
  });
  api = apiOf(world);
  const started = await api.call(`app-user-auth/connectors/${ids.userConnector}/initiate`, {
    method: "POST",
    headers: { authorization: `Bearer ${await signed()}` },
  });
  await consent(createJar(), started.body.redirect_url);
});
afterAll(async () => {
  await world.close();
  await idp.close();
});

async function signed(seconds = 300, kid = "es"): Promise<string> {
  const now = clock.nowSeconds();
  const claims = { iss: idp.issuer, aud: ids.app, sub: "user-1", iat: now, exp: now + seconds };
  return await idp.sign(claims, { kid });
}

function read(jwt: string): Promise<Answer> {
  return api.backend(`app-user-auth/connectors/${ids.userConnector}/token`, {
    headers: { "on-behalf-of": `Bearer ${jwt}` },
  });
}

async function refusal(jwt: string) {
  const { status, body } = await read(jwt);
  return [status, body.reason];
}
const refused = [401, "app_user_required"];

/** How many signatures are verified while `work` runs. */
async function verifications(work: () => Promise<unknown>): Promise<number> {
  const { verify } = SubtleCrypto.prototype;
  let count = 0;
  SubtleCrypto.prototype.verify = function counted(...values: Parameters<typeof verify>) {
    count += 1;
    return verify.apply(this, values);
  };
  try {
    await work();
  } finally {
    SubtleCrypto.prototype.verify = verify;
  }
  return count;
}

/** A token that the server has verified and knows. */
async function known(seconds?: number, kid?: string): Promise<string> {
  const jwt = await signed(seconds, kid);
  // Twice: with the first the key set may have been loaded.
  for (let count = 0; count < 2; count += 1) expect((await read(jwt)).status).toBe(200);
  expect(await verifications(() => read(jwt))).toBe(0);
  return jwt;
}

test("the signature of one token is verified once, of another again", async () => {
  const other = await signed(299);
  await known();
  expect(await verifications(() => read(other))).toBe(1);
  expect(await verifications(() => read(other))).toBe(0);
});

test("a token that we issued is verified once, too", async () => {
  const { jwt } = await api.signIn("user-1");
  expect(await verifications(() => read(jwt))).toBe(1);
  expect(await verifications(() => read(jwt))).toBe(0);
  clock.advance(660_000);
  expect(await refusal(jwt)).toEqual(refused);
});

test("a known token ends when it says", async () => {
  const jwt = await known(100);
  clock.advance(99_000);
  expect(await verifications(() => read(jwt))).toBe(0);
  // From `exp` on every read judges it anew; a minute of it is the clocks' difference.
  clock.advance(1_000);
  expect(await verifications(() => read(jwt))).toBe(1);
  expect((await read(jwt)).status).toBe(200);
  clock.advance(60_000);
  expect(await refusal(jwt)).toEqual(refused);
});

test("a known token of one app is nothing to another", async () => {
  const jwt = await known();
  const { status } = await apiOf(world, ids.otherApp).call("entities/User/me", {
    headers: { authorization: `Bearer ${jwt}` },
  });
  expect(status).toBe(401);
  expect(await verifications(() => read(jwt))).toBe(0);
});

test("a known token with another signature is another token", async () => {
  const jwt = await known();
  const [head, payload, signature = ""] = jwt.split(".");
  const other = Buffer.from(signature, "base64url");
  other.writeUInt8(other.readUInt8(0) ^ 1, 0);
  expect(await refusal(`${head}.${payload}.${other.toString("base64url")}`)).toEqual(refused);
});

describe("a known token is judged anew", () => {
  test("by the same read, where the app's settings have changed", async () => {
    const { store } = world.app.context;
    const jwt = await known();
    const app = await getApp(store, ids.app);
    if (app === undefined) throw new Error("no app");
    await putApp(store, { ...app, identityProviders: [] });
    expect(await refusal(jwt)).toEqual(refused);
    await putApp(store, app);
    // As a change of the database is seen by the other routes, within seconds.
    clock.advance(5_000);
    expect((await read(jwt)).status).toBe(200);
  });

  test("when the key set has been loaded again: a key that was taken back ends its tokens", async () => {
    await idp.addKey("next", "ES256");
    clock.advance(600_000);
    const stays = await known(3_600);
    const goes = await known(3_600, "next");
    idp.removeKey("next");
    clock.advance(600_000);
    expect(await refusal(goes)).toEqual(refused);
    expect(await verifications(() => read(stays))).toBe(1);
    expect(await verifications(() => read(stays))).toBe(0);
  });
});

test("no more than ten thousand tokens are known, those in use the longest", () => {
  const tokens = createVerifiedTokens(clock);
  const user = { issuer: null, userId: "user", email: null, emailVerified: false, name: null };
  const endsAt = clock.nowSeconds() + 60;
  const verified = { appId: "app", authVersion: 1, endsAt, keySet: null, user };
  const isKnown = (name: string) => tokens.find(new Secret(name), "app") !== undefined;
  tokens.keep(new Secret("in use"), verified);
  tokens.keep(new Secret("not in use"), verified);
  for (let count = 0; count < 20_000; count += 1) {
    tokens.keep(new Secret(`token ${count}`), verified);
    isKnown("in use");
  }
  expect(isKnown("in use")).toBe(true);
  expect(isKnown("not in use")).toBe(false);
  const names = Array.from({ length: 20_000 }, (_, count) => `token ${count}`);
  expect(names.filter(isKnown).length).toBeLessThanOrEqual(10_000);
  expect(isKnown("token 19999")).toBe(true);
});
