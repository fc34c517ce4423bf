/**
 * Table key_holders: processes that serve, and which keys each knows. A new key is used once all of them know it, so
 * that none meets a value it cannot open.
 */
import type { Store } from "./store.ts";

/** A process that has said nothing for so long serves no more; it reads its keys anew where it does. */
export const holderSeconds = 60;

/** Says that this process serves, and which keys it knows. */
export async function noteHolder(store: Store, processId: string): Promise<void> {
  const { rootKeys, dataKeys } = store.keyring;
  const staged = dataKeys.all().filter(({ state }) => state === "staged");
  const values = {
    root_keys: JSON.stringify(rootKeys.map(({ id }) => id)),
    staged_keys: JSON.stringify(staged.map(({ keyId }) => keyId)),
    seen_at: store.clock.nowSeconds(),
  };
  await store.db
    .insertInto("key_holders")
    .values({ process_id: processId, ...values })
    .onConflict((conflict) => conflict.column("process_id").doUpdateSet(values))
    .execute();
}

/** Says that it serves no more. */
export async function dropHolder({ db }: Store, processId: string): Promise<void> {
  await db.deleteFrom("key_holders").where("process_id", "=", processId).execute();
}

/** Forgets those that ended without a word. */
export async function forgetHolders({ db, clock }: Store): Promise<void> {
  const before = clock.nowSeconds() - 24 * holderSeconds;
  await db.deleteFrom("key_holders").where("seen_at", "<", before).execute();
}

export interface Holder {
  readonly processId: string;
  readonly rootKeys: readonly string[];
  readonly stagedKeys: readonly string[];
  readonly seenAt: number;
}

/** All that serve. */
export async function listHolders({ db, clock }: Pick<Store, "db" | "clock">): Promise<Holder[]> {
  const rows = await db
    .selectFrom("key_holders")
    .selectAll()
    .where("seen_at", ">=", clock.nowSeconds() - holderSeconds)
    .orderBy("process_id")
    .execute();
  return rows.map((row) => ({
    processId: row.process_id,
    rootKeys: JSON.parse(row.root_keys) as string[],
    stagedKeys: JSON.parse(row.staged_keys) as string[],
    seenAt: row.seen_at,
  }));
}

export async function everyHolderHasRoot(store: Store, keyId: string): Promise<boolean> {
  return (await listHolders(store)).every(({ rootKeys }) => rootKeys.includes(keyId));
}

export async function everyHolderHasStaged(store: Store, keyId: string): Promise<boolean> {
  return (await listHolders(store)).every(({ stagedKeys }) => stagedKeys.includes(keyId));
}
