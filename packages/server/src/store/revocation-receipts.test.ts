/** Each list of receipts is answered by an index made for it, on SQLite, too: no other receipt is looked at. */
import { createMigratedDatabase } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { CompiledQuery } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { type ReceiptPage, receiptsOfPage } from "./revocation-receipts.ts";

let database: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const made = await createMigratedDatabase("sqlite", () => "");
  database = openDatabase(made.url);
  drop = made.drop;
});
afterAll(async () => {
  await database?.close();
  await drop?.();
});

const page = { workspaceId: "ws_x", connectionId: null, status: null, before: 9, limit: 3 };

async function planOf(named: Partial<ReceiptPage>): Promise<string> {
  const store = { db: database.db, clock: createFakeClock() };
  const { sql, parameters } = receiptsOfPage(store, { ...page, ...named }).compile();
  const explained = CompiledQuery.raw(`EXPLAIN QUERY PLAN ${sql}`, [...parameters]);
  const { rows } = await database.db.executeQuery<{ detail: string }>(explained);
  return rows.map(({ detail }) => detail).join("; ");
}

test.each<[Partial<ReceiptPage>, string]>([
  [{}, "of_workspace"],
  [{ before: null }, "of_workspace"],
  [{ status: "queued" }, "queued"],
  [{ status: "ended" }, "ended"],
  [{ status: "failed" }, "failed"],
  [{ status: "failed", before: null }, "failed"],
  [{ connectionId: "c" }, "of_connection"],
  [{ connectionId: "c", status: "failed" }, "of_connection"],
])("%j", async (named, index) => {
  const range = named.before === null ? "" : " AND position<?";
  const by = named.connectionId === undefined ? "workspace_id" : "connection_id";
  expect(await planOf(named)).toBe(
    `SEARCH revocations USING INDEX revocations_${index} (${by}=?${range})`,
  );
});
