/** The tokens that say who an app's user is: true ones, and every way to lie with one. */
import { createHmac } from "node:crypto";
import { type Answer, type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import {
  publishedSecret,
  startIdentityProvider,
  type TestIdentityProvider,
} from "@grantry/testing/identity-provider";
import { ownApiOf } from "@grantry/testing/own-api";
import { stateOf } from "@grantry/testing/witness";
import type { JWTPayload } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const clock = createFakeClock();
/** The identity provider of the test app, and the one of the other app. */
let idp: TestIdentityProvider;
let otherIdp: TestIdentityProvider;
let world: World;
let api: Api;

/** Issuers of the test app whose key sets are not to be believed, with the address of the set. */
const hostileSets: Record<string, (origin: string) => string> = {
  "https://error.example": (origin) => `${origin}/as/error`,
  "https://drop.example": (origin) => `${origin}/as/drop`,
  "https://redirect.example": (origin) => `${origin}/as/redirect`,
  "https://huge.example": (origin) => `${origin}/as/huge`,
  "https://html.example": (origin) => `${origin}/as/html`,
  "https://nolist.example": (origin) => `${origin}/as/no_list`,
  "https://loopback.example": (origin) => origin.replace("http:", "https:").concat("/jwks"),
  "https://mapped.example": () => "https://[::ffff:127.0.0.1]/jwks",
  "https://metadata.example": () => "https://169.254.169.254/jwks",
  "https://plain.example": () => "http://192.0.2.1/jwks",
  "https://otherport.example": () => "http://127.0.0.1:9/jwks",
};

beforeAll(async () => {
  idp = await startIdentityProvider("https://idp.example");
  otherIdp = await startIdentityProvider("https://other-idp.example");
  await idp.addKey("ed", "EdDSA");
  world = await startWorld({
    clock,
    allowedPrivateOrigins: [idp.origin, otherIdp.origin],
    declare: ({ workspaces: [workspace] }) => {
      const [app, otherApp] = workspace?.apps ?? [];
      if (app === undefined || otherApp === undefined) throw new Error("no apps");
      const jwks_uri = `${idp.origin}/jwks`;
      const at = (issuer: string, uri = jwks_uri) => ({ issuer, audience: "a1", jwks_uri: uri });
      app.identity_providers = [
        {
          ...at(idp.issuer),
          user_id_claim: "uid",
          email_claim: "mail",
          name_claim: "display",
        },
        at("https://many.example", `${idp.origin}/jwks/many`),
        at("https://rotating.example", `${idp.origin}/jwks/rotating`),
        {
          ...at("https://typed.example"),
          token_types: ["at+jwt", "okta-internal-at+jwt"],
        },
        at("https://late.example", `${idp.origin}/jwks/late`),
        at("https://symmetric.example", `${idp.origin}/as/symmetric`),
        ...Object.entries(hostileSets).map(([issuer, uri]) => at(issuer, uri(idp.origin))),
      ];
      otherApp.identity_providers = [
        { issuer: otherIdp.issuer, audience: "a2", jwks_uri: `${otherIdp.origin}/jwks` },
        { issuer: "https://shared.example", audience: "a2", jwks_uri },
      ];
    },
  });
  api = apiOf(world);
  await connectVictim();
});
afterAll(async () => {
  await world.close();
  await idp.close();
  await otherIdp.close();
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

function me(token: string, appId: string = ids.app): Promise<Answer> {
  return apiOf(world, appId).call("entities/User/me", { headers: bearer(token) });
}

function initiate(token: string): Promise<Answer> {
  const path = `app-user-auth/connectors/${ids.userConnector}/initiate`;
  return api.call(path, { method: "POST", headers: bearer(token) });
}

function tokenOnBehalfOf(token: string): Promise<Answer> {
  return api.backend(`app-user-auth/connectors/${ids.userConnector}/token`, {
    headers: { "on-behalf-of": `Bearer ${token}` },
  });
}

/** What a good token of the test app's provider holds. */
function claims(changes: Record<string, unknown> = {}): JWTPayload {
  const now = clock.nowSeconds();
  const all = { iss: idp.issuer, aud: "a1", uid: "victim", iat: now, exp: now + 300, ...changes };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** So that a lie that is believed would yield a real token. */
async function connectVictim(): Promise<void> {
  const started = await initiate(await idp.sign(claims()));
  await consent(createJar(), started.body.redirect_url);
  expect((await tokenOnBehalfOf(await idp.sign(claims()))).status).toBe(200);
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token put together by hand; `sign` is given what would be signed. */
function forged(
  header: Record<string, unknown>,
  payload: object,
  sign: (input: string) => string = () => "",
): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${sign(input)}`;
}

const hmac = (key: string | Uint8Array) => (input: string) =>
  createHmac("sha256", key).update(input).digest("base64url");

/** Refused by every route that takes a user's token, and nothing came of it. */
async function expectRefused(token: string): Promise<void> {
  const before = await stateOf(world);
  const started = await initiate(token);
  expect(started.status).toBe(401);
  expect(started.body).toMatchObject({ code: "unauthorized", reason: "unauthorized" });
  expect(started.headers.get("www-authenticate")).toBe("Bearer");
  expect(started.raw.headers.getSetCookie()).toEqual([]);
  expect((await me(token)).status).toBe(401);
  const read = await tokenOnBehalfOf(token);
  expect(read.status).toBe(401);
  expect(read.body.reason).toBe("app_user_required");
  expect(JSON.stringify([started.body, read.body])).not.toContain("victim");
  expect(await stateOf(world)).toEqual(before);
}

describe("a token of the app's identity provider (SEC-74)", () => {
  test.each(["es", "rs"])(
    "signed with its key %s is accepted, with the app's claims",
    async (kid) => {
      const token = await idp.sign(claims({ mail: "ada@app.example", display: "Ada" }), { kid });
      const { status, body } = await me(token);
      expect(status).toBe(200);
      expect(body).toEqual({ id: "victim", email: "ada@app.example", full_name: "Ada" });
    },
  );

  test.each([undefined, "JWT", "jwt", "at+jwt", "application/at+jwt", "AT+JWT"])(
    "may be of type %s",
    async (typ) => {
      expect((await me(await idp.sign(claims(), { header: { typ } }))).status).toBe(200);
    },
  );

  test("is of a type that the app lists, where it lists any", async () => {
    const ofTyped = (typ?: string) =>
      idp.sign(claims({ iss: "https://typed.example", sub: "victim" }), { header: { typ } });
    for (const typ of ["at+jwt", "Application/At+JWT", "application/okta-internal-at+jwt"]) {
      expect((await me(await ofTyped(typ))).status).toBe(200);
    }
    for (const typ of ["JWT", "internal-at+jwt", undefined])
      await expectRefused(await ofTyped(typ));
  });

  test("need not name an email address, and may have several audiences", async () => {
    const { body } = await me(await idp.sign(claims({ aud: ["x", "a1"], mail: 7, display: "" })));
    expect(body).toEqual({ id: "victim", email: null, full_name: null });
  });

  test("survives a minute of difference between the clocks, not more", async () => {
    const at = (seconds: number) => clock.nowSeconds() + seconds;
    expect((await me(await idp.sign(claims({ exp: at(-59) })))).status).toBe(200);
    expect((await me(await idp.sign(claims({ nbf: at(60) })))).status).toBe(200);
    await expectRefused(await idp.sign(claims({ exp: at(-60) })));
    await expectRefused(await idp.sign(claims({ nbf: at(61) })));
  });

  test("that names a user beyond the ASCII letters names exactly that user", async () => {
    for (const uid of ["ü/ä?#%2e", "用户", "user 1", "..", "%", "😀"]) {
      expect((await me(await idp.sign(claims({ uid })))).body.id).toBe(uid);
    }
  });
});

describe("a lie in the claims is refused (SEC-74, SEC-75)", () => {
  const now = () => clock.nowSeconds();
  const lies: Record<string, () => Record<string, unknown>> = {
    "wrong audience": () => ({ aud: "a2" }),
    "audience that contains the right one": () => ({ aud: "a11" }),
    "no audience": () => ({ aud: undefined }),
    "unknown issuer": () => ({ iss: "https://evil.example" }),
    "issuer with a slash more": () => ({ iss: `${idp.issuer}/` }),
    "issuer in a list": () => ({ iss: [idp.issuer] }),
    "no issuer": () => ({ iss: undefined }),
    "issuer of another app": () => ({ iss: "https://shared.example" }),
    expired: () => ({ exp: now() - 3_600 }),
    "not yet valid": () => ({ nbf: now() + 3_600 }),
    "no expiry": () => ({ exp: undefined }),
    "expiry as text": () => ({ exp: String(now() + 300) }),
    "no user id": () => ({ uid: undefined, sub: "victim" }),
    "user id as number": () => ({ uid: 1 }),
    "user id as list": () => ({ uid: ["victim"] }),
    "empty user id": () => ({ uid: "" }),
    "user id with NUL": () => ({ uid: "victim\u0000" }),
    "user id with a line break": () => ({ uid: "victim\n" }),
    "user id with half a character": () => ({ uid: "victim\ud800" }),
    "user id of 513 characters": () => ({ uid: "v".repeat(513) }),
  };

  test.each(Object.keys(lies))("%s", async (name) => {
    await expectRefused(await idp.sign(claims(lies[name]?.())));
  });
});

describe("a lie in the header or the signature is refused (SEC-74)", () => {
  const lies: Record<string, () => string | Promise<string>> = {
    "alg none": () => forged({ alg: "none", kid: "es" }, claims()),
    "alg None with a signature": () => forged({ alg: "None", kid: "es" }, claims(), () => "AAAA"),
    "no alg": () => forged({ kid: "es" }, claims(), () => "AAAA"),
    "HS256 keyed with the public RSA key": () =>
      forged({ alg: "HS256", kid: "rs" }, claims(), hmac(idp.key("rs").publicPem)),
    "HS256 keyed with the public RSA key without its last line break": () =>
      forged({ alg: "HS256", kid: "rs" }, claims(), hmac(idp.key("rs").publicPem.trim())),
    "HS256 keyed with the public EC key": () =>
      forged({ alg: "HS256", kid: "es" }, claims(), hmac(idp.key("es").publicPem)),
    "HS256 keyed with the public key as JWK": () =>
      forged({ alg: "HS256", kid: "es" }, claims(), hmac(JSON.stringify(idp.key("es").publicJwk))),
    "HS256 keyed with the modulus": () => {
      const modulus = Buffer.from(String(idp.key("rs").publicJwk.n), "base64url");
      return forged({ alg: "HS256", kid: "rs" }, claims(), hmac(modulus));
    },
    "a symmetric key that the key set publishes": () =>
      forged(
        { alg: "HS256", kid: "oct" },
        claims({ iss: "https://symmetric.example", sub: "victim" }),
        hmac(publishedSecret),
      ),
    "the key of another provider under the right kid": () => otherIdp.sign(claims()),
    "a type of another purpose": () => idp.sign(claims(), { header: { typ: "logout+jwt" } }),
    "a security event": () => idp.sign(claims(), { header: { typ: "application/secevent+jwt" } }),
    "a proof of possession": () => idp.sign(claims(), { header: { typ: "dpop+jwt" } }),
    "a type that is a list": () => idp.sign(claims(), { header: { typ: ["JWT"] as never } }),
    "a type that is null": () => idp.sign(claims(), { header: { typ: null as never } }),
    "a type with more behind it": () => idp.sign(claims(), { header: { typ: "JWT " } }),
    "an empty type": () => idp.sign(claims(), { header: { typ: "" } }),
    "the other key's kid": () => idp.sign(claims(), { header: { kid: "rs" } }),
    "an unknown kid": () => idp.sign(claims(), { header: { kid: "nobody" } }),
    "a kid that is a path": () => idp.sign(claims(), { header: { kid: "../../dev/null" } }),
    "a published key of an algorithm that the app does not accept": () =>
      idp.sign(claims(), { kid: "ed" }),
    "a key of its own in jwk": () =>
      otherIdp.sign(claims(), { header: { jwk: otherIdp.key("es").publicJwk, kid: undefined } }),
    "a key set of its own in jku": () =>
      otherIdp.sign(claims(), { header: { jku: `${otherIdp.origin}/jwks` } }),
    "a certificate of its own in x5u": () =>
      otherIdp.sign(claims(), { header: { x5u: `${otherIdp.origin}/certificate` } }),
    "a critical header that nobody knows": async () => {
      const good = await idp.sign(claims());
      const [, payload, signature] = good.split(".");
      return `${encode({ alg: "ES256", kid: "es", crit: ["exp"], exp: 1 })}.${payload}.${signature}`;
    },
    "a signature cut short": async () => (await idp.sign(claims())).slice(0, -8),
    "no signature": async () => `${(await idp.sign(claims())).replace(/[^.]+$/, "")}`,
    "another payload under the signature": async () => {
      const [header, , signature] = (await idp.sign(claims({ uid: "me" }))).split(".");
      return `${header}.${encode(claims())}.${signature}`;
    },
    "two parts": async () => (await idp.sign(claims())).replace(/\.[^.]+$/, ""),
    "five parts": () => "a.b.c.d.e",
    "three dots of nothing": () => "..",
    "payload that is no JSON": () => `${encode({ alg: "ES256", kid: "es" })}.AAAA.AAAA`,
    "payload that is a list": () => forged({ alg: "ES256", kid: "es" }, [], () => "AAAA"),
    garbage: () => "garbage",
  };

  test.each(Object.keys(lies))("%s", async (name) => {
    await expectRefused((await lies[name]?.()) ?? "");
  });

  test("nobody was asked for a key that a header named", () => {
    expect(otherIdp.hits("/jwks")).toBe(0);
    expect(otherIdp.hits("/certificate")).toBe(0);
  });

  test("a token of a hundred kilobytes ends at the edge", async () => {
    const before = await stateOf(world);
    const token = await idp.sign(claims({ padding: "x".repeat(100_000) }));
    expect([401, 431]).toContain((await initiate(token)).status);
    expect([401, 431]).toContain((await tokenOnBehalfOf(token)).status);
    expect(await stateOf(world)).toEqual(before);
    expect((await me(await idp.sign(claims()))).status).toBe(200);
  });
});

describe("a token of one app at another (SEC-70, SEC-74)", () => {
  test("is refused where the app has another provider", async () => {
    const theirs = await otherIdp.sign(claims({ iss: otherIdp.issuer, aud: "a2", sub: "victim" }));
    expect((await me(theirs, ids.otherApp)).status).toBe(200);
    await expectRefused(theirs);
    expect((await me(await idp.sign(claims()), ids.otherApp)).status).toBe(401);
  });

  test("is refused where both apps trust the same key set", async () => {
    const theirs = await idp.sign(
      claims({ iss: "https://shared.example", aud: "a2", sub: "victim" }),
    );
    expect((await me(theirs, ids.otherApp)).status).toBe(200);
    await expectRefused(theirs);
    await expectRefused(await idp.sign(claims({ aud: "a2" })));
  });

  test("is refused where we issued it", async () => {
    const theirs = apiOf(world, ids.otherApp, secrets.otherServiceToken);
    const { jwt } = await theirs.signIn("victim", { issuer: otherIdp.issuer });
    expect((await me(jwt, ids.otherApp)).status).toBe(200);
    await expectRefused(jwt);
  });
});

describe("a token that we issued cannot be bent (SEC-74)", () => {
  const split = async () => {
    const [header = "", payload = "", signature = ""] = (
      await api.signIn("me", { issuer: idp.issuer })
    ).jwt.split(".");
    return { header, payload, signature };
  };
  const decoded = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
  const withHeader = async (change: Record<string, unknown>) => {
    const { header, payload, signature } = await split();
    return `${encode({ ...decoded(header), ...change })}.${payload}.${signature}`;
  };
  const withClaims = async (change: Record<string, unknown>, key?: string | Uint8Array) => {
    const { header, payload, signature } = await split();
    const sign = key === undefined ? () => signature : hmac(key);
    return forged(decoded(header), { ...decoded(payload), ...change }, sign);
  };
  /** Signed with the server's own key for an app, which nobody outside can do. */
  const withKeyOf = async (appId: string, change: Record<string, unknown>) => {
    const { keyring } = world.app.context.store;
    return await withClaims(
      change,
      keyring.derive(keyring.derivingKeyId, `user token of app ${appId}`),
    );
  };
  const lies: Record<string, () => Promise<string>> = {
    "our key of another app": () => withKeyOf(ids.otherApp, { sub: "victim" }),
    "another audience": () => withKeyOf(ids.app, { sub: "victim", aud: ids.otherApp }),
    "no expiry": () => withKeyOf(ids.app, { sub: "victim", exp: undefined }),
    "no user": () => withKeyOf(ids.app, { sub: undefined }),
    "another user": () => withClaims({ sub: "victim" }),
    "another user, keyed with nothing": () => withClaims({ sub: "victim" }, ""),
    "another user, keyed with the key's id": () => withClaims({ sub: "victim" }, "k1"),
    "another user, keyed with the app's id": () => withClaims({ sub: "victim" }, ids.app),
    "another user, keyed with the service token": () =>
      withClaims({ sub: "victim" }, secrets.serviceToken),
    "alg none": () => withHeader({ alg: "none" }),
    "alg HS512": () => withHeader({ alg: "HS512" }),
    "alg ES256": () => withHeader({ alg: "ES256" }),
    "no kid": () => withHeader({ kid: undefined }),
    "unknown kid": () => withHeader({ kid: "k2" }),
    "kid __proto__": () => withHeader({ kid: "__proto__" }),
    "kid as list": () => withHeader({ kid: ["k1"] }),
    "later expiry": () => withClaims({ exp: clock.nowSeconds() + 86_400 }),
    "our issuer, signed by the app's identity provider": () =>
      idp.sign(claims({ iss: `${world.url}/api/apps/${ids.app}`, aud: ids.app, sub: "victim" })),
  };

  test.each(Object.keys(lies))("%s", async (name) => {
    await expectRefused((await lies[name]?.()) ?? "");
  });

  test("and without a lie it is taken", async () => {
    expect((await me(await withKeyOf(ids.app, {}))).body.id).toBe("me");
  });
});

describe("the key set", () => {
  test("is fetched once for many requests at the same time, and kept", async () => {
    const token = await idp.sign(claims({ iss: "https://many.example", sub: "many" }));
    const answers = await Promise.all(Array.from({ length: 40 }, () => me(token)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    for (let count = 0; count < 10; count += 1) await me(token);
    expect(idp.hits("/jwks/many")).toBe(1);
  });

  test("that gets a new key is fetched again, at most twice a minute", async () => {
    const path = "/jwks/rotating";
    const sign = (kid: string) =>
      idp.sign(claims({ iss: "https://rotating.example", sub: "r" }), { kid });
    expect((await me(await sign("es"))).status).toBe(200);
    expect(idp.hits(path)).toBe(1);

    await idp.addKey("next", "ES256");
    for (let count = 0; count < 5; count += 1) {
      expect((await me(await sign("next"))).status).toBe(401);
    }
    expect(idp.hits(path)).toBe(1);
    clock.advance(30_000);
    expect((await me(await sign("next"))).status).toBe(200);
    expect((await me(await sign("es"))).status).toBe(200);
    expect(idp.hits(path)).toBe(2);

    // A key that was taken back is believed for ten minutes at most.
    idp.removeKey("next");
    clock.advance(600_000);
    expect((await me(await sign("next"))).status).toBe(401);
    expect((await me(await sign("es"))).status).toBe(200);
  });

  test("that cannot be had: known keys serve for a day, unknown ones are refused", async () => {
    const sign = (kid: string) =>
      idp.sign(claims({ iss: "https://late.example", sub: "l" }), { kid });
    expect((await me(await sign("es"))).status).toBe(200);
    await idp.addKey("unseen", "ES256");
    const { error, drop, html, huge } = idp.wrongKeySets;
    for (const fault of [error, drop, html, huge]) {
      idp.faults.every("*", fault);
      clock.advance(601_000);
      expect((await me(await sign("es"))).status).toBe(200);
      expect((await me(await sign("unseen"))).status).toBe(401);
    }
    clock.advance(86_400_000);
    const { status, body, headers } = await me(await sign("es"));
    expect(status).toBe(503);
    expect(body.reason).toBe("provider_unavailable");
    expect(headers.get("retry-after")).toBe("30");

    idp.faults.clear("*");
    clock.advance(30_000);
    expect((await me(await sign("es"))).status).toBe(200);
    expect((await me(await sign("unseen"))).status).toBe(200);
  });

  test.each(Object.keys(hostileSets))("of %s is not used", async (iss) => {
    const before = await stateOf(world);
    const token = await idp.sign(claims({ iss, sub: "victim" }));
    for (const answer of [await initiate(token), await tokenOnBehalfOf(token)]) {
      expect(answer.status).toBe(503);
      expect(answer.body.reason).toBe("provider_unavailable");
      expect(answer.body.detail).not.toMatch(/127\.0\.0\.1|169\.254|192\.0\.2/);
    }
    expect(idp.hits("/behind")).toBe(0);
    expect(await stateOf(world)).toEqual(before);
  });
});

describe("the exchange of a service token for a user's token (SEC-75)", () => {
  const exchange = (body: unknown, as: string = secrets.serviceToken) => {
    const sent = typeof body === "string" ? JSON.stringify(body) : body;
    return ownApiOf(world)("POST", `/v1/apps/${ids.app}/user-tokens`, { as, body: sent });
  };

  test.each([
    [{}, 600],
    [{ expires_in: 60 }, 60],
    [{ expires_in: 3600 }, 3600],
  ])("body %j gives a token of %i seconds", async (body, seconds) => {
    const answer = await exchange({ user_id: "u", issuer: idp.issuer, ...body });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ token_type: "Bearer", expires_in: seconds });
    const [, payload = ""] = answer.body.access_token.split(".");
    const issued = JSON.parse(Buffer.from(payload, "base64url").toString());
    expect(issued).toMatchObject({ sub: "u", aud: ids.app, exp: issued.iat + seconds });
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  test("the user id is enough where the app has one identity provider or none", async () => {
    const none = apiOf(world, ids.foreignApp, secrets.foreignServiceToken);
    const answer = await none.own("POST", "user-tokens", { user_id: "u" });
    expect([answer.status, answer.body.expires_in]).toEqual([201, 600]);
  });

  test.each([
    { expires_in: 59 },
    { expires_in: 3601 },
    { expires_in: 0 },
    { expires_in: -60 },
    { expires_in: 60.5 },
    { expires_in: "600" },
    { expires_in: null },
    { sub: "somebody else" },
    { user: "somebody else" },
    { user_id: null },
    { user_id: ["u"] },
    { aud: "another app" },
    { email: "no address" },
    { name: "" },
    { name: "n".repeat(4_097) },
    [],
    "text",
    { issuer: "" },
    { issuer: null },
    { issuer: ["https://idp.example"] },
  ])("body %j is refused", async (body) => {
    const answer = await exchange(
      Array.isArray(body) || typeof body === "string"
        ? body
        : { user_id: "u", issuer: idp.issuer, ...body },
    );
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe("bad_request");
    expect(answer.body.access_token).toBeUndefined();
  });

  test.each(["", "\n", "a\u0000b", "\u007f", "u".repeat(513)])(
    "user id %j is refused",
    async (id) => {
      const answer = await exchange({ user_id: id, issuer: idp.issuer });
      expect([answer.status, answer.body.code]).toEqual([400, "bad_request"]);
      expect(answer.body.access_token).toBeUndefined();
    },
  );

  test("ends when it says, by our clock", async () => {
    const { jwt } = await api.signIn("brief", { issuer: idp.issuer });
    clock.advance(659_000);
    expect((await me(jwt)).body).toMatchObject({ id: "brief" });
    clock.advance(1_000);
    expect((await me(jwt)).status).toBe(401);
  });

  test("needs the service token of this app, not a user's token", async () => {
    for (const [token, status, code] of [
      [secrets.otherServiceToken, 401, "unauthorized"],
      [secrets.foreignServiceToken, 401, "unauthorized"],
      [secrets.workspaceKey, 401, "unauthorized"],
      [secrets.serviceToken.slice(0, -1), 401, "unauthorized"],
      [`${secrets.serviceToken}s`, 401, "unauthorized"],
      [(await api.signIn("u", { issuer: idp.issuer })).jwt, 403, "service_token_required"],
      [await idp.sign(claims()), 403, "service_token_required"],
    ] as const) {
      const answer = await exchange({ user_id: "u", issuer: idp.issuer }, token);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    }
  });

  test("the user is the one of the token, whatever the browser claims (SEC-75)", async () => {
    const { jwt } = await api.signIn("modest", { issuer: idp.issuer });
    const headers = {
      "x-user-id": "victim",
      "x-base44-user-id": "victim",
      "on-behalf-of": `Bearer ${await idp.sign(claims())}`,
      cookie: "user_id=victim",
    };
    const lying = (path: string, init: RequestInit = {}) =>
      api.call(`${path}?user_id=victim&userId=victim`, {
        ...init,
        headers: { ...headers, ...bearer(jwt) },
      });
    expect((await lying("entities/User/me")).body.id).toBe("modest");
    const before = await stateOf(world);
    const path = `app-user-auth/connectors/${ids.userConnector}`;
    const ended = await lying(path, { method: "DELETE" });
    expect([ended.status, ended.body.reason]).toEqual([404, "not_connected"]);
    for (const [name, value] of Object.entries({ ...headers, none: "" })) {
      const own = await ownApiOf(world)("GET", `/v1/apps/${ids.app}/me/connections`, {
        as: jwt,
        headers: { [name]: value },
      });
      // A second credential is refused rather than left aside.
      if (name === "on-behalf-of") expect(own.body.code).toBe("bad_request");
      else expect(own.body.data).toEqual([]);
    }
    const refused = await api.call(`app-user-auth/connectors/${ids.userConnector}/initiate`, {
      method: "POST",
      headers: { ...bearer(jwt), "content-type": "application/json" },
      body: JSON.stringify({ user_id: "victim" }),
    });
    expect(refused.status).toBe(400);
    expect(await stateOf(world)).toEqual(before);
  });
});
