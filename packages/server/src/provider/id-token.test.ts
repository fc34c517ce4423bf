/** Whether an answer without an ID token is taken, and which requests carry a nonce. */
import { expect, test } from "vitest";
import { sendsNonce } from "./authorization-request.ts";
import { idTokenClaims } from "./id-token.ts";
import { bySettingName } from "./setting-names.ts";
import { clientWith, connectorWith } from "./test/fixture.ts";

const noPkce = { omitted_because: "The server knows no code_challenge." };

test("where a nonce alone ties the code to the browser, an answer without an ID token is refused", () => {
  const alone = clientWith({ authorization: { pkce: noPkce, nonce: true } });
  expect(() => idTokenClaims(alone, { access_token: "a" }, "nonce")).toThrow(/id_token_invalid/);
  expect(() => idTokenClaims(alone, { id_token: "" }, "nonce")).toThrow(/id_token_invalid/);
  expect(idTokenClaims(alone, { access_token: "a" }, null)).toBeUndefined();
  const withPkce = clientWith({ authorization: { pkce: "S256", nonce: true } });
  expect(idTokenClaims(withPkce, { access_token: "a" }, "nonce")).toBeUndefined();
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
