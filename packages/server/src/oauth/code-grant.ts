/** The authorization code grant (RFC 6749 section 4.1.3), with the verifier of RFC 7636. */
import {
  type AuthorizationServer,
  authorizationCodeGrantRequest,
  type Client,
  nopkce,
} from "oauth4webapi";
import type { ClientAuthentication } from "./client-authentication.ts";
import { oauthError } from "./oauth-error.ts";
import { type RequestContext, requestOptions } from "./transport.ts";

/** Who asks whom, and how the client proves who it is. */
export interface Party {
  readonly server: AuthorizationServer;
  readonly client: Client;
  readonly authentication: ClientAuthentication;
}

export interface CodeGrant {
  /** As `processAuthorizationResponse` returned them. */
  readonly parameters: URLSearchParams;
  readonly redirect_uri: string;
  /** Null where PKCE was not used. */
  readonly code_verifier: string | null;
}

/** Sends a code to the token endpoint. What the transport throws is thrown on. */
export async function codeGrantRequest(
  party: Party,
  grant: CodeGrant,
  context: RequestContext,
): Promise<Response> {
  try {
    return await authorizationCodeGrantRequest(
      party.server,
      party.client,
      party.authentication,
      grant.parameters,
      grant.redirect_uri,
      grant.code_verifier ?? nopkce,
      requestOptions(context),
    );
  } catch (thrown) {
    throw oauthError(thrown);
  }
}
