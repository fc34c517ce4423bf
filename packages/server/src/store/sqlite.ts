/** Kysely's SQLite dialect over `node:sqlite`. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { SqliteDialect } from "kysely";

/**
 * Opens a file, or `:memory:`. Write-ahead log for readers beside a writer, full sync because a
 * rotated refresh token that was answered for must survive a power cut.
 */
export function sqliteDialect(path: string): SqliteDialect {
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(path);
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000",
  );
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare: (text) => {
        // A transaction that reads first and then writes would fail beside another process's
        // write; taking the write lock at once makes it wait instead.
        const statement = database.prepare(text === "begin" ? "begin immediate" : text);
        const cast = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
        return {
          reader: statement.columns().length > 0,
          all: (parameters) => statement.all(...cast(parameters)),
          run: (parameters) => statement.run(...cast(parameters)),
          iterate: (parameters) => statement.iterate(...cast(parameters)),
        };
      },
    },
  });
}
