/**
 * Whether SQLite's files are still those that were opened. One that was deleted or replaced stays open
 * under no name: everything can be read and written there, and is gone at the next start.
 */
import { statSync } from "node:fs";
import { systemClock } from "../lib/clock.ts";
import { databaseUnavailable } from "./database-errors.ts";

export interface SqliteFile {
  /** Throws database_unavailable where a file is gone, or another one stands in its place. */
  requireThere(): void;
  /** The same, for what is read over and over: by a look that is a second old at most. */
  requireThereOfLate(): void;
}

const lookEveryMs = 1_000;
const gone =
  "The database file was deleted, moved or replaced while the server was running. Nothing can be stored until it is back where it was; to go on with the file that is there now, restart the server.";

/** For a database in memory, which has no file. */
export const noFile: SqliteFile = { requireThere: () => {}, requireThereOfLate: () => {} };

interface Watched {
  readonly file: string;
  identity: string | null;
}

/**
 * `path`: of a database that has just been opened. Its write-ahead log lies beside it, in a new database
 * from the first write on. As long as they are open, no other file gets their inodes.
 */
export function watchSqliteFile(path: string): SqliteFile {
  const watched = [path, `${path}-wal`].map((file) => ({ file, identity: identityOf(file) }));
  let lookedMs = systemClock.steadyMs();
  let there = true;
  const look = () => {
    lookedMs = systemClock.steadyMs();
    there = watched.every(isThere);
  };
  const require = () => {
    if (!there) throw databaseUnavailable(gone);
  };
  return {
    requireThere: () => {
      look();
      require();
    },
    requireThereOfLate: () => {
      if (!there || systemClock.steadyMs() - lookedMs >= lookEveryMs) look();
      require();
    },
  };
}

function isThere(watched: Watched): boolean {
  const identity = identityOf(watched.file);
  watched.identity ??= identity;
  return identity === watched.identity;
}

/** Device and inode; null where there is no such file, or its folder cannot be looked into. */
function identityOf(file: string): string | null {
  try {
    const { dev, ino } = statSync(file, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return null;
  }
}
