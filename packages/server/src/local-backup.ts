/** A backup of a server's database, made on its own machine while it serves. */

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { archiveOf, type Member, once } from "./backup/archive.ts";
import { asFileFailure } from "./backup/failure.ts";
import { requireNoFile, sealedTo, writeNewFile } from "./backup/file.ts";
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
import { dataFolder, temporaryFolders } from "./backup/temporary.ts";
import { readUnstored, type UnstoredFile } from "./backup/unstored-files.ts";
import { makeWorkFolder, type WorkFolder } from "./backup/work-folder.ts";
import { type Config, readConfig } from "./config.ts";
import { systemClock } from "./lib/clock.ts";
import { GrantryError } from "./lib/error.ts";
import { version } from "./lib/version.ts";
import { requireUpToDate } from "./local-store.ts";
import { noteBackup } from "./store/backups.ts";
import { openDatabase } from "./store/database.ts";
import { asDatabaseError } from "./store/database-errors.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface BackupInput {
  /** Where to; nothing may be there. */
  readonly file: string;
  /** Public keys of age; none leaves it as it is. */
  readonly recipients: readonly string[];
  /** Where the database is copied to first; null: to the server's data folder where it is sealed, else beside the file. */
  readonly scratch: string | null;
  /** Told what comes next, and waited for. */
  readonly progress?: (what: "answers" | "database" | "file") => unknown;
}

export interface MadeBackup {
  readonly manifest: Manifest;
  readonly sealed: boolean;
  /** Whether the database knows of it now, so that doctor does: its role may be one that only reads. */
  readonly noted: boolean;
}

/**
 * Makes one. Answers of providers that lie in the folder are taken before the database: the server stores an answer and
 * then takes its file away, so what is no file any more when the folder is read is in the database that is read after it.
 * Throws GrantryError as the server does at its start, and backup_failed; nothing is left of it then.
 */
export async function makeBackup(
  environment: Environment,
  { file, recipients, scratch, progress = () => {} }: BackupInput,
): Promise<MadeBackup> {
  const config = readConfig(environment);
  await requireNoFile(file);
  await sealedTo(recipients, nothing());
  const sealed = recipients.length > 0;
  const folders = await workFolders(file, scratch ?? (sealed ? dataFolder(config) : null));
  try {
    await progress("answers");
    const unstored = await readUnstored(config.unstoredFolder);
    await progress("database");
    const snapshot = await snapshotOf(config, environment, join(folders.plain.path, "database"));
    const manifest = await manifestOf(snapshot, unstored);
    await progress("file");
    const bytes = archiveOf(membersOf(manifest, snapshot, unstored));
    await writeNewFile(
      file,
      join(folders.beside.path, "whole"),
      sealed ? await sealedTo(recipients, bytes) : bytes,
    );
    const noted = await note(config, { manifest, sealed, file });
    return { manifest, sealed, noted };
  } catch (thrown) {
    throw asFileFailure(thrown, "backup_failed", "The backup");
  } finally {
    await folders.remove();
  }
}

/** Says when it was made and how large it is, and nothing of where it lies. A backup is one without it, too. */
async function note(
  { databaseUrl }: Config,
  { manifest, sealed, file }: Pick<MadeBackup, "manifest" | "sealed"> & { readonly file: string },
): Promise<boolean> {
  const { size: sizeBytes } = await stat(file);
  const database = openDatabase(databaseUrl, { poolSize: 1 });
  try {
    await noteBackup(database, { madeAt: manifest.made_at, sizeBytes, sealed });
    return true;
  } catch {
    return false;
  } finally {
    await database.close();
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

interface WorkFolders {
  /** For what is not whole yet, on the file system of the backup. */
  readonly beside: WorkFolder;
  /** For the database as it is: nobody may read it who is to have the sealed backup alone. */
  readonly plain: WorkFolder;
  remove(): Promise<void>;
}

const prefix = ".grantry-backup-";

async function workFolders(file: string, scratch: string | null): Promise<WorkFolders> {
  const beside = await makeWorkFolder(dirname(file), prefix).catch((thrown: unknown) => {
    throw asFileFailure(thrown, "backup_failed", "The backup");
  });
  if (scratch === null) return { beside, plain: beside, remove: beside.remove };
  try {
    const plain = await makeWorkFolder(scratch, prefix);
    const remove = async () => {
      await plain.remove();
      await beside.remove();
    };
    return { beside, plain, remove };
  } catch (thrown) {
    await beside.remove();
    const what = "The copy of the database (--scratch names a folder for it)";
    throw asFileFailure(thrown, "backup_failed", what);
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
      const programs = { folder: postgresBin, environment, temporary: temporaryFolders(config) };
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
