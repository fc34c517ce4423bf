/** Kysely's SQLite dialect over `node:sqlite`. */
import { chmodSync, closeSync, existsSync, lstatSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteDialect,
  type SqliteStatement,
} from "kysely";
import { LRUCache } from "lru-cache";
import { systemClock } from "../lib/clock.ts";
import { fileProblem, whyNotUsable } from "../lib/file-problem.ts";
import { asDatabaseError, databaseUnavailable, isBusy, isRefusedFile } from "./database-errors.ts";
import type { Prepare, Row } from "./prepared.ts";
import { noFile, type SqliteFile, watchSqliteFile } from "./sqlite-file.ts";

/** Prepared statements that are kept: far more than the server has. */
const statementsMax = 500;

export interface Sqlite {
  readonly dialect: Dialect;
  /** Undefined where a database in memory can have no second connection. */
  readonly prepare: Prepare | undefined;
}

/**
 * Opens a file, or `:memory:`. Throws database_unavailable where that is not possible. Write-ahead log
 * for readers beside a writer, full sync because a rotated refresh token that was answered for must
 * survive a power cut. What is deleted is overwritten: keys that are destroyed must not be found in the file.
 */
export function openSqlite(path: string): Sqlite {
  const database = openWriter(path);
  const file = path === ":memory:" ? noFile : watchSqliteFile(path);
  const readers = createReaders(path, file);
  const dialect = patientDialect({ database, file }, readers.close);
  return { dialect, prepare: path === ":memory:" ? undefined : readers.prepare };
}

function openWriter(path: string): DatabaseSync {
  try {
    // What SQLite reads as an address (https://www.sqlite.org/uri.html) is no path.
    if (path !== ":memory:" && !path.startsWith("file:")) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      keepFromOthers(path);
    }
    const database = new DatabaseSync(path);
    database.exec(
      `PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA cache_size = -${writerCacheKilobytes}; PRAGMA busy_timeout = 0`,
    );
    return database;
  } catch (thrown) {
    throw openingFailure(path, thrown);
  }
}

/** SQLite says that a file cannot be opened, or not be written, and not why. */
function openingFailure(path: string, thrown: unknown): unknown {
  const error = asDatabaseError(thrown);
  if (error !== thrown && !isRefusedFile(thrown)) return error;
  const why =
    fileProblem(dirname(path), thrown) ?? whyNotUsable(path, [`${path}-wal`, `${path}-shm`]);
  if (why !== undefined) return databaseUnavailable(why, thrown);
  if (error !== thrown) return error;
  return databaseUnavailable(`The folder of the database file cannot be made: ${path}.`, thrown);
}

/**
 * Makes the file readable for its owner alone, and makes it so where it is not there yet: what SQLite puts
 * beside it gets the same permissions. Files of an earlier start, made by the system's default, are
 * narrowed; one that belongs to somebody else stays as it is. A file that is there is never opened: closing
 * it would take this process's locks off it (https://www.sqlite.org/howtocorrupt.html, section 2.2).
 */
function keepFromOthers(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    try {
      if (file === path && !existsSync(path)) closeSync(openSync(path, "wx", 0o600));
      const found = lstatSync(file);
      if (found.isFile() && (found.mode & 0o077) !== 0) chmodSync(file, found.mode & 0o700);
    } catch {
      // Not there, or not ours to change: SQLite says what it cannot use.
    }
  }
}

/**
 * Prepared reads run on a connection of their own: it can write nothing, never sees a transaction of
 * this process that is still open, and never waits for one.
 */
function createReaders(path: string, file: SqliteFile): { prepare: Prepare; close(): void } {
  let reader: DatabaseSync | undefined;
  return {
    close: () => reader?.close(),
    prepare: ({ text }) => {
      reader ??= openReader(path, file);
      const statement = reader.prepare(text);
      statement.setReturnArrays(true);
      // Typed as if every row were an object.
      const first = (values: readonly unknown[]) =>
        statement.get(...(values as readonly SQLInputValue[])) as Row | undefined;
      return (values) => {
        file.requireThereOfLate();
        try {
          return first(values);
        } catch (thrown) {
          if (!isBusy(thrown)) throw asDatabaseError(thrown);
          return patiently(async () => first(values));
        }
      };
    },
  };
}

