/** What an upgrade would do to the database, on the server's own machine, and the upgrade of its tables without a server. */
import { readConfig } from "./config.ts";
import { systemClock } from "./lib/clock.ts";
import { boundedCount } from "./store/bounded-count-of.ts";
import { type Database, openDatabase } from "./store/database.ts";
import { asDatabaseError } from "./store/database-errors.ts";
import type { Engine } from "./store/engine.ts";
import { listHolders } from "./store/key-holders.ts";
import { laterMigrations, letsEarlierStart, migrate, pendingMigrations } from "./store/migrate.ts";
import { effectsOf, type Work } from "./store/migration-effects.ts";
import { migrations } from "./store/migrations.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Tables are counted as far as this. */
export const countedMax = 1_000_000;

export interface PendingMigration {
  readonly name: string;
  /** Tables that are there and that it goes through; `rows` at most `countedMax`. */
  readonly work: readonly { readonly table: string; readonly kind: Work; readonly rows: number }[];
  /** What it takes away of what the version before goes by, in words. */
  readonly takesAway: readonly string[];
  /** Whether the version before starts again once this is applied. */
  readonly letsEarlierStart: boolean;
}

export interface LocalUpgrade {
  readonly engine: Engine;
  /** Whether nothing has made tables there yet. */
  readonly isNew: boolean;
  readonly pending: readonly PendingMigration[];
  /** What a newer version has changed already, beside which this one goes on. */
  readonly later: readonly string[];
  /** How many processes serve, as far as they have said. */
  readonly processes: number;
}

/** Looks, and changes nothing. Throws GrantryError, config_invalid where a newer version has changed the database. */
export async function checkLocalUpgrade(environment: Environment): Promise<LocalUpgrade> {
  return await withDatabase(environment, look);
}

/** Applies what is pending. Resolves with the names, and throws likewise. */
export async function applyLocalUpgrade(environment: Environment): Promise<string[]> {
  return await withDatabase(environment, (database) => migrate(database));
}

async function withDatabase<T>(
  environment: Environment,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = openDatabase(readConfig(environment).databaseUrl, { poolSize: 2 });
  try {
    return await work(database);
  } catch (thrown) {
    throw asDatabaseError(thrown);
  } finally {
    await database.close();
  }
}

async function look(database: Database): Promise<LocalUpgrade> {
  const { engine } = database;
  const missing = await pendingMigrations(database);
  const isNew = missing.length === migrations.length;
  const made = new Set<string>();
  const pending: PendingMigration[] = [];
  for (const migration of missing) {
    const { work, takesAway } = effectsOf(migration, engine, made);
    const counted = [];
    for (const [table, kind] of isNew ? [] : work) {
      counted.push({ table, kind, rows: await boundedCount(database, table, countedMax) });
    }
    const { name } = migration;
    const early = letsEarlierStart(name);
    pending.push({ name, work: counted, takesAway, letsEarlierStart: early });
  }
  const later = isNew ? [] : await laterMigrations(database);
  return { engine, isNew, pending, later, processes: await servingProcesses(database) };
}

/** None where the version is from before they say so. */
async function servingProcesses(database: Database): Promise<number> {
  const { db } = database;
  return await listHolders({ db, clock: systemClock }).then(
    (holders) => holders.length,
    () => 0,
  );
}
