/** A parameter of an authorization response that the provider signed with the client secret. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { type Json, parseJson } from "../lib/json.ts";
import { readMomentSeconds } from "./iso-time.ts";
import { textOf, valueAt } from "./json.ts";
import { nowSeconds, type ProviderClient } from "./provider-client.ts";
import { ProviderError } from "./provider-error.ts";

/** By how much the provider's clock may be ahead of ours. */
const clockSkewSeconds = 60;

/**
 * Reads the signed parameter that the entry declares: an HMAC-SHA-256 over its second part, and JSON.
 * Any current secret of the client may have signed it. Undefined where the entry declares none.
 *
 * Throws a ProviderError: `bad_response` with reason `signature_invalid` where it is missing, was
 * signed otherwise or too long ago, or holds a member that is refused; `client_fault` where there is
 * no secret to check with.
 */
export function readSignedParameter(
  client: ProviderClient,
  parameters: URLSearchParams,
): Json | undefined {
  const rules = client.connector.server.authorization.signed_parameter;
  if (rules === undefined) return undefined;
  if (client.clientSecrets.length === 0) {
    throw new ProviderError("client_fault", { reason: "no_client_secret" });
  }
  const [signature = "", payload = "", ...more] = (parameters.get(rules.name) ?? "").split(".");
  const signed = client.clientSecrets.some((secret) => {
    const expected = createHmac("sha256", secret.reveal()).update(payload).digest();
    const given = Buffer.from(signature, "base64url");
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!signed || payload === "" || more.length > 0) throw signatureInvalid();
  const document = parseJson(Buffer.from(payload, "base64url").toString());
  const signedAt = readMomentSeconds(textOf(valueAt(document, rules.signed_at)) ?? "");
  if (signedAt === null) throw signatureInvalid();
  const ageSeconds = nowSeconds(client) - signedAt;
  if (ageSeconds > rules.max_age_seconds || ageSeconds < -clockSkewSeconds) {
    throw signatureInvalid();
  }
  const isRefused = (path: string) => (valueAt(document, path) ?? null) !== null;
  if (rules.refused_members.some(isRefused)) throw signatureInvalid();
  return document;
}

function signatureInvalid(): ProviderError {
  return new ProviderError("bad_response", { reason: "signature_invalid" });
}
