/**
 * What a user's token must be before and beside its signature, and the words for what it is not. Nothing
 * here is believed of a token: what is read without verifying can only refuse it.
 */
import { decodeProtectedHeader, type JWTPayload } from "jose";
import { GrantryError } from "../../lib/error.ts";
import type { Secret } from "../../lib/secret.ts";
import type { IdentityProvider } from "../../store/apps.ts";

const wayOut =
  "Have the app's backend, which knows who is signed in, get a token for the user: createAppUserToken of the SDK, or POST /v1/apps/{app_id}/user-tokens.";

const unknownAlgorithm = "?";

/** An encrypted token has five parts (RFC 7516 section 3.1), and only its issuer can read it. */
export function requireReadable(token: Secret): void {
  if (token.reveal().split(".").length !== 5) return;
  if (typeof headerOf(token)["enc"] !== "string") return;
  throw unauthorized(
    `the token is encrypted (a JWE, as Auth.js makes its session tokens): only who holds its key can read it. ${wayOut}`,
  );
}

/**
 * The algorithm that a token names. Throws for a symmetric one: it cannot be checked without the secret
 * that makes such tokens, which belongs to nobody but their issuer.
 */
export function requireAsymmetric(token: Secret): string {
  const { alg } = headerOf(token);
  const shown =
    typeof alg === "string" && /^[A-Za-z0-9-]{1,32}$/.test(alg) ? alg : unknownAlgorithm;
  if (!/^HS\d/.test(shown)) return shown;
  throw unauthorized(
    `the token is signed with ${shown}, a symmetric algorithm: such tokens are not accepted. Have the identity provider sign with a key pair, or: ${wayOut}`,
  );
}

/** Throws where the provider's entry does not list the algorithm that a token names. */
export function requireAccepted(algorithm: string | undefined, provider: IdentityProvider): void {
  if (algorithm !== undefined && provider.algorithms.includes(algorithm)) return;
  const listed = provider.algorithms.join(", ");
  const seen =
    algorithm === undefined || algorithm === unknownAlgorithm
      ? "names no algorithm that is known"
      : `is signed with the algorithm ${algorithm}`;
  throw unauthorized(
    `the token ${seen}, and "algorithms" of this identity provider of the app lists ${listed}. Where the provider does sign so, add it there.`,
  );
}

const usualTypes = ["JWT", "at+jwt"];

/**
 * The kind of token by its header `typ` (RFC 8725 section 3.11): what an issuer signs for another purpose,
 * such as a logout token or a security event, may hold all the claims of a user's token. Without `accepted`
 * it is `JWT`, `at+jwt` (RFC 9068) or absent; what is listed must stand there. Throws unauthorized.
 */
export function requireType(token: Secret, accepted?: readonly string[]): void {
  const { typ } = headerOf(token);
  if (typ === undefined && accepted === undefined) return;
  const listed = accepted ?? usualTypes;
  if (typeof typ === "string" && listed.some((type) => bareType(type) === bareType(typ))) return;
  const seen = typ === undefined ? "names no type" : "is of another type";
  const known = accepted === undefined ? `${listed.join(", ")} or none` : listed.join(", ");
  throw unauthorized(
    `the token ${seen} (header "typ"); this app accepts ${known}. Send the one that the identity provider issues for users who are signed in, not one for another purpose; where that is of this type, add it to "token_types" of the identity provider.`,
  );
}

/** Types are compared without case, and `application/` may be left out (RFC 7515 section 4.1.9). */
function bareType(type: string): string {
  return type.toLowerCase().replace(/^application\//, "");
}

/**
 * For whom a token was issued, by the claims that the entry declares. Where it declares no audience, a
 * token may have none: it would be for somebody else (RFC 7519 section 4.1.3). Throws unauthorized.
 */
export function requireParty(payload: JWTPayload, provider: IdentityProvider): void {
  for (const claim of ["azp", "client_id"] as const) {
    const accepted = provider[claim];
    if (accepted === undefined) continue;
    const value = payload[claim];
    if (typeof value === "string" && accepted.includes(value)) continue;
    const state = value === undefined ? "is missing from the token" : "is not one of those listed";
    throw unauthorized(
      `the claim "${claim}" ${state}, and this identity provider of the app demands it by its setting "${claim}".`,
    );
  }
  if (provider.audience !== undefined) return;
  // Rows hold what was checked when they were written; one that declares nothing admits nobody.
  if (provider.azp === undefined && provider.client_id === undefined) {
    throw unauthorized("this identity provider of the app declares no audience.");
  }
  if (payload.aud === undefined) return;
  throw unauthorized(
    'the token has an audience ("aud"), and this identity provider of the app declares none: set its "audience".',
  );
}

function headerOf(token: Secret): Record<string, unknown> {
  try {
    return decodeProtectedHeader(token.reveal()) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** The refusal of a user's token; `what` never repeats what the token holds. */
export function unauthorized(what: string, cause?: unknown): GrantryError {
  return new GrantryError("unauthorized", { detail: `Unauthorized: ${what}`, cause });
}
