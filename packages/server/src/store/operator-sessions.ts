/** Table operator_sessions: who is signed in, in which browser. */
import { hashSecret } from "../crypto/hash.ts";
import type { Secret } from "../lib/secret.ts";
import { accountColumns, type Person, toAccount } from "./operators.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { operatorSessions } from "./tables/accounts.ts";

export interface OperatorSession {
  readonly sessionId: string;
  readonly operator: Person;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
}

/** By what, in words, and from where somebody signs in; null where that is not known. */
export interface Place {
  readonly client: string | null;
  readonly address: string | null;
}

/** A session at a company's provider, by the name that it gives it (`sid`, OpenID Connect Back-Channel Logout 1.0). */
export interface CompanySession {
  readonly workspaceId: string;
  readonly issuer: string;
  readonly sid: string;
}

function hashOf({ workspaceId, issuer, sid }: CompanySession): Uint8Array {
  return hashSecret(JSON.stringify([workspaceId, issuer, sid]));
}

export async function insertSession(
  store: Store,
  session: {
    sessionId: string;
    operatorId: string;
    token: Secret;
    expiresAt: number;
    companySession: CompanySession | null;
  } & Place,
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
      client: session.client,
      address: session.address,
      company_session_hash: session.companySession && hashOf(session.companySession),
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

const listed = operatorSessions.pick("sessionId", "client", "address", "createdAt", "lastSeenAt");
export type ListedSession = RecordOf<typeof listed>;

/** A person's sessions that are not over, the newest first, at most `max`. */
export async function listSessionsOf(
  store: Store,
  operatorId: string,
  { lastSeenAfter, max }: { readonly lastSeenAfter: number; readonly max: number },
): Promise<ListedSession[]> {
  const rows = await store.db
    .selectFrom("operator_sessions")
    .selectAll()
    .where("operator_id", "=", operatorId)
    .where("expires_at", ">", store.clock.nowSeconds())
    .where("last_seen_at", ">", lastSeenAfter)
    .orderBy("created_at", "desc")
    .orderBy("session_id", "desc")
    .limit(max)
    .execute();
  return rows.map(listed.read);
}

/** Ends a person's session; false where they have none of this id. */
export async function deleteSessionOf(
  store: Store,
  operatorId: string,
  sessionId: string,
): Promise<boolean> {
  const { numDeletedRows } = await store.db
    .deleteFrom("operator_sessions")
    .where("operator_id", "=", operatorId)
    .where("session_id", "=", sessionId)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** Ends all sessions of a person but one; how many there were. */
export async function deleteSessionsBut(
  store: Store,
  operatorId: string,
  sessionId: string,
): Promise<number> {
  const { numDeletedRows } = await store.db
    .deleteFrom("operator_sessions")
    .where("operator_id", "=", operatorId)
    .where("session_id", "<>", sessionId)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Ends what was signed in by a session at a company's provider, of this person alone where one is named. Whose they were. */
export async function deleteCompanySessions(
  { db }: Store,
  companySession: CompanySession,
  operatorId: string | null,
): Promise<string[]> {
  const query = db
    .selectFrom("operator_sessions")
    .select(["session_id", "operator_id"])
    .where("company_session_hash", "=", hashOf(companySession));
  const found = await (operatorId === null
    ? query
    : query.where("operator_id", "=", operatorId)
  ).execute();
  for (const { session_id: id } of found) {
    await db.deleteFrom("device_authorizations").where("session_id", "=", id).execute();
    await db.deleteFrom("operator_sessions").where("session_id", "=", id).execute();
  }
  return found.map(({ operator_id }) => operator_id);
}

/** Ends a person's sessions of which no session at a company's provider is known, up to `until`; how many there were. */
export async function deleteUnnamedSessions(
  { db }: Store,
  operatorId: string,
  until: number,
): Promise<number> {
  const unnamed = db
    .selectFrom("operator_sessions")
    .select("session_id")
    .where("operator_id", "=", operatorId)
    .where("company_session_hash", "is", null)
    .where("created_at", "<=", until);
  await db.deleteFrom("device_authorizations").where("session_id", "in", unnamed).execute();
  const { numDeletedRows } = await db
    .deleteFrom("operator_sessions")
    .where("session_id", "in", unnamed)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
