/** The server's database, opened by a command on the server's own machine. */
import type { Config } from "./config.ts";
import { readEncryptionKeys } from "./encryption-key-file.ts";
import { systemClock } from "./lib/clock.ts";
import { GrantryError } from "./lib/error.ts";
import { forOperator, openKeyring } from "./root-keys.ts";
import { openDatabase } from "./store/database.ts";
import { asDatabaseError } from "./store/database-errors.ts";
import { checkEncryptionKeys } from "./store/encryption-keys.ts";
import { isUpToDate, migrate } from "./store/migrate.ts";
import type { Store } from "./store/store.ts";

/**
 * Runs `work` with the database that the configuration names, proven to be sealed with its keys. With
 * `mayMigrate` the tables are brought up to date first. Throws GrantryError as the server does at its
 * start.
 */
export async function withStore<T>(
  config: Config,
  mayMigrate: boolean,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const database = openDatabase(config.databaseUrl, { poolSize: 2 });
  try {
    if (mayMigrate) await migrate(database);
    else if (!(await isUpToDate(database))) throw outdated();
    const encryptionKeys = await readEncryptionKeys(config);
    const { vault } = config;
    const { keyring, close } = await openKeyring(encryptionKeys, { clock: systemClock, vault });
    const store: Store = { database, db: database.db, keyring, clock: systemClock };
    try {
      await checkEncryptionKeys(store);
      return await work(store);
    } finally {
      await close();
    }
  } catch (thrown) {
    throw asDatabaseError(forOperator(thrown));
  } finally {
    await database.close();
  }
}

function outdated(): GrantryError {
  return new GrantryError("config_invalid", {
    detail:
      "The database does not have the tables of this version yet: start the server once, or apply a bootstrap file.",
  });
}
