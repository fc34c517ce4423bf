/** What an account is used with, over all tables: ended together, and changed nowhere meanwhile. */
import type { Person } from "./operators.ts";
import type { Store } from "./store.ts";

/**
 * Locks the account until the transaction ends. False where what it is signed in with has changed since
 * `account` was read: then nothing may come of a password, session or key that was checked before.
 */
export async function lockUnchanged(store: Store, account: Person): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("operators")
    .set((eb) => ({ name: eb.ref("name") }))
    .where("operator_id", "=", account.operatorId)
    .where("credentials_epoch", "=", account.credentialsEpoch)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Whatever was checked for the account before counts no more (see `lockUnchanged`). */
export async function advanceEpoch(store: Store, operatorId: string): Promise<void> {
  await store.db
    .updateTable("operators")
    .set((eb) => ({ credentials_epoch: eb("credentials_epoch", "+", 1), totp_pending: null }))
    .where("operator_id", "=", operatorId)
    .execute();
}

/**
 * Ends all that acts as the account: browsers and what they are known by, passkeys, personal keys, command lines and those that
 * wait, reset links for it and by it. Password, second factor and memberships stay. Call it with the account locked.
 */
export async function endCredentials(store: Store, operatorId: string): Promise<void> {
  const { db, clock } = store;
  const now = clock.nowSeconds();
  await advanceEpoch(store, operatorId);
  const sessions = db
    .selectFrom("operator_sessions")
    .select("session_id")
    .where("operator_id", "=", operatorId);
  await db
    .deleteFrom("device_authorizations")
    .where((eb) => eb.or([eb("operator_id", "=", operatorId), eb("session_id", "in", sessions)]))
    .execute();
  await db.deleteFrom("operator_sessions").where("operator_id", "=", operatorId).execute();
  await db.deleteFrom("operator_devices").where("operator_id", "=", operatorId).execute();
  await db.deleteFrom("passkeys").where("operator_id", "=", operatorId).execute();
  for (const table of ["personal_keys", "cli_grants"] as const) {
    await db
      .updateTable(table)
      .set({ revoked_at: now })
      .where("operator_id", "=", operatorId)
      .where("revoked_at", "is", null)
      .execute();
  }
  await db
    .updateTable("entry_links")
    .set({ used_at: now })
    .where((eb) => eb.or([eb("operator_id", "=", operatorId), eb("made_by", "=", operatorId)]))
    .where("used_at", "is", null)
    .execute();
}

/** Notes since when the address is known to be the person's; null takes it back. */
export async function setProvenAt(
  store: Store,
  operatorId: string,
  provenAt: number | null,
): Promise<void> {
  await store.db
    .updateTable("operators")
    .set({ proven_at: provenAt })
    .where("operator_id", "=", operatorId)
    .execute();
}

/** Gives the account another address, at which nobody is: its own is free again. */
export async function giveUpAddress(store: Store, operatorId: string): Promise<void> {
  await store.db
    .updateTable("operators")
    .set({ email: `${operatorId.toLowerCase()}@released.invalid` })
    .where("operator_id", "=", operatorId)
    .execute();
}
