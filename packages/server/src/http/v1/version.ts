/** How the state of a piece of configuration is known: what `ETag` and `If-Match` stand on (RFC 9110 section 13). */
import { createHash } from "node:crypto";
import type { z } from "zod";
import type { AuditTarget, WorkspaceOperator } from "../../service/accounts/index.ts";
import type { HttpContext } from "../context.ts";

/** How the state of a resource is known. The routes of one address share it. */
export interface Version {
  /** The resource, as its GET answers it. Throws where there is none. */
  readonly read: (
    context: HttpContext,
    operator: WorkspaceOperator,
    params: unknown,
  ) => Promise<object>;
  /** What the audit trail calls it. */
  readonly target: (params: unknown, operator: WorkspaceOperator) => AuditTarget;
  /** Members of the answer that are no configuration: counts, health, last use. */
  readonly besides: readonly string[];
}

/** Declares how the state of a resource in a workspace is known, by the parameters of its address. */
export function version<Params extends z.ZodType>(
  _params: Params,
  of: {
    read(
      context: HttpContext,
      operator: WorkspaceOperator,
      params: z.output<Params>,
    ): Promise<object>;
    target(params: z.output<Params>, operator: WorkspaceOperator): AuditTarget;
    besides?: readonly string[];
  },
): Version {
  return {
    read: (context, operator, params) => of.read(context, operator, params as z.output<Params>),
    target: (params, operator) => of.target(params as z.output<Params>, operator),
    besides: of.besides ?? [],
  };
}

/** A route, as far as it matters here. */
interface Versioned {
  readonly version?: Version;
  readonly method: string | readonly string[];
}

/** Whether an operation takes `If-Match`. */
export function takesIfMatch({ version: declared, method }: Versioned): boolean {
  return declared !== undefined && method !== "GET";
}

/** Whether an operation answers the resource, and so its `ETag`. */
export function answersEtag({ version: declared, method }: Versioned): boolean {
  return declared !== undefined && method !== "DELETE";
}

/** The strong entity tag of an answer. */
export function etagOf({ besides }: Pick<Version, "besides">, answer: object): string {
  const configuration = Object.entries(answer).filter(([name]) => !besides.includes(name));
  const text = JSON.stringify(sorted(Object.fromEntries(configuration)));
  return `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
}

/** The same value, with members in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
