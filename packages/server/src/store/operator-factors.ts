/** What an operator signs in with: the password's hash, the sealed TOTP secret, recovery codes. */
import { hashSecret } from "../crypto/hash.ts";
import { Secret } from "../lib/secret.ts";
import { openSealed } from "./data-keys.ts";
import { whileSealing } from "./sealing.ts";
import type { Store } from "./store.ts";

type SecretColumn = "totp_secret" | "totp_pending";

/** Where a secret of an authenticator app stands. */
export function placeOfTotp(operatorId: string, column: SecretColumn) {
  // An operator belongs to no single workspace.
  const workspaces = { workspace: "", workspaceOfFormat1: "operators" };
  return { ...workspaces, table: "operators", row: operatorId, column };
}

export interface Factors {
  readonly passwordHash: string | null;
  /** In force, or null. */
  readonly totp: Secret | null;
  /** Shown and not yet confirmed, or null. */
  readonly pendingTotp: Secret | null;
}

export async function getFactors(store: Store, operatorId: string): Promise<Factors | undefined> {
  const row = await store.db
    .selectFrom("operators")
    .select(["password_hash", "totp_secret", "totp_pending"])
    .where("operator_id", "=", operatorId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const open = async (column: SecretColumn) => {
    const sealed = row[column];
    if (sealed === null) return null;
    return new Secret(await openSealed(store, sealed, placeOfTotp(operatorId, column)));
  };
  return {
    passwordHash: row.password_hash,
    totp: await open("totp_secret"),
    pendingTotp: await open("totp_pending"),
  };
}

export async function setPasswordHash(
  store: Store,
  operatorId: string,
  passwordHash: string,
): Promise<void> {
  await store.db
    .updateTable("operators")
    .set({ password_hash: passwordHash, updated_at: store.clock.nowSeconds() })
    .where("operator_id", "=", operatorId)
    .execute();
}

/** Whoever knew the password signs in no more; the account has none until one is set. */
export async function clearPassword(store: Store, operatorId: string): Promise<void> {
  await store.db
    .updateTable("operators")
    .set({ password_hash: null })
    .where("operator_id", "=", operatorId)
    .execute();
}

/** Remembers a secret that was shown, until it is confirmed. */
export async function setPendingTotp(
  store: Store,
  operatorId: string,
  secret: Secret,
): Promise<void> {
  await whileSealing(store, "", async ({ db, keyring }) => {
    const sealed = keyring.seal(secret.reveal(), placeOfTotp(operatorId, "totp_pending"));
    await db
      .updateTable("operators")
      .set({ totp_pending: sealed })
      .where("operator_id", "=", operatorId)
      .execute();
  });
}

/** Puts a secret in force, its recovery codes with it; `step` has been used. */
export async function setTotp(
  store: Store,
  operatorId: string,
  totp: { readonly secret: Secret; readonly step: number; readonly recoveryCodes: Secret[] },
): Promise<void> {
  await whileSealing(store, "", async (trx) => {
    const { db, keyring } = trx;
    await clearTotp(trx, operatorId);
    const sealed = keyring.seal(totp.secret.reveal(), placeOfTotp(operatorId, "totp_secret"));
    await db
      .updateTable("operators")
      .set({ totp_secret: sealed, totp_last_step: totp.step })
      .where("operator_id", "=", operatorId)
      .execute();
    await insertRecoveryCodes(trx, operatorId, totp.recoveryCodes);
  });
}

async function insertRecoveryCodes(
  store: Store,
  operatorId: string,
  codes: readonly Secret[],
): Promise<void> {
  await store.db
    .insertInto("recovery_codes")
    .values(
      codes.map((code) => ({ operator_id: operatorId, code_hash: hashSecret(code.reveal()) })),
    )
    .execute();
}

/** New recovery codes in the place of those that are left. */
export async function replaceRecoveryCodes(
  store: Store,
  operatorId: string,
  codes: readonly Secret[],
): Promise<void> {
  await store.db.deleteFrom("recovery_codes").where("operator_id", "=", operatorId).execute();
  await insertRecoveryCodes(store, operatorId, codes);
}

/** How many recovery codes are left. */
export async function countRecoveryCodes(store: Store, operatorId: string): Promise<number> {
  const rows = await store.db
    .selectFrom("recovery_codes")
    .select("code_hash")
    .where("operator_id", "=", operatorId)
    .execute();
  return rows.length;
}

export async function clearTotp(store: Store, operatorId: string): Promise<void> {
  await store.db
    .updateTable("operators")
    .set({ totp_secret: null, totp_pending: null, totp_last_step: null })
    .where("operator_id", "=", operatorId)
    .execute();
  await store.db.deleteFrom("recovery_codes").where("operator_id", "=", operatorId).execute();
}

/** Uses up a step: no code of it, or of one before, is taken again. False where it was used. */
export async function takeStep(store: Store, operatorId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("operators")
    .set({ totp_last_step: step })
    .where("operator_id", "=", operatorId)
    .where((eb) => eb.or([eb("totp_last_step", "is", null), eb("totp_last_step", "<", step)]))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Uses up a recovery code; false where there is none like it. */
export async function takeRecoveryCode(
  store: Store,
  operatorId: string,
  code: Secret,
): Promise<boolean> {
  const { numDeletedRows } = await store.db
    .deleteFrom("recovery_codes")
    .where("operator_id", "=", operatorId)
    .where("code_hash", "=", hashSecret(code.reveal()))
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}
