/** Services that sign an app's users in: what each preset knows, and tokens shaped as each service makes them. */

import { createHmac } from "node:crypto";
import { type Answer, apiOf } from "@grantry/testing/api";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import {
  startIdentityProvider,
  type TestIdentityProvider,
} from "@grantry/testing/identity-provider";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { EncryptJWT, type JWTPayload } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

const clock = createFakeClock();
let idp: TestIdentityProvider;
let world: World;

beforeAll(async () => {
  idp = await startIdentityProvider("https://unused.example");
  await idp.addKey("ed", "EdDSA");
  world = await startWorld({ clock, allowedPrivateOrigins: [idp.origin] });
});
afterAll(async () => {
  await world.close();
  await idp.close();
});
beforeEach(() => {
  idp.faults.clear("*");
  idp.metadata = null;
});

function save(...identity_providers: object[]): Promise<Answer> {
  return workspaceApiOf(world)("PATCH", `apps/${ids.app}`, { identity_providers });
}

async function saved(...providers: object[]) {
  const { status, body } = await save(...providers);
  expect([status, body.detail]).toEqual([200, undefined]);
  return body.identity_providers;
}

function me(token: string): Promise<Answer> {
  return apiOf(world).call("entities/User/me", { headers: { authorization: `Bearer ${token}` } });
}

async function refusalOf(token: string): Promise<string> {
  const { status, body } = await me(token);
  expect([status, body.reason]).toEqual([401, "unauthorized"]);
  return body.detail;
}

const times = () => ({ iat: clock.nowSeconds(), exp: clock.nowSeconds() + 300 });
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const here = (path: string) => `${idp.origin}/${path}`;

type Claims = Readonly<Record<string, unknown>>;

interface Service {
  /** As somebody would declare it; the issuer is the one of the test. */
  readonly declared: () => Record<string, unknown>;
  readonly kid: "rs" | "es" | "ed";
  /** What the service's tokens hold. */
  readonly claims: () => Claims;
  /** Changes that make it a token for somebody else. */
  readonly others: readonly Claims[];
  readonly publishes?: () => Record<string, unknown>;
}

/** Claims as each service documents them; the addresses are those of the local server. */
const services: Record<string, Service> = {
  auth0: {
    declared: () => ({ issuer: here("auth0"), audience: "https://api.planner.example" }),
    publishes: () => ({ issuer: here("auth0/"), jwks_uri: here("auth0/keys") }),
    kid: "rs",
    claims: () => ({
      iss: here("auth0/"),
      aud: ["https://api.planner.example", here("auth0/userinfo")],
      azp: "client_1",
      scope: "openid",
    }),
    others: [{ aud: "https://other.example" }, { aud: undefined }],
  },
  clerk: {
    declared: () => ({ issuer: here("clerk/"), azp: ["https://app.planner.example"] }),
    kid: "rs",
    claims: () => ({ iss: here("clerk"), azp: "https://app.planner.example", sid: "sess_1", v: 2 }),
    others: [{ azp: "https://evil.example" }, { azp: undefined }, { aud: "hasura" }],
  },
  supabase: {
    declared: () => ({ issuer: here("supabase/auth/v1") }),
    kid: "es",
    claims: () => ({ iss: here("supabase/auth/v1"), aud: "authenticated", role: "authenticated" }),
    others: [{ aud: "anon" }, { aud: undefined }],
  },
  firebase: {
    declared: () => ({
      issuer: here("firebase/planner"),
      audience: "planner",
      jwks_uri: here("firebase/keys"),
    }),
    kid: "rs",
    claims: () => ({ iss: here("firebase/planner"), aud: "planner", user_id: "u", auth_time: 1 }),
    others: [{ aud: "another-project" }],
  },
  "better-auth": {
    declared: () => ({ issuer: here("better"), audience: here("better") }),
    kid: "ed",
    claims: () => ({ iss: here("better"), aud: here("better"), email: "u@example.com" }),
    others: [{ aud: "https://another.example" }, { aud: undefined }],
  },
  workos: {
    declared: () => ({
      issuer: here("workos"),
      client_id: ["client_1"],
      jwks_uri: here("sso/jwks/client_1"),
    }),
    kid: "rs",
    claims: () => ({
      iss: here("workos"),
      client_id: "client_1",
      sid: "session_1",
      role: "member",
    }),
    others: [{ client_id: "client_2" }, { client_id: undefined }, { client_id: ["client_1"] }],
  },
  cognito: {
    declared: () => ({ issuer: here("eu-central-1_pool"), client_id: ["c1"] }),
    kid: "rs",
    claims: () => ({ iss: here("eu-central-1_pool"), client_id: "c1", token_use: "access" }),
    others: [{ client_id: "c2" }, { client_id: undefined }],
  },
  entra: {
    declared: () => ({ issuer: here("tenant/v2.0"), audience: "api-client" }),
    publishes: () => ({ jwks_uri: here("tenant/discovery/v2.0/keys") }),
    kid: "rs",
    claims: () => ({
      iss: here("tenant/v2.0"),
      aud: "api-client",
      oid: "user",
      tid: "t",
      ver: "2.0",
    }),
    others: [{ aud: "another-client" }, { oid: undefined }],
  },
  keycloak: {
    declared: () => ({ issuer: here("realms/main"), audience: "account", azp: ["planner"] }),
    kid: "rs",
    claims: () => ({ iss: here("realms/main"), aud: "account", azp: "planner", typ: "Bearer" }),
    others: [{ azp: "another" }, { azp: undefined }, { aud: "another" }],
  },
};

