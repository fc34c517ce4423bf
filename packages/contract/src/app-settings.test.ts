import { expect, test } from "vitest";
import { identityProvider } from "./app-settings.ts";

test("a preset whose key set holds the client's id demands it", () => {
  const issuer = "https://api.workos.com/user_management/client_1";
  const without = identityProvider.safeParse({ preset: "workos", issuer, audience: "a" });
  expect(JSON.stringify(without.error?.issues)).toContain("client_id");
  expect(identityProvider.parse({ preset: "workos", issuer, client_id: ["c$&1"] }).jwks_uri).toBe(
    "https://api.workos.com/sso/jwks/c%24%261",
  );
  // An address that was given is taken to the letter.
  const jwks_uri = "https://keys.example/{issuer}";
  expect(identityProvider.parse({ issuer, audience: "a", jwks_uri }).jwks_uri).toBe(jwks_uri);
});
