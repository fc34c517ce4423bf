/** What a company's identity provider may say of a person, from a provider that says what it is told. */
import type { Answer } from "@grantry/sandbox/faults";
import { createJar, departureOf } from "@grantry/testing/browser";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { type ScriptedServer, startScriptedServer } from "@grantry/testing/scripted-server";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

/** The ID token's own claims, and the answers of the UserInfo endpoint. */
let said: { idToken: JWTPayload; userInfo: JWTPayload };
let signed: { key: CryptoKey | Uint8Array; alg: string; kid?: string };
let provider: ScriptedServer;
const clientSecret = "s".repeat(32);
const keys: { own: CryptoKey; other: CryptoKey } = {} as never;
let origin: string;
let nonce = "";
let world: World;
const close: (() => unknown)[] = [];

beforeAll(async () => {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  keys.own = privateKey;
  keys.other = (await generateKeyPair("ES256")).privateKey;
  const jwk = { ...(await exportJWK(publicKey)), kid: "k", alg: "ES256" };
  provider = await startScriptedServer({
    answers: {
      "/.well-known/openid-configuration": () => ({
        body: {
          issuer: origin,
          authorization_endpoint: `${origin}/authorize`,
          token_endpoint: `${origin}/token`,
          userinfo_endpoint: `${origin}/userinfo`,
          jwks_uri: `${origin}/jwks`,
          id_token_signing_alg_values_supported: ["ES256", "HS256", "none"],
        },
      }),
      "/jwks": { body: { keys: [jwk] } },
      "/userinfo": () => ({ body: said.userInfo }),
      "/token": async () => ({
        body: { access_token: "a", token_type: "Bearer", id_token: await idToken() },
      }),
    },
  });
  origin = provider.origin;
  close.push(() => provider.close());
  world = await startWorld({
    allowedPrivateOrigins: [origin],
    declare: ({ workspaces: [workspace] }) => {
      if (workspace === undefined) throw new Error("no workspace");
      workspace.sign_in_provider = {
        issuer: origin,
        client_id: "company",
        client_secret: { file: clientSecret },
        domains: ["company.example"],
        default_role: "viewer",
      };
    },
  });
  close.push(() => world.close());
});
afterAll(async () => {
  for (const one of close.reverse()) await one();
});

async function idToken(): Promise<string> {
  const { key, ...header } = signed;
  const claims = { nonce, iss: origin, aud: "company", ...said.idToken };
  if (header.alg === "none") {
    const exp = Math.floor(Date.now() / 1000) + 300;
    return new UnsecuredJWT({ ...claims, exp }).setIssuedAt().encode();
  }
  return await new SignJWT(claims)
    .setProtectedHeader(header)
    .setIssuedAt()
    .setExpirationTime("5m")
    .sign(key);
}

beforeEach(() => {
  signed = { key: keys.own, alg: "ES256", kid: "k" };
  provider.reset();
});

async function comeIn(idToken: JWTPayload, userInfo: JWTPayload = {}) {
  said = { idToken, userInfo: { sub: idToken.sub ?? "", ...userInfo } };
  const jar = createJar();
  const form = { email: "ada@company.example", return_to: "/account" };
  const own = { "sec-fetch-site": "same-origin" };
  const url = new URL(departureOf(await jar.post(`${world.url}/sign-in/company`, form, own)));
  nonce = url.searchParams.get("nonce") ?? "";
  const answer = new URL(url.searchParams.get("redirect_uri") ?? "");
  answer.searchParams.set("code", "c");
  answer.searchParams.set("state", url.searchParams.get("state") ?? "");
  const page = await jar.get(answer.href);
  return { status: page.status, code: /<code>([a-z_]+)<\/code>/.exec(page.text)?.[1] };
}

const good = { sub: "ada", email: "ada@company.example", email_verified: true };

test.each([
  ["empty", ""],
  ["blank", " "],
  ["longer than 255 characters", "s".repeat(256)],
  ["beyond ASCII", "ådå"],
  ["with a control character", "a\u0000b"],
])("a subject that is %s is nobody's", async (_how, sub) => {
  expect(await comeIn({ ...good, sub })).toEqual({ status: 400, code: "company_sign_in_failed" });
  const { db } = world.app.context.store;
  expect(await db.selectFrom("operator_identities").selectAll().execute()).toEqual([]);
});

