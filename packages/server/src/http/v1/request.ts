/** Reads a request to `/v1`: what is not known is refused, and all that is wrong is said at once. */
import { errorEntry } from "@grantry/contract/errors";
import type { FastifyRequest, preValidationHookHandler } from "fastify";
import { z } from "zod";
import { GrantryError, type RequestFault } from "../../lib/error.ts";
import type { HttpContext } from "../context.ts";
import type { Route } from "../route.ts";
import { sessionToken } from "../session-cookie.ts";
import { faultsOf } from "./faults.ts";
import { takesIfMatch } from "./version.ts";

/** Of an operation that takes nothing there: an empty object says nothing, either. */
const nothing = z.strictObject({});
const noBody = nothing.nullish();

/** A hook that reads path, query and body as the route declares them. The request then holds what was read. */
export function readRequest(route: Route): preValidationHookHandler {
  const { query = nothing, body = noBody, params } = route;
  // What a function does with all but its address is its own business.
  const isPassedOn = route.for === "anybody";
  const takesBody = !isPassedOn && [route.method].flat().some((method) => method !== "GET");
  // Where a principal is looked for, the address was read before.
  const readsAddress = ["public", "proof_in_body", "anybody"].includes(route.for);
  const takesCondition = takesIfMatch(route) || isPassedOn;
  return (request, _reply, done) => {
    const faults: RequestFault[] = [];
    if (readsAddress && params !== undefined) {
      request.params = read({ part: "path", schema: params, faults }, request.params);
    }
    if (!isPassedOn) request.query = read({ part: "query", schema: query, faults }, request.query);
    if (request.headers["if-match"] !== undefined && !takesCondition) faults.push(noCondition);
    if (takesBody) request.body = read({ part: "body", schema: body, faults }, request.body);
    done(faults.length === 0 ? undefined : invalidRequest(faults));
  };
}

/** Whoever sends a condition must not be taken for one who does without. */
const noCondition: RequestFault = {
  in: "header",
  name: "if-match",
  code: "not_allowed",
  detail: "This operation takes no If-Match.",
};

/** What a part of a request says; as it was given, where that is not right. */
function read(
  {
    part,
    schema,
    faults,
  }: { readonly part: RequestFault["in"]; readonly schema: z.ZodType; faults: RequestFault[] },
  given: unknown,
): unknown {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  faults.push(...faultsOf({ part, schema, given }, result.error));
  return given;
}

/** As many are said in words. */
const saidMax = 3;

/** The refusal that names what is wrong with a request; the first few of it in words. */
export function invalidRequest(errors: RequestFault[]): GrantryError {
  const said = errors.slice(0, saidMax).map(({ in: part, pointer, name, detail }) => {
    const place = pointer ?? name ?? "";
    return `${place === "" ? "The" : `${place} in the`} ${part}: ${detail}`;
  });
  const more = errors.length - said.length;
  if (more > 0) said.push(`And ${more} more: see errors.`);
  return new GrantryError("bad_request", {
    detail: [errorEntry("bad_request").title, ...said].join(" "),
    data: { errors },
  });
}

/** Headers in which the official clients' routes take a credential. */
const otherCredentials = ["api_key", "on-behalf-of"] as const;

/**
 * Throws bad_request where a credential stands elsewhere than in `Authorization`: whoever sends two could
 * be taken for somebody else than they mean.
 */
export function refuseOtherCredentials({ headers }: Pick<FastifyRequest, "headers">): void {
  if (headers["api_key"] === undefined && headers["on-behalf-of"] === undefined) return;
  const errors = otherCredentials
    .filter((name) => headers[name] !== undefined)
    .map((name) => ({
      in: "header" as const,
      name,
      code: "not_allowed",
      detail: "A credential goes into Authorization, as a bearer token, and nowhere else.",
    }));
  if (errors.length > 0) throw invalidRequest(errors);
}

/**
 * Throws bad_request where a key comes together with the session cookie of a page of ours: which of the two
 * was meant must not be a matter of order.
 */
export function refuseKeyBesideSession(
  context: HttpContext,
  { headers }: Pick<FastifyRequest, "headers">,
): void {
  if (headers.authorization === undefined) return;
  if (sessionToken(context, headers) === undefined) return;
  throw invalidRequest([
    {
      in: "header",
      name: "cookie",
      code: "not_allowed",
      detail: "A session came beside the key in Authorization: send one of them.",
    },
  ]);
}
