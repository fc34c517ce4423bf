/** SQLite's file, copied as it is at one moment while a server reads and writes it, and put where there is none. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { GrantryError } from "../lib/error.ts";
import { newHandle } from "../lib/id.ts";
import type { Member } from "./archive.ts";
import { syncFolder } from "./file.ts";
import { quoted, type Snapshot, sqlOf } from "./snapshot.ts";

/** A writer holds the file no longer. */
const busyMs = 10_000;

/** The path of a database URL; null for one in memory. */
export function sqlitePath(url: string): string | null {
  const path = /^sqlite:(.+)$/.exec(url)?.[1] ?? null;
  return path === ":memory:" ? null : path;
}

/**
 * Copies the database to `target`: in one read of its own, beside which others read and write. What was deleted is not
 * copied (https://www.sqlite.org/lang_vacuum.html). Throws backup_failed.
 */
export function snapshotSqlite(path: string, target: string): Snapshot {
  try {
    const source = new DatabaseSync(path, { readOnly: true });
    try {
      source.exec(`PRAGMA busy_timeout = ${busyMs}`);
      source.prepare("VACUUM INTO ?").run(target);
    } finally {
      source.close();
    }
    return { engine: "sqlite", path: target, postgres: null, ...describe(target) };
  } catch (cause) {
    throw new GrantryError("backup_failed", {
      detail: `The database could not be copied (${reasonOf(cause)}): is there room for a second one? --scratch names another folder for it.`,
      cause,
    });
  }
}

function describe(path: string): Pick<Snapshot, "migrations" | "keys" | "counts"> {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const all = (text: string) => database.prepare(text).all();
    return {
      migrations: all(sqlOf.migrations).map(({ name }) => String(name)),
      keys: all(sqlOf.keys).map(({ key_id: id }) => String(id)),
      counts: countsIn(database),
    };
  } finally {
    database.close();
  }
}

function countsIn(database: DatabaseSync): Record<string, number> {
  const tables = database
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )
    .all();
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const row = database.prepare(`SELECT count(*) AS count FROM ${quoted(String(name))}`).get();
    counts[String(name)] = Number(row?.["count"]);
  }
  return counts;
}

/** How many rows each table of a file has. */
export function countSqlite(path: string): Record<string, number> {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return countsIn(database);
  } finally {
    database.close();
  }
}

/** Throws restore_refused where something is at this place. */
export function requireNoSqlite(path: string): void {
  const found = [path, `${path}-wal`, `${path}-journal`].find((file) => existsSync(file));
  if (found === undefined) return;
  throw new GrantryError("restore_refused", {
    detail: `${found} is there: a backup is restored where there is no database. Name another place (GRANTRY_DATA_DIR, GRANTRY_DATABASE_URL), or move it away.`,
  });
}

/** How the file of a restore that is not whole yet begins: it is beside the place that it is meant for. */
const unfinished = (path: string) => `.${basename(path)}.restoring-`;

/**
 * Puts the database there, marked as restored, or nothing: it gets its name when it is whole. What a restore that was
 * killed has left is removed. Throws backup_unusable, restore_refused.
 */
export async function restoreSqlite(
  path: string,
  member: Member,
  { sha256, madeAt, restoredAt }: { sha256: string; madeAt: number; restoredAt: number },
): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) {
    if (name.startsWith(unfinished(path))) await rm(join(folder, name), { force: true });
  }
  const draft = join(folder, `${unfinished(path)}${newHandle("restore")}`);
  try {
    await writeDraft(draft, member, sha256);
    mark(draft, madeAt, restoredAt);
    await giveToOwnerOf(folder, draft);
    await flush(draft);
    requireNoSqlite(path);
    await rename(draft, path);
    await syncFolder(folder);
  } catch (thrown) {
    for (const end of ["", "-wal", "-shm", "-journal"]) await rm(`${draft}${end}`, { force: true });
    throw thrown;
  }
}

async function writeDraft(draft: string, member: Member, sha256: string): Promise<void> {
  const file = await open(draft, "wx", 0o600);
  const hash = createHash("sha256");
  try {
    for await (const bytes of member.content) {
      hash.update(bytes);
      await file.writeFile(bytes);
    }
  } finally {
    await file.close();
  }
  if (hash.digest("hex") !== sha256) throw notWhole();
}

/** Before it has a name: no server ever finds it without. */
function mark(draft: string, madeAt: number, restoredAt: number): void {
  const database = new DatabaseSync(draft);
  try {
    const [row] = database.prepare("PRAGMA quick_check(1)").all();
    if (Object.values(row ?? {})[0] !== "ok") throw notWhole();
    database
      .prepare("INSERT INTO restores (restore_id, backup_made_at, restored_at) VALUES (?, ?, ?)")
      .run(newHandle("restore"), madeAt, restoredAt);
  } finally {
    database.close();
  }
}

/** What root restores is for the service, whose the folder is. */
async function giveToOwnerOf(folder: string, file: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(folder);
  await chown(file, uid, gid);
}

async function flush(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function notWhole(): GrantryError {
  return new GrantryError("backup_unusable", {
    detail: "The database in the backup is not whole: take another backup.",
  });
}

/** SQLite's own words, without what was asked. */
function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message.slice(0, 200) : "unknown";
}
