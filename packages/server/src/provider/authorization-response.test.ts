import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { buildAuthorizationRequest } from "./authorization-request.ts";
import { checkAuthorizationResponse } from "./authorization-response.ts";
import { clientWith } from "./test/fixture.ts";

const state = "state-1";
const metadata = {
  issuer: "https://as.example",
  authorization_endpoint: "https://as.example/authorize?request=authorize",
  token_endpoint: "https://as.example/token",
  token_endpoint_auth_methods_supported: ["client_secret_basic" as const],
};
const client = clientWith({ metadata });
const strict = clientWith({
  metadata: { ...metadata, authorization_response_iss_parameter_supported: true },
});

function problem(query: string, of = client): unknown {
  try {
    checkAuthorizationResponse(of, new URLSearchParams(query), state);
  } catch (thrown) {
    return thrown;
  }
  return "accepted";
}

describe("an authorization response", () => {
  test.each([
    [client, "code=c&state=state-1"],
    [client, "code=c&state=state-1&iss=https%3A%2F%2Fas.example"],
    [strict, "code=c&state=state-1&iss=https%3A%2F%2Fas.example"],
    [client, `code=${"c".repeat(12_000)}&state=state-1&session_state=x`],
  ])("that is sound is accepted (%#)", (of, query) => {
    expect(problem(query, of)).toBe("accepted");
  });

  test("is not judged by an issuer where the entry names none", () => {
    const { issuer: _, ...without } = metadata;
    const query = "code=c&state=state-1&iss=https://as.example";
    expect(problem(query, clientWith({ metadata: without }))).toBe("accepted");
  });

  test.each([
    ["another issuer", client, "code=c&state=state-1&iss=https%3A%2F%2Fevil.example"],
    ["no issuer where it is promised", strict, "code=c&state=state-1"],
    ["an empty issuer", strict, "code=c&state=state-1&iss="],
    ["an issuer that only begins alike", strict, "code=c&state=state-1&iss=https://as.example/"],
    ["an error of another issuer", strict, "error=access_denied&state=state-1&iss=https://evil"],
  ])("with %s is refused as such (SEC-12)", (_what, of, query) => {
    expect(problem(query, of)).toMatchObject({ kind: "bad_response", reason: "issuer_mismatch" });
  });

  test.each([
    ["no state", "code=c"],
    ["another state", "code=c&state=state-2"],
    ["an empty state", "code=c&state="],
    ["an error with another state", "error=access_denied&state=x"],
  ])("with %s is refused as such", (_what, query) => {
    expect(problem(query)).toMatchObject({ kind: "bad_response", reason: "state_mismatch" });
  });

  test.each([
    ["a repeated code", "code=c&code=d&state=state-1"],
    ["a repeated state", "code=c&state=state-1&state=state-1"],
    ["a repeated issuer", "code=c&state=state-1&iss=https://as.example&iss=https://as.example"],
    ["any repeated parameter", "code=c&state=state-1&x=1&x=1"],
    ["both a code and an error", "code=c&error=access_denied&state=state-1"],
    ["a code that is too long", `code=${"c".repeat(32_769)}&state=state-1`],
    ["any value that is too long", `code=c&state=state-1&x=${"c".repeat(32_769)}`],
    ["a name that is too long", `code=c&state=state-1&${"c".repeat(32_769)}=x`],
    [
      "a hundred parameters",
      `code=c&state=state-1&${"abcdefghij"
        .split("")
        .map((a) => [..."0123456789"].map((b) => `${a}${b}=1`).join("&"))
        .join("&")}`,
    ],
    ["no code", "state=state-1"],
    ["an empty code", "code=&state=state-1"],
    ["a code with a line break", "code=c%0d%0a&state=state-1"],
    ["a code that is not ASCII", "code=%C3%A9&state=state-1"],
  ])("with %s is refused (SEC-15)", (_what, query) => {
    expect(problem(query)).toMatchObject({ kind: "bad_response", reason: "malformed" });
  });

  test.each(["access_token", "id_token", "token", "refresh_token", "response"])(
    "with the parameter %s is refused (SEC-14)",
    (name) => {
      const query = `code=c&state=state-1&${name}=t`;
      expect(problem(query)).toMatchObject({ kind: "bad_response", reason: "malformed" });
    },
  );

  test.each([
    ["access_denied", "denied"],
    ["server_error", "transient"],
    ["temporarily_unavailable", "transient"],
    ["invalid_scope", "client_fault"],
    ["unauthorized_client", "client_fault"],
    ["invalid_request", "client_fault"],
    ["never_heard_of", "refused"],
    ["invalid_grant", "refused"],
  ])("that says %s is %s", (word, kind) => {
    const query = `error=${word}&error_description=x&state=state-1`;
    expect(problem(query)).toMatchObject({ kind, providerCode: word });
  });

  test("leaves nothing of its texts in the error (SEC-16, SEC-104)", () => {
    const description = encodeURIComponent("<script>alert(1)</script>\r\nforged");
    const word = encodeURIComponent("<b>\r\nbad");
    const query = `error=${word}&error_description=${description}&state=state-1`;
    const shown = inspect(problem(query));
    expect(shown).not.toMatch(/<script>|<b>|forged/);
  });
});

describe("an authorization request", () => {
  test("may have other names, no response type, and its state in the redirect URI", async () => {
    const url = await buildAuthorizationRequest(
      clientWith({
        metadata,
        authorization: {
          pkce: { omitted_because: "Made up for this test." },
          client_id_parameter: "appId",
          redirect_uri_parameter: "backTo",
          omitted_parameters: ["response_type"],
          state_in: "redirect_uri",
          parameters: { state: "fixed", app: "{client_id}", none: "{missing}" },
        },
      }),
      { scopes: ["read"], state: "s1", codeVerifier: null },
    );
    expect(Object.fromEntries(url.searchParams)).toEqual({
      request: "authorize",
      state: "fixed",
      app: "client-1",
      appId: "client-1",
      backTo: "https://connect.example.com/cb?state=s1",
      scope: "read",
    });
  });

  test("is not built without the verifier that it needs, or with one too many (SEC-3)", async () => {
    const input = { scopes: [], state: "s1" };
    await expect(
      buildAuthorizationRequest(client, { ...input, codeVerifier: null }),
    ).rejects.toThrow();
    const without = clientWith({ authorization: { pkce: { omitted_because: "Made up here." } } });
    await expect(
      buildAuthorizationRequest(without, { ...input, codeVerifier: "v".repeat(43) }),
    ).rejects.toThrow();
  });

  test("keeps what the protocol needs, whatever the entry adds", async () => {
    const url = await buildAuthorizationRequest(
      clientWith({
        metadata,
        authorization: {
          pkce: "S256",
          parameters: { response_type: "token", redirect_uri: "https://evil.example" },
        },
      }),
      { scopes: [], state: "s1", codeVerifier: "v".repeat(43) },
    );
    expect(url.searchParams.getAll("response_type")).toEqual(["code"]);
    expect(url.searchParams.getAll("redirect_uri")).toEqual(["https://connect.example.com/cb"]);
  });
});