/**
 * Twice the pages that SQLite keeps by itself: they hold the upper levels of the indexes of a million
 * connections, which otherwise are read anew from the file again and again.
 */
function openReader(path: string, file: SqliteFile): DatabaseSync {
  file.requireThere();
  const reader = new DatabaseSync(path, { readOnly: true });
  try {
    // Opened by its name: it must be the same file.
    file.requireThere();
    reader.exec(`PRAGMA cache_size = -${readerCacheKilobytes}`);
    return reader;
  } catch (thrown) {
    reader.close();
    throw thrown;
  }
}

const readerCacheKilobytes = 4_096;
/** Four times what SQLite keeps by itself: what reads of tokens on record touch of indexes fits, and is not written twice. */
const writerCacheKilobytes = 8_192;

interface Writer {
  readonly database: DatabaseSync;
  readonly file: SqliteFile;
}

function patientDialect(writer: Writer, closeReaders: () => void): Dialect {
  const { database } = writer;
  const statements = new LRUCache<string, SqliteStatement>({ max: statementsMax });
  const dialect = new SqliteDialect({
    database: {
      close: () => {
        closeReaders();
        database.close();
      },
      prepare: (text) => {
        const kept = statements.get(text);
        if (kept !== undefined) return kept;
        const statement = prepare(database, text);
        statements.set(text, statement);
        return statement;
      },
    },
  });
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => patientDriver(dialect.createDriver(), writer),
  };
}

function prepare(database: DatabaseSync, text: string): SqliteStatement {
  // A transaction that reads first and then writes would fail beside another process's write;
  // taking the write lock at once makes it wait instead.
  const statement = database.prepare(text === "begin" ? "begin immediate" : text);
  const cast = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...cast(parameters)),
    run: (parameters) => statement.run(...cast(parameters)),
    iterate: (parameters) => statement.iterate(...cast(parameters)),
  };
}

const busyWaitMs = 5;
const busyWaitsMax = 1_000;

/**
 * Waits for another process's write without blocking the event loop, as SQLite's own waiting would,
 * for about five seconds. A statement that found the database busy has changed nothing.
 */
function patientDriver(driver: Driver, writer: Writer): Driver {
  const { database } = writer;
  const patient = new WeakMap<DatabaseConnection, DatabaseConnection>();
  return {
    init: () => driver.init(),
    acquireConnection: async () => {
      const connection = await driver.acquireConnection();
      const known = patient.get(connection) ?? patientConnection(connection, writer);
      patient.set(connection, known);
      patient.set(known, connection);
      return known;
    },
    beginTransaction: (connection, settings) => driver.beginTransaction(connection, settings),
    commitTransaction: (connection) => driver.commitTransaction(connection),
    rollbackTransaction: async (connection) => {
      // Where there is no room, or the disk fails, SQLite has rolled back by itself.
      if (database.isTransaction) await driver.rollbackTransaction(connection);
    },
    releaseConnection: (connection) =>
      driver.releaseConnection(patient.get(connection) ?? connection),
    destroy: () => driver.destroy(),
  };
}

/** Looks for the file where a transaction begins and where it ends, and around statements outside of any. */
function patientConnection(
  connection: DatabaseConnection,
  { database, file }: Writer,
): DatabaseConnection {
  return {
    streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
    executeQuery: async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
      const isCommit = query.sql === "commit";
      // What was begun is undone in any case.
      const isLookedFor = isCommit || !database.isTransaction;
      if (isLookedFor) file.requireThere();
      const result = await patiently(() => connection.executeQuery<R>(query));
      // Nobody is told that something is stored which went into a file without a name.
      const isStored = isCommit || (isLookedFor && result.numAffectedRows !== undefined);
      if (isStored && !database.isTransaction) file.requireThere();
      return result;
    },
  };
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let waits = 0; ; waits += 1) {
    try {
      return await work();
    } catch (thrown) {
      if (waits >= busyWaitsMax || !isBusy(thrown)) throw asDatabaseError(thrown);
      await systemClock.sleep(busyWaitMs);
    }
  }
}
