/** Puts together what is kept of a token response. */
import { Secret } from "../lib/secret.ts";
import type { TokenResponse } from "../oauth/token-response.ts";
import type { Account, Grant, ProviderClient } from "./provider-client.ts";
import type { TokenAnswer } from "./token-endpoint.ts";

/** A grant from a validated token response and the values picked from the answer. */
export function buildGrant(
  client: ProviderClient,
  { token, refreshLifetimeSeconds, neverEnds }: Omit<TokenAnswer, "document">,
  keptValues: Readonly<Record<string, string>>,
  accountHints: Account | null,
): Grant {
  const { server } = client.connector;
  return {
    accessToken: new Secret(token.access_token),
    refreshToken: token.refresh_token === undefined ? null : new Secret(token.refresh_token),
    tokenType: "Bearer",
    lifetimeSeconds: neverEnds
      ? null
      : (token.expires_in ?? server.token_answer.lifetime_seconds ?? null),
    neverEnds,
    refreshLifetimeSeconds,
    grantedScopes: grantedScopes(client, token),
    keptValues,
    accountHints,
  };
}

function grantedScopes(client: ProviderClient, token: TokenResponse): string[] | null {
  if (!client.connector.connector.scopes.reported || token.scope === undefined) return null;
  return [...new Set(token.scope.split(" ").filter((scope) => scope !== ""))];
}
