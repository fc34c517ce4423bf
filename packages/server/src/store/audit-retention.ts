/** What a workspace keeps of its audit trail: older records go from the beginning, and the chain then begins after them. */
import { holdChain, inChain, keepChain } from "./audit-chain.ts";
import { sinkPatienceSeconds, takenByAll } from "./audit-waiting.ts";
import { inTransaction, type Store } from "./store.ts";

export interface Kept {
  readonly workspaceId: string;
  /** Null: for ever. */
  readonly days: number | null;
  /** Null: all. */
  readonly records: number | null;
}

/** The workspaces that keep no more than so much. */
export async function listKept(store: Store): Promise<Kept[]> {
  const rows = await store.db
    .selectFrom("workspaces")
    .select(["workspace_id", "audit_days", "audit_records_max"])
    .where((eb) =>
      eb.or([eb("audit_days", "is not", null), eb("audit_records_max", "is not", null)]),
    )
    .execute();
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    days: row.audit_days,
    records: row.audit_records_max,
  }));
}

const daySeconds = 86_400;

/**
 * Removes the oldest records that are not to be kept, at most `max`, and seals the number and hash of the last of them as
 * where the chain begins. Returns how many those were. Never the last record of all, and what a sink has not taken yet only
 * when it was to go, or was recorded, three days ago.
 */
export async function removeOldest(
  store: Store,
  { workspaceId, days, records }: Kept,
  max: number,
): Promise<number> {
  return await inTransaction(store, async (within) => {
    const end = await holdChain(within, workspaceId);
    const first = end.anchor_number + 1;
    const now = within.clock.nowSeconds();
    const before = days === null ? null : now - days * daySeconds;
    const taken = await takenByAll(within, workspaceId);
    const tooMany = records === null ? 0 : Math.max(0, end.last_number - records);
    const oldest = await within.db
      .selectFrom("audit_records")
      .select(["number", "recorded_at", "hash"])
      .where(inChain(workspaceId))
      .where("number", ">=", first)
      .where("number", "<", end.last_number)
      .orderBy("number")
      .limit(max)
      .execute();
    // In the order of the chain: one that is younger than those after it keeps them.
    let gone = 0;
    for (const row of oldest) {
      // What is not whole stays for whoever looks into it.
      if (row.number !== first + gone || row.hash === null) break;
      const isAwaited = taken !== null && row.number > taken;
      const patience = isAwaited ? sinkPatienceSeconds : 0;
      const isOld = before !== null && row.recorded_at < before - patience;
      const isTooMany = row.number <= tooMany && (!isAwaited || row.recorded_at < now - patience);
      if (!isOld && !isTooMany) break;
      gone += 1;
    }
    const last = oldest[gone - 1];
    if (last === undefined || last.hash === null) return 0;
    await within.db
      .deleteFrom("audit_records")
      .where(inChain(workspaceId))
      .where("number", "<=", first + gone - 1)
      .execute();
    await keepChain(within, {
      ...end,
      anchor_number: first + gone - 1,
      anchor_hash: last.hash,
      anchored_at: within.clock.nowSeconds(),
    });
    return gone;
  });
}
