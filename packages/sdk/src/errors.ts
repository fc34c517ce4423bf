/** The one error class of this package, and how to recognise it across copies of the package. */

/** Registered symbol: two copies of this package in one program recognise each other's errors. */
const marker = Symbol.for("grantry.sdk.error");

/** One thing that is wrong with a request that was sent. It never holds the value. */
export interface RequestFault {
  readonly in: "body" | "query" | "path" | "header" | OtherText;
  /** Where in the body: a JSON pointer (RFC 6901). */
  readonly pointer?: string;
  /** Of the parameter or the header. */
  readonly name?: string;
  /** Stable, such as `missing`, `wrong_type` or `too_big`. */
  readonly code: string;
  readonly detail: string;
}

/**
 * Whether the same call can succeed when it is made again. `no`: not as far as the server knows.
 * `after_change`: once the call, or what it is about, was changed. `after_consent`: once somebody has
 * connected. `later`: as it is, after a while.
 */
export type Retry = "no" | "after_change" | "after_consent" | "later" | OtherText;

/** What a newer server may say: any text, without the known ones being lost to an editor. */
export type OtherText = string & Record<never, never>;

/** What a {@link GrantryError} is made from. */
export interface GrantryErrorDetails {
  /** Stable code, such as `needs_reauth`. */
  readonly code: string;
  /** HTTP status; absent where no answer arrived. */
  readonly status?: number | undefined;
  /** Names this request in the server's log. */
  readonly requestId?: string | undefined;
  /** Scopes that the connection lacks. */
  readonly missingScopes?: readonly string[] | undefined;
  /** All that is wrong with the form of the request. */
  readonly errors?: readonly RequestFault[] | undefined;
  /** Whether the same call can succeed when it is made again. */
  readonly retry?: Retry | undefined;
  /** The parsed body of the answer. */
  readonly data?: unknown;
  /** Seconds the server asks to wait before another try. */
  readonly retryAfterSeconds?: number | undefined;
  /** Of `network_error`: why no answer came. */
  readonly reason?: string | undefined;
  /** What the platform threw underneath. */
  readonly cause?: unknown;
}

/** What the platform threw, as far as a log may hold it. */
export interface CauseJson {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
  readonly cause: CauseJson | undefined;
}

/** The JSON-safe form of a {@link GrantryError}. It never holds a token. */
export interface GrantryErrorJson {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly missingScopes: readonly string[];
  readonly errors: readonly RequestFault[];
  readonly retry: Retry | undefined;
  readonly data: unknown;
  readonly retryAfterSeconds: number | undefined;
  readonly reason: string | undefined;
  readonly cause: CauseJson | undefined;
}

/**
 * A call that did not succeed: the server refused it, could not be reached, or answered with
 * something that is not its own. A mistake in an argument is a plain `Error` instead.
 *
 * @example
 * ```ts
 * try {
 *   await client.asServiceRole.connectors.getCurrentAppUserConnection(connectorId);
 * } catch (error) {
 *   if (isGrantryError(error, "not_connected")) return askUserToConnect();
 *   throw error;
 * }
 * ```
 */
export class GrantryError extends Error {
  /**
   * Stable code to branch on: a code of the server (`not_connected`, `needs_reauth`,
   * `missing_scopes`, ...), or one of this package: `network_error` (no answer arrived), `timeout`
   * (none arrived in time), `unexpected_answer` (the answer is not the server's, such as the HTML
   * page of a proxy), `host_not_allowed` (a
   * connection's token is not for the address that was called), `token_unavailable` (the app's own function for the user's token failed; `cause`
   * is what it threw), `function_failed` (a function answered with an error of its own).
   */
  readonly code: string;
  /**
   * HTTP status; undefined where no answer arrived. Of `app_user_required`, for which nothing is sent,
   * the one that the code has at the server.
   */
  readonly status: number | undefined;
  /** Names this request in the server's log. */
  readonly requestId: string | undefined;
  /** Scopes that the connection lacks; empty where that is not the problem. */
  readonly missingScopes: readonly string[];
  /** Of `bad_request`: all that is wrong with the form of the request; empty otherwise. */
  readonly errors: readonly RequestFault[];
  /** What the server says of another try; undefined where it says nothing. */
  readonly retry: Retry | undefined;
  /** The parsed body of the answer; undefined where there was none. */
  readonly data: unknown;
  /** Seconds the server asks to wait before another try. */
  readonly retryAfterSeconds: number | undefined;
  /**
   * Of `network_error`: why no answer came, where the platform says it. A code such as `ECONNREFUSED`
   * or `UNABLE_TO_VERIFY_LEAF_SIGNATURE`, or in a page `offline` or `content_security_policy`.
   */
  readonly reason: string | undefined;
  /**
   * Of `fetchFor`: what the provider's API answered when it refused the token that could not be
   * refreshed, with at most 16 KiB of its body. It is not part of `toJSON()`.
   */
  declare readonly refusal: Response | undefined;

  /** @param message - What went wrong, for a person. Never holds a secret. */
  constructor(message: string, details: GrantryErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "GrantryError";
    this.code = details.code;
    this.status = details.status;
    this.requestId = details.requestId;
    this.missingScopes = details.missingScopes ?? [];
    this.errors = details.errors ?? [];
    this.retry = details.retry;
    this.data = details.data;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.reason = details.reason;
    Object.defineProperty(this, marker, { value: true });
  }

  /** The error as a JSON-safe object, for a log. */
  toJSON(): GrantryErrorJson {
    return {
      name: this.name,
      message: this.message,
      code: this.code,
      status: this.status,
      requestId: this.requestId,
      missingScopes: this.missingScopes,
      errors: this.errors,
      retry: this.retry,
      data: this.data,
      retryAfterSeconds: this.retryAfterSeconds,
      reason: this.reason,
      cause: causeJson(this.cause),
    };
  }
}

const causeDepthMax = 3;

function causeJson(cause: unknown, depth = 1): CauseJson | undefined {
  if (!(cause instanceof Error) || depth > causeDepthMax) return undefined;
  const { name, message } = cause;
  const code = "code" in cause ? String(cause.code) : undefined;
  return { name, message, code, cause: causeJson(cause.cause, depth + 1) };
}

/** Adds the API's answer to an error. It is not enumerable: a log is no place for it. */
export function addRefusal(error: GrantryError, refusal: Response): void {
  Object.defineProperty(error, "refusal", { value: refusal });
}

/**
 * Whether something thrown is a {@link GrantryError}, and of this code where one is given. Works
 * across copies of the package, where `instanceof` does not.
 *
 * @example
 * ```ts
 * if (isGrantryError(error, "needs_reauth")) showReconnectButton();
 * ```
 */
export function isGrantryError(thrown: unknown, code?: string): thrown is GrantryError {
  if (typeof thrown !== "object" || thrown === null || !(marker in thrown)) return false;
  return code === undefined || ("code" in thrown && thrown.code === code);
}
