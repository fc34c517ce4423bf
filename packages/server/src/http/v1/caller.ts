/** Who calls, as one text: what is kept for a caller is given to nobody else. */
import type { FastifyRequest } from "fastify";
import { hashSecret } from "../../crypto/hash.ts";
import type { Caller, Operator, WorkspaceOperator } from "../../service/accounts/index.ts";
import type { AppUser, Backend, PresentedBackend } from "../../service/app-users/index.ts";

type Principal = AppUser | Backend | PresentedBackend | Operator | WorkspaceOperator | Caller;

/** The principal of a request that was checked. All tokens of an app's backend are one caller. */
export function callerOf({ principal }: Pick<FastifyRequest, "principal">): string {
  const who = principal as Principal;
  if ("serviceTokenId" in who) return JSON.stringify(["backend", who.app.appId]);
  // Not checked yet: whoever has the token is the caller.
  if ("serviceToken" in who) {
    return JSON.stringify([
      "token",
      who.appId,
      hashSecret(who.serviceToken.reveal()).toString("hex"),
    ]);
  }
  if ("userId" in who) {
    const { app, issuer, userId } = who;
    return JSON.stringify(["user", app.appId, issuer?.issuer, issuer?.userIdClaim, userId]);
  }
  const { actor } = "caller" in who ? who.caller : who;
  return JSON.stringify([actor.kind, actor.id]);
}
