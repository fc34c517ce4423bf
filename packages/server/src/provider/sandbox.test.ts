import { type Sandbox, startSandbox } from "@grantry/sandbox/sandbox";
import { visit } from "@grantry/sandbox/visitor";
import { afterEach, beforeEach, expect, test } from "vitest";
import { directly } from "../lib/egress.ts";
import { createOutbound } from "../lib/outbound.ts";
import { Secret } from "../lib/secret.ts";
import { readAccount } from "./account.ts";
import { buildAuthorizationRequest } from "./authorization-request.ts";
import { checkAuthorizationResponse } from "./authorization-response.ts";
import { exchangeCode } from "./exchange-code.ts";
import type { Grant, ProviderClient } from "./provider-client.ts";
import { refreshGrant } from "./refresh-grant.ts";
import { revokeGrant } from "./revoke-grant.ts";
import { missingScopes, requestedScopes } from "./scopes.ts";
import { checkSettings } from "./settings.ts";
import { catalogue, neverCalled } from "./test/fixture.ts";

const state = "a-state-of-the-test";
const codeVerifier = "a-code-verifier-of-the-test-that-is-long-enough-0123";
const redirectUri = "http://127.0.0.1:9/callback";

let sandbox: Sandbox;
let outbound: ReturnType<typeof createOutbound>;

beforeEach(async () => {
  const app = { clientId: "app.1", clientSecret: "s3cret-~!", redirectUris: [redirectUri] };
  sandbox = await startSandbox({ clients: [{ ...app, name: "The Test App" }] });
  outbound = createOutbound({ egress: directly, allowedPrivateOrigins: new Set([sandbox.origin]) });
});

afterEach(async () => {
  await outbound.close();
  await sandbox.close();
});

function client(secrets = ["s3cret-~!"]): ProviderClient {
  const connector = catalogue.find("sandboxcalendar")!;
  return {
    connector,
    clientId: "app.1",
    clientSecrets: secrets.map((secret) => new Secret(secret)),
    settings: checkSettings(connector, { port: new URL(sandbox.origin).port }),
    redirectUri,
    allowInsecure: true,
  };
}

async function authorize(of: ProviderClient, untick: string[] = []) {
  const scopes = requestedScopes(of.connector, null);
  const url = await buildAuthorizationRequest(of, { scopes, state, codeVerifier });
  const callback = await visit(url.href, { untick });
  const response = checkAuthorizationResponse(of, callback.searchParams, state);
  const grant = await exchangeCode(
    of,
    { response, codeVerifier, nonceHash: null, giveBack: neverCalled },
    outbound.send,
  );
  return { response, grant, missing: missingScopes(of.connector, scopes, grant.grantedScopes) };
}

function refresh(of: ProviderClient, { refreshToken, accessToken, keptValues }: Grant) {
  return refreshGrant(of, { refreshToken, accessToken, keptValues }, outbound.send);
}

test("a certified authorization server is understood from consent to revocation", async () => {
  const of = client();
  const { grant, missing } = await authorize(of);
  expect(missing).toEqual([]);
  expect(await readAccount(of, grant, outbound.send)).toMatchObject({
    id: "sandbox-ada",
    email: expect.stringContaining("@"),
  });
  const second = await refresh(of, grant);
  expect(second.accessToken.reveal()).not.toBe(grant.accessToken.reveal());
  expect(second.refreshToken?.reveal()).not.toBe(grant.refreshToken?.reveal());
  expect((await revokeGrant(of, second, outbound.send)).result).toBe("revoked");
  expect(sandbox.ledger.liveGrants()).toBe(0);
  await expect(refresh(of, second)).rejects.toMatchObject({ kind: "dead_grant" });
  expect((await revokeGrant(of, second, outbound.send)).result).toBe("revoked");
});

test("a code that is used twice is a dead grant", async () => {
  const of = client();
  const { response } = await authorize(of);
  await expect(
    exchangeCode(
      of,
      { response, codeVerifier, nonceHash: null, giveBack: neverCalled },
      outbound.send,
    ),
  ).rejects.toMatchObject({
    kind: "dead_grant",
    providerCode: "invalid_grant",
  });
});

test("a scope that the user unticked is missing (SEC-19)", async () => {
  expect((await authorize(client(), ["calendar.read"])).missing).toEqual(["calendar.read"]);
});

test("a wrong client secret is the operator's fault, an older right one is found (SEC-34)", async () => {
  const { grant } = await authorize(client());
  await expect(refresh(client(["wrong"]), grant)).rejects.toMatchObject({
    kind: "client_fault",
    reason: "invalid_client",
  });
  expect((await refresh(client(["wrong", "s3cret-~!"]), grant)).refreshToken).not.toBeNull();
});

test("an answer of another provider is refused as one (SEC-12)", async () => {
  const of = client();
  const url = await buildAuthorizationRequest(of, { scopes: ["openid"], state, codeVerifier });
  const { searchParams } = await visit(url.href);
  searchParams.set("iss", "http://127.0.0.1:1");
  expect(() => checkAuthorizationResponse(of, searchParams, state)).toThrow(
    expect.objectContaining({ reason: "issuer_mismatch" }),
  );
});
