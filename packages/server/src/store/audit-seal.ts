/** The seal on where a chain of the audit trail ends: made with a key that is derived from one of the server's own. */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Selectable } from "kysely";
import type { Keyring } from "../crypto/keyring.ts";
import { isGrantryError } from "../lib/error.ts";
import { takeUp } from "./data-keys.ts";
import type { Store } from "./store.ts";
import type { AuditChainRow } from "./tables/audit.ts";

export type ChainRow = Selectable<AuditChainRow>;
export type Sealed = Omit<ChainRow, "seal">;

/** By keyring and key: deriving costs several times what sealing does. */
const derived = new WeakMap<Keyring, Map<string, Uint8Array>>();

function sealingKey(keyring: Keyring, keyId: string): Uint8Array {
  const ofKeyring = derived.get(keyring) ?? new Map<string, Uint8Array>();
  derived.set(keyring, ofKeyring);
  const key = ofKeyring.get(keyId) ?? keyring.derive(keyId, "audit chain");
  ofKeyring.set(keyId, key);
  return key;
}

export function sealOf(keyring: Keyring, row: Sealed): string {
  const text = JSON.stringify([
    "grantry audit head 1",
    row.chain_id,
    row.last_number,
    row.last_hash,
    row.anchor_number,
    row.anchor_hash,
    row.anchored_at,
    row.broken_number,
    row.key_id,
  ]);
  return createHmac("sha256", sealingKey(keyring, row.key_id)).update(text).digest("base64url");
}

/** `unknown` where the key that it says it was made with is not there: it proves as little as a wrong one. */
export type SealState = "good" | "wrong" | "unknown";

/** Throws key_service_unavailable where its key is there, and cannot be unwrapped now. */
export async function proveSeal(store: Store, row: ChainRow): Promise<SealState> {
  const { keyring } = store;
  if (!keyring.canDerive(row.key_id)) await fetchKey(store, row.key_id);
  if (!keyring.canDerive(row.key_id)) return "unknown";
  const one = Buffer.from(sealOf(keyring, row));
  const other = Buffer.from(row.seal);
  return one.length === other.length && timingSafeEqual(one, other) ? "good" : "wrong";
}

/** Another process may have sealed with a key that is not in memory here yet. */
async function fetchKey(store: Store, keyId: string): Promise<void> {
  const row = await store.db
    .selectFrom("data_keys")
    .selectAll()
    .where("data_key_id", "=", keyId)
    .where("workspace_id", "=", "")
    .executeTakeFirst();
  if (row === undefined) return;
  try {
    await takeUp(store, row);
  } catch (thrown) {
    // One that was put there by somebody who cannot wrap.
    if (!isGrantryError(thrown, "encryption_key_invalid")) throw thrown;
  }
}
