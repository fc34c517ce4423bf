/** The TXT record that proves a domain: whoever can set it runs the domain. */
import { hashSecret } from "../../../crypto/hash.ts";

/** Where the record stands: a name of its own, so that it disturbs no other use of the domain's. */
export function challengeName(domain: string): string {
  return `_grantry-challenge.${domain}`;
}

/**
 * Its text. Bound to server, workspace and domain: it is no secret, and no use to anybody else. Always the
 * same, so that declaring the domain anew asks for no new record.
 */
export function challengeValue(publicUrl: string, workspaceId: string, domain: string): string {
  const hash = hashSecret(`grantry domain ${publicUrl} ${workspaceId} ${domain}`);
  return `grantry-domain-verification=${hash.toString("base64url")}`;
}
