/** Reads of tokens, in the audit trail: inserted many at once, and linked in the same statement as a rule. */
import { CompiledQuery } from "kysely";
import { holdChain, keepChain, type Link, linked } from "./audit-chain.ts";
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
    const records = reads.map((read, at) => recordOf(read, first[at] as number));
    const { links, ...last } = linked(end, records);
    const rows = records.map((record, at) => {
      const { number, hash } = isBehind ? unlinked : (links[at] as Link);
      return valuesOf(record, number, hash);
    });
    if (within.database.engine === "postgres") await insertAsList(within, workspaceId, rows);
    else await insertInParts(within, workspaceId, rows);
    if (isBehind) noteUnlinked(within.database);
    else await keepChain(within, { ...end, ...last });
  });
}

const unlinked = { number: null, hash: null } as const;

function recordOf(read: TokenReadRecord, id: number) {
  return {
    audit_record_id: id,
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
  };
}

/** In the order of `columns`. */
type Values = readonly (string | number | null)[];

function valuesOf(
  record: ReturnType<typeof recordOf>,
  number: number | null,
  hash: string | null,
): Values {
  return [
    record.audit_record_id,
    record.recorded_at,
    record.actor_id,
    record.target_kind,
    record.target_id,
    record.details,
    record.result,
    record.address,
    record.request_id,
    number,
    hash,
  ];
}

/** Every statement here is a text that stays the same: a builder would make it anew each time, for more than it does. */
const into = `INSERT INTO audit_records (workspace_id, actor_kind, actor_label, action, audit_record_id, recorded_at,
  actor_id, target_kind, target_id, details, result, address, request_id, number, hash)`;

const listText = `${into} OVERRIDING SYSTEM VALUE
  SELECT $1, 'service_token', '', 'token.read', r.*
  FROM (SELECT (v->>0)::bigint, (v->>1)::bigint, v->>2, v->>3, v->>4, v->>5, v->>6, v->>7, v->>8,
    (v->>9)::bigint, v->>10 FROM jsonb_array_elements($2::text::jsonb) AS v) AS r`;

async function insertAsList({ db }: Store, workspaceId: string, rows: readonly Values[]) {
  await db.executeQuery(CompiledQuery.raw(listText, [workspaceId, JSON.stringify(rows)]));
}

/** How many rows a statement of SQLite brings: as values they cost a quarter less than as a list that it has to read. */
const parts = [64, 16, 4, 1].map((count) => {
  const columns = Array.from({ length: 11 }, () => "?").join(", ");
  const row = `(?1, 'service_token', '', 'token.read', ${columns})`;
  return { count, text: `${into} VALUES ${Array.from({ length: count }, () => row).join(", ")}` };
});

async function insertInParts({ db }: Store, workspaceId: string, rows: readonly Values[]) {
  let at = 0;
  for (const { count, text } of parts) {
    for (; at + count <= rows.length; at += count) {
      const values = rows.slice(at, at + count).flat();
      await db.executeQuery(CompiledQuery.raw(text, [workspaceId, ...values]));
    }
  }
}

interface Ids {
  readonly first: readonly number[];
  /** When the first was recorded that waits to be linked; null where none does. */
  readonly waitsSince: number | null;
}

const waitsText = (workspace: string) => `(SELECT recorded_at FROM audit_records
  WHERE workspace_id = ${workspace} AND number IS NULL ORDER BY audit_record_id LIMIT 1) AS waits_since`;
const idsText = {
  postgres: `SELECT nextval(pg_get_serial_sequence('audit_records', 'audit_record_id')) AS id,
    ${waitsText("$1")} FROM generate_series(1, $2::bigint)`,
  // The transaction is the only one that writes; ids of rows that are gone do not come again.
  sqlite: `SELECT max((SELECT coalesce(max(audit_record_id), 0) FROM audit_records),
    coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit_records'), 0)) AS id, ${waitsText("?")}`,
} as const;

/** Ids of records, before they are there: their hashes cover them. */
async function takeIds({ db, database }: Store, workspaceId: string, count: number): Promise<Ids> {
  const isPostgres = database.engine === "postgres";
  const { rows } = await db.executeQuery<{ id: number; waits_since: number | null }>(
    CompiledQuery.raw(idsText[database.engine], [workspaceId, ...(isPostgres ? [count] : [])]),
  );
  const [one] = rows;
  const since = one?.waits_since ?? null;
  return {
    first: isPostgres
      ? rows.map(({ id }) => Number(id))
      : Array.from({ length: count }, (_, at) => Number(one?.id) + 1 + at),
    waitsSince: since === null ? null : Number(since),
  };
}
