/** The authorization response (RFC 6749 section 4.1.2) with `iss` (RFC 9207). */
import { type AuthorizationServer, type Client, validateAuthResponse } from "oauth4webapi";
import { OAuthError, oauthError } from "./oauth-error.ts";

/**
 * Longest parameter that is read, in characters. RFC 6749 section 4.1.2 sets no bound for a code, and
 * those of some providers have thousands of characters.
 */
const parameterCharactersMax = 32_768;
const parametersMax = 64;

/** Tokens never travel in a redirect: only `response_type=code` is used. */
const refusedParameters = ["access_token", "refresh_token", "id_token", "token", "response"];

/** RFC 6749 appendix A.11: visible characters and the space. */
const codePattern = /^[\x20-\x7e]+$/;

/**
 * Checks what a browser brought back. Resolves with the parameters, fit for the code grant.
 *
 * Throws an OAuthError: `state_mismatch`, `issuer_mismatch`, `error_response` with the server's
 * word, or `invalid_response` for everything else. Where the server has no `issuer`, an `iss` says
 * nothing and is not read.
 */
export function processAuthorizationResponse(
  server: AuthorizationServer & { readonly issuerKnown: boolean },
  client: Client,
  parameters: URLSearchParams,
  state: string,
): URLSearchParams {
  requireWellFormed(parameters);
  if (parameters.get("state") !== state) {
    throw new OAuthError("state_mismatch", "The state is missing or another one.");
  }
  const read = new URLSearchParams(parameters);
  if (!server.issuerKnown) read.delete("iss");
  requireIssuer(server, read.get("iss"));
  try {
    const { issuerKnown: _, ...metadata } = server;
    return validateAuthResponse(metadata, client, read, state);
  } catch (thrown) {
    throw oauthError(thrown);
  }
}

/** The code of a checked response, or an OAuthError where there is none. */
export function requireCode(parameters: URLSearchParams): void {
  const code = parameters.get("code");
  if (code === null || !codePattern.test(code)) {
    throw new OAuthError("invalid_response", "There is no code, or none that can be one.");
  }
}

function requireWellFormed(parameters: URLSearchParams): void {
  const seen = new Set<string>();
  for (const [name, value] of parameters) {
    if (seen.has(name)) throw new OAuthError("invalid_response", "A parameter is repeated.");
    seen.add(name);
    if (value.length > parameterCharactersMax || name.length > parameterCharactersMax) {
      throw new OAuthError("invalid_response", "A parameter is too long.");
    }
  }
  if (seen.size > parametersMax) {
    throw new OAuthError("invalid_response", "There are too many parameters.");
  }
  if (seen.has("code") && seen.has("error")) {
    throw new OAuthError("invalid_response", "There are both a code and an error.");
  }
  if (refusedParameters.some((name) => seen.has(name))) {
    throw new OAuthError("invalid_response", "A token has no place in an authorization response.");
  }
}

function requireIssuer(server: AuthorizationServer, issuer: string | null): void {
  const required = server.authorization_response_iss_parameter_supported === true;
  if (issuer === null ? required : issuer !== server.issuer) {
    throw new OAuthError("issuer_mismatch", "The issuer is missing or another one.");
  }
}
