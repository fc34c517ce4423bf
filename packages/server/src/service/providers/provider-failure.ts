/** A provider's failure as the error that our callers see. */
import { describeThrown, GrantryError } from "../../lib/error.ts";
import { ProviderError, type ProviderErrorReason } from "../../provider/provider-error.ts";
import type { ProviderWords } from "../../store/authorizations.ts";
import { asDatabaseError } from "../../store/database-errors.ts";

const codes = {
  denied: "access_denied",
  dead_grant: "authorization_failed",
  client_fault: "connector_misconfigured",
  transient: "provider_unavailable",
  no_answer: "provider_unavailable",
  unusable_answer: "provider_answer_invalid",
  refused: "authorization_failed",
  bad_response: "callback_invalid",
} as const satisfies Record<ProviderError["kind"], string>;

/** What says more than the code's title. */
const details: { readonly [Reason in ProviderErrorReason]?: string } = {
  id_token_invalid:
    "The provider sent no ID token that can be used: one of its issuer, for this client, that is not over.",
  nonce_mismatch:
    "The provider's ID token does not carry the nonce that was sent. For a provider that leaves it out, `nonce: false` in the authorization section of its entry says so.",
  no_list:
    "The provider's answer holds no list where the section choice of its entry says that one stands.",
  nothing_usable:
    "Nothing in the provider's list has the values that its entry keeps, in the form that it demands.",
};

/** Translates anything thrown; what is nobody's known failure becomes `internal`. */
export function asGrantryError(thrown: unknown): GrantryError {
  if (thrown instanceof GrantryError) return thrown;
  if (thrown instanceof ProviderError) {
    const code = thrown.reason === "issuer_mismatch" ? "issuer_mismatch" : codes[thrown.kind];
    const detail = thrown.reason === null ? undefined : details[thrown.reason];
    return new GrantryError(code, {
      ...(detail === undefined ? {} : { detail }),
      internal: inItsWords(thrown),
      cause: thrown,
      ...(thrown.retryAfterSeconds === null ? {} : { retryAfterSeconds: thrown.retryAfterSeconds }),
    });
  }
  const error = asDatabaseError(thrown);
  if (error instanceof GrantryError) return error;
  return new GrantryError("internal", { internal: describeThrown(thrown), cause: thrown });
}

/** For the log: the class, the provider's word and its text, both cleaned. */
function inItsWords(thrown: ProviderError): string {
  const { kind, providerCode, providerDescription, message } = thrown;
  const said = providerDescription === null ? "" : `, which says: ${providerDescription}`;
  return `${kind} ${providerCode ?? ""} ${message}${said}`;
}

/** What a provider said of an error by itself, for whoever started a consent; null where nothing. */
export function providerWordsOf(thrown: unknown): ProviderWords | null {
  if (!(thrown instanceof ProviderError)) return null;
  const { providerCode, providerDescription: description, status } = thrown;
  const code = providerCode ?? (status === null || description === null ? null : `HTTP ${status}`);
  return code === null ? null : { code, description };
}

/**
 * The failure of a consent. A token endpoint that says no in words that are not known has refused: it
 * has not answered what cannot be used.
 */
export function asConsentError(thrown: unknown): GrantryError {
  const error = asGrantryError(thrown);
  if (!(thrown instanceof ProviderError) || thrown.kind !== "unusable_answer") return error;
  if (thrown.providerCode === null || thrown.reason !== null) return error;
  return new GrantryError("authorization_failed", { internal: inItsWords(thrown), cause: thrown });
}
