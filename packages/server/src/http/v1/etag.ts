/**
 * `ETag` and `If-Match` (RFC 9110 section 13.1.1) on configuration: whoever changes it can say which state of
 * it they have seen, and changes nothing where it is another one by then. Declared by `version` of a route.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import { GrantryError } from "../../lib/error.ts";
import {
  type AuditTarget,
  lastChangeOf,
  storeChecking,
  type WorkspaceOperator,
} from "../../service/accounts/index.ts";
import type { HttpContext } from "../context.ts";
import type { Route } from "../route.ts";
import { invalidRequest } from "./request.ts";
import { answersEtag, etagOf, takesIfMatch, type Version } from "./version.ts";
import { within } from "./within.ts";

/** Calls the handler of a route that has a `version`: with the `ETag` of what it answers, under its `If-Match`. */
export async function handleVersioned(
  context: HttpContext,
  route: Route & { readonly version: Version },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const wanted = takesIfMatch(route) ? ifMatchOf(request) : undefined;
  const inside =
    wanted === undefined ? context : await checkedContext(context, route.version, request, wanted);
  const answer = await route.handler(inside, request.principal, request, reply);
  if (answersEtag(route)) reply.header("etag", etagOf(route.version, answer as object));
  return answer;
}

/** The tags that a change is good for; `*` for any; undefined where it does not say. */
function ifMatchOf({ headers }: FastifyRequest): ReadonlySet<string> | "*" | undefined {
  const text = headers["if-match"]?.trim();
  if (text === undefined || text === "*") return text;
  const tags = text.split(",").map((tag) => tag.trim());
  if (tags.every((tag) => /^(?:W\/)?"[\x21\x23-\x7e]*"$/.test(tag))) return new Set(tags);
  const detail = "It must be the ETag of the answer that was seen, with its quotes, or *.";
  throw invalidRequest([{ in: "header", name: "if-match", code: "invalid", detail }]);
}

/**
 * The context for a change that is good for these tags only. Asked before, so that nothing is looked up in
 * vain; and again in the change's transaction, which decides.
 */
async function checkedContext(
  context: HttpContext,
  declared: Version,
  request: FastifyRequest,
  wanted: ReadonlySet<string> | "*",
): Promise<HttpContext> {
  const operator = request.principal as WorkspaceOperator;
  const check = async (at: HttpContext) => {
    const current = await declared.read(at, operator, request.params);
    if (wanted === "*" || wanted.has(etagOf(declared, current))) return;
    throw await changedMeanwhile(at, operator, declared.target(request.params, operator));
  };
  await check(context);
  const store = storeChecking(context.store, operator.workspaceId, (trx) =>
    check({ ...context, ...within(context, trx) }),
  );
  return { ...context, store };
}

async function changedMeanwhile(
  { store }: HttpContext,
  operator: WorkspaceOperator,
  target: AuditTarget,
): Promise<GrantryError> {
  const last = await lastChangeOf(store, operator, target);
  if (last === undefined) return new GrantryError("precondition_failed");
  const { actor, recordedAt: at } = last;
  return new GrantryError("precondition_failed", { data: { changed: { by: actor, at } } });
}
