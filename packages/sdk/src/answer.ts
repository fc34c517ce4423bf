/** Turns what came back over HTTP into a JSON object or a GrantryError. */
import { GrantryError, type RequestFault } from "./errors.ts";
import type { Problem } from "./v1-shapes.ts";
import { isObject, type Unread, type WireObject } from "./wire.ts";

/**
 * The text of an answer that may be the server's; null where its head says that it is not. What else
 * stands there is not waited for.
 */
export async function answerText(response: Response): Promise<string | null> {
  const type = response.headers.get("Content-Type");
  if (!isRedirect(response) && (type === null || type.includes("json"))) {
    return await response.text();
  }
  discard(response);
  return null;
}

/**
 * Lets go of a body that nobody reads, so that its connection is free. Does not wait for that: where
 * the platform keeps a copy of the body, as Next.js does of every GET, `cancel()` does not settle
 * before the copy is cancelled too (Streams standard, "ReadableStreamDefaultTee").
 */
export function discard(message: { readonly body: ReadableStream | null } | undefined): void {
  message?.body?.cancel().catch(() => {});
}

/** The JSON object of a successful answer. Throws a GrantryError for everything else. */
export function readAnswer(response: Response, text: string | null): WireObject {
  const body = parseObject(text ?? "");
  if (response.ok && body !== null) return body;
  if (response.ok || isRedirect(response) || body === null) throw notOurs(response);
  throw refusal(response, body);
}

function isRedirect(response: Response): boolean {
  const isRedirectStatus = response.status >= 300 && response.status < 400;
  return response.type === "opaqueredirect" || isRedirectStatus;
}

/** An answer of something else than the server. Its text stays out: nobody knows what it holds. */
function notOurs(response: Response): GrantryError {
  const kind = response.headers.get("Content-Type") ?? "no content type";
  const message = isRedirect(response)
    ? "The address answers with a redirect, which is not followed: check serverUrl."
    : `The answer is not the JSON of a Grantry server (status ${response.status}, ${kind}): check serverUrl.`;
  return new GrantryError(message, {
    code: "unexpected_answer",
    status: response.status,
    requestId: response.headers.get("X-Request-ID") ?? undefined,
    retryAfterSeconds: retryAfterSeconds(response.headers.get("Retry-After")),
  });
}

/** A problem document of `/v1`, or what something in front of the server answers in its place. */
type Refusal = Unread<Problem & { message: string }>;

/** The server's refusal, or that of something in front of it which speaks JSON too. */
function refusal(response: Response, body: Refusal): GrantryError {
  const message = textOf(body.detail) ?? textOf(body.message);
  // The code of anything else is no code of ours.
  const isProblem = response.headers.get("Content-Type")?.includes("problem+json");
  return new GrantryError(message ?? `The server answered with status ${response.status}.`, {
    code: (isProblem ? textOf(body.code) : undefined) ?? "unexpected_answer",
    status: response.status,
    requestId: textOf(body.request_id) ?? response.headers.get("X-Request-ID") ?? undefined,
    missingScopes: listOf(body.missing_scopes, (item) => typeof item === "string"),
    errors: listOf(body.errors, isFault),
    retry: textOf(body.retry),
    data: body,
    retryAfterSeconds: retryAfterSeconds(response.headers.get("Retry-After")),
  });
}

function parseObject(text: string): WireObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Seconds of a `Retry-After` header, a number or a date (RFC 9110 section 10.2.3). */
function retryAfterSeconds(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header);
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? undefined : Math.max(0, (atMs - Date.now()) / 1000);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function listOf<Item>(value: unknown, is: (item: unknown) => item is Item): Item[] | undefined {
  return Array.isArray(value) ? value.filter(is) : undefined;
}

function isFault(value: unknown): value is RequestFault {
  return isObject(value) && typeof value["code"] === "string";
}
