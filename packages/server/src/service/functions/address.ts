/** The address of an app's functions, where a bootstrap file or an operator names it. */
import { OutboundError, requireAllowedAddress } from "../../lib/outbound.ts";

/**
 * The address without a slash at its end, or what is wrong with it. It must be one that may be
 * called: public and https, or of an origin that was allowed. No query would survive a name that is
 * put after it, and a password in it would be shown.
 */
export function functionsAddress(
  value: string,
  allowedPrivateOrigins: ReadonlySet<string>,
): { readonly url: string } | { readonly problem: string } {
  if (/[?#]/.test(value)) return { problem: "It has a query or a fragment." };
  try {
    requireAllowedAddress(value, allowedPrivateOrigins);
    return { url: new URL(value).href.replace(/\/+$/, "") };
  } catch (thrown) {
    if (!(thrown instanceof OutboundError)) throw thrown;
    const rule =
      "It must be https and public, or its origin be allowed to this workspace by GRANTRY_ALLOWED_PRIVATE_ORIGINS.";
    return { problem: `${rule} ${thrown.message}` };
  }
}
