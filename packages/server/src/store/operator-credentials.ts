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

/** How many of each were ended. */
export interface EndedSignIns {
  readonly browsers: number;
  readonly commandLines: number;
  readonly personalKeys: number;
}

/**
 * Ends what is signed in as the account: browsers, personal keys, command lines and those that wait; what is newer than
 * `until` stays, where that is given. What it signs in with stays. Call it with the account locked.
 */
export async function endSignIns(
  store: Store,
  operatorId: string,
  until: number = Number.MAX_SAFE_INTEGER,
): Promise<EndedSignIns> {
  const { db } = store;
  await advanceEpoch(store, operatorId);
  const sessions = db
    .selectFrom("operator_sessions")
    .select("session_id")
    .where("operator_id", "=", operatorId)
    .where("created_at", "<=", until);
  await db
    .deleteFrom("device_authorizations")
    .where((eb) =>
      eb.or([
        eb.and([eb("operator_id", "=", operatorId), eb("created_at", "<=", until)]),
        eb("session_id", "in", sessions),
      ]),
    )
    .execute();
  const { numDeletedRows } = await db
    .deleteFrom("operator_sessions")
    .where("operator_id", "=", operatorId)
    .where("created_at", "<=", until)
    .executeTakeFirstOrThrow();
  return {
    browsers: Number(numDeletedRows),
    commandLines: await revokeOf(store, "cli_grants", { operatorId, until }),
    personalKeys: await revokeOf(store, "personal_keys", { operatorId, until }),
  };
}

async function revokeOf(
  { db, clock }: Store,
  table: "cli_grants" | "personal_keys",
  { operatorId, until }: { readonly operatorId: string; readonly until: number },
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable(table)
    .set({ revoked_at: clock.nowSeconds() })
    .where("operator_id", "=", operatorId)
    .where("created_at", "<=", until)
    .where("revoked_at", "is", null)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/**
 * Ends all that acts as the account: what is signed in as it, what browsers are known by, passkeys, reset links for it and by
 * it. Password, second factor and memberships stay. Call it with the account locked.
 */
export async function endCredentials(store: Store, operatorId: string): Promise<EndedSignIns> {
  const { db, clock } = store;
  const ended = await endSignIns(store, operatorId);
  await db.deleteFrom("operator_devices").where("operator_id", "=", operatorId).execute();
  await db.deleteFrom("passkeys").where("operator_id", "=", operatorId).execute();
  await db
    .updateTable("entry_links")
    .set({ used_at: clock.nowSeconds() })
    .where((eb) => eb.or([eb("operator_id", "=", operatorId), eb("made_by", "=", operatorId)]))
    .where("used_at", "is", null)
    .execute();
  return ended;
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