describe.each(Object.entries(services))("the preset %s", (preset, service) => {
  const token = (changes: Claims = {}) => {
    const all = { sub: "user", ...times(), ...service.claims(), ...changes };
    const held = Object.entries(all).filter(([, value]) => value !== undefined);
    return Object.fromEntries(held) as JWTPayload;
  };
  beforeEach(async () => {
    idp.metadata = service.publishes?.() ?? null;
    await saved({ preset, ...service.declared() });
  });

  test("takes the tokens that the service makes for this app", async () => {
    const { status, body } = await me(await idp.sign(token(), { kid: service.kid }));
    expect([status, body.id ?? body.detail]).toEqual([200, "user"]);
  });

  test("takes none that is for somebody else, or over", async () => {
    for (const changes of [...service.others, { exp: clock.nowSeconds() - 61 }, { iss: "x" }]) {
      await refusalOf(await idp.sign(token(changes), { kid: service.kid }));
    }
  });

  test("cannot be confused about the algorithm (SEC-74)", async () => {
    const { publicPem, publicJwk } = idp.key(service.kid);
    const lie = (alg: string, sign: (input: string) => string) => {
      const input = `${encode({ alg, kid: service.kid })}.${encode(token())}`;
      return `${input}.${sign(input)}`;
    };
    const hmac = (key: string) => (input: string) =>
      createHmac("sha256", key).update(input).digest("base64url");
    await refusalOf(lie("none", () => ""));
    await refusalOf(lie("HS256", hmac(publicPem)));
    await refusalOf(lie("HS256", hmac(JSON.stringify(publicJwk))));
    const other = service.kid === "rs" ? "es" : "rs";
    await refusalOf(await idp.sign(token(), { kid: other, header: { kid: service.kid } }));
    const [, payload, signature] = (await idp.sign(token(), { kid: service.kid })).split(".");
    const renamed = encode({ alg: "PS256", kid: service.kid });
    await refusalOf(`${renamed}.${payload}.${signature}`);
  });
});

test("a preset fills in what the service has, and is complete when it is read back", async () => {
  // Nothing calls out: the same declaration as a bootstrap file would have it, which is not asked for.
  const { identityProvider } = await import("@grantry/contract/app-settings");
  const read = (declared: object) => identityProvider.parse(declared);
  expect(
    read({ preset: "firebase", issuer: "https://securetoken.google.com/p", audience: "p" }),
  ).toEqual({
    issuer: "https://securetoken.google.com/p",
    audience: "p",
    jwks_uri:
      "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com",
    algorithms: ["RS256"],
    user_id_claim: "sub",
    email_claim: "email",
    name_claim: "name",
  });
  const workos = { preset: "workos", issuer: "https://api.workos.com", client_id: ["client_1"] };
  expect(read(workos).jwks_uri).toBe("https://api.workos.com/sso/jwks/client_1");
  const [kept] = await saved({
    preset: "clerk",
    issuer: here("clerk"),
    azp: ["https://a.example"],
  });
  expect(kept).toEqual(await saved(kept).then(([again]) => again));
});

