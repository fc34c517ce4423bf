/** Every grant that needs no browser: the refresh (RFC 6749 section 6) and extension grants. */
import { genericTokenEndpointRequest } from "oauth4webapi";
import type { Party } from "./code-grant.ts";
import { oauthError } from "./oauth-error.ts";
import { type RequestContext, requestOptions } from "./transport.ts";

export interface TokenGrant {
  readonly grant_type: string;
  /** The parameters of the grant, such as `refresh_token`. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Sends a grant to the token endpoint. What the transport throws is thrown on. */
export async function tokenGrantRequest(
  party: Party,
  grant: TokenGrant,
  context: RequestContext,
): Promise<Response> {
  try {
    return await genericTokenEndpointRequest(
      party.server,
      party.client,
      party.authentication,
      grant.grant_type,
      { ...grant.parameters },
      requestOptions(context),
    );
  } catch (thrown) {
    throw oauthError(thrown);
  }
}
