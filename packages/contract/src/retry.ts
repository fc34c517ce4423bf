/** Whether a call that was refused can succeed when it comes again. */
import { type ErrorCode, errorEntry } from "./errors.ts";

/**
 * `no`: not as far as the server knows. `after_change`: once the call, or what it is about, was changed.
 * `after_consent`: once somebody has consented. `later`: as it is, after a while.
 */
export const retries = ["no", "after_change", "after_consent", "later"] as const;
export type Retry = (typeof retries)[number];

const afterConsent: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "access_denied",
  "authorization_failed",
  "missing_scopes",
  "needs_reauth",
  "not_connected",
]);

const later: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "audit_unavailable",
  "database_unavailable",
  "domain_lookup_failed",
  "functions_timeout",
  "functions_unavailable",
  "idempotency_in_progress",
  "key_service_unavailable",
  "no_newer_token",
  "provider_unavailable",
  "rate_limited",
  "server_restored",
  "too_many_attempts",
]);

/** Statuses that say that nothing is there, or that the server is at fault. */
const inVain: ReadonlySet<number> = new Set([404, 405, 413, 415, 500, 501, 502]);

/** What a refusal of this code says of another try. docs/errors.md is checked against it. */
export function retryOf(code: ErrorCode): Retry {
  if (afterConsent.has(code)) return "after_consent";
  if (later.has(code)) return "later";
  return inVain.has(errorEntry(code).status) ? "no" : "after_change";
}
