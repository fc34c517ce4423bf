/** What the browser brings back from a provider (RFC 6749 section 4.1.2, RFC 9207). */

import type { Json } from "../lib/json.ts";
import { processAuthorizationResponse, requireCode } from "../oauth/authorization-response.ts";
import { OAuthError } from "../oauth/oauth-error.ts";
import { type ProviderClient, placeholderValues } from "./provider-client.ts";
import { classify, ProviderError } from "./provider-error.ts";
import { readSignedParameter } from "./signed-parameter.ts";
import { expandText } from "./template.ts";

/** A checked authorization response. It holds the code, so nothing of it shows when printed. */
export class AuthorizationResponse {
  readonly #parameters: URLSearchParams;
  readonly #signed: Json | undefined;

  constructor(checkedParameters: URLSearchParams, signed: Json | undefined) {
    this.#parameters = checkedParameters;
    this.#signed = signed;
  }

  /** The parameters, for `exchangeCode`. */
  reveal(): URLSearchParams {
    return this.#parameters;
  }

  /** What the provider signed of it; undefined where the entry declares no signed parameter. */
  revealSigned(): Json | undefined {
    return this.#signed;
  }
}

/**
 * Checks an authorization response against the state of its authorization.
 *
 * Throws a ProviderError: `denied`, `client_fault` or `transient` where the provider says so, `refused`
 * where it says no in other words; `bad_response` for everything else, with reason `state_mismatch`, `issuer_mismatch`,
 * `signature_invalid` or `malformed`.
 */
export function checkAuthorizationResponse(
  client: ProviderClient,
  parameters: URLSearchParams,
  state: string,
): AuthorizationResponse {
  const { metadata, authorization, errors } = client.connector.server;
  const issuer = expandText(metadata.issuer ?? "", placeholderValues(client)) ?? "";
  const issKnown = metadata.authorization_response_iss_parameter_supported === true;
  const server = {
    // The library wants an issuer; where the entry has none, `iss` is not read.
    issuer: issuer === "" ? "urn:none" : issuer,
    issuerKnown: issuer !== "",
    authorization_response_iss_parameter_supported: issKnown,
  };
  try {
    const checkedParameters = processAuthorizationResponse(
      server,
      { client_id: client.clientId },
      parameters,
      state,
    );
    if (authorization.answer === "code") requireCode(checkedParameters);
    const signed = readSignedParameter(client, checkedParameters);
    return new AuthorizationResponse(checkedParameters, signed);
  } catch (thrown) {
    if (!(thrown instanceof OAuthError)) throw thrown;
    if (thrown.code === "error_response") {
      const failure = {
        status: null,
        word: thrown.error,
        description: thrown.description,
        subtypes: [],
        retryAfterSeconds: null,
      };
      throw responseError(classify(failure, errors));
    }
    const reason = thrown.code === "invalid_response" ? "malformed" : thrown.code;
    throw new ProviderError("bad_response", { reason, cause: thrown });
  }
}

/** There is no grant yet that could be dead. */
function responseError(error: ProviderError): ProviderError {
  if (error.kind !== "dead_grant") return error;
  const { providerCode, providerDescription } = error;
  return new ProviderError("refused", { providerCode, providerDescription });
}
