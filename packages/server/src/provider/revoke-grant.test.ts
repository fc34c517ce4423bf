import type { AuthorizationServerInput } from "@grantry/catalogue/schema";
import { describe, expect, test } from "vitest";
import { OutboundError } from "../lib/outbound.ts";
import { Secret } from "../lib/secret.ts";
import { revokeGrant } from "./revoke-grant.ts";
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
) {
  const client = { ...clientWith({ revocation: { ...standard, ...changes } }) };
  const wire = scripted(...answers);
  const result = await revokeGrant({ ...client, clientSecrets: secrets }, tokens, wire.send);
  return { result, requests: wire.requests };
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
    ["an error", [json({ error: "unsupported_token_type" }, 400)], "failed", 1],
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
    const { result } = await revoke([json({ ok: false })], { send: "first", succeeds_if });
    expect(result).toBe("failed");
  });

  test("is not supported where the entry says nothing of it", async () => {
    const wire = scripted();
    expect(await revokeGrant(clientWith({}), tokens, wire.send)).toBe("not_supported");
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
