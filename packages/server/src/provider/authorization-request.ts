/** The authorization request of a connector (RFC 6749 section 4.1.1). */
import { authorizationRequest } from "../oauth/authorization-request.ts";
import type { ProviderConnector } from "./catalogue.ts";
import { type ProviderClient, placeholderValues } from "./provider-client.ts";
import { expandTexts, expandUrl } from "./template.ts";

export interface AuthorizationRequestInput {
  /** As `requestedScopes` returned them. */
  readonly scopes: readonly string[];
  readonly state: string;
  /** Null where `needsVerifier` is false. */
  readonly codeVerifier: string | null;
  /** Null, or left out, where `sendsNonce` is false. */
  readonly nonce?: string | null;
}

/** Whether the authorization needs a code verifier (RFC 7636). */
export function needsVerifier({ server }: Pick<ProviderConnector, "server">): boolean {
  return server.authorization.pkce === "S256";
}

/** Whether the request for these scopes carries a nonce, which an ID token must then bring back. */
export function sendsNonce(
  { server }: Pick<ProviderConnector, "server">,
  scopes: readonly string[],
): boolean {
  const { nonce, omitted_parameters: omitted } = server.authorization;
  return nonce === true && !omitted.includes("nonce") && scopes.includes("openid");
}

/** The URL to send the browser to. It holds the challenge of the verifier, never the verifier. */
export async function buildAuthorizationRequest(
  client: ProviderClient,
  { scopes, state, codeVerifier, nonce = null }: AuthorizationRequestInput,
): Promise<URL> {
  const { metadata, authorization } = client.connector.server;
  if (needsVerifier(client.connector) !== (codeVerifier !== null)) {
    throw new Error("A code verifier is needed if and only if needsVerifier says so.");
  }
  const { firm, optional } = sortScopes(client, scopes);
  const stateInRedirect = authorization.state_in === "redirect_uri";
  const standard = await authorizationRequest({
    client_id: client.clientId,
    redirect_uri: stateInRedirect ? withState(client.redirectUri, state) : client.redirectUri,
    scope: firm.length === 0 ? null : firm.join(authorization.scope_separator),
    state,
    nonce,
    code_verifier: codeVerifier,
  });
  const values = placeholderValues(client);
  const url = expandUrl(metadata.authorization_endpoint, values, client.allowInsecure);
  for (const [name, value] of Object.entries(expandTexts(authorization.parameters, values))) {
    url.searchParams.set(name, value);
  }
  if (optional.length > 0 && authorization.optional_scopes !== undefined) {
    const { parameter } = authorization.optional_scopes;
    url.searchParams.set(parameter, optional.join(authorization.scope_separator));
  }
  const names: Record<string, string | null> = {
    client_id: authorization.client_id_parameter,
    redirect_uri: authorization.redirect_uri_parameter,
    scope: authorization.scope_parameter,
    state: stateInRedirect ? null : "state",
  };
  for (const [name, value] of standard) {
    const sent = Object.hasOwn(names, name) ? names[name] : name;
    if (sent === null || sent === undefined) continue;
    if (!authorization.omitted_parameters.includes(name)) url.searchParams.set(sent, value);
  }
  return url;
}

/** Which scopes may be missing from the grant, as far as the provider has a parameter for them. */
function sortScopes(
  { connector: { server }, settings }: ProviderClient,
  scopes: readonly string[],
): { readonly firm: readonly string[]; readonly optional: readonly string[] } {
  const { optional_scopes: rule } = server.authorization;
  const named = new Set((rule && settings[rule.setting])?.split(" "));
  return {
    firm: scopes.filter((scope) => !named.has(scope)),
    optional: scopes.filter((scope) => named.has(scope)),
  };
}

function withState(redirectUri: string, state: string): string {
  const url = new URL(redirectUri);
  url.searchParams.set("state", state);
  return url.href;
}
