/** Opens the database that a URL names. Everything above works on either engine alike. */
import {
  CompiledQuery,
  type Dialect,
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  sql,
  type Transaction,
} from "kysely";
import type pg from "pg";
import { GrantryError } from "../lib/error.ts";
import { asDatabaseError } from "./database-errors.ts";
import type { Engine } from "./engine.ts";
import { readHosts } from "./postgres-hosts.ts";
import { PostgresSessions } from "./postgres-sessions.ts";
import { type Prepare, preparedOnPostgres } from "./prepared.ts";
import type { Schema } from "./schema.ts";
import { openSqlite } from "./sqlite.ts";
import { preparedTold, statementLog } from "./statement-span.ts";
import { againWhereUndone } from "./undone.ts";

/** Where queries run: the database itself or a transaction in it. */
export type Executor = Kysely<Schema> | Transaction<Schema>;

export interface Database {
  readonly engine: Engine;
  readonly db: Kysely<Schema>;
  /** Prepares a SELECT for reads outside of transactions. */
  readonly prepare: Prepare;
  /** Rejects with database_unavailable unless the database answers. */
  ping(): Promise<void>;
  /**
   * Runs `work` in one transaction; again where PostgreSQL undid it for another's sake. Never call a
   * provider inside.
   */
  transaction<T>(
    work: (trx: Transaction<Schema>) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>;
  close(): Promise<void>;
}

export interface TransactionOptions {
  /** Whether its statements may take far longer than others: on PostgreSQL it has a session of its own. */
  readonly patient?: boolean;
}

export interface DatabaseOptions {
  /** Connections to PostgreSQL; 10 where not given. */
  readonly poolSize?: number;
  /** Whether statements are prepared by name on PostgreSQL; they are where not given. */
  readonly preparedStatements?: boolean;
  /** How long a connection to PostgreSQL is used; a minute where not given. */
  readonly sessionSeconds?: number;
  /** How long an answer of PostgreSQL is waited for; ten seconds where not given. */
  readonly queryMs?: number;
  /** The driver for PostgreSQL; the package's own where not given. */
  readonly driver?: typeof pg;
}

/** How often a transaction is begun that is undone each time: no session waits with it, for three seconds in all. */
const transactionsMax = 8;
/** How long an answer is waited for where that takes as long as there are rows. */
const patientMs = 86_400_000;

/**
 * `url`: `postgres://…`, `sqlite:path/to/file` or `sqlite::memory:`. Nothing is migrated here. Throws
 * config_invalid for a URL that cannot be read, database_unavailable for a file that cannot be opened.
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const engine: Engine = /^postgres(ql)?:\/\//.test(url) ? "postgres" : "sqlite";
  const { dialect, prepare } =
    engine === "postgres" ? openPostgres(url, options) : openSqlite(requireSqlitePath(url));
  const db = onDialect(dialect, engine);
  return {
    engine,
    db,
    prepare: prepare === undefined ? preparedOnKysely(db) : preparedTold(prepare, engine),
    transaction: (work, { patient = false } = {}) => {
      const once = () =>
        patient && engine === "postgres"
          ? inPatientTransaction(url, options, work)
          : inTransaction(db, work);
      return againWhereUndone(once, { triesMax: transactionsMax });
    },
    close: () => db.destroy(),
    ping: async () => {
      try {
        await sql`select 1`.execute(db);
      } catch (thrown) {
        throw asDatabaseError(thrown);
      }
    },
  };
}

function onDialect(dialect: Dialect, engine: Engine): Kysely<Schema> {
  const log = statementLog(engine);
  return new Kysely<Schema>({ dialect, ...(log === undefined ? {} : { log }) });
}

async function inTransaction<T>(
  db: Kysely<Schema>,
  work: (trx: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  let failure: { readonly thrown: unknown } | undefined;
  try {
    return await db.transaction().execute((trx) =>
      work(trx).catch((thrown: unknown) => {
        failure = { thrown };
        throw thrown;
      }),
    );
  } catch (ended) {
    // Where the session is gone by then, undoing fails as well, and knows nothing of why.
    throw failure === undefined ? ended : failure.thrown;
  }
}

/** On a session that is opened for it: how long its answers are waited for is said when it is opened. */
async function inPatientTransaction<T>(
  url: string,
  options: DatabaseOptions,
  work: (trx: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  const { dialect } = openPostgres(url, { ...options, poolSize: 1, queryMs: patientMs });
  const db = onDialect(dialect, "postgres");
  try {
    return await inTransaction(db, work);
  } finally {
    await db.destroy();
  }
}

function openPostgres(url: string, options: DatabaseOptions) {
  const { poolSize = 10, preparedStatements = true } = options;
  const { sessionSeconds = 60, queryMs = 10_000 } = options;
  const hosts = readHosts(url);
  const sessions = loadDriver(options).then(
    (driver) =>
      new PostgresSessions(driver, hosts, {
        size: poolSize,
        lifeSeconds: sessionSeconds,
        waitMs: 5_000,
        queryMs,
      }),
  );
  const pool: PostgresPool = {
    options: {},
    connect: async () => (await (await sessions).open("work")) as unknown as PostgresPoolClient,
    end: async () => (await sessions).end(),
  };
  return {
    dialect: new PostgresDialect({ pool: async () => pool }),
    prepare: preparedOnPostgres(sessions, preparedStatements),
  };
}

/** A server on SQLite has no use for it. */
async function loadDriver({ driver }: DatabaseOptions): Promise<typeof pg> {
  return driver ?? (await import("pg")).default;
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
