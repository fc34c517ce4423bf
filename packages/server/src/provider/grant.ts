/** Puts together what is kept of a token response. */
import { Secret } from "../lib/secret.ts";
import type { TokenResponse } from "../oauth/token-response.ts";
import type { Account, Grant, ProviderClient } from "./provider-client.ts";
import type { TokenAnswer } from "./token-endpoint.ts";

/**
 * A grant from a validated token response and the values picked from the answer. What is stored and shown as it
 * is holds neither of its tokens, wherever an entry says that it stands: it is left out, as if it had not come.
 */
export function buildGrant(
  client: ProviderClient,
  { token, refreshLifetimeSeconds, neverEnds }: Omit<TokenAnswer, "document">,
  keptValues: Readonly<Record<string, string>>,
  accountHints: Account | null,
): Grant {
  const { server } = client.connector;
  const isClear = clearOf(token);
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
    keptValues: Object.fromEntries(
      Object.entries(keptValues).filter(([, value]) => isClear(value)),
    ),
    accountHints: accountHints && clearAccount(accountHints, isClear),
  };
}

/** From here on a text that holds a token does so by no chance. */
const tokenCharactersMin = 16;

function clearOf({ access_token, refresh_token }: TokenResponse): (text: string) => boolean {
  const tokens = [access_token, refresh_token].filter((one) => one !== undefined);
  const holds = (text: string, token: string) =>
    text === token || (token.length >= tokenCharactersMin && text.includes(token));
  return (text) => !tokens.some((token) => holds(text, token));
}

/** An account without an id is none. */
function clearAccount(account: Account, isClear: (text: string) => boolean): Account | null {
  if (![account.id, ...(account.formerIds ?? [])].every(isClear)) return null;
  const clear = (text: string | null) => (text !== null && isClear(text) ? text : null);
  return { ...account, email: clear(account.email), name: clear(account.name) };
}

function grantedScopes(client: ProviderClient, token: TokenResponse): string[] | null {
  if (!client.connector.connector.scopes.reported || token.scope === undefined) return null;
  return [...new Set(token.scope.split(" ").filter((scope) => scope !== ""))];
}
