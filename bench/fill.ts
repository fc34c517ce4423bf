/**
 * Fills in connections by the hundred thousand: one is made as a consent makes it, the others are
 * copies of its row with ids and sealed tokens of their own.
 */
import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { Secret } from "../packages/server/src/lib/secret.ts";
import { providerKeyOf } from "../packages/server/src/service/providers/provider-client.ts";
import { lockConnection, setConnected } from "../packages/server/src/store/connection-writes.ts";
import { sealToken } from "../packages/server/src/store/connections.ts";
import { getConnector } from "../packages/server/src/store/connectors.ts";
import { prepareSealing } from "../packages/server/src/store/data-keys.ts";
import { type Executor, openDatabase } from "../packages/server/src/store/database.ts";
import { inTransaction, type Store } from "../packages/server/src/store/store.ts";

export interface FillPlan {
  readonly address: {
    readonly workspaceId: string;
    readonly appId: string;
    readonly connectorId: string;
  };
  readonly config: Readonly<Record<string, string>>;
  readonly users: number;
}

/** Long as the access tokens of large providers. */
const tokenBytes = 150;
const lifetimeSeconds = 86_400;
const rowsPerStatement = 2_000;
/** The columns in which the rows differ. */
const own = ["connection_id", "user_id", "access_token", "refresh_token"] as const;
/** What the engines spell differently. */
const words = {
  sqlite: { each: "json_each", json: "TEXT", bytes: (hex: string) => `unhex(${hex})` },
  postgres: {
    each: "json_array_elements",
    json: "JSON",
    bytes: (hex: string) => `decode(${hex}, 'hex')`,
  },
} as const;

/** Connects the users `user-0` to `user-<n-1>`; each token is sealed under the row it stands in. */
export async function fillConnections(store: Store, plan: FillPlan): Promise<void> {
  const template = await makeTemplate(store, plan);
  const restore = await withoutIndexes(store);
  const others = inNoOrder(plan.users - 1);
  for (let first = 0; first < others.length; first += rowsPerStatement) {
    await prepareSealing(store, plan.address.workspaceId);
    const users = others.slice(first, first + rowsPerStatement);
    const rows = users.map((other) => newRow(store, plan, 1 + other));
    await inTransaction(store, (trx) => copy(trx, template, rows));
  }
  await restore();
}

/** The numbers below `count`, neighbours far apart: where rows stand on the disk says nothing of their ids, as in real life. */
function inNoOrder(count: number): number[] {
  let step = Math.floor(count * 0.618) + 1;
  while (divisor(step, count) > 1) step += 1;
  return Array.from({ length: count }, (_, at) => (at * step) % count);
}

function divisor(one: number, other: number): number {
  return other === 0 ? one : divisor(other, one % other);
}

/** PostgreSQL does it by itself before long; SQLite is measured as it is run, without statistics. */
export async function settle(url: string): Promise<void> {
  const { db, engine, close } = openDatabase(url, { poolSize: 1, queryMs: 3_600_000 });
  if (engine === "postgres") await sql.raw("VACUUM ANALYZE").execute(db);
  await close();
}

/**
 * Drops the indexes of connections, which take longer to keep while rows come one by one than to build of all.
 * Resolves with what builds them.
 */
async function withoutIndexes(store: Store): Promise<() => Promise<void>> {
  const { rows } = await sql<{ name: string; definition: string }>`${sql.raw(
    indexes[store.database.engine],
  )}`.execute(store.db);
  for (const { name } of rows) await sql`DROP INDEX ${sql.ref(name)}`.execute(store.db);
  // Of a million rows one takes longer than a statement of the server may.
  const build = (work: (trx: Executor) => Promise<void>) =>
    store.database.transaction(work, { patient: true });
  return () =>
    build(async (trx) => {
      for (const { definition } of rows) await sql.raw(definition).execute(trx);
    });
}

/** Those that no constraint rests on. */
const indexes = {
  sqlite: `SELECT name, sql AS definition FROM sqlite_master
    WHERE type = 'index' AND tbl_name = 'connections' AND sql IS NOT NULL`,
  postgres: `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
    WHERE schemaname = current_schema() AND tablename = 'connections' AND NOT EXISTS (
      SELECT 1 FROM pg_constraint WHERE conindid = (quote_ident(indexname))::regclass)`,
} as const;

/** The first user's connection. Returns its id. */
async function makeTemplate(store: Store, { address, config }: FillPlan): Promise<string> {
  const registered = await getConnector(store, address.workspaceId, address.connectorId);
  if (registered === undefined) throw new Error("The connector was not declared.");
  return await inTransaction(store, async (trx) => {
    const owner = { kind: "user", issuer: null, userId: "user-0" } as const;
    const connection = await lockConnection(trx, { ...address, owner });
    const now = trx.clock.nowSeconds();
    await setConnected(trx, connection, {
      tokens: {
        accessToken: newToken(),
        refreshToken: newToken(),
        tokenType: "Bearer",
        expiresAt: now + lifetimeSeconds,
        lifetimeSeconds,
        refreshTokenExpiresAt: null,
        nextRefreshAt: now + lifetimeSeconds - 60,
      },
      account: { id: "account", email: "user@example.com", name: "A User" },
      requestedScopes: ["openid", "offline_access", "email", "profile", "calendar.read"],
      grantedScopes: ["openid", "offline_access", "email", "profile", "calendar.read"],
      connectionConfig: { ...config },
      providerKey: providerKeyOf(registered),
      grantParty: "party",
      clientId: "client",
    });
    return connection.connectionId;
  });
}

function newToken(): Secret {
  return new Secret(randomBytes(tokenBytes).toString("base64url"));
}

/** Ids as they are, sealed tokens in hexadecimal. */
type Row = readonly [string, string, string, string];

function newRow(store: Store, { address }: FillPlan, user: number): Row {
  const { appId, workspaceId } = address;
  const owner = { kind: "user", issuer: null, userId: `user-${user}` } as const;
  const place = { workspaceId, appId, owner, connectionId: `conn_bench-${user}` };
  const seal = (column: "access_token" | "refresh_token") =>
    sealToken(store, place, column, newToken()).toString("hex");
  return [place.connectionId, `user-${user}`, seal("access_token"), seal("refresh_token")];
}

/** Inserts rows that are the template's but for their own columns; they travel as one JSON list. */
async function copy(store: Store, template: string, rows: readonly Row[]): Promise<void> {
  const sample = await store.db
    .selectFrom("connections")
    .selectAll()
    .where("connection_id", "=", template)
    .executeTakeFirstOrThrow();
  const columns = Object.keys(sample);
  const selected = columns.map((name) =>
    own.some((one) => one === name) ? `v.${name}` : `t.${name}`,
  );
  const list = JSON.stringify(rows);
  const { each, json, bytes } = words[store.database.engine];
  const values = `value->>0 AS connection_id, value->>1 AS user_id,
    ${bytes("value->>2")} AS access_token, ${bytes("value->>3")} AS refresh_token`;
  await sql`${sql.raw(`INSERT INTO connections (${columns.join(", ")}) SELECT ${selected.join(", ")}`)}
    FROM (SELECT ${sql.raw(values)} FROM ${sql.raw(each)}(CAST(${list} AS ${sql.raw(json)}))) AS v, connections AS t
    WHERE t.connection_id = ${template}`.execute(store.db);
}
