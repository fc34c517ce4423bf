/**
 * Who calls, and with what power, as one text: what is kept for a caller is given to nobody else, and to
 * no credential of theirs that can do less.
 */
import type { FastifyRequest } from "fastify";
import type { AppOperator, Operator, WorkspaceOperator } from "../../service/accounts/index.ts";
import type { AppUser, Backend } from "../../service/app-users/index.ts";

type Principal = AppUser | Backend | AppOperator | WorkspaceOperator | Operator;

/** The principal of a request that was checked. All tokens of an app's backend that may do the same are one caller. */
export function callerOf({ principal }: Pick<FastifyRequest, "principal">): string {
  const who = principal as Principal;
  if ("serviceTokenId" in who) {
    const limits = [who.scopes, who.connectorIds].map((one) => one?.toSorted() ?? null);
    return JSON.stringify(["backend", who.app.appId, ...limits]);
  }
  if ("userId" in who) {
    const { app, issuer, userId } = who;
    return JSON.stringify(["user", app.appId, issuer?.issuer, issuer?.userIdClaim, userId]);
  }
  const { actor, scopes } = "caller" in who ? who.caller : who;
  const role = "role" in who ? who.role : null;
  return JSON.stringify([actor.kind, actor.id, role, scopes === null ? null : [...scopes].sort()]);
}
