/** The claims of an ID token that came straight from the token endpoint (OpenID Connect Core section 3.1.3.7). */
import { type Json, parseJson } from "../lib/json.ts";
import { OAuthError } from "./oauth-error.ts";

/** How far clocks may differ, seconds. */
const toleranceSeconds = 60;
const charactersMax = 131_072;

export type IdTokenClaims = Readonly<Record<string, Json>>;

/** What the token must be. */
export interface IdTokenExpectation {
  readonly issuer: string;
  readonly clientId: string;
  readonly nowSeconds: number;
}

/** The claims of a JWT, unchecked (RFC 7519). Throws an OAuthError, `invalid_response`. */
export function readIdToken(token: string): IdTokenClaims {
  const [, payload = "", ...rest] = token.length > charactersMax ? [] : token.split(".");
  const text = Buffer.from(payload, "base64url").toString();
  const claims = rest.length === 1 ? parseJson(text) : undefined;
  if (typeof claims === "object" && claims !== null && !Array.isArray(claims)) return { ...claims };
  throw unusable();
}

/**
 * Checks whose token it is, for whom, and that it is not over. Its signature is not: it came over TLS from
 * the endpoint that the code was sent to, which stands for it (step 6 there).
 *
 * Throws an OAuthError, `invalid_response`.
 */
export function checkIdToken(claims: IdTokenClaims, expected: IdTokenExpectation): void {
  const { iss, aud, azp, exp } = claims;
  const { issuer, clientId, nowSeconds } = expected;
  const audiences = Array.isArray(aud) ? aud : [aud];
  const isOurs =
    audiences.includes(clientId) && (azp === undefined ? audiences.length === 1 : azp === clientId);
  const isOver = typeof exp !== "number" || exp + toleranceSeconds <= nowSeconds;
  if (iss !== issuer || !isOurs || isOver) throw unusable();
}

function unusable(): OAuthError {
  return new OAuthError("invalid_response", "The ID token is not valid.");
}
