/** The root keys that the database is sealed with: which there are, and how much of each is used. */
import { type KeyCount, listKeyCounts, sealsMax } from "../../../store/encryption-keys.ts";
import type { AccountsContext } from "../context.ts";

export interface EncryptionKey {
  readonly keyId: string;
  /** Whether new values are sealed with it. */
  readonly isPrimary: boolean;
  /** Uses that are left, of 2^32, over all processes. What processes have reserved counts as used. */
  readonly usesLeft: number;
}

/** The keys that the server is configured with, the primary one first. Never what they are made of. */
export async function listEncryptionKeys({
  store,
}: Pick<AccountsContext, "store">): Promise<EncryptionKey[]> {
  const counts = new Map<string, KeyCount>();
  for (const count of await listKeyCounts(store)) counts.set(count.keyId, count);
  return store.keyring.keyIds.map((keyId) => ({
    keyId,
    isPrimary: keyId === store.keyring.primaryKeyId,
    usesLeft: sealsMax - (counts.get(keyId)?.sealsReserved ?? 0),
  }));
}
