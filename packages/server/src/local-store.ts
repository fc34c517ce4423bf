/** The server's database, opened by a command on the server's own machine. */
import type { Config } from "./config.ts";
import { readEncryptionKeys } from "./encryption-key-file.ts";
import { systemClock } from "./lib/clock.ts";
import { GrantryError } from "./lib/error.ts";
import { forOperator, openKeyring } from "./root-keys.ts";
import { type Database, openDatabase } from "./store/database.ts";
import { asDatabaseError } from "./store/database-errors.ts";
import { checkEncryptionKeys, listRootKeys, retiredKey } from "./store/encryption-keys.ts";
import { isUpToDate, migrate } from "./store/migrate.ts";
import type { Store } from "./store/store.ts";

/**
 * Runs `work` with the database that the configuration names, proven to be sealed with its keys. With
 * `mayMigrate` the tables are brought up to date first. Throws GrantryError as the server does at its
 * start. `prove`: how the keys are proven, where it is not to enter new ones.
 */
export async function withStore<T>(
  config: Config,
  mayMigrate: boolean,
  work: (store: Store) => Promise<T>,
  prove: (store: Store) => Promise<unknown> = checkEncryptionKeys,
): Promise<T> {
  const database = openDatabase(config.databaseUrl, { poolSize: 2 });
  try {
    if (mayMigrate) await migrate(database);
    else await requireUpToDate(database);
    const encryptionKeys = await readEncryptionKeys(config);
    const { vault, egress } = config;
    const opening = { clock: systemClock, vault, egress };
    const { keyring, close } = await openKeyring(encryptionKeys, opening);
    const store: Store = { database, db: database.db, keyring, clock: systemClock };
    try {
      await prove(store);
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

/** Throws encryption_key_invalid where the database knows a root key of this id as retired. Proves and changes nothing. */
export async function requireNotRetired({ databaseUrl }: Config, keyId: string): Promise<void> {
  const database = openDatabase(databaseUrl, { poolSize: 1 });
  try {
    if (!(await isUpToDate(database))) return;
    const key = (await listRootKeys(database)).find((one) => one.keyId === keyId);
    if (key?.state === "retired") throw retiredKey(keyId);
  } catch (thrown) {
    throw asDatabaseError(thrown);
  } finally {
    await database.close();
  }
}

/** Throws config_invalid, with what can be done: `first` is named before what brings the tables up to date. */
export async function requireUpToDate(database: Database, first = ""): Promise<void> {
  if (await isUpToDate(database)) return;
  throw new GrantryError("config_invalid", {
    detail: `The database does not have the tables of this version yet: ${first}start the server once, or run grantry upgrade.`,
  });
}
