/** Tables passkeys and passkey_challenges: public keys by which operators sign in, and what browsers are to sign. */
import { hashSecret } from "../crypto/hash.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { type PasskeyChallengeRow, passkeys } from "./tables/accounts.ts";

const passkey = passkeys.pick(
  "passkeyId",
  "operatorId",
  "name",
  "credentialId",
  "publicKey",
  "signCount",
  "transports",
  "createdAt",
  "lastUsedAt",
);
export type Passkey = RecordOf<typeof passkey>;

/** A person's passkeys, the newest first. */
export async function listPasskeysOf(store: Store, operatorId: string): Promise<Passkey[]> {
  const rows = await store.db
    .selectFrom("passkeys")
    .selectAll()
    .where("operator_id", "=", operatorId)
    .orderBy("created_at", "desc")
    .orderBy("passkey_id", "desc")
    .execute();
  return rows.map(passkey.read);
}

export async function findPasskeyByCredential(
  store: Store,
  credentialId: Uint8Array,
): Promise<Passkey | undefined> {
  const row = await store.db
    .selectFrom("passkeys")
    .selectAll()
    .where("credential_id", "=", credentialId)
    .executeTakeFirst();
  return row && passkey.read(row);
}

/** Throws the engine's unique violation where the credential is somebody's already. */
export async function insertPasskey(
  store: Store,
  made: Omit<Passkey, "createdAt" | "lastUsedAt">,
): Promise<Passkey> {
  const createdAt = store.clock.nowSeconds();
  await store.db
    .insertInto("passkeys")
    .values({
      passkey_id: made.passkeyId,
      operator_id: made.operatorId,
      name: made.name,
      credential_id: made.credentialId,
      public_key: made.publicKey,
      sign_count: made.signCount,
      transports: JSON.stringify(made.transports),
      created_at: createdAt,
      last_used_at: null,
    })
    .execute();
  return { ...made, createdAt, lastUsedAt: null };
}

/**
 * Notes a use. False where the passkey is gone, or where its count has not gone up since it was read: of two
 * answers with one count, one comes from a copy. A count that stays 0 says nothing.
 */
export async function usePasskey(
  store: Store,
  passkeyId: string,
  signCount: number,
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("passkeys")
    .set({ sign_count: signCount, last_used_at: store.clock.nowSeconds() })
    .where("passkey_id", "=", passkeyId)
    .where((eb) => (signCount === 0 ? eb("sign_count", "=", 0) : eb("sign_count", "<", signCount)))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** False where the person has none of this id. */
export async function renamePasskeyOf(
  store: Store,
  operatorId: string,
  { passkeyId, name }: Pick<Passkey, "passkeyId" | "name">,
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("passkeys")
    .set({ name })
    .where("operator_id", "=", operatorId)
    .where("passkey_id", "=", passkeyId)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** The passkey that was taken away; undefined where the person has none of this id. */
export async function deletePasskeyOf(
  store: Store,
  operatorId: string,
  passkeyId: string,
): Promise<Passkey | undefined> {
  const row = await store.db
    .deleteFrom("passkeys")
    .where("operator_id", "=", operatorId)
    .where("passkey_id", "=", passkeyId)
    .returningAll()
    .executeTakeFirst();
  return row && passkey.read(row);
}

/** What a browser is asked to sign. `boundTo`: what that browser alone has besides. */
export interface Challenge {
  readonly challenge: string;
  readonly purpose: PasskeyChallengeRow["purpose"];
  readonly boundTo: string;
}

export async function insertChallenge(
  store: Store,
  { challenge, purpose, boundTo }: Challenge,
  expiresAt: number,
): Promise<void> {
  await store.db
    .insertInto("passkey_challenges")
    .values({
      challenge_hash: hashSecret(challenge),
      purpose,
      bound_hash: hashSecret(boundTo),
      expires_at: expiresAt,
    })
    .execute();
}

/** Uses a challenge up, whoever brings it; true where it was of this purpose and browser, and not over. */
export async function takeChallenge(
  store: Store,
  { challenge, purpose, boundTo }: Challenge,
): Promise<boolean> {
  const row = await store.db
    .deleteFrom("passkey_challenges")
    .where("challenge_hash", "=", hashSecret(challenge))
    .returningAll()
    .executeTakeFirst();
  if (row === undefined || row.expires_at <= store.clock.nowSeconds()) return false;
  return row.purpose === purpose && hashSecret(boundTo).equals(row.bound_hash);
}

export async function deleteChallengesBefore(store: Store, before: number): Promise<void> {
  await store.db.deleteFrom("passkey_challenges").where("expires_at", "<=", before).execute();
}
