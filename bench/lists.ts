/**
 * Part 6: what a page of a workspace's connections costs where there are very many: every filter, order and
 * search, the first page and a later one, as the server answers it by /v1, without the network.
 */

import { sql } from "kysely";
import { type App, createApp } from "../packages/server/src/app.ts";
import { newHandle } from "../packages/server/src/lib/id.ts";
import { createLog } from "../packages/server/src/lib/log.ts";
import { Secret } from "../packages/server/src/lib/secret.ts";
import { permissionNames } from "../packages/server/src/service/accounts/permissions.ts";
import type { Store } from "../packages/server/src/store/store.ts";
import { inTransaction } from "../packages/server/src/store/store.ts";
import { insertWorkspaceKey } from "../packages/server/src/store/workspace-keys.ts";
import type { Part } from "./options.ts";
import { previews } from "./previews.ts";
import { median } from "./rounds.ts";
import { printLine, printTable } from "./table.ts";
import { appId, connectorId, type World, workspaceId } from "./world.ts";

const target = 100;
const rowsPerStatement = 5_000;
const key = `grantry_wk_${"b".repeat(43)}`;

export interface ListsPlan {
  readonly connections: number;
  readonly rounds: number;
  readonly parts: readonly Part[];
}

/** Fills in `connections` rows and measures the lists of them, and what is counted of them. */
export async function lists(world: World, plan: ListsPlan): Promise<void> {
  const { connections, rounds, parts } = plan;
  const app = await createApp({
    config: {
      databaseUrl: world.databaseUrl,
      databasePoolSize: 4,
      publicUrl: world.publicUrl,
      allowedPrivateOrigins: [],
    },
    encryptionKeys: world.encryptionKeys,
    log: createLog("silent"),
  });
  try {
    const { store } = app.context;
    const began = performance.now();
    await fill(store, connections);
    printLine(`(Listed ${connections} in ${world.engine} after ${seconds(began)} s.)`);
    await insertWorkspaceKey(store, {
      workspaceKeyId: newHandle("workspaceKey"),
      workspaceId,
      name: "bench",
      secret: new Secret(key),
      role: "owner",
      scopes: permissionNames,
      expiresAt: null,
      madeBy: "bench",
    });
    const measured = { connections, rounds };
    if (parts.includes("lists")) await measureAll(app, world.engine, measured);
    if (parts.includes("previews")) await previews(app, world.engine, { ...measured, key });
  } finally {
    await app.close();
  }
}

const seconds = (began: number) => ((performance.now() - began) / 1_000).toFixed(0);

/** One row in so many: what is rare, and what is not. */
const statuses = ["active", "active", "active", "disconnected", "active", "needs_reauth"];

/** Copies of the one connection there is, which differ in all that lists look at. */
async function fill(store: Store, count: number): Promise<void> {
  const sample = await store.db
    .selectFrom("connections")
    .selectAll()
    .limit(1)
    .executeTakeFirstOrThrow();
  const columns = Object.keys(sample);
  const now = store.clock.nowSeconds();
  const { each, json, int } = words[store.database.engine];
  for (let first = 0; first < count; first += rowsPerStatement) {
    const rows = Array.from({ length: Math.min(rowsPerStatement, count - first) }, (_, at) =>
      ownValues(first + at, now),
    );
    const names = Object.keys(rows[0] ?? {});
    const list = JSON.stringify(rows);
    const selected = columns.map((column) => {
      if (!names.includes(column)) return `t.${column}`;
      const cast = typeof sample[column as keyof typeof sample] === "number" || times.has(column);
      return cast ? `CAST(v.value->>'${column}' AS ${int})` : `v.value->>'${column}'`;
    });
    await inTransaction(store, async ({ db }) => {
      await sql`${sql.raw(`INSERT INTO connections (${columns.join(", ")}) SELECT ${selected.join(", ")}`)}
        FROM ${sql.raw(each)}(CAST(${list} AS ${sql.raw(json)})) AS v, connections AS t
        WHERE t.connection_id = ${sample.connection_id}`.execute(db);
    });
  }
  if (store.database.engine === "postgres") await sql.raw("VACUUM ANALYZE").execute(store.db);
}

const words = {
  sqlite: { each: "json_each", json: "TEXT", int: "INTEGER" },
  postgres: { each: "json_array_elements", json: "JSON", int: "BIGINT" },
} as const;
const times = new Set([
  "expires_at",
  "refresh_token_expires_at",
  "last_used_at",
  "created_at",
  "updated_at",
]);

function ownValues(at: number, now: number) {
  const status = at % 1_000 === 7 ? "needs_reauth" : (statuses[at % 5] ?? "active");
  const spread = (at * 7_919) % 9_000_000;
  return {
    connection_id: newHandle("connection"),
    user_id: `user-${at + 1}`,
    status,
    reason: status === "needs_reauth" ? (at % 2_000 === 7 ? "revoked" : "invalid_grant") : null,
    account_id: `acc-${(at * 31) % 1_000_003}`,
    account_email: `person${(at * 17) % 1_000_003}@example.com`,
    account_name: `Person Number ${(at * 13) % 1_000_003}`,
    failure_code: at % 5_000 === 1 ? "provider_unavailable" : null,
    created_at: now - spread,
    updated_at: now - Math.floor(spread / 3),
    last_used_at: at % 4 === 0 ? null : now - Math.floor(spread / 2),
    expires_at: at % 10 === 0 ? null : now + spread - 4_000,
    refresh_token_expires_at: at % 3 === 0 ? null : now + spread + 60,
  };
}

