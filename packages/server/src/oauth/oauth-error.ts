/** What goes wrong between an OAuth client and an authorization server, in the words of the RFCs. */
import {
  AuthorizationResponseError,
  OperationProcessingError,
  ResponseBodyError,
  UnsupportedOperationError,
  WWWAuthenticateChallengeError,
} from "oauth4webapi";
import { ClientError } from "openid-client";

/**
 * `error_response`: the server answered an error (RFC 6749 section 4.1.2.1 or 5.2), its word is in
 * `error`. `invalid_response`: the answer breaks the protocol. `issuer_mismatch`: the `iss` of the
 * authorization response is missing or another one (RFC 9207 section 2.4). `state_mismatch`: its
 * `state` is missing or another one.
 */
export type OAuthErrorCode =
  | "error_response"
  | "invalid_response"
  | "issuer_mismatch"
  | "state_mismatch";

/** The message is ours: no text of the server, no parameter and no token is ever part of it. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode;
  /** The server's error word, as it was sent. Untrusted. */
  readonly error: string | null;
  readonly #description: string | null;
  /** HTTP status of the answer, where there was one. */
  readonly status: number | null;

  constructor(
    code: OAuthErrorCode,
    message: string,
    evidence: {
      readonly error?: string | null;
      readonly description?: string | null;
      readonly status?: number | null;
    } = {},
  ) {
    super(message);
    this.name = "OAuthError";
    this.code = code;
    this.error = evidence.error ?? null;
    this.#description = evidence.description ?? null;
    this.status = evidence.status ?? null;
  }

  /** What the server says besides, as it was sent. Untrusted; it does not show where this is printed. */
  get description(): string | null {
    return this.#description;
  }
}

/** Turns what the libraries throw into an OAuthError. Anything else is thrown on as it is. */
export function oauthError(thrown: unknown): unknown {
  // openid-client wraps whatever it meets, what the outbound function threw included.
  if (thrown instanceof ClientError && thrown.cause instanceof Error) {
    return oauthError(thrown.cause);
  }
  if (thrown instanceof AuthorizationResponseError) {
    return new OAuthError("error_response", "The authorization response is an error.", {
      error: thrown.error,
      description: thrown.error_description ?? null,
    });
  }
  if (thrown instanceof ResponseBodyError) {
    return new OAuthError("error_response", "The server answered an error.", {
      error: thrown.error,
      description: thrown.error_description ?? null,
      status: thrown.status,
    });
  }
  if (thrown instanceof WWWAuthenticateChallengeError) {
    return new OAuthError("error_response", "The server answered a challenge.", {
      error: challengeError(thrown),
      status: thrown.status,
    });
  }
  if (
    thrown instanceof OperationProcessingError ||
    thrown instanceof UnsupportedOperationError ||
    thrown instanceof ClientError
  ) {
    const status = thrown.cause instanceof Response ? thrown.cause.status : null;
    // The messages of the libraries are fixed texts, their causes hold parameters and bodies.
    return new OAuthError("invalid_response", `The answer is not usable: ${thrown.message}.`, {
      status,
    });
  }
  return thrown;
}

function challengeError(thrown: WWWAuthenticateChallengeError): string | null {
  for (const challenge of thrown.cause) {
    const { error } = challenge.parameters;
    if (error !== undefined) return error;
  }
  return null;
}
