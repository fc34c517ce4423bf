/** Where the keys of an identity provider stand. */
import type { IdentityProvider } from "../../store/apps.ts";

/** One workspace's key set is not another's, though it stand at the same address: not all reach it. */
export interface KeySetAddress {
  readonly workspaceId: string;
  /** Of the key set (RFC 7517), or of the issuer whose metadata names it (RFC 8414, OpenID Connect Discovery). */
  readonly url: string;
  readonly from: "jwks_uri" | "issuer";
}

/** As its entry says: its own address, or the one that its issuer publishes. */
export function keySetOf(
  workspaceId: string,
  { issuer, jwks_uri: url }: Pick<IdentityProvider, "issuer" | "jwks_uri">,
): KeySetAddress {
  return url === undefined
    ? { workspaceId, url: issuer, from: "issuer" }
    : { workspaceId, url, from: "jwks_uri" };
}
