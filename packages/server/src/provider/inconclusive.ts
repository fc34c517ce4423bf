/** What an answer to a refresh, or none, says of whether the provider acted. */
import { ProviderError } from "./provider-error.ts";

/** An answer that is a plain no, whatever its words. Statuses that ask to come again are none. */
export function isRefusal(thrown: unknown): thrown is ProviderError {
  if (!(thrown instanceof ProviderError) || thrown.status === null) return false;
  if (thrown.kind === "dead_grant") return thrown.reason === "declared_sign";
  if (thrown.kind === "transient" || thrown.kind === "no_answer") return false;
  if (thrown.status >= 400 && thrown.status < 500) return true;
  return thrown.status === 200 && thrown.providerCode !== null && thrown.reason !== "malformed";
}

/**
 * Whether the provider may have carried the refresh out. A gateway's 5xx says nothing of what stands
 * behind it; 503 says that nothing was done.
 */
export function isInconclusive(thrown: unknown): boolean {
  if (!(thrown instanceof ProviderError)) return false;
  const { kind, status } = thrown;
  // A plain no is an answer: it hides no tokens.
  if (isRefusal(thrown)) return false;
  if (kind === "no_answer" || kind === "unusable_answer") return true;
  return kind === "transient" && status !== null && status >= 500 && status !== 503;
}
