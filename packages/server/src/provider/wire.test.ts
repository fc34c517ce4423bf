import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { Secret } from "../lib/secret.ts";
import { readAccount, tryToken } from "./account.ts";
import { buildAuthorizationRequest, needsVerifier } from "./authorization-request.ts";
import { checkAuthorizationResponse } from "./authorization-response.ts";
import { exchangeCode } from "./exchange-code.ts";
import type { Grant } from "./provider-client.ts";
import { ProviderError } from "./provider-error.ts";
import { refreshGrant } from "./refresh-grant.ts";
import { revokeGrant } from "./revoke-grant.ts";
import { missingScopes, requestedScopes } from "./scopes.ts";
import {
  asFixture,
  authenticationMethods,
  clientOf,
  type Fixture,
  type FixtureAnswer,
  grantAsFixture,
  readFixtures,
  scripted,
} from "./test/fixture.ts";

const fixtures = readFixtures();

async function exchange(fixture: Fixture, answer: FixtureAnswer, second = fixture.token.second) {
  const client = clientOf(fixture);
  const parameters = new URLSearchParams(fixture.authorization_response);
  const response = checkAuthorizationResponse(client, parameters, fixture.state);
  const wire = scripted(answer, ...(second === undefined ? [] : [second.answer]));
  const giveBack = async () => {};
  const input = { response, codeVerifier: fixture.code_verifier, nonceHash: null, giveBack };
  return { wire, result: exchangeCode(client, input, wire.send) };
}

function refresh(fixture: Fixture, answer: FixtureAnswer) {
  const grant = fixture.token.grant;
  const wire = scripted(answer);
  const input = {
    refreshToken: new Secret(grant.refresh_token ?? "none"),
    accessToken: new Secret(grant.access_token),
    keptValues: grant.kept_values,
  };
  return { wire, result: refreshGrant(clientOf(fixture), input, wire.send) };
}

async function outcomeOf(fixture: Fixture, { of, answer }: Fixture["failures"][number]) {
  const { answer: good, second } = fixture.token;
  if (of === "refresh") return await refresh(fixture, answer).result;
  if (of === "code") return await (await exchange(fixture, answer)).result;
  if (second === undefined) throw new Error("there is no second exchange");
  return await (await exchange(fixture, good, { ...second, answer })).result;
}

async function grantOf(fixture: Fixture): Promise<Grant> {
  return await (await exchange(fixture, fixture.token.answer)).result;
}

async function thrownBy(result: Promise<unknown>): Promise<ProviderError> {
  const thrown = await result.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(ProviderError);
  return thrown as ProviderError;
}