describe("what is refused says what to do", () => {
  const plain = () => ({ issuer: "https://id.example", audience: "a", jwks_uri: here("keys") });
  const claims = () => ({ iss: "https://id.example", aud: "a", sub: "user", ...times() });

  test("an algorithm that is not listed is named, and the setting too", async () => {
    await saved(plain());
    const token = await idp.sign(claims(), { kid: "ed" });
    expect(await refusalOf(token)).toMatch(
      /signed with the algorithm EdDSA.*"algorithms".*RS256, ES256/,
    );
    await saved({ ...plain(), algorithms: ["EdDSA"] });
    expect((await me(token)).body.id).toBe("user");
    // What is no name of an algorithm is not repeated.
    const odd = `${encode({ alg: "<b>x</b>", kid: "ed" })}.${encode(claims())}.AAAA`;
    expect(await refusalOf(odd)).not.toContain("<b>");
  });

  test("an encrypted token (Auth.js) is told as one, with the way out", async () => {
    const token = await new EncryptJWT({ sub: "user" })
      .setProtectedHeader({ alg: "dir", enc: "A256CBC-HS512", kid: "k" })
      .encrypt(Buffer.alloc(64, 1));
    expect(await refusalOf(token)).toMatch(/encrypted.*createAppUserToken/);
  });

  test.each(["HS256", "HS384", "HS512"])("a symmetric one (%s) is, too", async (alg) => {
    const input = `${encode({ alg, typ: "JWT" })}.${encode(claims())}`;
    const signature = createHmac("sha256", "secret").update(input).digest("base64url");
    expect(await refusalOf(`${input}.${signature}`)).toMatch(
      new RegExp(`${alg}, a symmetric algorithm.*createAppUserToken`),
    );
  });

  test("azp and client_id are named where they do not fit", async () => {
    const { audience: _, ...rest } = plain();
    await saved({ ...rest, azp: ["https://app.example"], client_id: ["c1"] });
    const { aud: __, ...bare } = claims();
    const sign = (more: JWTPayload) => idp.sign({ ...bare, ...more });
    expect(await refusalOf(await sign({ client_id: "c1" }))).toContain('"azp" is missing');
    const evil = { azp: "https://app.example.evil", client_id: "c1" };
    expect(await refusalOf(await sign(evil))).toContain('"azp" is not one of those listed');
    expect(await refusalOf(await sign({ azp: "https://app.example" }))).toContain('"client_id"');
    const both = { azp: "https://app.example", client_id: "c1" };
    expect((await me(await sign(both))).body.id).toBe("user");
    expect(await refusalOf(await sign({ ...both, aud: "x" }))).toContain('set its "audience"');
  });
});

describe("saving", () => {
  const plain = () => ({ issuer: "https://id.example", audience: "a", jwks_uri: here("keys") });

  test("Firebase's address of certificates is refused with the one that works", async () => {
    const jwks_uri =
      "https://www.googleapis.com/robot/v1/metadata/x509/securetoken@system.gserviceaccount.com";
    for (const address of [jwks_uri, jwks_uri.replace("@", "%40")]) {
      const { status, body } = await save({ ...plain(), jwks_uri: address });
      expect(status).toBe(400);
      expect(body.detail).toContain(
        "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com",
      );
    }
  });

  test.each([
    ["certificates", /X\.509 certificates and no JWK set/],
    ["html", /no JWK set/],
    ["no_list", /no JWK set/],
    ["error", /answers 500.*Try again/],
    ["redirect", /no usable answer.*Try again/],
  ] as const)(
    "an address that answers %s is refused, and nothing is saved",
    async (wrong, words) => {
      await saved();
      const jwks_uri = here(`as/${wrong}`);
      const { status, body } = await save({ ...plain(), jwks_uri });
      expect([status, body.code]).toEqual([400, "bad_request"]);
      expect(body.detail).toMatch(/^identity_providers\[0\]/);
      expect(body.detail).toMatch(words);
      expect(await saved()).toEqual([]);
    },
  );

  test("what is there already is not held up by a provider that is away", async () => {
    const [kept] = await saved(plain());
    idp.faults.every("*", idp.wrongKeySets.error);
    expect(await saved({ ...kept, algorithms: ["RS256"] })).toMatchObject([
      { algorithms: ["RS256"] },
    ]);
  });

  test.each([
    [{}, /declare .*audience.*azp.*client_id/],
    [{ azp: [] }, /azp/],
    [{ audience: "a", algorithms: ["HS256"] }, /algorithms/],
    [{ audience: "a", algorithms: ["none"] }, /algorithms/],
    [{ audience: "a", preset: "nobody" }, /preset/],
    [{ preset: "clerk" }, /declare .*azp/],
  ])("%j is refused", async (more, words) => {
    const { status, body } = await save({
      issuer: "https://id.example",
      jwks_uri: here("k"),
      ...more,
    });
    expect(status).toBe(400);
    expect(body.detail).toMatch(words);
  });
});

