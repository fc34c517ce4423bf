/** Turns whatever was thrown into the one shape of error answer. */
import { type ErrorBody, errorBody } from "@grantry/contract/base44/common";
import type { ErrorCode } from "@grantry/contract/errors";
import { errorEntry, wireError } from "@grantry/contract/errors";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { describeThrown, GrantryError } from "../lib/error.ts";
import type { Log } from "../lib/log.ts";
import { asGrantryError } from "../service/providers/index.ts";
import { setRateLimit } from "./limits.ts";
import { isOfOwnApi } from "./route.ts";
import { sendProblem } from "./v1/problem.ts";

/** Fastify's codes for requests that it refuses by itself. */
const edgeCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "body_too_large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupported_media_type",
  FST_ERR_CTP_INVALID_JSON_BODY: "invalid_json",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "bad_request",
  FST_ERR_VALIDATION: "bad_request",
  FST_ERR_BAD_URL: "bad_request",
  FST_ERR_MAX_PARAM_LENGTH: "bad_request",
};

function isFastifyError(thrown: unknown): thrown is FastifyError {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string";
}

/** Whatever else Fastify refuses by itself is the caller's mistake, too: methods that want a body, for one. */
function edgeCodeOf({ code, statusCode = 500 }: FastifyError): ErrorCode | undefined {
  const isRefused = code.startsWith("FST_") && statusCode < 500;
  return edgeCodes[code] ?? (isRefused ? "bad_request" : undefined);
}

/** The error for anything thrown while a request was handled. */
export function requestError(thrown: unknown): GrantryError {
  if (thrown instanceof SyntaxError) return new GrantryError("invalid_json", { cause: thrown });
  const edgeCode = isFastifyError(thrown) ? edgeCodeOf(thrown) : undefined;
  if (edgeCode === undefined) return asGrantryError(thrown);
  const [first] = (thrown as FastifyError).validation ?? [];
  const where = first?.instancePath || "The body";
  const what = first === undefined ? "" : ` ${where}: ${first.message}.`;
  const detail = `${errorEntry(edgeCode).title}${what}`;
  return new GrantryError(edgeCode, { detail, cause: thrown });
}

/** The error for an address that is not what the route's schema says. */
export function addressError(error: z.ZodError): GrantryError {
  const [first] = error.issues;
  const what = first === undefined ? "" : ` /${first.path.join("/")}: ${first.message}.`;
  return new GrantryError("bad_request", {
    detail: `${errorEntry("bad_request").title}${what}`,
  });
}

declare module "fastify" {
  interface FastifyRequest {
    /** With what it is refused; null where it is not, or not yet. */
    refusal: GrantryError | null;
  }
}

/** Logs what is the server's fault or an operator's; a caller's mistake is a matter of debugging. */
export function logError(log: Log, request: FastifyRequest, error: GrantryError): void {
  request.refusal = error;
  const level = error.status >= 500 ? "error" : "debug";
  log[level](
    {
      requestId: request.id,
      route: request.routeOptions.url,
      code: error.code,
      internal: error.internal,
      cause: error.cause === undefined ? undefined : describeThrown(error.cause),
    },
    "request refused",
  );
}

/** Seconds after which whoever hears 503 comes back, where nothing better is known. */
const comeBackSeconds = 5;

/** Says when another try makes sense: always where the server cannot serve now (RFC 9110 section 15.6.4). */
export function setRetryAfter(reply: FastifyReply, error: GrantryError): void {
  const seconds = error.retryAfterSeconds ?? (error.status === 503 ? comeBackSeconds : undefined);
  if (seconds === undefined) return;
  reply.header("retry-after", String(seconds));
  const { limit, attempts } = error.data ?? {};
  if (limit !== undefined) setRateLimit(reply, { ...limit, remaining: 0 });
  if (error.code !== "too_many_attempts") return;
  const known = attempts ?? { quota: 1, seconds };
  setRateLimit(reply, { ...known, policy: "attempts", remaining: 0, resetSeconds: seconds });
}

/** Answers an error in the words of whoever asks: a problem document on our own API, else as the official clients read it. */
export function refuse(reply: FastifyReply, publicUrl: string, error: GrantryError): FastifyReply {
  if (!isOfOwnApi(reply.request.url)) return sendError(reply, error);
  setRetryAfter(reply, error);
  if (error.status === 401) reply.header("www-authenticate", "Bearer");
  // A function may answer a problem document of its own: no header of this name is passed on.
  const { route } = reply.request.routeOptions.config;
  if (route?.for === "anybody") reply.header("grantry-error", error.code);
  return sendProblem(reply, publicUrl, error);
}

/** Answers an error as the official clients read it. */
export function sendError(reply: FastifyReply, error: GrantryError): FastifyReply {
  const { title } = errorEntry(error.code);
  const { status, code, reason } = wireError(error.code);
  const isBare = error.code === "unauthorized" && error.detail === title;
  // The word that the official clients are used to.
  const detail = isBare ? "Unauthorized" : error.detail;
  const { missingScopes } = error.data ?? {};
  const body: ErrorBody = {
    detail,
    message: detail,
    code,
    reason,
    request_id: reply.request.id,
    ...(missingScopes && { missing_scopes: missingScopes }),
  };
  setRetryAfter(reply, error);
  if (error.status === 401) reply.header("www-authenticate", "Bearer");
  // Serialised here: a route's schema for its success must not be applied to an error.
  return reply
    .code(status)
    .header("x-base44-connector-error", code)
    .type("application/json; charset=utf-8")
    .serializer((value: unknown) => JSON.stringify(value))
    .send(errorBody.parse(body));
}
