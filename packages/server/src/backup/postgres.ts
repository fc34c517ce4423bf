/** PostgreSQL's database, dumped as it is at one moment by pg_dump, and put where there is none. */
import { createHash } from "node:crypto";
import type { Writable } from "node:stream";
import { sql } from "kysely";
import { systemClock } from "../lib/clock.ts";
import { GrantryError } from "../lib/error.ts";
import { newHandle } from "../lib/id.ts";
import type { Database, Executor } from "../store/database.ts";
import type { Member } from "./archive.ts";
import { type ProgramAddress, withAddress } from "./postgres-address.ts";
import { type Programs, requireProgram, start } from "./postgres-programs.ts";
import { quoted, type Snapshot, sqlOf } from "./snapshot.ts";

/**
 * Dumps it to `target`. Counts and dump are of the same moment: the dump reads by the snapshot of the transaction that
 * counts. Throws backup_failed.
 */
export async function snapshotPostgres(
  { database, databaseUrl }: { readonly database: Database; readonly databaseUrl: string },
  programs: Programs,
  target: string,
): Promise<Snapshot> {
  const server = await serverVersion(database.db);
  const version = await requireProgram(programs, "pg_dump", { least: server, of: "the server is" });
  return await database.transaction(
    async (trx) => {
      await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`.execute(trx);
      await withoutTimeouts(trx);
      const { rows } = await sql<{ id: string; schema: string }>`SELECT
        pg_export_snapshot() AS id, current_schema() AS schema`.execute(trx);
      const { id = "", schema = "public" } = rows[0] ?? {};
      const options = ["--format=custom", `--snapshot=${id}`, "--no-owner", "--no-privileges"];
      await withAddress(databaseUrl, programs.temporary, async (address) => {
        const args = [...options, `--file=${target}`, `--dbname=${address.url}`];
        await start(programs, "pg_dump", args, address).ended;
      });
      return {
        engine: "postgres",
        path: target,
        postgres: { version, schema },
        migrations: (await allOf(trx, sqlOf.migrations)).map(({ name }) => String(name)),
        keys: (await allOf(trx, sqlOf.keys)).map(({ key_id: key }) => String(key)),
        counts: await countPostgres(trx),
      };
    },
    { patient: true },
  );
}

/** However long the dump takes, the transaction whose snapshot it reads stays open. */
async function withoutTimeouts(trx: Executor): Promise<void> {
  await sql`SELECT set_config(name, '0', true) FROM pg_settings WHERE name IN
    ('statement_timeout', 'transaction_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')`.execute(
    trx,
  );
}

async function serverVersion(db: Executor): Promise<number> {
  const [row] = await allOf(db, "SHOW server_version_num");
  return Math.floor(Number(row?.["server_version_num"]) / 10_000);
}

async function allOf(db: Executor, text: string): Promise<readonly Record<string, unknown>[]> {
  return (await sql.raw<Record<string, unknown>>(text).execute(db)).rows;
}

/** How many rows each table of the schema has. */
export async function countPostgres(db: Executor): Promise<Record<string, number>> {
  const tables = await allOf(
    db,
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await allOf(db, `SELECT count(*) AS count FROM ${quoted(String(name))}`);
    counts[String(name)] = Number(row?.["count"]);
  }
  return counts;
}

/** Throws restore_refused where there is a table, a view or a sequence in the database. */
export async function requireEmptyPostgres({ db }: Database): Promise<void> {
  const [found] = await allOf(
    db,
    `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') LIMIT 1`,
  );
  if (found === undefined) return;
  throw new GrantryError("restore_refused", {
    detail: `The database is not empty (${String(found["name"])}): a backup is restored into a new one, made by createdb.`,
  });
}

const looksMax = 10;
const lookMs = 100;

/**
 * Throws restore_refused where somebody else is connected: a server that was up while its database was made anew has read
 * before that providers may be asked, and would go on. A session that has just ended is seen for a moment yet.
 */
export async function requireNobodyConnected({ db }: Database): Promise<void> {
  for (let looks = 1; ; looks += 1) {
    // What others do is not shown to every role; that they are there is. The server's own workers are of no role.
    const [row] = await allOf(
      db,
      `SELECT count(*) AS count FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND usesysid IS NOT NULL AND COALESCE(backend_type, 'client backend') = 'client backend'`,
    );
    const others = Number(row?.["count"]);
    if (others === 0) return;
    if (looks >= looksMax) {
      throw new GrantryError("restore_refused", {
        detail: `Others are connected to the database (sessions: ${others}): stop every server and pooler that uses it, then restore.`,
      });
    }
    await systemClock.sleep(lookMs);
  }
}

/** That the programs can read the dump. Throws backup_failed. */
export async function requireRestorePrograms(programs: Programs, version: number): Promise<void> {
  const of = "the backup is";
  await requireProgram(programs, "pg_restore", { least: version, of });
  await requireProgram(programs, "psql", { least: version, of });
}

/**
 * Puts the database there, marked as restored, or nothing: all of it is one transaction, whose end is said after the last
 * byte was checked. Whoever is killed before has changed nothing.
 */
export async function restorePostgres(
  databaseUrl: string,
  programs: Programs,
  member: Member,
  given: Given,
): Promise<void> {
  await withAddress(databaseUrl, programs.temporary, (address) =>
    restoreTo(address, programs, member, given),
  );
}

interface Given {
  readonly sha256: string;
  readonly schema: string;
  readonly madeAt: number;
  readonly restoredAt: number;
}

async function restoreTo(
  address: ProgramAddress,
  programs: Programs,
  member: Member,
  given: Given,
): Promise<void> {
  const quiet = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"];
  const target = start(programs, "psql", [...quiet, `--dbname=${address.url}`], address);
  const reader = start(programs, "pg_restore", ["--no-owner", "--no-privileges", "--file=-"]);
  const failed = Promise.all([target.ended, reader.ended]);
  failed.catch(() => {
    reader.child.kill();
    target.child.kill();
  });
  const { stdin: input } = target.child;
  const { stdin: dump, stdout: statements } = reader.child;
  if (input === null || dump === null || statements === null) throw new Error("no pipes");
  target.child.stdout?.resume();
  input.write("BEGIN;\n");
  statements.pipe(input, { end: false });
  const isRight = await Promise.race([fed(dump, member, given.sha256), failed.then(() => false)]);
  await Promise.race([reader.ended, failed]);
  if (!isRight) {
    target.child.kill();
    await target.ended.catch(() => {});
    throw new GrantryError("backup_unusable", {
      detail: "The database in the backup is not whole: take another backup.",
    });
  }
  const times = `${given.madeAt}, ${given.restoredAt}`;
  input.end(`INSERT INTO ${quoted(given.schema)}.restores (restore_id, backup_made_at, restored_at)
    VALUES ('${newHandle("restore")}', ${times});\nCOMMIT;\n`);
  await target.ended;
}

/** Writes all of it, and says whether it was what it should be. */
async function fed(dump: Writable, member: Member, sha256: string): Promise<boolean> {
  const hash = createHash("sha256");
  const closed = happens(dump, "close");
  for await (const bytes of member.content) {
    hash.update(bytes);
    if (!dump.write(bytes) && !dump.destroyed) {
      await Promise.race([happens(dump, "drain"), closed]);
    }
  }
  dump.end();
  return hash.digest("hex") === sha256;
}

function happens(dump: Writable, event: "drain" | "close"): Promise<void> {
  return new Promise((resolve) => {
    dump.once(event, () => resolve());
  });
}
