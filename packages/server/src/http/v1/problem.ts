/** The refusals of `/v1`: problem documents (RFC 9457). */
import { errorEntry } from "@grantry/contract/errors";
import { retryOf } from "@grantry/contract/retry";
import type { Problem } from "@grantry/contract/v1/common";
import type { FastifyReply } from "fastify";
import type { GrantryError } from "../../lib/error.ts";
import { instantOf } from "./time.ts";

/** Answers an error; the status line, `WWW-Authenticate` and `Retry-After` are the caller's to set. */
export function sendProblem(
  reply: FastifyReply,
  publicUrl: string,
  error: GrantryError,
): FastifyReply {
  const { title } = errorEntry(error.code);
  const { missingScopes, errors, changed, limit } = error.data ?? {};
  const body: Problem = {
    type: `${publicUrl}/docs/errors#${error.code}`,
    title,
    status: error.status,
    detail: error.detail,
    code: error.code,
    request_id: reply.request.id,
    retry: retryOf(error.code),
    ...(missingScopes && { missing_scopes: missingScopes }),
    ...(errors && { errors }),
    ...(limit && { limit: { policy: limit.policy, of: limit.of } }),
    ...(changed && {
      changed_by: { kind: changed.by.kind, id: changed.by.id, label: changed.by.label },
      changed_at: instantOf(changed.at),
    }),
  };
  // Serialised here: a route's schema for its success must not be applied to a refusal.
  return reply
    .code(error.status)
    .type("application/problem+json; charset=utf-8")
    .serializer((value: unknown) => JSON.stringify(value))
    .send(body);
}
