/** Each alternative by which few connections are found is answered by an index made for it, on SQLite, too. */
import { createMigratedDatabase } from "@grantry/testing/databases";
import { type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ConnectionFilters, filtersOf } from "./connection-filters.ts";
import { type Database, openDatabase } from "./database.ts";

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

/** SQLite has no statistics here, as it has none where a server runs: it goes by the shape of the condition. */
async function plansOf(filters: ConnectionFilters): Promise<string[][]> {
  const alternatives = filtersOf(filters, { engine: "sqlite", now: 1 }).flatMap(
    ({ indexed }) => indexed ?? [],
  );
  return await Promise.all(alternatives.map(planOf));
}

async function planOf(condition: RawBuilder<unknown>): Promise<string[]> {
  const { rows } = await sql<{ detail: string }>`EXPLAIN QUERY PLAN
    SELECT connection_id FROM connections WHERE workspace_id = 'ws_x' AND ${condition} LIMIT 9`.execute(
    database.db,
  );
  return rows.map(({ detail }) => detail).filter((detail) => detail.includes(" connections "));
}

test.each<[ConnectionFilters, string[]]>([
  [{ degraded: true }, ["in_trouble"]],
  [{ ownerKind: "app" }, ["shared"]],
  [{ reason: "revoked" }, ["by_reason"]],
  [{ status: "disconnected" }, ["by_status"]],
  [{ status: "needs_reauth" }, ["by_status", "by_last_end"]],
  [{ endsTo: 9 }, ["by_last_end", "by_refresh_end"]],
  [{ expiresTo: 9 }, ["by_end"]],
  [{ lastUsedTo: 9 }, ["by_use"]],
  [{ appId: "app_x" }, ["of_app"]],
  [{ connectorIds: ["c"] }, ["of_connector"]],
  [{ user: { userId: "u" } }, ["of_user_id"]],
  [
    { beginning: "b" },
    ["user_id", "account_id", "account_email", "account_name"].map((one) => `beginning_${one}`),
  ],
])("%j", async (filters, indexes) => {
  const plans = await plansOf(filters);
  expect(plans.map((plan) => plan.join().replace(/ \(.*/, ""))).toEqual(
    indexes.map((index) => expect.stringMatching(new RegExp(`INDEX connections_${index}$`))),
  );
});
