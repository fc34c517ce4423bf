/** Why a message of an identity provider is not taken, as it is told to the provider. */

/** RFC 8935 section 2.4. */
export type SignalError =
  | "invalid_request"
  | "invalid_key"
  | "invalid_issuer"
  | "invalid_audience"
  | "access_denied";

/** `message` is told to whoever sent it: it holds nothing of what was sent. */
export class SignalRefusal extends Error {
  readonly error: SignalError;

  constructor(error: SignalError, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "SignalRefusal";
    this.error = error;
  }
}

export function malformed(message: string, cause?: unknown): SignalRefusal {
  return new SignalRefusal("invalid_request", message, cause);
}