describe("an issuer that publishes where its keys are", () => {
  const found = () => ({ issuer: here("found"), audience: "a" });
  const sign = () => idp.sign({ iss: here("found"), aud: "a", sub: "user", ...times() });

  test("needs no jwks_uri: it is looked up, kept, and followed", async () => {
    idp.metadata = { jwks_uri: here("keys/first") };
    expect(await saved(found())).not.toMatchObject([{ jwks_uri: expect.anything() }]);
    const asked = () => idp.hits("/found/.well-known/openid-configuration");
    const before = asked();
    for (let count = 0; count < 5; count += 1) expect((await me(await sign())).status).toBe(200);
    expect(asked() - before).toBe(1);
    idp.metadata = { jwks_uri: here("keys/moved") };
    clock.advance(601_000);
    expect((await me(await sign())).status).toBe(200);
    expect(idp.hits("/keys/moved")).toBe(1);
  });

  test.each([
    [
      "names another issuer",
      () => ({ issuer: "https://evil.example", jwks_uri: here("k") }),
      /another issuer/,
    ],
    ["names no address", () => ({}), /names no jwks_uri/],
    ["names a list", () => ({ jwks_uri: [here("k")] }), /names no jwks_uri/],
    [
      "leads to a private address",
      () => ({ jwks_uri: "http://127.0.0.1:9/k" }),
      /ALLOWED_PRIVATE_ORIGINS/,
    ],
    [
      "leads to the machine's metadata",
      () => ({ jwks_uri: "https://169.254.169.254/k" }),
      /ALLOWED_PRIVATE/,
    ],
    ["leads to a file", () => ({ jwks_uri: "file:///etc/passwd" }), /ALLOWED_PRIVATE/],
  ])("metadata that %s is refused (SEC-13, SEC-30)", async (_what, metadata, words) => {
    idp.metadata = metadata();
    const { status, body } = await save({ ...found(), issuer: here("hostile") });
    expect(status).toBe(400);
    expect(body.detail).toMatch(words);
  });

  test("an issuer without metadata is asked to be corrected", async () => {
    const { status, body } = await save({ ...found(), issuer: here("silent") });
    expect([status, body.detail]).toEqual([400, expect.stringContaining("or enter jwks_uri")]);
  });
});

test("two services that name the same id name two users", async () => {
  await saved(
    { preset: "clerk", issuer: here("clerk"), azp: ["https://app.example"] },
    { preset: "supabase", issuer: here("supabase/auth/v1") },
  );
  const clerk = { iss: here("clerk"), azp: "https://app.example", sub: "alice", ...times() };
  const supabase = {
    iss: here("supabase/auth/v1"),
    aud: "authenticated",
    sub: "alice",
    ...times(),
  };
  const { authenticateAppUser } = await import("../src/service/app-users/authenticate.ts");
  const { Secret } = await import("../src/lib/secret.ts");
  const userOf = async (claims: JWTPayload, kid: string) =>
    authenticateAppUser(world.app.context, ids.app, new Secret(await idp.sign(claims, { kid })));
  const users = [await userOf(clerk, "rs"), await userOf(supabase, "es")];
  expect(users.map(({ issuer, userId }) => [issuer?.issuer, userId])).toEqual([
    [here("clerk"), "alice"],
    [here("supabase/auth/v1"), "alice"],
  ]);
});
