/** Tables operator_identities and sign_in_attempts: who signs in by a company's provider, and how far. */
import { hashSecret } from "../crypto/hash.ts";
import { accountColumns, type Person, toAccount } from "./operators.ts";
import type { Store } from "./store.ts";
import type { SignInAttemptRow } from "./tables/accounts.ts";

/** What names a person at a provider: never the email address, which may go to somebody else. */
export interface SignInIdentity {
  readonly workspaceId: string;
  readonly issuer: string;
  readonly subject: string;
}

export async function findOperatorOfIdentity(
  store: Store,
  { workspaceId, issuer, subject }: SignInIdentity,
): Promise<Person | undefined> {
  const row = await store.db
    .selectFrom("operator_identities")
    .innerJoin("operators", "operators.operator_id", "operator_identities.operator_id")
    .select(accountColumns)
    .where("operator_identities.workspace_id", "=", workspaceId)
    .where("operator_identities.issuer", "=", issuer)
    .where("operator_identities.subject", "=", subject)
    .executeTakeFirst();
  return row && toAccount(row);
}

/** Throws the engine's unique violation where the account has another identity there. */
export async function insertIdentity(
  store: Store,
  { workspaceId, issuer, subject }: SignInIdentity,
  operatorId: string,
): Promise<void> {
  await store.db
    .insertInto("operator_identities")
    .values({
      workspace_id: workspaceId,
      issuer,
      subject,
      operator_id: operatorId,
      created_at: store.clock.nowSeconds(),
    })
    .execute();
}

/**
 * The workspaces whose providers sign an account in now: it is a member there, the provider is still
 * declared, and it has proven the domain of the account's address. What no workspace holds is free.
 */
export async function listIdentityWorkspaces(
  store: Store,
  operatorId: string,
  domain: string,
): Promise<string[]> {
  const rows = await store.db
    .selectFrom("operator_identities as identity")
    .innerJoin("sign_in_providers as provider", (join) =>
      join
        .onRef("provider.workspace_id", "=", "identity.workspace_id")
        .onRef("provider.issuer", "=", "identity.issuer"),
    )
    .innerJoin("memberships as member", (join) =>
      join
        .onRef("member.workspace_id", "=", "identity.workspace_id")
        .onRef("member.operator_id", "=", "identity.operator_id"),
    )
    .innerJoin("sign_in_domains as claim", "claim.workspace_id", "identity.workspace_id")
    .select("identity.workspace_id")
    .where("identity.operator_id", "=", operatorId)
    .where("claim.domain", "=", domain)
    .where("claim.proven_by", "is not", null)
    .execute();
  return rows.map((row) => row.workspace_id);
}

/**
 * Nobody is signed in as the account any more by a provider, or by that of one workspace. False where
 * nobody was.
 */
export async function deleteIdentitiesOf(
  store: Store,
  operatorId: string,
  workspaceId?: string,
): Promise<boolean> {
  let query = store.db.deleteFrom("operator_identities").where("operator_id", "=", operatorId);
  if (workspaceId !== undefined) query = query.where("workspace_id", "=", workspaceId);
  return (await query.executeTakeFirstOrThrow()).numDeletedRows > 0n;
}

/** Of a workspace, all identities but those of this issuer; null: all. */
export async function deleteIdentitiesOfOthers(
  store: Store,
  workspaceId: string,
  issuer: string | null,
): Promise<void> {
  let query = store.db.deleteFrom("operator_identities").where("workspace_id", "=", workspaceId);
  if (issuer !== null) query = query.where("issuer", "<>", issuer);
  await query.execute();
}

/** Until the transaction ends, an account's memberships and identities change nowhere else. */
export async function lockOperator(store: Store, operatorId: string): Promise<void> {
  await store.db
    .updateTable("operators")
    .set((eb) => ({ name: eb.ref("name") }))
    .where("operator_id", "=", operatorId)
    .execute();
}

export interface SignInAttempt {
  readonly workspaceId: string;
  readonly issuer: string;
  readonly browserHash: Uint8Array;
  readonly returnTo: string;
  readonly expiresAt: number;
}

export async function insertSignInAttempt(
  store: Store,
  attempt: Omit<SignInAttempt, "browserHash"> & {
    readonly state: string;
    readonly browser: string;
  },
): Promise<void> {
  const row: SignInAttemptRow = {
    state_hash: hashSecret(attempt.state),
    workspace_id: attempt.workspaceId,
    issuer: attempt.issuer,
    browser_hash: hashSecret(attempt.browser),
    return_to: attempt.returnTo,
    expires_at: attempt.expiresAt,
  };
  await store.db.insertInto("sign_in_attempts").values(row).execute();
}

/** Takes the attempt of a state, once; undefined where there is none, or no more. */
export async function takeSignInAttempt(
  store: Store,
  state: string,
): Promise<SignInAttempt | undefined> {
  const row = await store.db
    .deleteFrom("sign_in_attempts")
    .where("state_hash", "=", hashSecret(state))
    .returningAll()
    .executeTakeFirst();
  if (row === undefined || row.expires_at <= store.clock.nowSeconds()) return undefined;
  return {
    workspaceId: row.workspace_id,
    issuer: row.issuer,
    browserHash: row.browser_hash,
    returnTo: row.return_to,
    expiresAt: row.expires_at,
  };
}

export async function deleteSignInAttemptsBefore(store: Store, before: number): Promise<void> {
  await store.db.deleteFrom("sign_in_attempts").where("expires_at", "<=", before).execute();
}
