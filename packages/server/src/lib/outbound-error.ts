/** Why a call out brought no usable answer. */
import { untrustedCodes } from "./untrusted.ts";

/**
 * `not_sent`: the provider cannot have acted. `no_answer`: the request may have been carried out. `refused`: our own
 * rules forbid the address.
 */
export class OutboundError extends Error {
  readonly phase: "refused" | "not_sent" | "no_answer";

  /** Whether the other side took longer than it may to begin its answer. */
  get isFirstByteTimeout(): boolean {
    const { cause } = this;
    return cause instanceof Error && "code" in cause && cause.code === "UND_ERR_HEADERS_TIMEOUT";
  }

  constructor(phase: OutboundError["phase"], message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = "OutboundError";
    this.phase = phase;
  }
}

/** An answer came, which is not taken: whoever asks again gets it again. */
export class UnusableAnswerError extends OutboundError {
  readonly because: "redirect" | "too_large";

  constructor(because: UnusableAnswerError["because"], message: string) {
    super("no_answer", message);
    this.because = because;
  }
}

/** The operator has listed the hosts that may be called, and this one is not among them. */
export class NotListedError extends OutboundError {
  constructor(host: string) {
    super("refused", `${host} is not among the hosts of GRANTRY_OUTBOUND_HOSTS: it is not called.`);
  }
}

/**
 * What is wrong at the proxy: it is not reached, or not within its time; it wants other credentials; its rules refuse the
 * host; it does not reach the host; it does not speak HTTP; or a name cannot be judged, since it does not resolve here.
 */
export type ProxyFault =
  | "away"
  | "timeout"
  | "credentials"
  | "refused"
  | "host_away"
  | "invalid"
  | "unresolved";

/** The proxy did not lead to the host: nothing of the request was sent. */
export class ProxyError extends OutboundError {
  readonly fault: ProxyFault;

  constructor(fault: ProxyFault, message: string, cause?: unknown) {
    super("not_sent", message, cause);
    this.fault = fault;
  }
}

/** System and undici codes of failures before anything was sent. */
const notSentCodes = new Set<string>([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  ...untrustedCodes,
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** The code of a failure, or its name. */
export function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "Error";
  return "code" in thrown ? String(thrown.code) : thrown.name;
}

/** Anything that a call threw, as an OutboundError. */
export function outboundError(thrown: unknown): OutboundError {
  if (thrown instanceof OutboundError) return thrown;
  if (thrown instanceof Error && thrown.cause instanceof OutboundError) return thrown.cause;
  const code = codeOf(thrown);
  const phase = notSentCodes.has(code) ? "not_sent" : "no_answer";
  return new OutboundError(phase, `No usable answer (${code}).`, thrown);
}
