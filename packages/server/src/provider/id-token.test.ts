/** Whether an answer without an ID token is taken, and which requests carry a nonce. */
import { expect, test } from "vitest";
import { hashSecret } from "../crypto/hash.ts";
import { sendsNonce } from "./authorization-request.ts";
import { idTokenClaims } from "./id-token.ts";
import { bySettingName } from "./setting-names.ts";
import { clientWith, connectorWith } from "./test/fixture.ts";

const noPkce = { omitted_because: "The server knows no code_challenge." };

test("where a nonce alone ties the code to the browser, an answer without an ID token is refused", () => {
  const nonceHash = hashSecret("nonce");
  const alone = { nonceHash, codeVerifier: null };
  // What was sent counts, and not what the entry says by now.
  for (const pkce of [noPkce, "S256" as const]) {
    const client = clientWith({ authorization: { pkce, nonce: true } });
    expect(() => idTokenClaims(client, { access_token: "a" }, alone)).toThrow(/id_token_invalid/);
    expect(() => idTokenClaims(client, { id_token: "" }, alone)).toThrow(/id_token_invalid/);
    const none = { nonceHash: null, codeVerifier: null };
    expect(idTokenClaims(client, { access_token: "a" }, none)).toBeUndefined();
    const verified = { nonceHash, codeVerifier: "v".repeat(43) };
    expect(idTokenClaims(client, { access_token: "a" }, verified)).toBeUndefined();
  }
});

test("a nonce that an entry leaves out is not waited for", () => {
  const authorization = { pkce: "S256" as const, nonce: true };
  expect(sendsNonce(connectorWith({ authorization }), ["openid"])).toBe(true);
  expect(sendsNonce(connectorWith({ authorization }), ["read"])).toBe(false);
  const without = { ...authorization, omitted_parameters: ["nonce"] };
  expect(sendsNonce(connectorWith({ authorization: without }), ["openid"])).toBe(false);
});

test("two other names of one setting may not say different things", () => {
  const aliases = [{ name: "site" }, { name: "place" }];
  const setting = {
    name: "region",
    aliases,
    display_name: "Region",
    description: "Where it is.",
    placeholder: "eu",
    required: true,
    validation_pattern: "^[a-z]+$",
    validation_error: "Give letters.",
  };
  const connector = connectorWith({ settings: [setting] });
  expect(bySettingName(connector, { site: "eu", place: "eu" })).toEqual({ region: "eu" });
  expect(() => bySettingName(connector, { site: "eu", place: "us" })).toThrow(/differ/);
  expect(() => bySettingName(connector, { region: "eu", place: "us" })).toThrow();
});
