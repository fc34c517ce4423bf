/** Token introspection (RFC 7662). */
import { introspectionRequest } from "oauth4webapi";
import type { Secret } from "../lib/secret.ts";
import type { Party } from "./code-grant.ts";
import { oauthError } from "./oauth-error.ts";
import { type RequestContext, requestOptions } from "./transport.ts";

/** Asks the introspection endpoint about an access token. What the transport throws is thrown on. */
export async function tokenIntrospectionRequest(
  party: Party,
  token: Secret,
  context: RequestContext,
): Promise<Response> {
  try {
    return await introspectionRequest(
      party.server,
      party.client,
      party.authentication,
      token.reveal(),
      { ...requestOptions(context), additionalParameters: { token_type_hint: "access_token" } },
    );
  } catch (thrown) {
    throw oauthError(thrown);
  }
}
