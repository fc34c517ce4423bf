/** Table restores: the backups that this database was restored from, and whether it took over from what they are of. */
import { sql } from "kysely";
import { elementsOf } from "./bounded-counts.ts";
import type { Executor } from "./database.ts";
import type { Store } from "./store.ts";

/** Epoch seconds. */
export interface Restore {
  readonly backupMadeAt: number;
  readonly restoredAt: number;
  /** Null while no provider may be asked. */
  readonly takenOverAt: number | null;
}

/** The last one; undefined where this database was never restored. */
export async function lastRestore({ db }: Pick<Store, "db">): Promise<Restore | undefined> {
  const row = await db
    .selectFrom("restores")
    .selectAll()
    .orderBy("restored_at", "desc")
    .orderBy("restore_id")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    backupMadeAt: row.backup_made_at,
    restoredAt: row.restored_at,
    takenOverAt: row.taken_over_at,
  };
}

/** Whether one of them is not taken over yet. */
export async function isHeldBack({ db }: { readonly db: Executor }): Promise<boolean> {
  const row = await db
    .selectFrom("restores")
    .select("restore_id")
    .where("taken_over_at", "is", null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Connections that one transaction puts in doubt: the server goes on reading meanwhile, and writes in between. */
const pageRows = 1_000;

/**
 * Puts every connection in doubt that a refresh may be tried of: nobody knows whether the other server has used its
 * refresh token since. Where a refresh ends the access token before it (`endsAccessToken`: provider keys), that one is
 * in doubt, too. Leases were those of the other server. May be done again. Returns how many connections that are.
 */
export async function putInDoubt(
  store: Store,
  endsAccessToken: readonly string[],
): Promise<number> {
  let count = 0;
  for (let after = ""; ; ) {
    const rows = await store.db
      .selectFrom("connections")
      .select("connection_id")
      .where("connection_id", ">", after)
      .orderBy("connection_id")
      .limit(pageRows)
      .execute();
    const last = rows.at(-1)?.connection_id;
    if (last === undefined) return count;
    count += await putPageInDoubt(store, { after, last, endsAccessToken });
    after = last;
  }
}

async function putPageInDoubt(
  { clock, database, db }: Store,
  page: {
    readonly after: string;
    readonly last: string;
    readonly endsAccessToken: readonly string[];
  },
): Promise<number> {
  const doubtful = elementsOf(database.engine, page.endsAccessToken);
  const { numAffectedRows } = await sql`UPDATE connections SET
      lease_owner = NULL, lease_until_ms = NULL, lease_number = lease_number + 1,
      outcome_unknown_at = COALESCE(outcome_unknown_at, ${sql.lit(clock.nowSeconds())}),
      access_token_doubtful =
        CASE WHEN provider_key IN (${doubtful}) THEN 1 ELSE access_token_doubtful END,
      next_refresh_at = CASE WHEN expires_at > next_refresh_at THEN expires_at ELSE next_refresh_at END
    WHERE connection_id > ${page.after} AND connection_id <= ${page.last}
      AND status = 'active' AND (refresh_token IS NOT NULL OR lease_owner IS NOT NULL)`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Says that providers may be asked, from the commit on. */
export async function setTakenOver({ clock, db }: Store): Promise<void> {
  await db
    .updateTable("restores")
    .set({ taken_over_at: clock.nowSeconds() })
    .where("taken_over_at", "is", null)
    .execute();
}

/** How many connections of each kind there are since, by what is known of their refresh tokens. */
export interface SinceTakeOver {
  /** Nobody has used their refresh token yet. */
  readonly inDoubt: number;
  /** Their refresh token had been used by the other server: who owns them must connect again. */
  readonly ended: number;
}

export async function countSinceTakeOver(
  { db }: Store,
  takenOverAt: number,
): Promise<SinceTakeOver> {
  const counted = await db
    .selectFrom("connections")
    .select((eb) => [
      eb.fn.countAll<number | string>().filterWhere("status", "=", "active").as("in_doubt"),
      eb.fn.countAll<number | string>().filterWhere("status", "=", "needs_reauth").as("ended"),
    ])
    .where((eb) =>
      eb.or([
        eb.and([eb("status", "=", "active"), eb("outcome_unknown_at", "<=", takenOverAt)]),
        eb.and([
          eb("status", "=", "needs_reauth"),
          eb("reason", "=", "outcome_unknown"),
          eb("status_since", ">=", takenOverAt),
        ]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return { inDoubt: Number(counted.in_doubt), ended: Number(counted.ended) };
}

/** A connection whose refresh token the other server had used. */
export interface EndedConnection {
  readonly workspaceId: string;
  readonly appId: string;
  readonly connectionId: string;
  readonly connectorId: string;
  /** Null of a shared one. */
  readonly userId: string | null;
  /** Epoch seconds. */
  readonly endedAt: number;
}

/** Connections that ended so, by their id. */
export async function listEndedSince(
  { db }: Store,
  takenOverAt: number,
  limit: number,
): Promise<EndedConnection[]> {
  const rows = await db
    .selectFrom("connections")
    .select(["workspace_id", "app_id", "connection_id", "connector_id", "user_id", "status_since"])
    .where("status", "=", "needs_reauth")
    .where("reason", "=", "outcome_unknown")
    .where("status_since", ">=", takenOverAt)
    .orderBy("connection_id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    appId: row.app_id,
    connectionId: row.connection_id,
    connectorId: row.connector_id,
    userId: row.user_id,
    endedAt: row.status_since,
  }));
}
