/** A provider's failure as the error that our callers see. */
import { describeThrown, GrantryError } from "../lib/error.ts";
import { ProviderError } from "../provider/provider-error.ts";
import { asDatabaseError } from "../store/database-errors.ts";

const codes = {
  denied: "access_denied",
  dead_grant: "authorization_failed",
  client_fault: "connector_misconfigured",
  transient: "provider_unavailable",
  no_answer: "provider_unavailable",
  unusable_answer: "provider_answer_invalid",
  bad_response: "callback_invalid",
} as const satisfies Record<ProviderError["kind"], string>;

/** Translates anything thrown; what is nobody's known failure becomes `internal`. */
export function asGrantryError(thrown: unknown): GrantryError {
  if (thrown instanceof GrantryError) return thrown;
  if (thrown instanceof ProviderError) {
    const code = thrown.reason === "issuer_mismatch" ? "issuer_mismatch" : codes[thrown.kind];
    return new GrantryError(code, {
      internal: `${thrown.kind} ${thrown.providerCode ?? ""} ${thrown.message}`,
      cause: thrown,
      ...(thrown.retryAfterSeconds === null ? {} : { retryAfterSeconds: thrown.retryAfterSeconds }),
    });
  }
  const error = asDatabaseError(thrown);
  if (error instanceof GrantryError) return error;
  return new GrantryError("internal", { internal: describeThrown(thrown), cause: thrown });
}
