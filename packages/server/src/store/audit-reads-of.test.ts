/** Reads of one token are found newest first, wherever in the chain they stand, and without looking through the others. */
import { createMigratedDatabase, engines } from "@grantry/testing/databases";
import { hearStatements } from "@grantry/testing/statements";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type AuditFilters, type AuditPosition, listAuditRecords } from "./audit-records.ts";
import { type Database, openDatabase } from "./database.ts";
import type { Store } from "./store.ts";

const workspaceId = "ws_reads";
const any: AuditFilters = {
  actorId: null,
  action: null,
  targetId: null,
  from: null,
  to: null,
  tokenReads: "only",
};

describe.each(engines)("on %s", (engine) => {
  let database: Database;
  let store: Store;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    const made = await createMigratedDatabase(engine, () => inject("postgresUrl"));
    database = openDatabase(made.url);
    drop = made.drop;
    // What is listed asks for neither.
    store = { database, db: database.db } as Store;
    // Over four stretches of a chain, in no order of their times, and the newest of all not linked yet.
    await sql`INSERT INTO audit_records (workspace_id, recorded_at, actor_kind, actor_id, actor_label, action,
        target_kind, target_id, details, number, hash)
      WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 14000)
      SELECT CASE WHEN n % 50 = 0 THEN 'ws_other' ELSE ${workspaceId} END, 1000 + n / 8 + (n * 31) % 3000,
        'service_token', 'stk_' || (n % 3), '', CASE WHEN n % 7 = 0 THEN 'connector.changed' ELSE 'token.read' END,
        'connection', CASE WHEN n % 997 = 5 THEN 'conn_rare' WHEN n % 2 = 0 THEN 'conn_often' ELSE 'conn_' || (n % 90) END,
        '{}', CASE WHEN n < 13900 THEN n END, CASE WHEN n < 13900 THEN 'h' END
      FROM counted`.execute(database.db);
  });
  afterAll(async () => {
    await database?.close();
    await drop?.();
  });

  const page = async (filters: AuditFilters, after: AuditPosition | null, limit: number) =>
    await listAuditRecords(store, workspaceId, { filters, after, limit });

  async function pages(filters: AuditFilters, limit: number): Promise<number[]> {
    const found: number[] = [];
    for (let after: AuditPosition | null = null; ; ) {
      const some = await page(filters, after, limit);
      found.push(...some.map(({ auditRecordId }) => auditRecordId));
      after = some.at(-1) ?? null;
      if (some.length < limit) return found;
    }
  }

  test.each<[string, Partial<AuditFilters>, number]>([
    ["few", { targetId: "conn_rare" }, 3],
    ["most", { targetId: "conn_often" }, 150],
    ["some", { targetId: "conn_7" }, 20],
    ["none", { targetId: "conn_none" }, 20],
    ["those by one token", { targetId: "conn_often", actorId: "stk_1" }, 190],
    ["those of some time", { targetId: "conn_often", from: 2_000, to: 2_500 }, 90],
    ["those named by what was done", { targetId: "conn_7", action: "token.read" }, 50],
    ["with what else was done", { targetId: "conn_7", tokenReads: "with" }, 20],
  ])("%s", async (_what, asked, limit) => {
    const filters = { ...any, ...asked };
    const all = await pages({ ...filters, targetId: null }, 5_000);
    const rows = await database.db
      .selectFrom("audit_records")
      .select("audit_record_id")
      .where("target_id", "=", String(filters.targetId))
      .execute();
    const ids = new Set(rows.map((row) => Number(row.audit_record_id)));
    expect(await pages(filters, limit)).toEqual(all.filter((id) => ids.has(id)));
  });

  test.skipIf(engine === "postgres")(
    "every statement has an index that names the token",
    async () => {
      const heard = hearStatements();
      try {
        await page({ ...any, targetId: "conn_often", actorId: "stk_1", from: 1_000 }, null, 2_000);
      } finally {
        heard.stop();
      }
      const texts = heard.texts.filter((text) => text.includes("token.read"));
      expect(texts.length).toBeGreaterThan(2);
      for (const text of texts) {
        const { rows } = await sql
          .raw<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
          .execute(database.db);
        const steps = rows.map(({ detail }) => detail).join("; ");
        expect(steps).toMatch(
          /audit_reads_of_target \(workspace_id=\? AND <expr>=\? AND target_id=\?|audit_records_unlinked/,
        );
        expect(steps).not.toMatch(/SCAN audit_records/);
      }
    },
  );
});
