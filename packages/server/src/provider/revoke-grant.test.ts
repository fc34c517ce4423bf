import type { AuthorizationServerInput } from "@grantry/catalogue/schema";
import { describe, expect, test } from "vitest";
import { OutboundError } from "../lib/outbound.ts";
import { Secret } from "../lib/secret.ts";
import { ProviderError } from "./provider-error.ts";
import { type RevokeInput, revokeGrant } from "./revoke-grant.ts";
import { clientWith, type FixtureAnswer, json, scripted } from "./test/fixture.ts";

const standard: NonNullable<AuthorizationServerInput["revocation"]> = {
  endpoint: "https://as.example/revoke",
  tokens: ["refresh_token", "access_token"],
  authentication: "client",
  ends: "token_set",
};
const tokens = { refreshToken: new Secret("rt-1"), accessToken: new Secret("at-1") };
const done = { status: 200, headers: {}, body: "" };
const down = { status: 503, headers: {}, body: "down" };
const lost = new OutboundError("no_answer", "x");

async function revoke(
  answers: (FixtureAnswer | Error)[],
  changes: Partial<typeof standard> = {},
  secrets = [new Secret("s3cret")],
  more: Partial<RevokeInput> = {},
) {
  const client = { ...clientWith({ revocation: { ...standard, ...changes } }) };
  const wire = scripted(...answers);
  const report = await revokeGrant(
    { ...client, clientSecrets: secrets },
    { ...tokens, ...more },
    wire.send,
  );
  return { ...report, requests: wire.requests };
}

describe("revocation", () => {
  test("sends the refresh token, then the access token, with client authentication (SEC-91)", async () => {
    const { result, requests } = await revoke([done, done]);
    expect(result).toBe("revoked");
    expect(requests.map(({ body }) => body)).toEqual(["token=rt-1", "token=at-1"]);
    for (const { url, method, headers } of requests) {
      expect([url, method]).toEqual(["https://as.example/revoke", "POST"]);
      expect(headers["authorization"]).toMatch(/^Basic /);
    }
  });

  test.each<[string, (FixtureAnswer | Error)[], string, number]>([
    ["503, then success", [down, done], "revoked", 2],
    ["no answer, then success", [lost, done], "revoked", 2],
    ["503 twice", [down, down], "failed", 2],
    ["no answer twice", [lost, lost], "failed", 2],
    [
      "an error for both tokens",
      [json({ error: "x" }, 400), json({ error: "x" }, 400)],
      "failed",
      2,
    ],
    ["an error for the first of two that end each other", [json({}, 400), done], "revoked", 2],
    ["rubbish with status 500", [json("<html>", 500)], "failed", 1],
    ["an address that is refused", [new OutboundError("refused", "x")], "failed", 1],
    ["a refused client", [json({ error: "invalid_client" }, 401)], "failed", 1],
  ])("that gets %s never throws and is retried once where that helps (SEC-90)", async (...row) => {
    const [, answers, expected, calls] = row;
    const { result, requests } = await revoke(answers, { send: "first" });
    expect(result).toBe(expected);
    expect(requests).toHaveLength(calls);
  });

  test("has failed where one of two tokens could not be revoked, and tries both", async () => {
    const { result, requests } = await revoke([json({}, 400), done]);
    expect(result).toBe("failed");
    expect(requests).toHaveLength(2);
  });

  test("uses the older client secret where the newer is refused (SEC-34)", async () => {
    const secrets = [new Secret("new"), new Secret("old")];
    const answers = [json({ error: "invalid_client" }, 401), done];
    const { result, requests } = await revoke(answers, { send: "first" }, secrets);
    expect(result).toBe("revoked");
    expect(requests).toHaveLength(2);
  });

  test("counts an error with status 200 as one", async () => {
    const succeeds_if = { path: "ok", equals: true };
    const { result } = await revoke([json({ ok: false }), json({ ok: false })], { succeeds_if });
    expect(result).toBe("failed");
  });

  test("is not supported where the entry says nothing of it", async () => {
    const wire = scripted();
    const report = await revokeGrant(clientWith({}), tokens, wire.send);
    expect(report.result).toBe("not_supported");
  });

  test.each<[string, Partial<typeof standard>, object]>([
    [
      "a bearer call without a body",
      { method: "DELETE", format: "none", authentication: "bearer", tokens: ["access_token"] },
      { method: "DELETE", headers: { authorization: "Bearer at-1" } },
    ],
    [
      "a call with the secret as a scheme of its own",
      {
        format: "json",
        authentication: "scheme",
        authorization_scheme: "Client",
        token_parameter: "access_token",
        parameters: { client_id: "{client_id}" },
        tokens: ["access_token"],
      },
      {
        headers: { authorization: "Client s3cret", "content-type": "application/json" },
        body: '{"access_token":"at-1","client_id":"client-1"}',
      },
    ],
    [
      "a call with the token in its query",
      { method: "GET", format: "query", authentication: "none", tokens: ["access_token"] },
      { method: "GET", url: "https://as.example/revoke?token=at-1" },
    ],
  ])("may be %s", async (_what, changes, expected) => {
    const { result, requests } = await revoke([done], changes);
    expect(result).toBe("revoked");
    expect(requests[0]).toMatchObject(expected);
    expect(requests[0]?.body === undefined).toBe(
      !("format" in changes) || changes.format !== "json",
    );
  });
});

