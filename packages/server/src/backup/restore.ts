/** Puts what a backup holds where there is nothing. */
import { GrantryError } from "../lib/error.ts";
import { openDatabase } from "../store/database.ts";
import type { Member } from "./archive.ts";
import { eachMember } from "./checked.ts";
import type { BackupFile } from "./file.ts";
import { databaseNames, type Manifest, unstoredFolder } from "./manifest.ts";
import {
  requireEmptyPostgres,
  requireNobodyConnected,
  requireRestorePrograms,
  restorePostgres,
} from "./postgres.ts";
import type { Programs } from "./postgres-programs.ts";
import { requireNoSqlite, restoreSqlite, sqlitePath } from "./sqlite.ts";
import { requireNoOthers, type UnstoredFile, writeUnstored } from "./unstored-files.ts";

export interface RestoreTarget {
  readonly databaseUrl: string;
  readonly unstoredFolder: string;
  readonly programs: Programs;
  /** Epoch seconds. */
  readonly now: number;
}

/** Throws restore_refused where the place is not empty or in use, and backup_failed where a program is missing. Changes nothing. */
export async function requirePlace(manifest: Manifest, target: RestoreTarget): Promise<void> {
  const { databaseUrl, programs } = target;
  const path = sqlitePath(databaseUrl);
  const names = manifest.members.map(({ name }) => name.slice(unstoredFolder.length));
  await requireNoOthers(target.unstoredFolder, names);
  if (manifest.postgres === null) {
    if (path === null) throw otherEngine("SQLite", "sqlite:/path/to/grantry.db");
    return requireNoSqlite(path);
  }
  if (!/^postgres(ql)?:/.test(databaseUrl)) throw otherEngine("PostgreSQL", "postgres://…");
  await requireRestorePrograms(programs, manifest.postgres.version);
  const database = openDatabase(databaseUrl, { poolSize: 1 });
  try {
    await requireEmptyPostgres(database);
    await requireNobodyConnected(database);
  } finally {
    await database.close();
  }
}

function otherEngine(engine: string, url: string): GrantryError {
  return new GrantryError("restore_refused", {
    detail: `The backup is of ${engine}: set GRANTRY_DATABASE_URL to ${url}, where it is to go.`,
  });
}

/**
 * Restores all of it: the answers first, then the database, which alone makes anything of them. Call requirePlace
 * before. Throws likewise, and backup_unusable.
 */
export async function restoreInto(
  file: BackupFile,
  manifest: Manifest,
  target: RestoreTarget,
): Promise<void> {
  await eachMember(file, manifest, async (member) => {
    if (!member.name.startsWith(unstoredFolder)) return;
    await writeUnstored(target.unstoredFolder, await asFile(member));
  });
  const { databaseUrl, programs, now: restoredAt } = target;
  await eachMember(file, manifest, async (member) => {
    if (member.name !== databaseNames[manifest.engine]) return;
    const given = { sha256: member.sha256, madeAt: manifest.made_at, restoredAt };
    const path = sqlitePath(databaseUrl);
    if (manifest.postgres === null && path !== null)
      return await restoreSqlite(path, member, given);
    const { schema = "public" } = manifest.postgres ?? {};
    await restorePostgres(databaseUrl, programs, member, { ...given, schema });
  });
}

async function asFile({ name, content }: Member): Promise<UnstoredFile> {
  const short = name.slice(unstoredFolder.length);
  if (!/^[A-Za-z0-9._-]+\.json$/.test(short)) {
    throw new GrantryError("backup_unusable", { detail: "The file is no backup of Grantry." });
  }
  const parts: Uint8Array[] = [];
  for await (const bytes of content) parts.push(bytes);
  return { name: short, bytes: Buffer.concat(parts) };
}