type Asked = readonly [name: string, query: Readonly<Record<string, string>>, search?: object];

/** A day, in an address. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

function questions(): readonly Asked[] {
  const filters: readonly Asked[] = [
    ["all", {}],
    ["app_id", { app_id: appId }],
    ["connector_id", { connector_id: connectorId }],
    ["type", { type: "sandboxcalendar" }],
    ["provider_id", { provider_id: "sandbox" }],
    ["oauth_client_id", { oauth_client_id: "ocl_bench" }],
    ["owner=user", { owner: "user" }],
    ["owner=app", { owner: "app" }],
    ["status=active", { status: "active" }],
    ["status=needs_reauth (0.1 %)", { status: "needs_reauth" }],
    ["status=disconnected (20 %)", { status: "disconnected" }],
    ["reason", { reason: "revoked" }],
    ["degraded", { degraded: "true" }],
    ["not degraded", { degraded: "false" }],
    ["expires_to, few", { expires_to: inDays(0) }],
    ["expires_to, most", { expires_to: inDays(60) }],
    ["ends_to, few", { ends_to: inDays(1) }],
    ["ends_to, most", { ends_to: inDays(60) }],
    ["last_used_to, few", { last_used_to: inDays(-52) }],
    ["last_used_to, most", { last_used_to: inDays(-1) }],
    ["search user_id", {}, { user: { user_id: "user-777777" } }],
    ["search, few", {}, { query: "person4711" }],
    ["search, most", {}, { query: "PERSON" }],
    ["search, none", {}, { query: "nobody" }],
    ["search and status", {}, { query: "person", status: "needs_reauth" }],
  ];
  const sorts = ["", "created_at", "-updated_at", "-last_used_at", "expires_at"];
  return filters.flatMap(([name, query, search]) =>
    sorts.map((sort): Asked => {
      const order = sort === "" ? {} : { sort };
      const heading = sort === "" ? name : `${name}, by ${sort}`;
      return search === undefined
        ? [heading, { ...query, ...order }]
        : [heading, {}, { ...search, ...order }];
    }),
  );
}

async function measureAll(
  app: App,
  engine: string,
  { connections, rounds }: { readonly connections: number; readonly rounds: number },
): Promise<void> {
  const rows: string[][] = [];
  let slowest = 0;
  for (const [name, query, search] of questions()) {
    const first = await timed(app, rounds, query, search);
    const next =
      first.cursor === null
        ? null
        : await timed(app, rounds, ...withCursor(query, search, first.cursor));
    const counted = await timed(app, rounds, ...withCount(query, search));
    slowest = Math.max(slowest, first.ms, next?.ms ?? 0, counted.ms);
    const total =
      counted.total === null ? "" : `${counted.total.exact ? "" : "~"}${counted.total.value}`;
    rows.push([
      name,
      first.ms.toFixed(1),
      String(first.found),
      next?.ms.toFixed(1) ?? "",
      counted.ms.toFixed(1),
      total,
    ]);
  }
  printTable(
    `Pages of ${connections} connections, on ${engine} (the slowest ${slowest.toFixed(0)} ms; to reach: < ${target})`,
    [["list", "first page ms", "rows", "next page ms", "with count ms", "total"], ...rows],
  );
}

type Query = Readonly<Record<string, string>>;
type Question = readonly [query: Query, search?: object];
const withCursor = (query: Query, search: object | undefined, cursor: string): Question =>
  search === undefined ? [{ ...query, cursor }] : [query, { ...search, cursor }];
const withCount = (query: Query, search: object | undefined): Question =>
  search === undefined ? [{ ...query, count: "true" }] : [query, { ...search, count: true }];

interface Page {
  readonly data: readonly unknown[];
  readonly next_cursor: string | null;
  readonly total: { readonly value: number; readonly exact: boolean } | null;
}

/** Median milliseconds from the request to its answer, in this process. */
async function timed(app: App, rounds: number, query: Query, search?: object) {
  const durations: number[] = [];
  let page: Page | undefined;
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    const answer = await app.http.inject({
      method: search === undefined ? "GET" : "POST",
      url: `/v1/workspaces/${workspaceId}/connections${search === undefined ? "" : "/search"}`,
      headers: { authorization: `Bearer ${key}` },
      query: { ...query },
      ...(search === undefined ? {} : { payload: search }),
    });
    durations.push(performance.now() - began);
    if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
    page = answer.json<Page>();
  }
  if (page === undefined) throw new Error("Nothing was measured.");
  const { data, next_cursor: cursor, total } = page;
  return { ms: median(durations), found: data.length, cursor, total };
}
