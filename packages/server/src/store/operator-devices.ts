/** Table operator_devices: browsers from which an account was signed in to before. They open nothing. */
import { hashSecret } from "../crypto/hash.ts";
import type { Secret } from "../lib/secret.ts";
import type { Store } from "./store.ts";

/** Whether the browser with this token is one of the account's. */
export async function isDeviceOf(
  store: Store,
  operatorId: string,
  token: Secret,
): Promise<boolean> {
  const row = await store.db
    .selectFrom("operator_devices")
    .select("operator_id")
    .where("device_hash", "=", hashSecret(token.reveal()))
    .where("operator_id", "=", operatorId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the browser with this token is one of anybody's. */
export async function isDevice(store: Store, token: Secret): Promise<boolean> {
  const row = await store.db
    .selectFrom("operator_devices")
    .select("operator_id")
    .where("device_hash", "=", hashSecret(token.reveal()))
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes a use; false where the browser is not one of the account's. */
export async function touchDevice(
  store: Store,
  operatorId: string,
  token: Secret,
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("operator_devices")
    .set({ last_used_at: store.clock.nowSeconds() })
    .where("device_hash", "=", hashSecret(token.reveal()))
    .where("operator_id", "=", operatorId)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Remembers a browser; of more than `max` those that were not used for longest are forgotten. */
export async function insertDevice(
  store: Store,
  { operatorId, token, max }: { readonly operatorId: string; readonly token: Secret; max: number },
): Promise<void> {
  const now = store.clock.nowSeconds();
  const device_hash = hashSecret(token.reveal());
  await store.db
    .insertInto("operator_devices")
    .values({ device_hash, operator_id: operatorId, created_at: now, last_used_at: now })
    .execute();
  const kept = store.db
    .selectFrom("operator_devices")
    .select("device_hash")
    .where("operator_id", "=", operatorId)
    .orderBy("last_used_at", "desc")
    .orderBy("created_at", "desc")
    .orderBy("device_hash")
    .limit(max);
  await store.db
    .deleteFrom("operator_devices")
    .where("operator_id", "=", operatorId)
    .where("device_hash", "not in", kept)
    .execute();
}

export async function deleteDevicesBefore(store: Store, lastUsedBefore: number): Promise<void> {
  await store.db
    .deleteFrom("operator_devices")
    .where("last_used_at", "<", lastUsedBefore)
    .execute();
}
