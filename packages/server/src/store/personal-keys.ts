/** Table personal_keys: API keys that act as the person who made them, stored as hashes. */
import { hashSecret } from "../crypto/hash.ts";
import { beginningOf } from "../lib/id.ts";
import type { Secret } from "../lib/secret.ts";
import { isLive } from "./bearer-secrets.ts";
import { parseList } from "./json-text.ts";
import { accountColumns, type Person, toAccount } from "./operators.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { personalKeys } from "./tables/accounts.ts";

export interface PersonalKey {
  readonly personalKeyId: string;
  readonly operator: Person;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly lastUsedAt: number | null;
}

/** The live personal key with this secret, and whose it is; or undefined. */
export async function findPersonalKey(
  store: Store,
  secret: Secret,
): Promise<PersonalKey | undefined> {
  const row = await store.db
    .selectFrom("personal_keys")
    .innerJoin("operators", "operators.operator_id", "personal_keys.operator_id")
    .select([
      "personal_keys.personal_key_id",
      "personal_keys.name as key_name",
      "personal_keys.scopes",
      "personal_keys.expires_at",
      "personal_keys.revoked_at",
      "personal_keys.last_used_at",
      ...accountColumns,
    ])
    .where("personal_keys.key_hash", "=", hashSecret(secret.reveal()))
    .executeTakeFirst();
  if (row === undefined || !isLive(row, store.clock.nowSeconds())) return undefined;
  return {
    personalKeyId: row.personal_key_id,
    operator: toAccount(row),
    name: row.key_name,
    scopes: parseList(row.scopes),
    lastUsedAt: row.last_used_at,
  };
}

export interface NewPersonalKey {
  readonly personalKeyId: string;
  readonly operatorId: string;
  readonly name: string;
  readonly secret: Secret;
  readonly scopes: readonly string[];
  readonly expiresAt: number | null;
}

/** Resolves with the time at which it was made, as it is stored. */
export async function insertPersonalKey(store: Store, key: NewPersonalKey): Promise<number> {
  const createdAt = store.clock.nowSeconds();
  await store.db
    .insertInto("personal_keys")
    .values({
      personal_key_id: key.personalKeyId,
      operator_id: key.operatorId,
      name: key.name,
      key_hash: hashSecret(key.secret.reveal()),
      scopes: JSON.stringify(key.scopes),
      created_at: createdAt,
      expires_at: key.expiresAt,
      last_used_at: null,
      revoked_at: null,
      prefix: beginningOf(key.secret),
    })
    .execute();
  return createdAt;
}

const listed = personalKeys.pick(
  "keyId",
  "name",
  "scopes",
  "createdAt",
  "expiresAt",
  "lastUsedAt",
  "prefix",
);

export type ListedPersonalKey = RecordOf<typeof listed>;

/** A key in a list, a person's or a workspace's. */
export interface ListedKey extends Omit<RecordOf<typeof listed>, "scopes" | "prefix"> {
  /** Null where only the role limits it. */
  readonly scopes: readonly string[] | null;
}

/** A person's keys that were not revoked, by age. */
export async function listPersonalKeys(
  store: Store,
  operatorId: string,
): Promise<ListedPersonalKey[]> {
  const rows = await store.db
    .selectFrom("personal_keys")
    .selectAll()
    .where("operator_id", "=", operatorId)
    .where("revoked_at", "is", null)
    .orderBy("created_at")
    .orderBy("personal_key_id")
    .execute();
  return rows.map(listed.read);
}

/** Ends a person's key; false where they have none of this id. */
export async function revokePersonalKey(
  store: Store,
  operatorId: string,
  personalKeyId: string,
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("personal_keys")
    .set({ revoked_at: store.clock.nowSeconds() })
    .where("personal_key_id", "=", personalKeyId)
    .where("operator_id", "=", operatorId)
    .where("revoked_at", "is", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Notes that a key was used. */
export async function touchPersonalKey(store: Store, personalKeyId: string): Promise<void> {
  await store.db
    .updateTable("personal_keys")
    .set({ last_used_at: store.clock.nowSeconds() })
    .where("personal_key_id", "=", personalKeyId)
    .execute();
}
