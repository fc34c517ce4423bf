/** A backup of a server's database, made on its own machine while it serves. */

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { archiveOf, type Member, once } from "./backup/archive.ts";
import { asFileFailure } from "./backup/failure.ts";
import { requireNoFile, sealedTo, writeWhole } from "./backup/file.ts";
import {
  databaseNames,
  formatVersion,
  type Manifest,
  manifestName,
  unstoredFolder,
  writeManifest,
} from "./backup/manifest.ts";
import { snapshotPostgres } from "./backup/postgres.ts";
import { measureFile, type Snapshot } from "./backup/snapshot.ts";
import { snapshotSqlite, sqlitePath } from "./backup/sqlite.ts";
import { readUnstored, type UnstoredFile } from "./backup/unstored-files.ts";
import { type Config, readConfig } from "./config.ts";
import { systemClock } from "./lib/clock.ts";
import { GrantryError } from "./lib/error.ts";
import { version } from "./lib/version.ts";
import { requireUpToDate } from "./local-store.ts";
import { openDatabase } from "./store/database.ts";
import { asDatabaseError } from "./store/database-errors.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface BackupInput {
  /** Where to; nothing may be there. */
  readonly file: string;
  /** Public keys of age; none leaves it as it is. */
  readonly recipients: readonly string[];
  /** Told what comes next, and waited for. */
  readonly progress?: (what: "answers" | "database" | "file") => unknown;
}

export interface MadeBackup {
  readonly manifest: Manifest;
  readonly sealed: boolean;
}

/**
 * Makes one. Answers of providers that lie in the folder are taken before the database: the server stores an answer and
 * then takes its file away, so what is no file any more when the folder is read is in the database that is read after it.
 * Throws GrantryError as the server does at its start, and backup_failed; nothing is left of it then.
 */
export async function makeBackup(
  environment: Environment,
  { file, recipients, progress = () => {} }: BackupInput,
): Promise<MadeBackup> {
  const config = readConfig(environment);
  await requireNoFile(file);
  await sealedTo(recipients, nothing());
  const folder = await workFolder(file);
  try {
    await progress("answers");
    const unstored = await readUnstored(config.unstoredFolder);
    await progress("database");
    const snapshot = await snapshotOf(config, environment, join(folder, "database"));
    const manifest = await manifestOf(snapshot, unstored);
    await progress("file");
    const bytes = archiveOf(membersOf(manifest, snapshot, unstored));
    const sealed = recipients.length > 0;
    await writeWhole(
      file,
      join(folder, "whole"),
      sealed ? await sealedTo(recipients, bytes) : bytes,
    );
    return { manifest, sealed };
  } catch (thrown) {
    throw asFileFailure(thrown, "backup_failed", "The backup");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** For what is not whole yet: on the same file system, and for its owner alone. */
async function workFolder(file: string): Promise<string> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    return await mkdtemp(join(dirname(file), ".grantry-backup-"));
  } catch (thrown) {
    throw asFileFailure(thrown, "backup_failed", "The backup");
  }
}

async function snapshotOf(
  config: Config,
  environment: Environment,
  target: string,
): Promise<Snapshot> {
  const { databaseUrl, postgresBin } = config;
  const database = openDatabase(databaseUrl, { poolSize: 1 });
  try {
    await requireUpToDate(database, "back it up with the version that runs on it; or ");
    if (database.engine === "postgres") {
      const programs = { folder: postgresBin, environment };
      return await snapshotPostgres({ database, databaseUrl }, programs, target);
    }
    const path = sqlitePath(databaseUrl);
    if (path === null) {
      throw new GrantryError("backup_failed", { detail: "A database in memory is not backed up." });
    }
    return snapshotSqlite(path, target);
  } catch (thrown) {
    throw asDatabaseError(thrown);
  } finally {
    await database.close();
  }
}

async function manifestOf(
  snapshot: Snapshot,
  unstored: readonly UnstoredFile[],
): Promise<Manifest> {
  const { engine, postgres, migrations, keys, counts, path } = snapshot;
  return {
    format: formatVersion,
    server_version: version,
    engine,
    postgres,
    made_at: Math.floor(systemClock.nowSeconds()),
    migrations: [...migrations],
    keys: [...keys],
    counts: { ...counts },
    members: [
      { name: databaseNames[engine], ...(await measureFile(path)) },
      ...unstored.map(({ name, bytes }) => ({
        name: `${unstoredFolder}${name}`,
        size: bytes.length,
        sha256: createHash("sha256").update(bytes).digest("hex"),
      })),
    ],
  };
}

function* membersOf(
  manifest: Manifest,
  { path }: Snapshot,
  unstored: readonly UnstoredFile[],
): Generator<Member> {
  const said = writeManifest(manifest);
  yield { name: manifestName, size: said.length, content: once(said) };
  const [database] = manifest.members;
  if (database !== undefined) yield { ...database, content: createReadStream(path) };
  for (const { name, bytes } of unstored) {
    yield { name: `${unstoredFolder}${name}`, size: bytes.length, content: once(bytes) };
  }
}
