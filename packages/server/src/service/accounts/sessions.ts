/** Signed-in browsers of operators. The token is a cookie's value; only its hash is kept. */
import { newHandle, newUnguessable } from "../../lib/id.ts";
import { Secret } from "../../lib/secret.ts";
import { usesSecureCookies } from "../../lib/secure-cookies.ts";
import {
  type CompanySession,
  deleteSession,
  findSession,
  insertSession,
  type OperatorSession,
  type Place,
  touchSession,
} from "../../store/operator-sessions.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import type { AccountsContext } from "./context.ts";
import { recordOfPerson } from "./record-person.ts";

export type { OperatorSession, Place };

/** A session ends when it was not used for twelve hours, and after seven days however used. */
export const sessionIdleSeconds = 43_200;
export const sessionSeconds = 604_800;
/** How often a use is noted. */
const touchSeconds = 60;

/** Name of the cookie. `__Host-` (RFC 6265bis) keeps other hosts of the domain from setting it. */
export function sessionCookieName(context: Pick<AccountsContext, "publicUrl">): string {
  return `${usesSecureCookies(context) ? "__Host-" : ""}grantry-session`;
}

/** Opens a session with a new token: one that the browser brought along is never taken over. */
export async function openSession(
  store: Store,
  operatorId: string,
  place: Place,
  companySession: CompanySession | null = null,
): Promise<Secret> {
  const token = new Secret(newUnguessable());
  await insertSession(store, {
    sessionId: newHandle("session"),
    operatorId,
    token,
    expiresAt: store.clock.nowSeconds() + sessionSeconds,
    companySession,
    ...place,
  });
  return token;
}

/** The session of this token, unless it is over; or undefined. */
export async function currentSession(
  { store, clock }: Pick<AccountsContext, "store" | "clock">,
  token: Secret,
): Promise<OperatorSession | undefined> {
  const session = await findSession(store, token);
  if (session === undefined) return undefined;
  const idle = clock.nowSeconds() - session.lastSeenAt;
  if (idle >= sessionIdleSeconds) return undefined;
  if (idle >= touchSeconds) await touchSession(store, session.sessionId);
  return session;
}

/** Ends the session of this token, where there is one; it is recorded where it had not ended by itself. */
export async function endSession(
  context: Pick<AccountsContext, "store" | "clock">,
  token: Secret,
): Promise<void> {
  await inTransaction(context.store, async (store) => {
    const session = await currentSession({ ...context, store }, token);
    await deleteSession(store, token);
    if (session !== undefined) {
      await recordOfPerson(store, session.operator, { action: "operator.signed_out" });
    }
  });
}
