/** What goes wrong with a company's identity provider, as an error of ours. */
import { z } from "zod";
import { describeThrown, GrantryError } from "../../lib/error.ts";
import { OAuthError } from "../../oauth/oauth-error.ts";

/** Nothing of what the provider said is shown: the log has its kind. */
export function signInFailure(thrown: unknown): GrantryError {
  if (thrown instanceof GrantryError) return thrown;
  const evidence = { internal: describeThrown(thrown), cause: thrown };
  if (thrown instanceof OAuthError) {
    if (thrown.code === "issuer_mismatch") return new GrantryError("issuer_mismatch", evidence);
    const isDenied = thrown.code === "error_response" && thrown.error === "access_denied";
    return new GrantryError(isDenied ? "access_denied" : "company_sign_in_failed", evidence);
  }
  if (thrown instanceof z.ZodError) return new GrantryError("company_sign_in_failed", evidence);
  return new GrantryError("provider_unavailable", {
    ...evidence,
    detail: "Your company's identity provider cannot be reached at the moment.",
    retryAfterSeconds: 30,
  });
}
