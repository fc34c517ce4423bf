/**
 * What goes to a function and what comes back, by name. Both are lists of what passes: a header that
 * nobody thought of is not on them, however it is spelt.
 */
import type { FunctionIdentity, HeaderValues } from "../defences/index.ts";

/** Of the caller's headers. Webhooks are signed in those of Standard Webhooks and of RFC 9421. */
const passedOn = [
  "accept",
  "accept-encoding",
  "accept-language",
  "content-encoding",
  "content-length",
  "content-type",
  "content-digest",
  "signature",
  "signature-input",
  "webhook-id",
  "webhook-timestamp",
  "webhook-signature",
  "idempotency-key",
  "last-event-id",
  "range",
  "traceparent",
  "tracestate",
  "user-agent",
  "base44-functions-version",
  "base44-state",
  "x-base44-anonymous-id",
  "x-origin-url",
] as const;

/** Of the function's headers. Cookies, redirects and rules for browsers are not among them. */
const passedBack = [
  "accept-ranges",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-length",
  "content-range",
  "content-type",
  "etag",
  "last-modified",
  "retry-after",
] as const;

/** The headers of the call to the function: ours, and of the caller's those that pass. */
export function functionRequestHeaders(
  sent: HeaderValues,
  identity: FunctionIdentity,
  hasBody: boolean,
): Record<string, string> {
  const headers = picked(sent, passedOn);
  if (!hasBody) delete headers["content-length"];
  // The official clients know these two environments and no other.
  const environment = sent["x-data-env"];
  if (environment === "dev" || environment === "prod") headers["x-data-env"] = environment;
  headers["x-request-id"] = identity.requestId;
  headers["base44-app-id"] = identity.appId;
  headers["base44-api-url"] = identity.apiUrl;
  headers["base44-service-authorization"] = `Bearer ${identity.serviceToken.reveal()}`;
  if (identity.userToken !== null) {
    headers["authorization"] = `Bearer ${identity.userToken.reveal()}`;
  }
  return headers;
}

/** The headers of the answer to the caller. */
export function functionAnswerHeaders(received: HeaderValues): Record<string, string> {
  return {
    ...picked(received, passedBack),
    // The answer is the app's and the origin is ours: in a browser it must not act as one of our pages.
    "content-security-policy": "sandbox",
  };
}

function picked(headers: HeaderValues, names: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (typeof value === "string") found[name] = value;
  }
  return found;
}
