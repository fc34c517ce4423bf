/**
 * The reads of one token in the audit trail. They have no order of their own in an index: it would be written at another place
 * with every read, which costs more than all else of the record. In place of it each stretch of a chain has one: a read is
 * put among the last few thousand, and whoever looks for those of a token looks once into each stretch.
 */
import { type RawBuilder, type Selectable, sql } from "kysely";
import type { Store } from "./store.ts";
import type { AuditRecordRow } from "./tables/audit.ts";

/** As the planner must see it for the indexes that hold only these. */
export const isRead = sql<boolean>`action = 'token.read'`;

/** As the index has it. */
const stretch = sql<number>`(number / 4096)`;
const newestFirst = sql`recorded_at DESC, audit_record_id DESC`;

interface Asked {
  readonly workspaceId: string;
  readonly targetId: string;
  readonly limit: number;
}

type Row = Selectable<AuditRecordRow>;
type Place = Pick<Row, "recorded_at" | "audit_record_id">;
type Head = Place & { readonly stretch: number };

/** The newest of those that `letThrough` is true of. */
export async function listReadsOf(
  store: Store,
  asked: Asked,
  letThrough: RawBuilder<boolean>,
): Promise<Row[]> {
  const { limit } = asked;
  let found = await listWhere(store, asked, {
    index: "audit_records_unlinked",
    condition: sql`number IS NULL AND ${letThrough}`,
  });
  // A record of the page lies in one of as many stretches as it shows, of those whose newest are the newest.
  const heads = await newestOfEach(store, asked, letThrough);
  for (const head of heads) {
    const last = found[limit - 1];
    if (last !== undefined && byTime(last, head) < 0) break;
    const rows = await listWhere(store, asked, {
      index: "audit_reads_of_target",
      condition: sql`number IS NOT NULL AND ${stretch} = ${head.stretch} AND ${letThrough}`,
    });
    found = [...found, ...rows].sort(byTime).slice(0, limit);
  }
  return found;
}

function byTime(one: Place, other: Place): number {
  return other.recorded_at - one.recorded_at || other.audit_record_id - one.audit_record_id;
}

async function listWhere(
  { db, database }: Store,
  { workspaceId, targetId, limit }: Asked,
  { index, condition }: { readonly index: string; readonly condition: RawBuilder<unknown> },
): Promise<Row[]> {
  const { rows } = await sql<Row>`SELECT * FROM audit_records ${indexed(database, index)}
    WHERE workspace_id = ${workspaceId} AND ${isRead} AND target_id = ${targetId} AND ${condition}
    ORDER BY ${newestFirst} LIMIT ${limit}`.execute(db);
  return rows;
}

/** SQLite has no statistics, and would rather look through all that is in the order of the list. */
function indexed({ engine }: Store["database"], index: string) {
  return sql.raw(engine === "sqlite" ? `INDEXED BY ${index}` : "");
}

/** The newest record of each stretch that has one, and of these the newest. */
async function newestOfEach(
  { db, database }: Store,
  { workspaceId, targetId, limit }: Asked,
  letThrough: RawBuilder<boolean>,
): Promise<Head[]> {
  const number = (which: "min" | "max") => sql`(SELECT ${sql.raw(which)}(number)
    FROM audit_records WHERE workspace_id = ${workspaceId} AND number IS NOT NULL) / 4096`;
  const { rows } = await sql<Head>`WITH RECURSIVE stretches (stretch, first) AS (
      SELECT ${number("max")}, ${number("min")}
      UNION ALL SELECT stretch - 1, first FROM stretches WHERE stretch > first
    ), heads AS (
      SELECT stretch, (SELECT audit_record_id FROM audit_records ${indexed(database, "audit_reads_of_target")}
        WHERE workspace_id = ${workspaceId} AND ${isRead} AND number IS NOT NULL
          AND ${stretch} = stretches.stretch AND target_id = ${targetId} AND ${letThrough}
        ORDER BY ${newestFirst} LIMIT 1) AS id
      FROM stretches
    )
    SELECT h.stretch, r.recorded_at, r.audit_record_id
    FROM heads AS h JOIN audit_records AS r ON r.audit_record_id = h.id
    ORDER BY r.recorded_at DESC, r.audit_record_id DESC LIMIT ${limit}`.execute(db);
  return rows.map((row) => ({
    stretch: Number(row.stretch),
    recorded_at: Number(row.recorded_at),
    audit_record_id: Number(row.audit_record_id),
  }));
}
