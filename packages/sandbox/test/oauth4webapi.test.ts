/** oauth4webapi, set up as docs/sandbox.md has it. Other clients: libraries/libraries.frameworks.test.ts. */
import * as oauth from "oauth4webapi";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { type SandboxWorld, startSandbox } from "../src/index.ts";
import { writeBlocks } from "./blocks.ts";

const blocks = writeBlocks();
afterAll(() => blocks.remove());

let world: SandboxWorld;
beforeEach(async () => {
  world = await startSandbox();
});
afterEach(() => world.close());

const redirectUri = "https://app.example/callback";
type Discovered = {
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly authentication: oauth.ClientAuth;
  // As `fetch` is, where properties may be given as undefined.
  readonly options: { [oauth.customFetch]: (url: string, init: object) => Promise<Response> };
};
const discovered = async () => {
  const { discover } = (await blocks.load("oauth4webapi.ts")) as {
    discover(world: SandboxWorld): Promise<Discovered>;
  };
  return await discover(world);
};

async function signIn({ server, client, authentication, options }: Discovered) {
  const verifier = oauth.generateRandomCodeVerifier();
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
  const url = new URL(server.authorization_endpoint ?? "");
  url.search = new URLSearchParams({
    response_type: "code",
    client_id: client.client_id,
    redirect_uri: redirectUri,
    scope: "openid email",
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  }).toString();
  const callback = await world.google.consent(url, "bo");
  const parameters = oauth.validateAuthResponse(server, client, callback, state);
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    authentication,
    parameters,
    redirectUri,
    verifier,
    options,
  );
  const checks = { expectedNonce: nonce, requireIdToken: true };
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, checks);
  await oauth.validateApplicationLevelSignature(server, answer, options);
  return tokens;
}

test("signs in with an ID token that verifies, reads UserInfo, refreshes and revokes", async () => {
  const found = await discovered();
  const { server, client, authentication, options } = found;
  const tokens = await signIn(found);
  const subject = oauth.getValidatedIdTokenClaims(tokens)?.sub ?? "";
  expect(subject).toBe(world.google.account("bo").id);
  const userInfo = await oauth.userInfoRequest(server, client, tokens.access_token, options);
  const claims = await oauth.processUserInfoResponse(server, client, subject, userInfo);
  expect(claims["email"]).toBe("bo@example.com");

  const refreshToken = tokens.refresh_token ?? "";
  const refresh = async () => {
    const [by, told] = [authentication, options] as const;
    const answer = await oauth.refreshTokenGrantRequest(server, client, by, refreshToken, told);
    return await oauth.processRefreshTokenResponse(server, client, answer);
  };
  expect((await refresh()).access_token).not.toBe(tokens.access_token);
  await oauth.revocationRequest(server, client, authentication, refreshToken, options);
  expect(world.google.grants("bo")).toEqual([]);
  await expect(refresh()).rejects.toMatchObject({ error: "invalid_grant" });
});

test("hears that a token has ended", async () => {
  const found = await discovered();
  const { access_token } = await signIn(found);
  world.clock.advance("1h");
  const asked = oauth.userInfoRequest(found.server, found.client, access_token, found.options);
  expect((await asked).status).toBe(401);
});