describe.each(fixtures)("on the wire, $integration_type", (fixture) => {
  test("the authorization request is the documented one, with S256 where PKCE is used (SEC-3)", async () => {
    const client = clientOf(fixture);
    const url = await buildAuthorizationRequest(client, {
      scopes: requestedScopes(client.connector, fixture.scopes),
      state: fixture.state,
      codeVerifier: fixture.code_verifier,
    });
    const { endpoint, parameters } = fixture.authorization_request;
    expect(url.origin + url.pathname).toBe(endpoint);
    expect(Object.fromEntries(url.searchParams)).toEqual(parameters);
    expect([...url.searchParams.keys()].length).toBe(Object.keys(parameters).length);
    expect(needsVerifier(client.connector)).toBe(fixture.code_verifier !== null);
    if (fixture.code_verifier !== null) expect(url.href).not.toContain(fixture.code_verifier);
    expect(url.href).not.toContain(fixture.client.client_secret);
  });

  test("the token request is the documented one and its answer is read", async () => {
    const { wire, result } = await exchange(fixture, fixture.token.answer);
    expect(grantAsFixture(await result)).toEqual(fixture.token.grant);
    const { request, second } = fixture.token;
    const expected = second === undefined ? [request] : [request, second.request];
    expect(wire.requests.map((one, index) => asFixture(one, expected[index]!))).toEqual(expected);
    expect(wire.requests.map(authenticationMethods)).toEqual(expected.map(() => 1));
  });

  test("the refresh is the documented one and its answer is read (SEC-31, SEC-38)", async () => {
    const expected = fixture.refresh;
    if (expected === null) {
      const { wire, result } = refresh(fixture, fixture.token.answer);
      expect((await thrownBy(result)).reason).toBe("no_refresh_token");
      expect(wire.requests).toEqual([]);
      return;
    }
    const { wire, result } = refresh(fixture, expected.answer);
    expect(grantAsFixture(await result)).toEqual(expected.grant);
    expect(asFixture(wire.requests[0]!, expected.request)).toEqual(expected.request);
    // Exactly one method of client authentication, or none where the provider takes none.
    expect(authenticationMethods(wire.requests[0]!)).toBe(expected.takes_no_client ? 0 : 1);
  });

  test.each(fixture.other_token_answers ?? [])("$name", async ({ answer, grant }) => {
    const { result } = await exchange(fixture, answer);
    expect(grantAsFixture(await result)).toEqual(grant);
  });

  test.each(fixture.failures)("$of: $name is $kind (SEC-36)", async (failure) => {
    const error = await thrownBy(outcomeOf(fixture, failure));
    expect(inspect(error, { depth: 10 })).not.toContain(fixture.client.client_secret);
    expect(error.kind).toBe(failure.kind);
    expect(error.providerCode).toBe(failure.provider_code);
    expect(error.retryAfterSeconds).toBe(failure.retry_after_seconds ?? null);
  });

  test("the account is read", async () => {
    const wire = scripted(...fixture.account.calls.map(({ answer }) => answer));
    const account = await readAccount(clientOf(fixture), await grantOf(fixture), wire.send);
    const formerIds = fixture.account.former_ids;
    expect(account).toEqual({ ...fixture.account.account, formerIds });
    const expected = fixture.account.calls.map(({ request }) => request);
    expect(wire.requests.map((one, index) => asFixture(one, expected[index]!))).toEqual(expected);
  });

  test("whether a token still works is asked as documented, and the refusal is understood", async () => {
    const { calls, check, token_ended: ended } = fixture.account;
    const call = calls[0] ?? check;
    const wire = scripted(...(call === undefined ? [] : [call.answer]));
    const grant = await grantOf(fixture);
    expect(await tryToken(clientOf(fixture), grant, wire.send)).toBe(call !== undefined);
    if (call === undefined) return;
    expect(asFixture(wire.requests[0]!, call.request)).toEqual(call.request);
    const answer = ended ?? { status: 401, headers: {}, body: null };
    const refused = tryToken(clientOf(fixture), grant, scripted(answer).send);
    expect((await thrownBy(refused)).reason).toBe("token_ended");
  });

  test("nothing that was granted is missing", async () => {
    const client = clientOf(fixture);
    const { grantedScopes } = await grantOf(fixture);
    const requested = requestedScopes(client.connector, fixture.scopes);
    expect(missingScopes(client.connector, requested, grantedScopes)).toEqual([]);
  });

  test("revocation is the documented one, and a token that had ended counts (SEC-90, SEC-91)", async () => {
    const { calls, already_ended: ended, result } = fixture.revocation;
    const grant = await grantOf(fixture);
    const input = { refreshToken: grant.refreshToken, accessToken: grant.accessToken };
    const wire = scripted(...calls.map(({ answer }) => answer));
    const report = await revokeGrant(clientOf(fixture), input, wire.send);
    expect(report.result).toBe(result);
    const expected = calls.map(({ request }) => request);
    expect(wire.requests.map((one, index) => asFixture(one, expected[index]!))).toEqual(expected);
    if (ended === null) return;
    const again = scripted(...calls.map(() => ended), ended);
    expect((await revokeGrant(clientOf(fixture), input, again.send)).result).toBe("already_ended");
  });
});
