/** How many values of a workspace each of its data keys seals, counted so far that it stays cheap. */
import { sql } from "kysely";
import { beginningOfSealed } from "../crypto/sealed-value.ts";
import { countedMax, pause } from "./bounded-counts.ts";
import { sealedTables } from "./sealed-tables.ts";
import { bytes, type Store } from "./store.ts";

export interface SealedCounts {
  /** By the key's id; those that none of these keys sealed are under "". */
  readonly counts: ReadonlyMap<string, number>;
  /** Whether a table has more rows of the workspace than were looked at: 10,000. */
  readonly atLeast: boolean;
}

export async function countSealed(
  store: Store,
  workspaceId: string,
  keyIds: readonly string[],
): Promise<SealedCounts> {
  const keyOf = new Map(keyIds.map((id) => [beginningOfSealed(2, id).toString("hex"), id]));
  // Ids of data keys are of one length: the longest tells all apart.
  const length = Math.max(1, ...[...keyOf.keys()].map((hex) => hex.length / 2));
  const counts = new Map<string, number>();
  let atLeast = false;
  for (const { table, columns } of sealedTables.filter((one) => one.isOfWorkspaces)) {
    for (const column of columns) {
      const { rows } = await sql<{ beginning: Uint8Array | null; count: number | string }>`
        SELECT substr(${sql.ref(column)}, 1, ${sql.lit(length)}) AS beginning, count(*) AS count
        FROM (SELECT ${sql.ref(column)} FROM ${sql.table(table)}
          WHERE workspace_id = ${workspaceId} LIMIT ${sql.lit(countedMax + 1)}) AS looked
        GROUP BY 1 ORDER BY 2 DESC`.execute(store.db);
      atLeast ||= rows.reduce((sum, { count }) => sum + Number(count), 0) > countedMax;
      for (const { beginning, count } of rows) {
        if (beginning === null) continue;
        const keyId = keyOf.get(bytes(beginning).toString("hex")) ?? "";
        counts.set(keyId, (counts.get(keyId) ?? 0) + Number(count));
      }
      await pause();
    }
  }
  return { counts, atLeast };
}
