/** The server's error: a stable code, a text for the caller, and evidence for the log only. */
import { type ErrorCode, errorEntry } from "@grantry/contract/errors";

/** One thing that is wrong with the form of a request. Never holds what was sent. */
export interface RequestFault {
  readonly in: "body" | "query" | "path" | "header";
  /** Where in the body (RFC 6901), or the name of the parameter or header. */
  readonly pointer?: string;
  readonly name?: string;
  readonly code: string;
  readonly detail: string;
}

interface ErrorDetails {
  /** What is wrong here and what to do, for the caller. Never holds a secret or a provider's text. */
  readonly detail?: string;
  /** For the log: what exactly was seen. Never holds a secret. */
  readonly internal?: string;
  readonly cause?: unknown;
  /** Seconds after which another try makes sense; becomes `Retry-After`. */
  readonly retryAfterSeconds?: number;
  /** What the answer holds besides, in the words of whichever API it is of. */
  readonly data?: {
    readonly missingScopes?: string[];
    /** All that is wrong with the form of the request; `/v1` answers it. */
    readonly errors?: RequestFault[];
    /** Of `rate_limited`: what was used up, and of whom. */
    readonly limit?: {
      readonly policy: string;
      readonly of: string;
      readonly quota: number;
      /** In which the quota may be used. */
      readonly seconds: number;
      /** Until the whole quota is there again. */
      readonly resetSeconds: number;
    };
    /** Of `too_many_attempts`: how many there may be in how many seconds. */
    readonly attempts?: { readonly quota: number; readonly seconds: number };
    /** Who made a change that the caller had not seen, and when. */
    readonly changed?: {
      readonly by: { readonly kind: string; readonly id: string; readonly label: string };
      /** Epoch seconds. */
      readonly at: number;
    };
  };
}

export class GrantryError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: string;
  readonly internal: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly data: ErrorDetails["data"];

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    const entry = errorEntry(code);
    const detail = details.detail ?? entry.title;
    super(detail, details.cause === undefined ? {} : { cause: details.cause });
    this.name = "GrantryError";
    this.code = code;
    this.status = entry.status;
    this.detail = detail;
    this.internal = details.internal;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.data = details.data;
  }
}

/** Whether something thrown is a GrantryError, and of this code where one is given. */
export function isGrantryError(thrown: unknown, code?: ErrorCode): thrown is GrantryError {
  return thrown instanceof GrantryError && (code === undefined || thrown.code === code);
}

/** A short text of anything thrown, for a log line. */
export function describeThrown(thrown: unknown): string {
  if (thrown instanceof GrantryError) return `${thrown.code}: ${thrown.internal ?? thrown.detail}`;
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : "a value that is no Error";
}
