/** Databases as earlier versions left them. */

import type { Database, Executor } from "@grantry/server/store/database";
import type { Engine } from "@grantry/server/store/engine";
import { type Migration, migrations } from "@grantry/server/store/migrations";
import { sql } from "kysely";

/** The migration whose name ends so. */
export function migrationNamed(end: string): Migration {
  const found = migrations.find(({ name }) => name.endsWith(end));
  if (found === undefined) throw new Error(`There is no migration whose name ends with ${end}.`);
  return found;
}

/** Makes of an empty database what the version just before `migration` would have. */
export async function migrateBefore(database: Database, migration: Migration): Promise<void> {
  await startMigrations(database.db);
  for (const before of migrations.slice(0, migrations.indexOf(migration))) {
    await applyMigration(database.engine, database.db, before);
  }
}

/** The table that names what was applied, as every version has made it. */
export async function startMigrations(db: Executor): Promise<void> {
  await sql.raw("CREATE TABLE migrations (name TEXT PRIMARY KEY)").execute(db);
}

export async function applyMigration(
  engine: Engine,
  db: Executor,
  migration: Migration,
): Promise<void> {
  for (const statement of migration.statements(engine)) await sql.raw(statement).execute(db);
  await sql`INSERT INTO migrations (name) VALUES (${migration.name})`.execute(db);
}