describe("what a revocation says of a grant", () => {
  const over = json({ error: "invalid_token" }, 400);
  const unsupported = json({ error: "unsupported_token_type" }, 400);
  const ended = { already_ended: { errors: ["invalid_token"] } };

  test.each<[string, (FixtureAnswer | Error)[], Partial<typeof standard>, object]>([
    [
      "an access token that died with its refresh token has not failed",
      [done, json({ error: "invalid_request" }, 400)],
      {},
      { result: "revoked", tokens: { refresh_token: "revoked", access_token: "ended" } },
    ],
    [
      "one whose end is told by a bare 401 or 404 has not, either",
      [done, json({}, 404)],
      {},
      { result: "revoked", tokens: { refresh_token: "revoked", access_token: "ended" } },
    ],
    [
      "an access token that the provider does not revoke lives on, and the grant is revoked",
      [done, unsupported],
      {},
      { result: "revoked", tokens: { refresh_token: "revoked", access_token: "unsupported" } },
    ],
    [
      "a refresh token that the provider does not revoke is not told as revoked",
      [unsupported, done],
      {},
      { result: "not_supported", tokens: { refresh_token: "unsupported" } },
    ],
    [
      "a grant of which everything was over was not revoked by this",
      [over, over],
      ended,
      { result: "already_ended", tokens: { refresh_token: "ended", access_token: "ended" } },
    ],
    [
      "a living access token beside an ended refresh token was",
      [over, done],
      ended,
      { result: "revoked", tokens: { refresh_token: "ended", access_token: "revoked" } },
    ],
    [
      "a refresh token that may live counts more than the access token",
      [json({}, 400), done],
      {},
      { result: "failed", tokens: { refresh_token: "failed", access_token: "revoked" } },
    ],
  ])("%s", async (_what, answers, changes, expected) => {
    expect(await revoke(answers, changes)).toMatchObject(expected);
  });

  test("asks no second time where the provider is away", async () => {
    const { result, requests, failure } = await revoke([lost, lost]);
    expect([result, requests.length, failure?.kind]).toEqual(["failed", 2, "no_answer"]);
  });

  test("an access token that is over by its lifetime is not sent after its refresh token", async () => {
    const secrets = [new Secret("s3cret")];
    const { result, requests } = await revoke([done], {}, secrets, { accessTokenOver: true });
    expect([result, requests.length]).toEqual(["revoked", 1]);
  });

  test("nothing is said to be revoked where the grant has no token of the kind", async () => {
    const none = { refreshToken: null };
    const { result, requests } = await revoke([], { tokens: ["refresh_token"] }, [], none);
    expect([result, requests.length]).toEqual(["not_supported", 0]);
  });
});

describe("where only access tokens are revoked", () => {
  const byAccess: Partial<typeof standard> = {
    tokens: ["access_token"],
    already_ended: { statuses: [404] },
  };
  const secrets = [new Secret("s3cret")];
  const fresh = async () => new Secret("at-2");
  const gone = json({}, 404);

  test.each<[string, (FixtureAnswer | Error)[], Partial<RevokeInput>, string, string[]]>([
    ["a living one is revoked", [done], { refresh: fresh }, "revoked", ["at-1"]],
    [
      "one that is over is refreshed first",
      [done],
      { refresh: fresh, accessTokenOver: true },
      "revoked",
      ["at-2"],
    ],
    [
      "one that the provider does not know is refreshed, and that one revoked",
      [gone, done],
      { refresh: fresh },
      "revoked",
      ["at-1", "at-2"],
    ],
    [
      "so is one that it refuses",
      [json({ error: "expired" }, 400), done],
      { refresh: fresh },
      "revoked",
      ["at-1", "at-2"],
    ],
    [
      "a new one that it does not know proves nothing",
      [gone, gone],
      { refresh: fresh },
      "failed",
      ["at-1", "at-2"],
    ],
    [
      "without a refresh token it is over",
      [gone],
      { refreshToken: null },
      "already_ended",
      ["at-1"],
    ],
    [
      "without one, so is what is refused after its lifetime",
      [json({ error: "expired" }, 400)],
      { refreshToken: null, accessTokenOver: true },
      "already_ended",
      ["at-1"],
    ],
    [
      "a provider that is away is not asked for more",
      [lost, lost],
      { refresh: fresh },
      "failed",
      ["at-1", "at-1"],
    ],
  ])("%s", async (...row) => {
    const [, answers, more, expected, sent] = row;
    const { result, requests } = await revoke(answers, byAccess, secrets, more);
    expect(result).toBe(expected);
    expect(requests.map(({ body }) => body)).toEqual(sent.map((token) => `token=${token}`));
  });

  test("a refresh token that is over as well says that the grant had ended", async () => {
    const refresh = () => Promise.reject(new ProviderError("dead_grant"));
    const { result } = await revoke([], byAccess, secrets, { refresh, accessTokenOver: true });
    expect(result).toBe("already_ended");
  });

  test("a refresh that fails otherwise leaves it for another try", async () => {
    const refresh = () => Promise.reject(new ProviderError("transient", { retryAfterSeconds: 7 }));
    const report = await revoke([], byAccess, secrets, { refresh, accessTokenOver: true });
    expect(report).toMatchObject({ result: "failed", failure: { retryAfterSeconds: 7 } });
  });
});
