/** Opens the database that a URL names. Everything above works on either engine alike. */
import { CompiledQuery, Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import type pg from "pg";
import { GrantryError } from "../lib/error.ts";
import { type Prepare, preparedOnPostgres } from "./prepared.ts";
import type { Schema } from "./schema.ts";
import { isBusy, openSqlite } from "./sqlite.ts";

export type Engine = "sqlite" | "postgres";
/** Where queries run: the database itself or a transaction in it. */
export type Executor = Kysely<Schema> | Transaction<Schema>;

export interface Database {
  readonly engine: Engine;
  readonly db: Kysely<Schema>;
  /** Prepares a SELECT for reads outside of transactions. */
  readonly prepare: Prepare;
  /** Rejects with database_unavailable unless the database answers. */
  ping(): Promise<void>;
  /** Runs `work` in one transaction. Never call a provider inside. */
  transaction<T>(work: (trx: Transaction<Schema>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const int8 = 20;

export interface DatabaseOptions {
  /** Connections to PostgreSQL; 10 where not given. */
  readonly poolSize?: number;
  /** Whether statements are prepared by name on PostgreSQL; they are where not given. */
  readonly preparedStatements?: boolean;
}

/** `url`: `postgres://…`, `sqlite:path/to/file` or `sqlite::memory:`. Nothing is migrated here. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const engine: Engine = /^postgres(ql)?:\/\//.test(url) ? "postgres" : "sqlite";
  const { dialect, prepare } =
    engine === "postgres" ? openPostgres(url, options) : openSqlite(requireSqlitePath(url));
  const db = new Kysely<Schema>({ dialect });
  return {
    engine,
    db,
    prepare: prepare ?? preparedOnKysely(db),
    transaction: (work) => db.transaction().execute(work),
    close: () => db.destroy(),
    ping: async () => {
      try {
        await sql`select 1`.execute(db);
      } catch (cause) {
        throw new GrantryError("database_unavailable", { cause });
      }
    },
  };
}

function openPostgres(url: string, options: DatabaseOptions) {
  const { poolSize = 10, preparedStatements = true } = options;
  // A server on SQLite has no use for the driver.
  const pool = openPool(url, poolSize);
  return {
    dialect: new PostgresDialect({ pool: () => pool }),
    prepare: preparedOnPostgres(pool, preparedStatements),
  };
}

function preparedOnKysely(db: Kysely<Schema>): Prepare {
  return ({ text }) =>
    async (values) => {
      const query = CompiledQuery.raw(text, [...values]);
      const { rows } = await db.executeQuery<Record<string, unknown>>(query);
      return rows[0] && Object.values(rows[0]);
    };
}

function requireSqlitePath(url: string): string {
  const match = /^sqlite:(.+)$/.exec(url);
  if (match?.[1] !== undefined) return match[1];
  throw new GrantryError("config_invalid", {
    detail: "The database URL must begin with postgres:// or sqlite:.",
  });
}

async function openPool(url: string, max: number): Promise<pg.Pool> {
  const { default: driver } = await import("pg");
  const pool = new driver.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 5_000,
    // Told to the driver, not to the session: a pooler in between knows no sessions.
    query_timeout: 10_000,
    types: {
      // Our 64-bit integers are times and counters, all far below 2^53.
      getTypeParser: (oid, format) =>
        oid === int8 ? Number : driver.types.getTypeParser(oid, format ?? "text"),
    } as pg.CustomTypesConfig,
  });
  // A connection that breaks is replaced at the next query, and a query on it fails by itself; without
  // these listeners either would end the process, the one while idle, the other while in use.
  pool.on("error", () => {});
  pool.on("connect", (client) => {
    client.on("error", () => {});
  });
  return pool;
}

const unavailableCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EPIPE",
  "08000",
  "08001",
  "08003",
  "08004",
  "08006",
  "57014",
]);

/** Whether a thrown error means that the database is away and another try makes sense. */
export function isDatabaseUnavailable(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if (isBusy(thrown)) return true;
  // PostgreSQL ends the connection with what it calls fatal: it lets nobody in, or shuts down.
  if ("severity" in thrown && (thrown.severity === "FATAL" || thrown.severity === "PANIC")) {
    return true;
  }
  const code = "code" in thrown ? String(thrown.code) : "";
  return (
    unavailableCodes.has(code) ||
    /Connection terminated|not queryable|Query read timeout|timeout exceeded when trying to connect/.test(
      thrown.message,
    )
  );
}

/** SQLite's codes for a unique index and a primary key, and PostgreSQL's for both. */
const uniqueViolations = new Set<unknown>([2067, 1555, "23505"]);

/** Whether a write was refused because something else has the same unique value. */
export function isUniqueViolation(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const code = "errcode" in thrown ? thrown.errcode : "code" in thrown ? thrown.code : undefined;
  return uniqueViolations.has(code);
}
