/** Puts together what is kept of a token response. */
import { Secret } from "../lib/secret.ts";
import type { TokenResponse } from "../oauth/token-response.ts";
import { clearAccount, clearOf, clearValues } from "./clear-text.ts";
import type { Account, Grant, ProviderClient } from "./provider-client.ts";
import type { TokenAnswer } from "./token-endpoint.ts";

/**
 * A grant from a validated token response and the values picked from the answer. What is stored and shown as it
 * is holds no token of the answer and nothing that was sent for it.
 */
export function buildGrant(
  client: ProviderClient,
  { token, refreshLifetimeSeconds, neverEnds, secrets }: Omit<TokenAnswer, "document">,
  keptValues: Readonly<Record<string, string>>,
  accountHints: Account | null,
): Grant {
  const { server } = client.connector;
  const isClear = clearOf(secrets);
  const scopes = grantedScopes(client, token);
  return {
    accessToken: new Secret(token.access_token),
    refreshToken: token.refresh_token === undefined ? null : new Secret(token.refresh_token),
    tokenType: "Bearer",
    lifetimeSeconds: neverEnds
      ? null
      : (token.expires_in ?? server.token_answer.lifetime_seconds ?? null),
    neverEnds,
    refreshLifetimeSeconds,
    grantedScopes: scopes?.filter(isClear) ?? null,
    keptValues: clearValues(keptValues, isClear),
    accountHints: clearAccount(accountHints, isClear),
  };
}

function grantedScopes(client: ProviderClient, token: TokenResponse): string[] | null {
  if (!client.connector.connector.scopes.reported || token.scope === undefined) return null;
  return [...new Set(token.scope.split(" ").filter((scope) => scope !== ""))];
}
