/** The ID token of an answer to a code: what is checked of it, and what is read of it. */
import { equalHashes, hashSecret } from "../crypto/hash.ts";
import type { Json } from "../lib/json.ts";
import { checkIdToken, readIdToken } from "../oauth/id-token-claims.ts";
import { OAuthError } from "../oauth/oauth-error.ts";
import { valueAt } from "./json.ts";
import { nowSeconds, type ProviderClient, placeholderValues } from "./provider-client.ts";
import { ProviderError } from "./provider-error.ts";
import { expandText } from "./template.ts";

/** What the request carried, whatever the entry says by now. */
export interface Sent {
  /** Of the nonce; null where none was sent. */
  readonly nonceHash: Uint8Array | null;
  /** Null where none was used. */
  readonly codeVerifier: string | null;
}

/**
 * The claims of the ID token, where the account is read from it; else undefined. Where a nonce was sent,
 * an ID token must carry it, whatever it is used for; and where no PKCE is sent there must be one (OpenID Connect
 * Core 1.0 section 3.1.3.3).
 *
 * Throws a ProviderError, `unusable_answer`, with reason `nonce_mismatch` or `id_token_invalid`.
 */
export function idTokenClaims(
  client: ProviderClient,
  document: Json | undefined,
  { nonceHash, codeVerifier }: Sent,
): Json | undefined {
  const { account } = client.connector.server;
  const isNeeded = account.request === undefined && account.from === "id_token";
  const token = valueAt(document, "id_token");
  if (typeof token !== "string" || token === "") {
    // Without PKCE the nonce alone ties the code to this browser: an answer without it ties nothing.
    const isOnlyTie = nonceHash !== null && codeVerifier === null;
    if (isNeeded || isOnlyTie)
      throw new ProviderError("unusable_answer", { reason: "id_token_invalid" });
    return undefined;
  }
  if (!isNeeded && nonceHash === null) return undefined;
  try {
    const claims = readIdToken(token);
    if (nonceHash !== null) requireNonce(claims["nonce"], nonceHash);
    if (!isNeeded) return undefined;
    checkIdToken(claims, expectationOf(client));
    return claims;
  } catch (thrown) {
    if (!(thrown instanceof OAuthError)) throw thrown;
    throw new ProviderError("unusable_answer", { reason: "id_token_invalid", cause: thrown });
  }
}

function expectationOf(client: ProviderClient) {
  const { issuer = "" } = client.connector.server.metadata;
  return {
    issuer: expandText(issuer, placeholderValues(client)) ?? "",
    clientId: client.clientId,
    nowSeconds: nowSeconds(client),
  };
}

function requireNonce(claim: Json | undefined, nonceHash: Uint8Array): void {
  if (typeof claim === "string" && equalHashes(hashSecret(claim), nonceHash)) return;
  throw new ProviderError("unusable_answer", { reason: "nonce_mismatch" });
}
