/**
 * Which failures mean that the database, or this session with it, cannot serve at the moment. Another
 * try makes sense then: callers hear `database_unavailable` and when to come back, never `internal`.
 */
import { describeThrown, GrantryError, isGrantryError } from "../lib/error.ts";

const away = "The database cannot be reached: is it running, and is GRANTRY_DATABASE_URL right?";
const standby =
  "The database is a read-only standby, or has been made read-only: the server needs one that it can write to. Let GRANTRY_DATABASE_URL lead to the primary, or list all hosts in it.";
const full = "The database has no room to write: its disk is full. Make room on it.";
const damaged = "The database's files are damaged or cannot be read: restore them from a backup.";
const memory = "The database's machine is out of memory.";
const crowded =
  "The database grants no more connections: raise its limit, or lower GRANTRY_DATABASE_POOL_SIZE.";
const busy = "The database is busy: something else holds a lock for too long.";
const credentials =
  "The database refuses the user or the password of GRANTRY_DATABASE_URL: set them as the database knows them.";
const unprepared =
  "A pooler in front of the database knows no prepared statements: set GRANTRY_DATABASE_PREPARED_STATEMENTS=off.";
const absent =
  "There is no database of the name that GRANTRY_DATABASE_URL gives: create it, or correct the name.";

/** SQLSTATE codes, and classes of them by their first two characters (PostgreSQL, appendix A). */
const sqlStates: Readonly<Record<string, string>> = {
  "08": away,
  "25006": standby,
  "26000": unprepared,
  "28": credentials,
  "3D000": absent,
  "42P05": unprepared,
  "40001": busy,
  "40P01": busy,
  "53": crowded,
  "53100": full,
  "53200": memory,
  "55P03": busy,
  "57": away,
  "57014": busy,
  "58": damaged,
  XX001: damaged,
  XX002: damaged,
};

/** SQLite's primary result codes (https://www.sqlite.org/rescode.html). */
const sqliteCodes: Readonly<Record<number, string>> = {
  3: "The database file cannot be read: its permissions are wrong.",
  5: busy,
  6: busy,
  7: memory,
  8: "The database file cannot be written: it, its folder or its disk is read-only.",
  10: "The database file cannot be read or written: its disk or its folder fails.",
  11: damaged,
  13: full,
  14: "The database file cannot be opened: is its folder there, and may this user write in it?",
  15: busy,
  22: full,
  26: "The database file is no SQLite database: GRANTRY_DATABASE_URL names another kind of file, or it is damaged.",
};

const retryAfterSeconds = 5;

/** Whether a statement gave up waiting for a lock (PostgreSQL's lock_not_available). */
export function isLockTimeout(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if ("code" in thrown && thrown.code === "55P03") return true;
  return isGrantryError(thrown) && isLockTimeout(thrown.cause);
}

/** A failure after which another try makes sense, in words for whoever can mend it. */
export function databaseUnavailable(detail: string = away, cause?: unknown): GrantryError {
  return new GrantryError("database_unavailable", {
    detail,
    retryAfterSeconds,
    ...(cause === undefined ? {} : { cause, internal: describeThrown(cause) }),
  });
}

/** Whether a thrown error means that the database cannot serve now and another try makes sense. */
export function isDatabaseUnavailable(thrown: unknown): boolean {
  return isGrantryError(thrown, "database_unavailable") || problemOf(thrown) !== undefined;
}

/** Such an error in its one form; anything else as it is. */
export function asDatabaseError(thrown: unknown): unknown {
  if (thrown instanceof GrantryError) return thrown;
  const problem = problemOf(thrown);
  return problem === undefined ? thrown : databaseUnavailable(problem, thrown);
}

function problemOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  if ("errcode" in thrown && typeof thrown.errcode === "number") {
    return sqliteCodes[thrown.errcode & 0xff];
  }
  const state = sqlStateOf(thrown);
  if (state === undefined) return undefined;
  const known = sqlStates[state] ?? sqlStates[state.slice(0, 2)];
  // PostgreSQL ends the session with what it calls fatal: it lets nobody in, or shuts down.
  const ended = "severity" in thrown && /^(FATAL|PANIC)$/.test(String(thrown.severity));
  return known ?? (ended ? away : undefined);
}

/** Undefined for what PostgreSQL has not said. */
export function sqlStateOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !("severity" in thrown) || !("code" in thrown))
    return undefined;
  return typeof thrown.code === "string" ? thrown.code : undefined;
}

/** Whether PostgreSQL undid a piece of work for another's sake: it may be done again. */
export function isUndone(thrown: unknown): boolean {
  const cause = thrown instanceof GrantryError ? thrown.cause : thrown;
  const state = sqlStateOf(cause);
  return state === "40001" || state === "40P01";
}

/** SQLite's codes for a unique index and a primary key, and PostgreSQL's for both. */
const uniqueViolations = new Set<unknown>([2067, 1555, "23505"]);

/** Whether a write was refused because something else has the same unique value. */
export function isUniqueViolation(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const code = "errcode" in thrown ? thrown.errcode : "code" in thrown ? thrown.code : undefined;
  return uniqueViolations.has(code);
}

/** SQLITE_BUSY, whose extended codes keep it in the low byte. */
const sqliteBusy = 5;

/** SQLITE_PERM, SQLITE_READONLY, SQLITE_IOERR, SQLITE_CANTOPEN: the system lets nobody at the file, or not to write. */
const refusedFile = new Set([3, 8, 10, 14]);

/** Whether SQLite was not let at its file: the system knows why. */
export function isRefusedFile(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || !("errcode" in thrown)) return false;
  return typeof thrown.errcode === "number" && refusedFile.has(thrown.errcode & 0xff);
}

/** Whether SQLite could not get its lock. */
export function isBusy(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || !("errcode" in thrown)) return false;
  return typeof thrown.errcode === "number" && (thrown.errcode & 0xff) === sqliteBusy;
}
