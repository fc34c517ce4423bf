/** What went wrong with a provider, in the few classes that lead to different actions. */
import type { ErrorRules } from "@grantry/catalogue/schema";
import { cleanText, cleanWord } from "../lib/foreign-text.ts";
import { OutboundError } from "../lib/outbound.ts";
import { OAuthError } from "../oauth/oauth-error.ts";
import { readHttpDateSeconds } from "./http-date.ts";

/**
 * `denied`: the user said no. `dead_grant`: the grant is over, only the user can mend it.
 * `client_fault`: client id, secret or registration are wrong, only an operator can mend it.
 * `transient`: worth another try, the provider did not act. `no_answer`: the request went out and
 * nothing usable came back, the provider may have acted. `unusable_answer`: it answered, but neither
 * what was asked for nor an error that is known. `refused`: the browser brought back an error whose
 * word is not known, or says nothing of what to do. `bad_response`: what it brought back breaks the
 * protocol.
 */
export type ProviderErrorKind =
  | "denied"
  | "dead_grant"
  | "client_fault"
  | "transient"
  | "no_answer"
  | "unusable_answer"
  | "refused"
  | "bad_response";

/** What exactly, where it matters to a caller. */
export type ProviderErrorReason =
  | "issuer_mismatch"
  | "state_mismatch"
  | "malformed"
  | "signature_invalid"
  | "invalid_client"
  | "address_refused"
  | "no_client_secret"
  | "no_refresh_token"
  | "no_account_id"
  | "id_token_invalid"
  | "nonce_mismatch"
  | "token_ended"
  | "declared_sign"
  | "value_missing"
  | "no_list"
  | "nothing_usable";

interface ProviderErrorDetails {
  readonly providerCode?: string | null | undefined;
  /** The provider's own text. */
  readonly providerDescription?: string | null | undefined;
  readonly status?: number | null | undefined;
  readonly reason?: ProviderErrorReason | undefined;
  readonly retryAfterSeconds?: number | null | undefined;
  readonly cause?: unknown;
}

/** The message holds nothing of the provider's but its error code, cleaned. */
export class ProviderError extends Error {
  readonly kind: ProviderErrorKind;
  /** The provider's error word, printable and at most 80 characters. */
  readonly providerCode: string | null;
  readonly #providerDescription: string | null;
  /** HTTP status of the answer, where there was one. */
  readonly status: number | null;
  readonly reason: ProviderErrorReason | null;
  readonly retryAfterSeconds: number | null;

  constructor(kind: ProviderErrorKind, details: ProviderErrorDetails = {}) {
    const providerCode = cleanWord(details.providerCode);
    const parts = [details.reason, providerCode, details.status].filter((part) => part != null);
    const message = parts.length === 0 ? kind : `${kind} (${parts.join(", ")})`;
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.name = "ProviderError";
    this.kind = kind;
    this.providerCode = providerCode;
    this.#providerDescription = cleanText(details.providerDescription);
    this.status = details.status ?? null;
    this.reason = details.reason ?? null;
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
  }

  /** The provider's own text, as `cleanText` leaves it. It does not show where the error is printed. */
  get providerDescription(): string | null {
    return this.#providerDescription;
  }
}

/** An error answer as it was seen. */
export interface Failure {
  /** Null for an authorization response, which has no status. */
  readonly status: number | null;
  readonly word: string | null;
  /** What it says besides, as it was sent. */
  readonly description: string | null;
  /** Finer words than that one, the most telling first. */
  readonly subtypes: readonly string[];
  readonly retryAfterSeconds: number | null;
}

type WordKind = "denied" | "dead_grant" | "client_fault" | "transient";

/** RFC 6749 sections 4.1.2.1 and 5.2, OpenID Connect Core section 3.1.2.6, and common words. */
const knownWords: Readonly<Record<WordKind, readonly string[]>> = {
  denied: ["access_denied"],
  dead_grant: ["invalid_grant", "interaction_required", "consent_required", "login_required"],
  client_fault: [
    "invalid_client",
    "unauthorized_client",
    "invalid_request",
    "invalid_scope",
    "unsupported_grant_type",
    "unsupported_response_type",
    "redirect_uri_mismatch",
  ],
  transient: ["server_error", "temporarily_unavailable", "slow_down"],
};

