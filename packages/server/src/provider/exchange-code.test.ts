import { inspect } from "node:util";
import type { AuthorizationServerInput } from "@grantry/catalogue/schema";
import { describe, expect, test } from "vitest";
import { hashSecret } from "../crypto/hash.ts";
import type { Clock } from "../lib/clock.ts";
import { OutboundError } from "../lib/outbound.ts";
import { Secret } from "../lib/secret.ts";
import { checkAuthorizationResponse } from "./authorization-response.ts";
import { exchangeCode } from "./exchange-code.ts";
import type { ProviderClient } from "./provider-client.ts";
import { ProviderError } from "./provider-error.ts";
import { refreshGrant } from "./refresh-grant.ts";
import {
  clientWith,
  type FixtureAnswer,
  grantAsFixture,
  json,
  scripted,
  signedText,
} from "./test/fixture.ts";
import type { UnkeptTokens } from "./unkept-tokens.ts";

const state = "state-1";
const clock = { nowSeconds: () => 1_797_872_400 } as Clock; // 2026-12-21T17:00:00Z
const signed_parameter = { name: "signed", signed_at: "signDate", max_age_seconds: 600 };
const good = { access_token: "at-1", token_type: "Bearer", expires_in: 3600 };

async function exchange(
  client: ProviderClient,
  answers: readonly (FixtureAnswer | Error)[],
  callback: Record<string, string> = { code: "code-1" },
  nonce: string | null = null,
) {
  const parameters = new URLSearchParams({ ...callback, state });
  const response = checkAuthorizationResponse(client, parameters, state);
  const wire = scripted(...answers);
  const givenBack: unknown[] = [];
  const giveBack = async ({ accessToken, refreshToken, ...more }: UnkeptTokens) => {
    givenBack.push([
      accessToken?.reveal() ?? null,
      refreshToken?.reveal() ?? null,
      more.keptValues,
    ]);
  };
  const nonceHash = nonce === null ? null : hashSecret(nonce);
  const input = { response, codeVerifier: "v".repeat(43), nonceHash, giveBack };
  const result = exchangeCode(client, input, wire.send);
  const outcome = await result.then(
    (grant) => ({ grant: grantAsFixture(grant), error: undefined }),
    (error: unknown) => ({ grant: undefined, error }),
  );
  return { ...outcome, requests: wire.requests, givenBack };
}

function exchangeWith(
  changes: Partial<AuthorizationServerInput>,
  answer: unknown,
  headers: Record<string, string> = {},
) {
  return exchange(clientWith(changes), [json(answer, 200, headers)]);
}

const second_exchange = {
  endpoint: "https://graph.example/access_token",
  request: {},
  grant_type: "exchange_token",
  token_parameter: "access_token",
};

