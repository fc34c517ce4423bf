/** What is still to be ended before a server's keys may be destroyed. */
import type { Store } from "./store.ts";
import { removeTraces } from "./traces.ts";

export interface StillOpen {
  readonly connections: number;
  readonly operations: number;
  /** Grants that their providers have not taken back yet. */
  readonly revocations: number;
}

export async function countOpen({ db }: Store): Promise<StillOpen> {
  const [connections, operations, revocations] = await Promise.all([
    db
      .selectFrom("connections")
      .select((eb) => eb.fn.countAll<number | string>().as("count"))
      .executeTakeFirstOrThrow(),
    db
      .selectFrom("operations")
      .select((eb) => eb.fn.countAll<number | string>().as("count"))
      .where("next_step_at", "is not", null)
      .where("kind", "=", "erase")
      .executeTakeFirstOrThrow(),
    db
      .selectFrom("revocations")
      .select((eb) => eb.fn.countAll<number | string>().as("count"))
      .where("ended_at", "is", null)
      .executeTakeFirstOrThrow(),
  ]);
  return {
    connections: Number(connections.count),
    operations: Number(operations.count),
    revocations: Number(revocations.count),
  };
}

/** Has grants that wait for another try tried at once. */
export async function hurryRevocations({ db, clock }: Store): Promise<void> {
  const now = clock.nowSeconds();
  await db
    .updateTable("revocations")
    .set({ next_try_at: now })
    .where("ended_at", "is", null)
    .where("next_try_at", ">", now)
    .execute();
}

/**
 * Deletes every data key, and on SQLite what is left of them in its files. Whatever is sealed opens nowhere any more but
 * where a backup has them, and a root key.
 */
export async function destroyAllDataKeys(store: Store): Promise<number> {
  const { db, keyring } = store;
  const rows = await db.deleteFrom("data_keys").returning("data_key_id").execute();
  for (const row of rows) keyring.dataKeys.drop(row.data_key_id);
  await removeTraces(store);
  return rows.length;
}
