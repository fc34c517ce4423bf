import {
  type Received,
  type ScriptedServer,
  startScriptedServer,
} from "@grantry/testing/scripted-server";
import { afterEach, describe, expect, test } from "vitest";
import { directly } from "../lib/egress.ts";
import { createOutbound, OutboundError } from "../lib/outbound.ts";
import { Secret } from "../lib/secret.ts";
import { processAuthorizationResponse } from "./authorization-response.ts";
import { clientSecretBasic, clientSecretPost, publicClient } from "./client-authentication.ts";
import { codeGrantRequest, type Party } from "./code-grant.ts";
import { OAuthError } from "./oauth-error.ts";
import { processTokenRevocationResponse, tokenRevocationRequest } from "./revocation.ts";
import { tokenGrantRequest } from "./token-grant.ts";
import { processTokenResponse } from "./token-response.ts";
import { formTransport } from "./transport.ts";

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** An authorization server that gives one answer, and what it saw. */
async function answering(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<ScriptedServer> {
  const server = await startScriptedServer({ answers: { "*": { status, body, headers } } });
  closers.push(server.close);
  return server;
}

const formOf = (request: Received | undefined) => Object.fromEntries(request?.form ?? []);

function partyAt(
  origin: string,
  authentication = clientSecretBasic(new Secret("s:3 crét~")),
): Party {
  return {
    server: {
      issuer: origin,
      token_endpoint: `${origin}/token`,
      revocation_endpoint: `${origin}/revoke`,
    },
    client: { client_id: "client.1-a_b" },
    authentication,
  };
}

function contextAt(origin: string, options = {}) {
  const allowedPrivateOrigins = new Set([origin]);
  const outbound = createOutbound({ egress: directly, allowedPrivateOrigins, ...options });
  closers.push(outbound.close);
  return { transport: formTransport(outbound.send), allowInsecure: true };
}

async function refreshAt(origin: string, options = {}) {
  const party = partyAt(origin);
  const grant = { grant_type: "refresh_token", parameters: { refresh_token: "rt-1" } };
  const answer = await tokenGrantRequest(party, grant, contextAt(origin, options));
  return await processTokenResponse(party.server, party.client, answer);
}

const good = { access_token: "at-1", token_type: "Bearer", expires_in: 60 };

describe("a token request over a real connection", () => {
  test("carries code, redirect URI and verifier, and the client's id and secret once (SEC-31)", async () => {
    const { origin, requests } = await answering(200, good);
    const party = partyAt(origin);
    const parameters = processAuthorizationResponse(
      { ...party.server, issuerKnown: true },
      party.client,
      new URLSearchParams({ code: "c 1+/", state: "s" }),
      "s",
    );
    const grant = {
      parameters,
      redirect_uri: "https://app.example/cb",
      code_verifier: "v".repeat(43),
    };
    await codeGrantRequest(party, grant, contextAt(origin));
    expect(formOf(requests[0])).toEqual({
      grant_type: "authorization_code",
      code: "c 1+/",
      redirect_uri: "https://app.example/cb",
      code_verifier: "v".repeat(43),
    });
    const [scheme, credentials = ""] = (requests[0]?.headers.authorization ?? "").split(" ");
    expect(scheme).toBe("Basic");
    const decoded = Buffer.from(credentials, "base64").toString();
    expect(decoded).toBe("client.1-a_b:s%3A3+cr%C3%A9t~");
  });

  test.each([
    ["client_secret_post", clientSecretPost(new Secret("s")), { client_secret: "s" }],
    ["none", publicClient(), {}],
  ])("authenticates the client with %s", async (_method, authentication, expected) => {
    const { origin, requests } = await answering(200, good);
    const grant = { grant_type: "refresh_token", parameters: { refresh_token: "rt-1" } };
    await tokenGrantRequest(partyAt(origin, authentication), grant, contextAt(origin));
    expect(requests[0]?.headers.authorization).toBeUndefined();
    expect(formOf(requests[0])).toEqual({
      grant_type: "refresh_token",
      refresh_token: "rt-1",
      client_id: "client.1-a_b",
      ...expected,
    });
  });

  test("resolves with the members that are read, and no other", async () => {
    const more = { refresh_token: "rt-2", scope: "a b", id_token: "x.y.z", other: "secret" };
    const { origin } = await answering(200, { ...good, ...more });
    expect(await refreshAt(origin)).toEqual({
      access_token: "at-1",
      token_type: "bearer",
      expires_in: 60,
      refresh_token: "rt-2",
      scope: "a b",
    });
  });

  const challenge = { "www-authenticate": 'Basic realm="x"' };
  test.each<[string, Parameters<typeof answering>, object]>([
    ["an error", [400, { error: "invalid_grant" }], { error: "invalid_grant", status: 400 }],
    ["an error beside a token", [200, { ...good, error: "no" }], { error: "no", status: 200 }],
    ["a challenge", [401, {}, challenge], { code: "error_response", status: 401 }],
    ["an error page", [500, "<html>", { "content-type": "text/html" }], { status: 500 }],
    ["rubbish", [200, "<html>at-1"], { code: "invalid_response" }],
    ["half an answer", [200, '{"access_token":"at-1"'], { code: "invalid_response" }],
    ["an empty answer", [200, ""], { code: "invalid_response" }],
    ["no token", [200, {}], { code: "invalid_response" }],
  ])("rejects with an OAuthError for %s", async (_what, answer, expected) => {
    const { origin } = await answering(...answer);
    const thrown: unknown = await refreshAt(origin).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(OAuthError);
    expect(thrown).toMatchObject(expected);
    expect((thrown as Error).message).not.toContain("at-1");
  });

  test.each([301, 302, 303, 307, 308])("follows no redirect with %i (SEC-28)", async (status) => {
    const target = await answering(200, good);
    const { origin } = await answering(status, "", { location: target.origin });
    await expect(refreshAt(origin)).rejects.toMatchObject({ phase: "no_answer" });
    expect(target.requests).toEqual([]);
  });

  test("ends when the answer never does (SEC-29)", async () => {
    const { origin, faults } = await answering(200, good);
    faults.every("*", { kind: "hang" });
    const thrown = refreshAt(origin, { totalTimeoutMs: 100 });
    await expect(thrown).rejects.toBeInstanceOf(OutboundError);
  });

  test("ends when the answer is huge (SEC-29)", async () => {
    const { origin } = await answering(200, { ...good, padding: "x".repeat(300_000) });
    const thrown = refreshAt(origin, { bodyBytesMax: 100_000 });
    await expect(thrown).rejects.toMatchObject({ phase: "no_answer" });
  });

  test("goes nowhere but to https where nothing else is allowed", async () => {
    const { origin, requests } = await answering(200, good);
    const grant = { grant_type: "refresh_token", parameters: { refresh_token: "rt-1" } };
    const context = { ...contextAt(origin), allowInsecure: false };
    await expect(tokenGrantRequest(partyAt(origin), grant, context)).rejects.toBeInstanceOf(
      OAuthError,
    );
    expect(requests).toEqual([]);
  });
});

describe("a revocation over a real connection (RFC 7009)", () => {
  test("sends the token with client authentication and takes 200 for success (SEC-90)", async () => {
    const { origin, requests } = await answering(200, "");
    const answer = await tokenRevocationRequest(
      partyAt(origin),
      new Secret("rt-1"),
      contextAt(origin),
    );
    await processTokenRevocationResponse(answer);
    expect([requests[0]?.path, formOf(requests[0])]).toEqual(["/revoke", { token: "rt-1" }]);
    expect(requests[0]?.headers.authorization).toMatch(/^Basic /);
  });

  test("rejects with the server's word for an error", async () => {
    const { origin } = await answering(400, { error: "unsupported_token_type" });
    const answer = await tokenRevocationRequest(
      partyAt(origin),
      new Secret("rt-1"),
      contextAt(origin),
    );
    await expect(processTokenRevocationResponse(answer)).rejects.toMatchObject({
      code: "error_response",
      error: "unsupported_token_type",
    });
  });
});
