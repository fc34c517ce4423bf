/** Brings the tables up to date. Safe to run in many processes at once. */
import { type Kysely, sql, type Transaction } from "kysely";
import { GrantryError } from "../lib/error.ts";
import type { Database } from "./database.ts";
import { isDatabaseUnavailable } from "./database-errors.ts";
import { type Migration, migrations } from "./migrations.ts";
import type { Schema } from "./schema.ts";

/** Any number that no other application takes as its advisory lock. */
const advisoryLock = 4_172_616_774;
/** How long a statement waits for a table: whoever comes to the table after it waits behind it. */
const lockMs = 5_000;

/**
 * Applies the migrations that are missing and returns their names: all in one transaction, but those that
 * are to stand apart, each of which has its own. Refuses a database that a newer version has already changed.
 */
export async function migrate(
  database: Database,
  list: readonly Migration[] = migrations,
): Promise<string[]> {
  const names: string[] = [];
  for (;;) {
    const { applied, isLast } = await database.transaction(
      (trx) => applyNext(database, trx, list),
      { patient: true },
    );
    names.push(...applied);
    if (isLast) return names;
  }
}

/** Applies those of the missing migrations that go into one transaction. */
async function applyNext(
  { engine }: Database,
  trx: Transaction<Schema>,
  list: readonly Migration[],
): Promise<{ readonly applied: readonly string[]; readonly isLast: boolean }> {
  if (engine === "postgres") await takeTurn(trx);
  await sql`CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)`.execute(trx);
  const there = await appliedNames(trx, list);
  const missing = list.filter(({ name }) => !there.has(name));
  const rest = missing.findIndex(
    ({ apart }, at) => at > 0 && (apart || missing[at - 1]?.apart) === true,
  );
  const next = rest === -1 ? missing : missing.slice(0, rest);
  for (const { name, statements } of next) {
    for (const statement of statements(engine)) await sql.raw(statement).execute(trx);
    await sql`INSERT INTO migrations (name) VALUES (${name})`.execute(trx);
  }
  return { applied: next.map(({ name }) => name), isLast: rest === -1 };
}

/**
 * Waits until no other process migrates, however long that takes, and lifts what the database may be set to
 * end statements by, until the transaction ends: an index takes as long as there are rows.
 */
async function takeTurn(trx: Transaction<Schema>): Promise<void> {
  await sql`SELECT set_config(name, '0', true) FROM pg_settings
    WHERE name IN ('statement_timeout', 'transaction_timeout', 'lock_timeout')`.execute(trx);
  await sql`SELECT pg_advisory_xact_lock(${sql.lit(advisoryLock)})`.execute(trx);
  await sql`SET LOCAL lock_timeout = ${sql.lit(lockMs)}`.execute(trx);
}

/** Whether the tables are those of this version. Changes nothing. */
export async function isUpToDate(database: Database): Promise<boolean> {
  return (await pendingMigrations(database)).length === 0;
}

/** Those that are missing, all of them where there is no table yet. Changes nothing; refuses as `migrate` does. */
export async function pendingMigrations(database: Database): Promise<readonly Migration[]> {
  try {
    const applied = await appliedNames(database.db, migrations);
    return migrations.filter(({ name }) => !applied.has(name));
  } catch (thrown) {
    if (thrown instanceof GrantryError || isDatabaseUnavailable(thrown)) throw thrown;
    return migrations;
  }
}

/** What a newer version has changed, beside which this one goes on. */
export async function laterMigrations({ db }: Database): Promise<string[]> {
  const known = new Set(migrations.map(({ name }) => name));
  return [...(await appliedNames(db, migrations))].filter((name) => !known.has(name));
}

/**
 * Whether versions that do not know a migration start with what it has changed: its name says so by the sign at its end, for
 * it is all that they can read of it.
 */
export function letsEarlierStart(name: string): boolean {
  return name.endsWith("+");
}

async function appliedNames(
  trx: Kysely<Schema> | Transaction<Schema>,
  list: readonly Migration[],
): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`SELECT name FROM migrations`.execute(trx);
  const names = new Set(rows.map((row) => row.name));
  const known = new Set(list.map((migration) => migration.name));
  const unknown = [...names].filter((name) => !known.has(name) && !letsEarlierStart(name));
  if (unknown.length > 0) {
    throw new GrantryError("config_invalid", {
      detail: `The database was changed by a newer version (${unknown.join(", ")}): run that version or a later one, or restore the backup of before.`,
    });
  }
  return names;
}