const wordKinds = ["denied", "transient", "client_fault", "dead_grant"] as const;

/**
 * Classes an error answer. Statuses 408, 425, 429 and 5xx are transient whatever else is said; then
 * the entry's lists decide, then the words of the RFCs, then the status.
 */
export function classify(failure: Failure, rules: ErrorRules): ProviderError {
  const { status, word, subtypes, retryAfterSeconds } = failure;
  const details = {
    providerCode: word ?? subtypes[0],
    providerDescription: failure.description,
    status,
    retryAfterSeconds,
  };
  if (status !== null && isTransientStatus(status)) return new ProviderError("transient", details);
  const words = word === null ? subtypes : [...subtypes, word];
  const kind = kindByEntry(words, rules) ?? kindByStandard(words) ?? kindByStatus(status, word);
  const badClient = ["invalid_client", ...rules.invalid_client];
  const refused = kind === "client_fault" && words.some((one) => badClient.includes(one));
  return new ProviderError(kind, {
    ...details,
    reason: refused ? "invalid_client" : undefined,
  });
}

function isTransientStatus(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429;
}

function kindByEntry(words: readonly string[], rules: ErrorRules): WordKind | undefined {
  for (const word of words) {
    const kind = wordKinds.find((one) => rules[one].includes(word));
    if (kind !== undefined) return kind;
  }
  return undefined;
}

function kindByStandard(words: readonly string[]): WordKind | undefined {
  for (const word of words) {
    const kind = wordKinds.find((one) => knownWords[one].includes(word));
    if (kind !== undefined) return kind;
  }
  return undefined;
}

function kindByStatus(status: number | null, word: string | null): ProviderErrorKind {
  if (status === null) return word === null || word === "" ? "bad_response" : "refused";
  // RFC 6749 section 5.2 keeps 401 for failed client authentication.
  return status === 401 ? "client_fault" : "unusable_answer";
}

/**
 * Turns what a call threw into a ProviderError; `status` is that of the answer, where one came.
 * Anything unknown is thrown on as it is.
 */
export function providerError(thrown: unknown, status: number | null = null): unknown {
  if (thrown instanceof OutboundError) {
    if (thrown.phase === "no_answer") return new ProviderError("no_answer", { cause: thrown });
    if (thrown.phase === "not_sent") return new ProviderError("transient", { cause: thrown });
    return new ProviderError("client_fault", { reason: "address_refused", cause: thrown });
  }
  if (thrown instanceof OAuthError) {
    return new ProviderError("unusable_answer", {
      providerCode: thrown.error,
      providerDescription: thrown.description,
      status: thrown.status ?? status,
      reason: "malformed",
      cause: thrown,
    });
  }
  return thrown;
}

/**
 * The longest time that a provider is left alone because it said so. 429 speaks of a limit, which may be
 * one of an hour; every other status of a state that nobody knows the end of.
 */
const retryAfterMaxSeconds = { limited: 3_600, away: 300 } as const;

/** The longest that any `Retry-After` counts for. */
export const retryAfterSecondsMax = retryAfterMaxSeconds.limited;

/**
 * `Retry-After` in seconds from now, a number or a date (RFC 9110 section 10.2.3), within bounds. Null
 * where there is none that can be read; 0 for a moment that is past.
 */
export function retryAfterSeconds(answer: Response, nowSeconds: number): number | null {
  const value = answer.headers.get("retry-after")?.trim() ?? "";
  const moment = readHttpDateSeconds(value, nowSeconds);
  const stated = /^\d{1,15}$/.test(value) ? Number(value) : moment && moment - nowSeconds;
  if (stated === null) return null;
  const { limited, away } = retryAfterMaxSeconds;
  return Math.min(Math.max(stated, 0), answer.status === 429 ? limited : away);
}
