/** The tables of a server that starts. */
import type { Log } from "./lib/log.ts";
import type { Database } from "./store/database.ts";
import { laterMigrations, migrate } from "./store/migrate.ts";

/** Brings them up to date. Throws config_invalid where a newer version has changed what this one goes by. */
export async function bringUpToDate(database: Database, log: Log): Promise<void> {
  const applied = await migrate(database);
  if (applied.length > 0) log.info({ count: applied.length }, "the tables are up to date");
  const later = await laterMigrations(database);
  if (later.length === 0) return;
  log.warn(
    { migrations: later },
    "a newer version has changed the database: this one goes on beside it",
  );
}
