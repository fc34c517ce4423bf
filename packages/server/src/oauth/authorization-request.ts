/** The authorization request (RFC 6749 section 4.1.1) with PKCE (RFC 7636). */
import { calculatePKCECodeChallenge } from "oauth4webapi";

export interface AuthorizationRequest {
  readonly client_id: string;
  readonly redirect_uri: string;
  /** Scopes, joined as the server wants them; null where the request names none. */
  readonly scope: string | null;
  readonly state: string;
  /** OpenID Connect Core section 3.1.2.1; null where none is sent. */
  readonly nonce: string | null;
  /** Null where PKCE is not used. */
  readonly code_verifier: string | null;
}

/** The parameters of an authorization request. The verifier itself is not among them. */
export async function authorizationRequest(
  request: AuthorizationRequest,
): Promise<URLSearchParams> {
  const parameters = new URLSearchParams({
    response_type: "code",
    client_id: request.client_id,
    redirect_uri: request.redirect_uri,
  });
  if (request.scope !== null) parameters.set("scope", request.scope);
  parameters.set("state", request.state);
  if (request.nonce !== null) parameters.set("nonce", request.nonce);
  if (request.code_verifier !== null) {
    parameters.set("code_challenge", await calculatePKCECodeChallenge(request.code_verifier));
    parameters.set("code_challenge_method", "S256");
  }
  return parameters;
}