describe("tokens of which nothing comes are given back", () => {
  const two = { ...good, refresh_token: "rt-1", team: { id: "t1" } };
  const kept = { name: "team", from: "token_answer", path: "team.id", validation_pattern: "^.+$" };
  const needed = { ...kept, name: "shop", path: "shop.id", required: true };
  const changes = { kept_values: [needed, kept] } as Partial<AuthorizationServerInput>;
  const idToken = (claims: object) =>
    `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;

  test("where a value is missing that nothing works without", async () => {
    const { error, givenBack } = await exchange(clientWith(changes), [json(two)]);
    expect(error).toMatchObject({ reason: "value_missing" });
    expect(givenBack).toEqual([["at-1", "rt-1", { team: "t1" }]]);
  });

  test.each([
    ["another nonce", { id_token: idToken({ nonce: "another" }) }, "nonce_mismatch"],
    ["rubbish", { id_token: "rubbish" }, "id_token_invalid"],
  ])("where the ID token holds %s", async (_name, more, reason) => {
    const answers = [json({ ...two, ...more })];
    const told = await exchange(clientWith({}), answers, { code: "code-1" }, "nonce-1");
    expect(told.error).toMatchObject({ reason });
    expect(told.givenBack).toEqual([["at-1", "rt-1", {}]]);
  });

  test("where the second exchange is refused, is not answered, or answers what cannot be used", async () => {
    const client = clientWith({ second_exchange });
    for (const answer of [
      json({ error: "invalid_grant" }, 400),
      new OutboundError("no_answer", "x"),
    ]) {
      const { givenBack } = await exchange(client, [json(two), answer]);
      expect(givenBack).toEqual([["at-1", "rt-1", {}]]);
    }
    const unusable = json({ access_token: "at-long", token_type: "mac" });
    expect((await exchange(client, [json(two), unusable])).givenBack).toEqual([
      ["at-1", "rt-1", {}],
      ["at-long", null, {}],
    ]);
  });

  test.each<[string, object, number]>([
    ["is of a type that is not used", { ...two, token_type: "mac" }, 200],
    ["holds an error as well", { ...two, error: "odd" }, 200],
    ["has the status of an error", two, 500],
  ])("where the answer %s", async (_name, body, status) => {
    const { error, givenBack } = await exchange(clientWith({}), [json(body, status)]);
    expect(error).toBeInstanceOf(ProviderError);
    expect(givenBack).toEqual([["at-1", "rt-1", {}]]);
  });

  test("as far as they can be sent, and not where none came or all went well", async () => {
    const odd = json({ ...two, access_token: "a\nb" });
    expect((await exchange(clientWith({}), [odd])).givenBack).toEqual([[null, "rt-1", {}]]);
    const refused = json({ error: "invalid_grant" }, 400);
    expect((await exchange(clientWith({}), [refused])).givenBack).toEqual([]);
    expect((await exchange(clientWith({}), [json(two)])).givenBack).toEqual([]);
  });
});

describe("a lifetime (SEC-37)", () => {
  test.each<[string, unknown, number | null]>([
    ["is read from a number", 3600, 3600],
    ["is read from a string", "3600", 3600],
    ["is null where it is missing", undefined, null],
    ["is null where it is null", null, null],
    ["is null where it is no number", "soon", null],
    ["is null where it is an object", {}, null],
    ["is null where it says NaN", "NaN", null],
    ["is null where it is empty", "", null],
    ["is a second where it is zero", 0, 1],
    ["is a second where it is negative", -5, 1],
    ["is ten years where it is huge", 1e308, 315_360_000],
    ["is ten years where it has many digits", "9".repeat(30), 315_360_000],
    ["loses its fraction", 59.9, 59],
  ])("%s", async (_what, expires_in, lifetime) => {
    const { grant } = await exchangeWith({}, { ...good, expires_in });
    expect(grant?.lifetime_seconds).toBe(lifetime);
  });

  test.each([
    [0, undefined, null],
    ["0", undefined, null],
    [0, 7200, null],
    [60, undefined, 60],
    [-1, undefined, 1],
  ])("of %j has no end where the entry says so", async (expires_in, lifetime_seconds, lifetime) => {
    const rules = lifetime_seconds === undefined ? {} : { lifetime_seconds };
    const token_answer = { never_ends_at_zero: true, ...rules };
    const { grant } = await exchangeWith({ token_answer }, { ...good, expires_in });
    expect(grant?.lifetime_seconds).toBe(lifetime);
  });

  test("is the entry's where the answer states none", async () => {
    const { expires_in: _, ...answer } = good;
    const { grant } = await exchangeWith({ token_answer: { lifetime_seconds: 7200 } }, answer);
    expect(grant?.lifetime_seconds).toBe(7200);
  });

  test.each([
    ["2026-12-21T18:00:00Z", 3600],
    ["2026-12-21T18:00:00.250Z", 3600],
    ["2026-12-21T20:00:00+02:00", 3600],
    ["2026-12-20T18:00:00Z", 1],
    ["2024-02-29T00:00:00Z", 1],
    ["9999-12-31T23:59:59Z", 315_360_000],
    ["yesterday", null],
    ["2026-13-01T00:00:00Z", null],
  ])("is counted from now to the moment %s", async (expires_at, lifetime) => {
    const client = {
      ...clientWith({ token_answer: { code: { expires_at: ["expires_at"] } } }),
      clock,
    };
    const { expires_in: _, ...answer } = good;
    const { grant } = await exchange(client, [json({ ...answer, expires_at })]);
    expect(grant?.lifetime_seconds).toBe(lifetime);
  });
});

describe("a token response", () => {
  test.each<[string, unknown]>([
    ["no access token", { token_type: "Bearer" }],
    ["an empty one", { ...good, access_token: "" }],
    ["one of white space", { ...good, access_token: " " }],
    ["one with a line break", { ...good, access_token: "a\r\nx-injected: 1" }],
    ["one that is not ASCII", { ...good, access_token: "töken" }],
    ["one that is too long", { ...good, access_token: "x".repeat(16_385) }],
    ["one that is a number", { ...good, access_token: 7 }],
    ["a refresh token with a control character", { ...good, refresh_token: "r\u0000" }],
    ["no token type", { access_token: "at-1" }],
    ["a token of another type", { ...good, token_type: "dpop" }],
    ["a list", [good]],
    ["nothing", null],
    ["a text that is no JSON", "<html>secret-at-1</html>"],
  ])("with %s is unusable, and says nothing of it", async (_what, answer) => {
    const { error } = await exchangeWith({}, answer);
    expect(error).toMatchObject({ kind: "unusable_answer", status: 200 });
    expect(inspect(error)).not.toMatch(/secret-at-1|x-injected|s3cret/);
  });

  test.each(["invalid_grant", { code: 1 }, true])(
    "with the error %j beside a token is an error",
    async (error) => {
      const outcome = await exchangeWith({}, { ...good, error });
      expect(outcome.error).toBeInstanceOf(ProviderError);
    },
  );

  test.each(["", null, false])("with the error %j is none", async (error) => {
    expect((await exchangeWith({}, { ...good, error })).grant?.access_token).toBe("at-1");
  });

  test("is read without its ID token, whatever that holds (SEC-17)", async () => {
    const { grant } = await exchangeWith({}, { ...good, id_token: "forged.id.token" });
    expect(JSON.stringify(grant)).not.toContain("forged");
  });

  test.each<[string, unknown, string | null, string[] | null]>([
    ["spaces", "a b  a", " ", ["a", "b"]],
    ["commas", "a,b", ",", ["a", "b"]],
    ["commas and spaces", "a, b c", ",", ["a", "b", "c"]],
    ["a list", ["a", "b"], null, ["a", "b"]],
    ["nothing in it", "", " ", []],
    ["null in it", null, " ", null],
  ])("says its scopes with %s", async (_what, scope, scope_separator, granted) => {
    const { grant } = await exchangeWith({ token_answer: { scope_separator } }, { ...good, scope });
    expect(grant?.granted_scopes).toEqual(granted);
  });

  test.each<[string, unknown, string[] | null]>([
    ["an empty scope", "", []],
    ["one of white space", "  ", []],
    ["an empty list", [], []],
    ["no scope", undefined, null],
    ["a scope of null", null, null],
  ])("with %s says that nothing was granted, or does not say", async (_what, scope, granted) => {
    const { grant } = await exchangeWith({}, { ...good, scope });
    expect(grant?.granted_scopes).toEqual(granted);
  });

  test("may say another word for Bearer, or none, where the entry says so", async () => {
    const words = { token_answer: { bearer_words: ["user"], token_type_required: false } };
    expect((await exchangeWith(words, { ...good, token_type: "User" })).grant).toBeDefined();
    expect((await exchangeWith(words, { access_token: "at-1" })).grant).toBeDefined();
    expect((await exchangeWith({}, { ...good, token_type: "user" })).error).toBeDefined();
  });

  test("is read at the first path that holds a value", async () => {
    const access_token = ["data[0].access_token", "access_token"];
    const changes = { token_answer: { code: { access_token }, token_type_required: false } };
    const nested = await exchangeWith(changes, { data: [{ access_token: "at-2" }] });
    expect(nested.grant?.access_token).toBe("at-2");
    expect((await exchangeWith(changes, good)).grant?.access_token).toBe("at-1");
  });

  test("of any 2xx status is one", async () => {
    const { grant } = await exchange(clientWith({}), [json(good, 201)]);
    expect(grant?.access_token).toBe("at-1");
  });

  test("keeps only declared values, and no host that is not the provider's", async () => {
    const kept_values = [
      {
        name: "instance_url",
        from: "token_answer" as const,
        path: "instance_url",
        validation_pattern: "^https://[^ ]+$",
        allowed_host_suffixes: [".my.example.com"],
      },
      { name: "realm", from: "callback" as const, path: "realmId", validation_pattern: "^[0-9]+$" },
    ];
    const kept = async (instance_url: unknown, realmId: string) => {
      const answer = json({ ...good, instance_url, webhook: "secret" });
      const callback = { code: "c", realmId };
      return (await exchange(clientWith({ kept_values }), [answer], callback)).grant?.kept_values;
    };
    expect(await kept("https://a.my.example.com", "12")).toEqual({
      instance_url: "https://a.my.example.com",
      realm: "12",
    });
    expect(await kept("https://a.my.example.com.evil.example", "x")).toEqual({});
    expect(await kept("https://evil.example/.my.example.com", "")).toEqual({});
    expect(await kept({ a: 1 }, "1".repeat(600))).toEqual({});
  });

  test("has neither of its tokens in what is stored and shown as it is (SEC-64, SEC-77)", async () => {
    const access = "at-0123456789abcdef";
    const refresh = "rt-0123456789abcdef";
    const kept = { from: "token_answer" as const, validation_pattern: "^.+$" };
    const changes = {
      token_answer: { code: { scope: ["data.one"] } },
      account: { id: ["data.id"], email: ["data.one"], name: ["data.two"] },
      kept_values: [
        { ...kept, name: "one", path: "data.one" },
        { ...kept, name: "two", path: "data.two" },
        { ...kept, name: "three", path: "data.three" },
      ],
    };
    const data = { id: "7", one: access, two: `Ada ${refresh}.`, three: "x" };
    const tokens = { ...good, access_token: access, refresh_token: refresh };
    const { grant } = await exchangeWith(changes, { ...tokens, data });
    expect(grant).toMatchObject({ access_token: access, refresh_token: refresh });
    expect(grant?.granted_scopes).toEqual([]);
    expect(grant?.kept_values).toEqual({ three: "x" });
    expect(grant?.account_hints).toEqual({ id: "7", email: null, name: null });
    const named = await exchangeWith(changes, { ...tokens, data: { ...data, id: refresh } });
    expect(named.grant?.account_hints).toBeNull();
  });

  test("has no token of the first exchange in it either, nor one that its words are split around", async () => {
    const first = { ...good, access_token: "at-0123456789;bcdef", id_token: "it-0123456789abcdef" };
    const changes = {
      token_answer: { scope_separator: ";", code: { scope: ["data.scope"] } },
      second_exchange,
      account: { id: ["data.id"], name: ["data.name"] },
      kept_values: [
        {
          name: "one",
          from: "token_answer" as const,
          path: "data.one",
          validation_pattern: "^.+$",
          required: true,
        },
      ],
    };
    const data = { scope: `read;${first.access_token}`, id: "7", name: first.id_token, one: "x" };
    const lasting = json({ ...good, access_token: "at-lasting-0123456789" });
    const come = (more: object) =>
      exchange(clientWith(changes), [json({ ...first, data: { ...data, ...more } }), lasting]);
    const { grant } = await come({});
    expect(grant?.granted_scopes).toEqual(["read"]);
    expect(grant?.account_hints).toEqual({ id: "7", email: null, name: null });
    expect((await come({ id: first.access_token })).grant?.account_hints).toBeNull();
    const missing = await come({ one: `x ${first.access_token}` });
    expect(missing.error).toMatchObject({ reason: "value_missing" });
    expect(missing.givenBack).toEqual([[first.access_token, null, {}]]);
  });

  test.each(["code", "refresh"] as const)(
    "by %s hands out no refresh token, whatever an entry of before takes for the access token (SEC-77)",
    async (grantType) => {
      const paths = { access_token: ["refresh_token"] };
      const client = clientWith({ token_answer: { code: paths, refresh: paths } });
      const run = async (answer: object) => {
        if (grantType === "code") return await exchange(client, [json(answer)]);
        const tokens = { refreshToken: new Secret("rt-0"), accessToken: null, keptValues: {} };
        const done = refreshGrant(client, tokens, scripted(json(answer)).send);
        return await done.then(
          (grant) => ({ grant: grantAsFixture(grant), error: undefined }),
          (error: unknown) => ({ grant: undefined, error }),
        );
      };
      const whole = await run({ ...good, refresh_token: "rt-1" });
      expect(whole.grant).toMatchObject({ access_token: "at-1", refresh_token: "rt-1" });
      const alone = await run({ token_type: "Bearer", refresh_token: "rt-1" });
      expect(alone.error).toMatchObject({ kind: "unusable_answer" });
    },
  );

  test("of a refresh keeps the value of before where the new one holds what was sent", async () => {
    const rule = { name: "one", from: "token_answer" as const, path: "one", required: true };
    const client = clientWith({ kept_values: [{ ...rule, validation_pattern: "^.+$" }] });
    const sent = "rt-0123456789abcdef";
    const refresh = async (one: string, before: Record<string, string>) => {
      const tokens = { refreshToken: new Secret(sent), accessToken: null, keptValues: before };
      const wire = scripted(json({ ...good, refresh_token: "rt-2", one }));
      return grantAsFixture(await refreshGrant(client, tokens, wire.send));
    };
    expect(await refresh(`x${sent}`, { one: "a" })).toMatchObject({
      refresh_token: "rt-2",
      kept_values: { one: "a" },
    });
    // Nothing that was left out loses the new token.
    expect(await refresh(sent, {})).toMatchObject({ refresh_token: "rt-2", kept_values: {} });
    expect((await refresh("b", { one: "a" })).kept_values).toEqual({ one: "b" });
  });

  test("that is refused has no token in its words, of the answer or of what was sent (SEC-65)", async () => {
    const access = "at-0123456789abcdef";
    const answer = { error: "odd", data: { one: access, two: "code-1", three: "fine" } };
    const changes = {
      token_answer: { error: ["data.one"], error_subtype: ["data.two", "data.three"] },
    };
    const body = { ...good, ...answer, access_token: access, message: `Not ${access}!` };
    const { error } = await exchangeWith(changes, body);
    expect(error).toMatchObject({ kind: "unusable_answer", providerCode: "fine" });
    expect(inspect(error, { depth: 9 })).not.toContain(access);
    expect((error as ProviderError).providerDescription).toBe("Not …!");
  });

  test("without a value that nothing works without is unusable", async () => {
    const rule = { name: "host", from: "token_answer" as const, path: "host", required: true };
    const kept_values = [{ ...rule, validation_pattern: "^[a-z.]+$" }];
    const { error } = await exchangeWith({ kept_values }, good);
    expect(error).toMatchObject({ kind: "unusable_answer", reason: "value_missing" });
  });
});

describe("a token request", () => {
  test("may be JSON, with another name for the client and no verifier", async () => {
    const { requests } = await exchange(
      clientWith({
        metadata: {
          authorization_endpoint: "https://as.example/authorize",
          token_endpoint: "https://as.example/token?request=token",
          token_endpoint_auth_methods_supported: ["client_secret_post"],
        },
        token_request: {
          format: "json",
          client_id_parameter: "client_key",
          omitted_parameters: ["code_verifier"],
          parameters: { back: "{redirect_uri}", unknown: "{nothing}" },
          headers: { "X-Version": "2" },
        },
      }),
      [json(good)],
    );
    expect(requests[0]?.url).toBe("https://as.example/token?request=token");
    expect(requests[0]?.headers).toMatchObject({
      "content-type": "application/json",
      "x-version": "2",
      accept: "application/json",
    });
    expect(JSON.parse(requests[0]?.body ?? "")).toEqual({
      grant_type: "authorization_code",
      code: "code-1",
      redirect_uri: "https://connect.example.com/cb",
      client_key: "client-1",
      client_secret: "s3cret",
      back: "https://connect.example.com/cb",
    });
  });

  test("is followed by a second exchange where the first token is short-lived", async () => {
    const { grant, requests } = await exchange(
      clientWith({
        second_exchange: {
          endpoint: "https://graph.example/access_token",
          request: { method: "GET", omitted_parameters: ["client_id"] },
          grant_type: "exchange_token",
          token_parameter: "access_token",
        },
        metadata: {
          authorization_endpoint: "https://as.example/authorize",
          token_endpoint: "https://as.example/token",
          token_endpoint_auth_methods_supported: ["client_secret_post"],
        },
      }),
      [
        json({ ...good, scope: "a b" }),
        json({ ...good, access_token: "at-long", expires_in: 5e6 }),
      ],
    );
    const { origin, pathname, searchParams } = new URL(requests[1]?.url ?? "");
    expect([requests[1]?.method, requests[1]?.body]).toEqual(["GET", undefined]);
    expect(origin + pathname).toBe("https://graph.example/access_token");
    expect(Object.fromEntries(searchParams)).toEqual({
      grant_type: "exchange_token",
      access_token: "at-1",
      client_secret: "s3cret",
    });
    expect(grant).toMatchObject({ access_token: "at-long", granted_scopes: ["a", "b"] });
  });

  test("that carries the secret in its URL leaves no trace of it in an error (SEC-65)", async () => {
    const client = clientWith({
      token_request: { method: "GET" },
      metadata: {
        authorization_endpoint: "https://as.example/authorize",
        token_endpoint: "https://as.example/token",
        token_endpoint_auth_methods_supported: ["client_secret_post"],
      },
    });
    const answers = [
      new OutboundError("no_answer", "x"),
      new OutboundError("refused", "x"),
      json({ error: "invalid_client" }, 401),
      json("rubbish"),
      json("<html>", 502),
    ];
    for (const answer of answers) {
      const { error, requests } = await exchange(client, [answer]);
      expect(requests[0]?.url).toContain("client_secret=s3cret");
      expect(error).toBeInstanceOf(ProviderError);
      expect(inspect(error, { depth: 10 })).not.toMatch(/s3cret|code-1|as\.example/);
    }
  });

  test("mints the first token with the instance id that an installation brought", async () => {
    const refresh: AuthorizationServerInput["refresh"] = {
      mode: "client_credentials",
      grant_type: "client_credentials",
      request: { format: "json", parameters: { instance_id: "{instance_id}" } },
      rotation: "stable",
      inconclusive: "retry",
    };
    const client = clientWith({
      authorization: { pkce: "S256", answer: "installation", signed_parameter },
      refresh,
      kept_values: [
        {
          name: "instance_id",
          from: "signed_callback",
          path: "instanceId",
          validation_pattern: "^[0-9a-f-]+$",
          required: true,
        },
      ],
      account: { id: ["kept:instance_id"] },
    });
    const callback = {
      instanceId: "00-00",
      signed: signedText({ instanceId: "ab-12", signDate: "2026-12-21T17:00:00Z" }, "s3cret"),
    };
    const { grant, requests } = await exchange({ ...client, clock }, [json(good)], callback);
    expect(JSON.parse(requests[0]?.body ?? "")).toEqual({
      grant_type: "client_credentials",
      instance_id: "ab-12",
    });
    expect(grant?.account_hints?.id).toBe("ab-12");
    const later = scripted(json(good));
    const keptValues = grant?.kept_values ?? {};
    await refreshGrant(client, { refreshToken: null, accessToken: null, keptValues }, later.send);
    expect(later.requests[0]?.body).toBe(requests[0]?.body);
  });

  test.each([
    [new OutboundError("not_sent", "x"), "transient"],
    [new OutboundError("no_answer", "x"), "no_answer"],
  ])("that gets no answer is an error of its kind", async (failure, kind) => {
    expect((await exchange(clientWith({}), [failure])).error).toMatchObject({ kind });
  });
});

describe("two client secrets (SEC-34)", () => {
  const two = [new Secret("new-secret"), new Secret("old-secret")];
  const header = (secret: string) =>
    `Basic ${Buffer.from(`client-1:${secret}`).toString("base64")}`;

  test("are both tried where the provider refuses the client", async () => {
    const client = { ...clientWith({}), clientSecrets: two };
    const answers = [json({ error: "invalid_client" }, 401), json(good)];
    const { grant, requests } = await exchange(client, answers);
    expect(grant?.access_token).toBe("at-1");
    expect(requests.map(({ headers }) => headers["authorization"])).toEqual([
      header("new-secret"),
      header("old-secret"),
    ]);
  });

  test.each([
    json({ error: "invalid_grant" }, 400),
    json({ error: "unauthorized_client" }, 400),
    json({}, 401),
    json({}, 503),
    json("rubbish"),
    new OutboundError("no_answer", "x"),
  ])("are not both tried for anything else (%#)", async (answer) => {
    const client = { ...clientWith({}), clientSecrets: two };
    const { error, requests } = await exchange(client, [answer, json(good)]);
    expect(error).toBeInstanceOf(ProviderError);
    expect(requests).toHaveLength(1);
  });

  test("that are both refused are a fault of the client", async () => {
    const client = { ...clientWith({}), clientSecrets: two };
    const refusal = json({ error: "invalid_client" }, 401);
    const { error } = await exchange(client, [refusal, refusal]);
    expect(error).toMatchObject({ kind: "client_fault", reason: "invalid_client" });
  });

  test("are needed: with none nothing is sent", async () => {
    const { error, requests } = await exchange({ ...clientWith({}), clientSecrets: [] }, []);
    expect(error).toMatchObject({ kind: "client_fault", reason: "no_client_secret" });
    expect(requests).toEqual([]);
  });
});

describe("a refresh", () => {
  const input = { accessToken: new Secret("at-1"), keptValues: { team: "t1" } };

  test("without a new refresh token keeps the old one (SEC-38)", async () => {
    for (const refresh_token of [undefined, null, ""]) {
      const wire = scripted(json({ ...good, refresh_token }));
      const grant = await refreshGrant(
        clientWith({}),
        { ...input, refreshToken: new Secret("rt-1") },
        wire.send,
      );
      expect(grant.refreshToken).toBeNull();
      expect(grant.keptValues).toEqual({ team: "t1" });
      expect(Object.fromEntries(new URLSearchParams(wire.requests[0]?.body))).toEqual({
        grant_type: "refresh_token",
        refresh_token: "rt-1",
      });
    }
  });

  test("may exchange the access token itself", async () => {
    const client = clientWith({
      refresh: {
        mode: "access_token",
        endpoint: "https://graph.example/refresh_access_token",
        request: { method: "GET", omitted_parameters: ["client_id", "client_secret"] },
        grant_type: "ig_refresh_token",
        token_parameter: "access_token",
        rotation: "stable",
        inconclusive: "retry",
      },
    });
    const wire = scripted(json(good));
    await refreshGrant(client, { ...input, refreshToken: null }, wire.send);
    expect(wire.requests[0]?.url).toBe(
      "https://graph.example/refresh_access_token?access_token=at-1&grant_type=ig_refresh_token",
    );
  });

  test("with nothing to refresh with asks nobody", async () => {
    const wire = scripted();
    await expect(
      refreshGrant(clientWith({}), { ...input, refreshToken: null }, wire.send),
    ).rejects.toMatchObject({ kind: "dead_grant", reason: "no_refresh_token" });
    expect(wire.requests).toEqual([]);
  });
});
