/** Keeps what a process holds of table data_keys as it is there. */
import { proveDataKey, takeUp } from "./data-keys.ts";
import type { Store } from "./store.ts";
import type { DataKeyRow } from "./tables/server.ts";

/** Rows that are looked at in one go. */
const portion = 1_000;
/** Clocks of processes differ, and a change is committed after its time was taken. */
const overlapSeconds = 60;
/** Keys that are unwrapped at once. */
const concurrentMax = 8;

/** Called with what could not be unwrapped; the rest goes on. */
export type KeyFailed = (keyId: string, thrown: unknown) => void;

/** Takes up what is new or changed since a moment (epoch seconds). Resolves with the moment to go on from. */
export async function takeUpChanged(
  store: Store,
  since: number,
  failed: KeyFailed,
): Promise<number> {
  const now = store.clock.nowSeconds();
  await eachDataKey(store, since - overlapSeconds, (row) =>
    takeUp(store, row).catch((thrown: unknown) => failed(row.data_key_id, thrown)),
  );
  return now;
}

/**
 * Unwraps keys anew that were unwrapped long ago: a tenth of the time for which they serve. One that is gone is
 * dropped. One that cannot be unwrapped, since its key service is away or refuses, serves until that time is over;
 * what is under way then may still seal with it.
 */
export async function proveDataKeys(
  store: Store,
  { servesMs }: { readonly servesMs: number },
  failed: KeyFailed,
): Promise<void> {
  const { clock, keyring } = store;
  const age = (key: { readonly provenAtMs: number }) => clock.steadyMs() - key.provenAtMs;
  const due = new Map(
    keyring.dataKeys
      .all()
      .filter((key) => age(key) > servesMs / 10)
      .map((key) => [key.keyId, key]),
  );
  if (due.size === 0) return;
  await eachDataKey(store, 0, async (row) => {
    const key = due.get(row.data_key_id);
    if (key === undefined) return;
    due.delete(row.data_key_id);
    await proveDataKey(store, row).catch((thrown: unknown) => {
      failed(key.keyId, thrown);
      key.serves = age(key) <= servesMs;
    });
  });
  for (const keyId of due.keys()) keyring.dataKeys.drop(keyId);
}

async function eachDataKey(
  store: Store,
  changedSince: number,
  work: (row: DataKeyRow) => Promise<unknown>,
): Promise<void> {
  for (let after = ""; ; ) {
    const rows = await store.db
      .selectFrom("data_keys")
      .selectAll()
      .where("changed_at", ">=", changedSince)
      .where("data_key_id", ">", after)
      .orderBy("data_key_id")
      .limit(portion)
      .execute();
    for (let at = 0; at < rows.length; at += concurrentMax) {
      await Promise.all(rows.slice(at, at + concurrentMax).map(work));
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < portion) return;
    after = last.data_key_id;
  }
}
