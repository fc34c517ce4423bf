/** Table operator_sessions: who is signed in, in which browser. */
import { hashSecret } from "../crypto/hash.ts";
import type { Secret } from "../lib/secret.ts";
import { accountColumns, type Person, toAccount } from "./operators.ts";
import type { Store } from "./store.ts";

export interface OperatorSession {
  readonly sessionId: string;
  readonly operator: Person;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
}

export async function insertSession(
  store: Store,
  session: { sessionId: string; operatorId: string; token: Secret; expiresAt: number },
): Promise<void> {
  const now = store.clock.nowSeconds();
  await store.db
    .insertInto("operator_sessions")
    .values({
      session_id: session.sessionId,
      operator_id: session.operatorId,
      token_hash: hashSecret(session.token.reveal()),
      created_at: now,
      last_seen_at: now,
      expires_at: session.expiresAt,
    })
    .execute();
}

/** The session with this token that is before its absolute end; or undefined. */
export async function findSession(
  store: Store,
  token: Secret,
): Promise<OperatorSession | undefined> {
  const row = await store.db
    .selectFrom("operator_sessions")
    .innerJoin("operators", "operators.operator_id", "operator_sessions.operator_id")
    .select([
      "operator_sessions.session_id",
      "operator_sessions.last_seen_at",
      "operator_sessions.expires_at",
      ...accountColumns,
    ])
    .where("operator_sessions.token_hash", "=", hashSecret(token.reveal()))
    .where("operator_sessions.expires_at", ">", store.clock.nowSeconds())
    .executeTakeFirst();
  return (
    row && {
      sessionId: row.session_id,
      operator: toAccount(row),
      lastSeenAt: row.last_seen_at,
      expiresAt: row.expires_at,
    }
  );
}

export async function touchSession(store: Store, sessionId: string): Promise<void> {
  await store.db
    .updateTable("operator_sessions")
    .set({ last_seen_at: store.clock.nowSeconds() })
    .where("session_id", "=", sessionId)
    .execute();
}

/** Ends the session with this token, where there is one. */
export async function deleteSession(store: Store, token: Secret): Promise<void> {
  await store.db
    .deleteFrom("operator_sessions")
    .where("token_hash", "=", hashSecret(token.reveal()))
    .execute();
}

/** Removes sessions that are over, whichever end came first. */
export async function deleteSessionsBefore(store: Store, lastSeenBefore: number): Promise<void> {
  await store.db
    .deleteFrom("operator_sessions")
    .where((eb) =>
      eb.or([
        eb("expires_at", "<=", store.clock.nowSeconds()),
        eb("last_seen_at", "<=", lastSeenBefore),
      ]),
    )
    .execute();
}
