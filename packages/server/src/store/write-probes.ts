/** Table write_probes: one row that is written to see whether the database takes writes. */
import type { Store } from "./store.ts";

const probe = "ready";

/** Commits a write. Rejects with database_unavailable where that does not work. */
export async function writeProbe(store: Store): Promise<void> {
  const written_at = store.clock.nowSeconds();
  await store.db
    .insertInto("write_probes")
    .values({ probe, written_at })
    .onConflict((conflict) => conflict.column("probe").doUpdateSet({ written_at }))
    .execute();
}
