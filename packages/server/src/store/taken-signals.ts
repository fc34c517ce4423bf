/** Table taken_signals: what identity providers have told, so that no message counts twice. */
import { sql } from "kysely";
import { hashSecret } from "../crypto/hash.ts";
import type { Store } from "./store.ts";

export interface Message {
  /** The stream; of logouts, the workspace. */
  readonly source: string;
  readonly workspaceId: string;
  readonly jti: string;
}

/** Notes that a message is taken; false where it was before. Call it in the transaction of what it does. */
export async function takeMessage(
  store: Store,
  { source, workspaceId, jti }: Message,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await store.db
    .insertInto("taken_signals")
    .values({
      source,
      jti_hash: hashSecret(jti),
      workspace_id: workspaceId,
      taken_at: store.clock.nowSeconds(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Whether so many messages of a source are remembered. Looks at no more than those. */
export async function hasTaken(store: Store, source: string, max: number): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM taken_signals WHERE source = ${source}
    LIMIT 1 OFFSET ${sql.lit(max - 1)}`.execute(store.db);
  return rows.length > 0;
}

export async function deleteTakenBefore(store: Store, before: number): Promise<void> {
  await store.db.deleteFrom("taken_signals").where("taken_at", "<", before).execute();
}
