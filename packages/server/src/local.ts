/** The server's database, opened by a command on the server's own machine. */
import { authorizationServers } from "@grantry/catalogue/list";
import { readBootstrapFile, secretReader } from "./bootstrap-file.ts";
import { type Config, readConfig } from "./config.ts";
import { createKeyring } from "./crypto/keyring.ts";
import { readEncryptionKeys } from "./encryption-key-file.ts";
import { systemClock } from "./lib/clock.ts";
import { GrantryError } from "./lib/error.ts";
import { createOutbound } from "./lib/outbound.ts";
import { buildCatalogue } from "./provider/catalogue.ts";
import {
  applyPlanned,
  type BootstrapChange,
  planBootstrap,
} from "./service/workspace/plan-bootstrap.ts";
import { isDatabaseUnavailable, openDatabase } from "./store/database.ts";
import { checkEncryptionKeys } from "./store/encryption-keys.ts";
import { isUpToDate, migrate } from "./store/migrate.ts";
import type { Store } from "./store/store.ts";

export type { BootstrapChange } from "./service/workspace/plan-bootstrap.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface LocalBootstrap {
  /** What the file would change. */
  plan(): Promise<BootstrapChange[]>;
  /** Applies it, where it changes just that. */
  apply(planned: readonly BootstrapChange[]): Promise<void>;
}

/**
 * Runs `work` with a bootstrap file and the database that the environment names. With `mayMigrate`
 * its tables are brought up to date first. Throws GrantryError as the server does at its start.
 */
export async function withBootstrap<T>(
  input: { readonly environment: Environment; readonly file: string; readonly mayMigrate: boolean },
  work: (bootstrap: LocalBootstrap) => Promise<T>,
): Promise<T> {
  const config = readConfig(input.environment);
  const declared = await readBootstrapFile(input.file);
  const allowedPrivateOrigins = new Set(config.allowedPrivateOrigins);
  const outbound = createOutbound({ allowedPrivateOrigins, sandbox: config.sandboxProviders });
  try {
    return await withStore(config, input.mayMigrate, async (store) => {
      const context = {
        store,
        catalogue: buildCatalogue(authorizationServers),
        readSecret: secretReader(input.file, input.environment),
        outbound: { send: outbound.send, allowedPrivateOrigins },
      };
      return await work({
        plan: () => planBootstrap(context, declared),
        apply: (planned) => applyPlanned(context, declared, planned),
      });
    });
  } finally {
    await outbound.close();
  }
}

async function withStore<T>(
  config: Config,
  mayMigrate: boolean,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const database = openDatabase(config.databaseUrl, { poolSize: 2 });
  try {
    if (mayMigrate) await migrate(database);
    else if (!(await isUpToDate(database))) throw outdated();
    const keyring = createKeyring(await readEncryptionKeys(config));
    const store: Store = { database, db: database.db, keyring, clock: systemClock };
    await checkEncryptionKeys(store);
    return await work(store);
  } catch (thrown) {
    if (!isDatabaseUnavailable(thrown)) throw thrown;
    const detail =
      "The database cannot be reached: is it running, and is GRANTRY_DATABASE_URL right?";
    throw new GrantryError("database_unavailable", { detail, cause: thrown });
  } finally {
    await database.close();
  }
}

function outdated(): GrantryError {
  return new GrantryError("config_invalid", {
    detail:
      "The database has not the tables of this version yet: start the server once, or apply without --dry-run.",
  });
}
