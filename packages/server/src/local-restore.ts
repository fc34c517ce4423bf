/** A backup, restored on the machine of a server that is to run with it. */
import { checkBackup } from "./backup/checked.ts";
import { asFileFailure } from "./backup/failure.ts";
import { openBackup } from "./backup/file.ts";
import { configuredKeys, type NeededKey, neededKeys } from "./backup/keys.ts";
import type { Manifest } from "./backup/manifest.ts";
import { requirePlace, restoreInto } from "./backup/restore.ts";
import { temporaryFolders } from "./backup/temporary.ts";
import { readConfig } from "./config.ts";
import { systemClock } from "./lib/clock.ts";
import { asDatabaseError } from "./store/database-errors.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface RestoreInput {
  readonly file: string;
  /** File with the identities of age, where the backup is sealed. */
  readonly identityFile: string | null;
  readonly progress?: (what: "check" | "restore") => void;
}

export interface Restored {
  readonly manifest: Manifest;
  readonly keys: readonly NeededKey[];
}

/**
 * Restores into an empty place alone. Every byte is checked before anything is done. Throws backup_unusable,
 * restore_refused, backup_failed where a program is missing, and config_invalid; nothing was restored then.
 */
export async function restoreBackup(
  environment: Environment,
  { file: path, identityFile, progress = () => {} }: RestoreInput,
): Promise<Restored> {
  const config = readConfig(environment);
  const { databaseUrl, postgresBin, unstoredFolder } = config;
  const file = await openBackup(path, identityFile);
  try {
    progress("check");
    const manifest = await checkBackup(file);
    const programs = { folder: postgresBin, environment, temporary: temporaryFolders(config) };
    const now = Math.floor(systemClock.nowSeconds());
    const target = { databaseUrl, unstoredFolder, programs, now };
    await requirePlace(manifest, target);
    progress("restore");
    await restoreInto(file, manifest, target);
    return { manifest, keys: neededKeys(manifest, await configuredKeys(config)) };
  } catch (thrown) {
    throw asFileFailure(asDatabaseError(thrown), "restore_refused", "The database");
  } finally {
    await file.close();
  }
}
