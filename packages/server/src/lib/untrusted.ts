/** Certificates that nobody vouches for whom this process trusts. */

/** Node's codes for them. */
export const untrustedCodes = [
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
] as const;

/** Whether that is why a call failed: what was thrown, or what it says it was caused by. */
export function isUntrusted(thrown: unknown): boolean {
  const { cause } = thrown instanceof Error ? thrown : { cause: undefined };
  return [thrown, cause].some(
    (one) =>
      one instanceof Error && "code" in one && untrustedCodes.some((code) => code === one.code),
  );
}