test("whether an address is verified is said by whoever names it", async () => {
  const split = { sub: "eve", email_verified: true };
  const refused = { status: 403, code: "company_account_refused" };
  expect(await comeIn(split, { email: "eve@company.example" })).toEqual(refused);
  const unverified = { email: "eve@company.example", email_verified: false };
  expect(await comeIn(split, unverified)).toEqual(refused);
  const verified = { email: "eve@company.example", email_verified: true };
  expect(await comeIn({ sub: "eve", email_verified: false }, verified)).toMatchObject({
    status: 303,
  });
});

test("a subject of 255 characters is somebody, and the same at the next sign-in", async () => {
  const sub = "s".repeat(255);
  expect((await comeIn({ ...good, sub })).status).toBe(303);
  expect((await comeIn({ ...good, sub })).status).toBe(303);
  const { db } = world.app.context.store;
  const rows = await db
    .selectFrom("operator_identities")
    .selectAll()
    .where("subject", "=", sub)
    .execute();
  expect(rows).toMatchObject([{ workspace_id: ids.workspace, issuer: origin }]);
});

test.each([
  [
    "by another key under the provider's key id",
    () => ({ key: keys.other, alg: "ES256", kid: "k" }),
  ],
  [
    "by a key that the provider does not publish",
    () => ({ key: keys.own, alg: "ES256", kid: "x" }),
  ],
  ["by the client secret", () => ({ key: Buffer.from(clientSecret), alg: "HS256" })],
  ["by nobody", () => ({ key: new Uint8Array(), alg: "none" })],
])("an ID token that is signed %s opens nothing", async (_how, how) => {
  signed = how();
  expect(await comeIn(good)).toEqual({ status: 400, code: "company_sign_in_failed" });
});

test.each([
  ["of another issuer", () => ({ iss: `${origin}/` })],
  ["for another client", () => ({ aud: "other" })],
  ["for another party besides", () => ({ aud: ["company", "other"] })],
  ["with another nonce", () => ({ nonce: "other" })],
  [
    "that is a security event token, which has no nonce",
    () => ({
      nonce: undefined,
      events: { "https://schemas.openid.net/secevent/risc/event-type/account-disabled": {} },
    }),
  ],
])("an ID token %s opens nothing", async (_what, claims) => {
  const answer = await comeIn({ ...good, ...claims() });
  expect(answer).toEqual({ status: 400, code: "company_sign_in_failed" });
});

const failed = { status: 400, code: "company_sign_in_failed" };
const away = { status: 503, code: "provider_unavailable" };
test.each<[string, Answer, typeof failed]>([
  ["lead elsewhere", { status: 302, headers: { location: "/other-keys" } }, away],
  ["are too many bytes", { body: { keys: [], more: "x".repeat(1_100_000) } }, away],
  ["are costly to read", { body: `{"keys":${"[".repeat(9_000)}${"]".repeat(9_000)}}` }, failed],
  ["are none", { body: { keys: [] } }, failed],
])("keys that %s open nothing", async (_how, answer, expected) => {
  provider.faults.next("/jwks", { kind: "answer", ...answer });
  expect(await comeIn(good)).toEqual(expected);
});

test("UserInfo is asked where the address is missing, again while the token is new, and of the same subject", async () => {
  const address = { email: "mo@company.example", email_verified: true };
  expect(await comeIn({ sub: "mo", ...address })).toMatchObject({ status: 303 });
  const asked = () => provider.requests.filter(({ path }) => path === "/userinfo").length;
  expect(asked()).toBe(0);
  for (const status of [401, 503]) provider.faults.next("/userinfo", { kind: "answer", status });
  expect(await comeIn({ sub: "mo" }, address)).toMatchObject({ status: 303 });
  expect(asked()).toBe(3);
  expect(await comeIn({ sub: "mo" }, { ...address, sub: "eve" })).toEqual({
    status: 400,
    code: "company_sign_in_failed",
  });
  provider.faults.next("/userinfo", { kind: "answer", status: 403 });
  expect((await comeIn({ sub: "mo" }, address)).code).toBe("company_sign_in_failed");
});
