/** Brings the tables up to date. Safe to run in many processes at once. */
import { type Kysely, sql, type Transaction } from "kysely";
import { GrantryError } from "../lib/error.ts";
import type { Database } from "./database.ts";
import { isDatabaseUnavailable } from "./database-errors.ts";
import { migrations } from "./migrations.ts";
import type { Schema } from "./schema.ts";

/** Any number that no other application takes as its advisory lock. */
const advisoryLock = 4_172_616_774;

/**
 * Applies the migrations that are missing, all in one transaction, and returns their names. Refuses
 * a database that a newer version has already changed.
 */
export async function migrate(database: Database): Promise<string[]> {
  return await database.transaction(async (trx) => {
    if (database.engine === "postgres") {
      await sql`select pg_advisory_xact_lock(${sql.lit(advisoryLock)})`.execute(trx);
    }
    await sql`CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)`.execute(trx);
    const applied = await appliedNames(trx);
    const missing = migrations.filter((migration) => !applied.has(migration.name));
    for (const migration of missing) {
      for (const statement of migration.statements(database.engine)) {
        await sql.raw(statement).execute(trx);
      }
      await sql`INSERT INTO migrations (name) VALUES (${migration.name})`.execute(trx);
    }
    return missing.map((migration) => migration.name);
  });
}

/** Whether the tables are those of this version. Changes nothing. */
export async function isUpToDate(database: Database): Promise<boolean> {
  try {
    const applied = await appliedNames(database.db);
    return migrations.every(({ name }) => applied.has(name));
  } catch (thrown) {
    if (thrown instanceof GrantryError || isDatabaseUnavailable(thrown)) throw thrown;
    return false;
  }
}

async function appliedNames(trx: Kysely<Schema> | Transaction<Schema>): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`SELECT name FROM migrations`.execute(trx);
  const names = new Set(rows.map((row) => row.name));
  const known = new Set(migrations.map((migration) => migration.name));
  const unknown = [...names].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new GrantryError("config_invalid", {
      detail: `The database was changed by a newer version (${unknown.join(", ")}): run that version or a later one.`,
    });
  }
  return names;
}
