/** What a company's identity provider may say of a person, from a provider that says what it is told. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createJar, departureOf } from "./browser.ts";
import { ids, startWorld, type World } from "./harness.ts";

/** The ID token's own claims, and the answer of the UserInfo endpoint. */
let said: { idToken: JWTPayload; userInfo: JWTPayload };
let origin: string;
let nonce = "";
let world: World;
const close: (() => unknown)[] = [];

beforeAll(async () => {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "k", alg: "ES256" };
  const answers: Record<string, () => unknown> = {
    "/.well-known/openid-configuration": () => ({
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      userinfo_endpoint: `${origin}/userinfo`,
      jwks_uri: `${origin}/jwks`,
      id_token_signing_alg_values_supported: ["ES256"],
    }),
    "/jwks": () => ({ keys: [jwk] }),
    "/userinfo": () => said.userInfo,
    "/token": async () => ({
      access_token: "a",
      token_type: "Bearer",
      id_token: await new SignJWT({ nonce, ...said.idToken })
        .setProtectedHeader({ alg: "ES256", kid: "k" })
        .setIssuer(origin)
        .setAudience("company")
        .setIssuedAt()
        .setExpirationTime("5m")
        .sign(privateKey),
    }),
  };
  const server = createServer((request, response) => {
    const answer = answers[new URL(request.url ?? "/", origin).pathname];
    void Promise.resolve(answer?.()).then((body) => {
      response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close.push(() => server.close());
  world = await startWorld({
    allowedPrivateOrigins: [origin],
    declare: ({ workspaces: [workspace] }) => {
      if (workspace === undefined) throw new Error("no workspace");
      workspace.sign_in_provider = {
        issuer: origin,
        client_id: "company",
        client_secret: { file: "s" },
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
