/** What goes wrong with a company's identity provider, as an error of ours. */
import { z } from "zod";
import { describeThrown, GrantryError } from "../../../lib/error.ts";
import { cleanText, cleanWord } from "../../../lib/foreign-text.ts";
import { OAuthError } from "../../../oauth/oauth-error.ts";

/** A refusal is told in the provider's own words, cleaned; of all else the log has its kind. */
export function signInFailure(thrown: unknown, secrets: readonly string[] = []): GrantryError {
  if (thrown instanceof GrantryError) return thrown;
  const evidence = { internal: describeThrown(thrown), cause: thrown };
  if (thrown instanceof OAuthError) {
    if (thrown.code === "issuer_mismatch") return new GrantryError("issuer_mismatch", evidence);
    const word = thrown.code === "error_response" ? cleanWord(thrown.error) : null;
    if (word === null) return new GrantryError("company_sign_in_failed", evidence);
    const description = cleanText(thrown.description, secrets);
    const text = description === null ? "" : `: ${description}`;
    return new GrantryError(word === "access_denied" ? word : "company_sign_in_failed", {
      ...evidence,
      detail: `Your company's identity provider refused the sign-in. Its own words: ${word}${text}`,
      internal: `${evidence.internal} (${word}${text})`,
    });
  }
  if (thrown instanceof z.ZodError) return new GrantryError("company_sign_in_failed", evidence);
  return new GrantryError("provider_unavailable", {
    ...evidence,
    detail: "Your company's identity provider cannot be reached at the moment.",
    retryAfterSeconds: 30,
  });
}
