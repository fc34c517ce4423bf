/** Why no answer came, as far as the platform says. */
import { GrantryError } from "./errors.ts";

/** A failure as it is told: a stable word, and a phrase for people. */
interface Cause {
  readonly reason: string;
  readonly text: string;
}

const untrusted =
  "its certificate is not trusted here (in Node.js, NODE_EXTRA_CA_CERTS adds an authority)";
const unknownName = "its name is not known";
const brokenOff = "the connection broke off";

/** Codes of Node.js and Bun. */
const texts: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: unknownName,
  EAI_AGAIN: unknownName,
  ECONNRESET: brokenOff,
  EPIPE: brokenOff,
  UND_ERR_SOCKET: brokenOff,
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no way to it",
  ETIMEDOUT: "no connection came about in time",
  UND_ERR_CONNECT_TIMEOUT: "no connection came about in time",
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
};

/** What others write in place of such a code. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/^ConnectionRefused$|connection refused/i, "ECONNREFUSED"],
  [/^ConnectionClosed$|connection (?:closed|reset)/i, "ECONNRESET"],
  [/dns error|failed to lookup|name not resolved/i, "ENOTFOUND"],
  [/UnknownIssuer|self.signed/i, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
  [/certificate.*expired/i, "CERT_HAS_EXPIRED"],
];

/** An error that says that no answer came, and why. */
export function networkError(origin: string, cause: unknown, blocked: boolean): GrantryError {
  const known = causeOf(cause, blocked);
  const why = known === null ? "" : `: ${known.text} (${known.reason})`;
  return new GrantryError(`No answer from the Grantry server at ${origin}${why}.`, {
    code: "network_error",
    reason: known?.reason,
    cause,
  });
}

function causeOf(cause: unknown, blocked: boolean): Cause | null {
  if (blocked) {
    const text = "the page's Content-Security-Policy forbids it: add the origin to connect-src";
    return { reason: "content_security_policy", text };
  }
  const code = codeIn(cause);
  if (code !== null) return { reason: code, text: texts[code] ?? "the platform gives this code" };
  if (typeof navigator !== "undefined" && navigator.onLine === false) {
    return { reason: "offline", text: "this device has no network" };
  }
  return null;
}

/** The code of an error or of what is underneath; null where there is none. */
function codeIn(thrown: unknown, depth = 0): string | null {
  if (typeof thrown !== "object" || thrown === null || depth > 4) return null;
  const { code, message, cause, errors } = thrown as Readonly<Record<string, unknown>>;
  for (const text of [code, message]) {
    const found = spellings.find(([like]) => typeof text === "string" && like.test(text))?.[1];
    if (found !== undefined) return found;
  }
  // A DOMException has a number.
  if (typeof code === "string" && /^[A-Z][A-Za-z_0-9]+$/.test(code)) return code;
  const below: unknown[] = Array.isArray(errors) ? [cause, ...errors.slice(0, 4)] : [cause];
  for (const one of below) {
    const found = codeIn(one, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** Knows whether a call was stopped by the page's own policy. */
interface PolicyWatch {
  blocked(): Promise<boolean>;
  stop(): void;
}

/**
 * Watches whether the page's Content-Security-Policy stops a call to this origin: the failed call
 * itself does not say so. `blocked` waits a turn, as the page is told beside the call.
 */
export function watchPolicy(origin: string): PolicyWatch {
  let isBlocked = false;
  if (typeof document === "undefined" || typeof document.addEventListener !== "function") {
    return { blocked: async () => false, stop: () => {} };
  }
  const note = (event: SecurityPolicyViolationEvent) => {
    if (event.effectiveDirective === "connect-src" && event.blockedURI.startsWith(origin)) {
      isBlocked = true;
    }
  };
  document.addEventListener("securitypolicyviolation", note);
  return {
    blocked: async () => {
      await new Promise((resolve) => setTimeout(resolve, 0));
      return isBlocked;
    },
    stop: () => document.removeEventListener("securitypolicyviolation", note),
  };
}
