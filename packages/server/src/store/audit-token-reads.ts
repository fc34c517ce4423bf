/** Reads of tokens, in the audit trail: inserted many at once, and linked in the same statement as a rule. */
import { sql } from "kysely";
import { holdChain, keepChain, linked } from "./audit-chain.ts";
import { noteUnlinked } from "./audit-unlinked.ts";
import { inTransaction, type Store } from "./store.ts";

/** A token that was asked for. */
export interface TokenReadRecord {
  /** Epoch seconds. */
  readonly at: number;
  readonly serviceTokenId: string;
  readonly appId: string;
  readonly target: { readonly kind: string; readonly id: string };
  /** `ok`, or the code of the refusal. */
  readonly result: string;
  readonly address: string | null;
  readonly requestId: string | null;
}

/** What waits to be linked for longer stands before reads: as a rule it waits for less than a second. */
const passedSeconds = 60;

/**
 * Records them in this order. Of one workspace, in one transaction that does nothing else. Where older records wait, as
 * those of before there were chains, they wait behind them: a chain is in order of time, by which its oldest go.
 */
export async function insertTokenReads(
  store: Store,
  workspaceId: string,
  reads: readonly TokenReadRecord[],
): Promise<void> {
  await inTransaction(store, async (within) => {
    const end = await holdChain(within, workspaceId);
    const { first, waitsSince } = await takeIds(within, workspaceId, reads.length);
    const isBehind = waitsSince !== null && waitsSince < within.clock.nowSeconds() - passedSeconds;
    const rows = reads.map((read, at) => ({
      audit_record_id: first[at] as number,
      recorded_at: read.at,
      actor_kind: "service_token" as const,
      actor_id: read.serviceTokenId,
      actor_label: "",
      action: "token.read",
      target_kind: read.target.kind,
      target_id: read.target.id,
      details: `{"app":${JSON.stringify(read.appId)}}`,
      result: read.result,
      address: read.address,
      request_id: read.requestId,
    }));
    const { links, ...last } = linked(end, rows);
    const values = rows.map((row, at) => [
      row.audit_record_id,
      row.recorded_at,
      row.actor_id,
      row.target_kind,
      row.target_id,
      row.details,
      row.result,
      row.address,
      row.request_id,
      ...(isBehind ? [null, null] : [links[at]?.number, links[at]?.hash]),
    ]);
    await insert(within, workspaceId, JSON.stringify(values));
    if (isBehind) noteUnlinked(within.database);
    else await keepChain(within, { ...end, ...last });
  });
}

const columns =
  sql.raw(`audit_record_id, recorded_at, actor_id, target_kind, target_id, details, result, address,
  request_id, number, hash`);

async function insert({ db, database }: Store, workspaceId: string, list: string): Promise<void> {
  const isPostgres = database.engine === "postgres";
  const rows = isPostgres
    ? sql`SELECT (v->>0)::bigint, (v->>1)::bigint, v->>2, v->>3, v->>4, v->>5, v->>6, v->>7, v->>8,
        (v->>9)::bigint, v->>10 FROM jsonb_array_elements(${list}::text::jsonb) AS v`
    : sql`SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7,
        value->>8, value->>9, value->>10 FROM json_each(${list})`;
  const given = sql.raw(isPostgres ? "OVERRIDING SYSTEM VALUE" : "");
  await sql`INSERT INTO audit_records
    (workspace_id, actor_kind, actor_label, action, ${columns}) ${given}
    SELECT ${workspaceId}, 'service_token', '', 'token.read', r.*
    FROM (${rows}) AS r`.execute(db);
}

interface Ids {
  readonly first: readonly number[];
  /** When the first was recorded that waits to be linked; null where none does. */
  readonly waitsSince: number | null;
}

/** Ids of records, before they are there: their hashes cover them. */
async function takeIds({ db, database }: Store, workspaceId: string, count: number): Promise<Ids> {
  const waits = sql`(SELECT recorded_at FROM audit_records
    WHERE workspace_id = ${workspaceId} AND number IS NULL ORDER BY audit_record_id LIMIT 1) AS waits_since`;
  if (database.engine === "postgres") {
    const { rows } = await sql<{ id: number; waits_since: number | null }>`SELECT
      nextval(pg_get_serial_sequence('audit_records', 'audit_record_id')) AS id, ${waits}
      FROM generate_series(1, ${count}::bigint)`.execute(db);
    return { first: rows.map(({ id }) => Number(id)), waitsSince: sinceOf(rows[0]?.waits_since) };
  }
  // The transaction is the only one that writes; ids of rows that are gone do not come again.
  const { rows } = await sql<{ last: number | null; waits_since: number | null }>`SELECT max(
      (SELECT coalesce(max(audit_record_id), 0) FROM audit_records),
      coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit_records'), 0)) AS last,
      ${waits}`.execute(db);
  const last = Number(rows[0]?.last ?? 0);
  return {
    first: Array.from({ length: count }, (_, at) => last + 1 + at),
    waitsSince: sinceOf(rows[0]?.waits_since),
  };
}

function sinceOf(found: number | null | undefined): number | null {
  return found === null || found === undefined ? null : Number(found);
}
