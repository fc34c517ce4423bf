/**
 * Whether a provider accepts an OAuth client: a refresh token that cannot exist is presented. Who
 * refuses the token has accepted the client (RFC 6749 section 5.2).
 */
import { newUnguessable } from "../../lib/id.ts";
import type { Outbound } from "../../lib/outbound.ts";
import { Secret } from "../../lib/secret.ts";
import type { ProviderClient } from "../../provider/provider-client.ts";
import { ProviderError } from "../../provider/provider-error.ts";
import { refreshGrant } from "../../provider/refresh-grant.ts";

export type ClientProbe =
  | { readonly verdict: "accepted" }
  | { readonly verdict: "refused" | "unknown"; readonly why: string };

/** Never throws what a provider did. */
export async function probeClient(client: ProviderClient, send: Outbound): Promise<ClientProbe> {
  const { mode } = client.connector.server.refresh;
  if (mode !== "refresh_token" && mode !== "refresh_token_if_present") {
    return { verdict: "unknown", why: "this provider has no call that would tell" };
  }
  const refreshToken = new Secret(newUnguessable());
  try {
    await refreshGrant(client, { refreshToken, accessToken: null, keptValues: {} }, send);
    return { verdict: "unknown", why: "it accepted a refresh token that does not exist" };
  } catch (thrown) {
    if (!(thrown instanceof ProviderError)) throw thrown;
    const known = thrown.kind === "dead_grant" && thrown.reason !== "declared_sign";
    if (known) return { verdict: "accepted" };
    const refused = thrown.reason === "invalid_client";
    return { verdict: refused ? "refused" : "unknown", why: thrown.message };
  }
}
