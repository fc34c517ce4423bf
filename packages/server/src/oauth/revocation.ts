/** Token revocation (RFC 7009). */
import { processRevocationResponse, revocationRequest } from "oauth4webapi";
import type { Secret } from "../lib/secret.ts";
import type { Party } from "./code-grant.ts";
import { oauthError } from "./oauth-error.ts";
import { type RequestContext, requestOptions } from "./transport.ts";

/** Sends a token to the revocation endpoint. What the transport throws is thrown on. */
export async function tokenRevocationRequest(
  party: Party,
  token: Secret,
  context: RequestContext,
): Promise<Response> {
  try {
    return await revocationRequest(
      party.server,
      party.client,
      party.authentication,
      token.reveal(),
      requestOptions(context),
    );
  } catch (thrown) {
    throw oauthError(thrown);
  }
}

/**
 * Checks the answer. Status 200 is success, also where the server does not know the token (RFC 7009
 * section 2.2); everything else throws an OAuthError.
 */
export async function processTokenRevocationResponse(answer: Response): Promise<void> {
  try {
    await processRevocationResponse(answer);
  } catch (thrown) {
    throw oauthError(thrown);
  }
}
