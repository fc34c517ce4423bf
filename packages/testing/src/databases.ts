/** A database of its own for a test, on either engine. */
import { createHash, randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openDatabase } from "@grantry/server/store/database";
import type { Engine } from "@grantry/server/store/engine";
import { migrate } from "@grantry/server/store/migrate";
import { migrations } from "@grantry/server/store/migrations";
import pg from "pg";
import { fastFolder } from "./fast-folder.ts";
import { createKeptDatabases, type KeptDatabases } from "./kept-databases.ts";

export const engines = ["sqlite", "postgres"] as const satisfies readonly Engine[];

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * `postgresUrl` is asked for only where PostgreSQL is wanted. SQLite's file lies in a folder of its own in
 * `base`: who measures, or ends processes in the middle of a write, wants a disk.
 */
export async function createTestDatabase(
  engine: Engine,
  postgresUrl: () => string | Promise<string>,
  base = fastFolder,
): Promise<TestDatabase> {
  if (engine === "sqlite") {
    const folder = await mkdtemp(join(base, "grantry-test-"));
    return {
      url: `sqlite:${join(folder, "test.db")}`,
      drop: () => rm(folder, { recursive: true, force: true }),
    };
  }
  const name = `test_${randomBytes(8).toString("hex")}`;
  const server = await postgresUrl();
  await onServer(server, `CREATE DATABASE ${name}`);
  return postgresDatabase(server, name);
}

function postgresDatabase(server: string, name: string): TestDatabase {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** The same with today's tables in it: a copy of one that was migrated once, which takes far less time. */
export async function createMigratedDatabase(
  engine: Engine,
  postgresUrl: () => string | Promise<string>,
): Promise<TestDatabase> {
  if (engine === "sqlite") {
    const made = await createTestDatabase(engine, postgresUrl);
    migratedFile ??= makeMigratedFile();
    await copyFile(await migratedFile, fileOf(made));
    return made;
  }
  return await migratedOn(await postgresUrl());
}

/** Set where somebody drops in the end what tests of this run have kept: a part of its databases' names. */
const runVariable = "GRANTRY_TEST_RUN";

/** Lets the processes of this run keep databases from one test to the next. */
export function keepDatabases(): void {
  process.env[runVariable] = randomBytes(4).toString("hex");
}

/** Takes away what databases were copied from, and what tests have kept. */
export async function dropKept(postgresUrl: string): Promise<void> {
  await onServer(postgresUrl, `DROP DATABASE IF EXISTS ${template()} WITH (FORCE)`);
  const run = process.env[runVariable];
  if (run === undefined) return;
  const { rows } = await onServer<{ datname: string }>(
    postgresUrl,
    `SELECT datname FROM pg_database WHERE datname ~ '^test_${run}_'`,
  );
  for (const { datname } of rows) {
    await onServer(postgresUrl, `DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
  }
}

/** By server: one process may use several. */
const keptDatabases = new Map<string, KeptDatabases>();

function keptOn(server: string): KeptDatabases {
  const kept = keptDatabases.get(server) ?? createKeptDatabases();
  keptDatabases.set(server, kept);
  return kept;
}

async function migratedOn(server: string): Promise<TestDatabase> {
  const run = process.env[runVariable];
  if (run === undefined) return await copyOfTemplate(server, "test_");
  const { giveBack, made, take } = keptOn(server);
  const place = await keptOrNew();
  return {
    url: place.url,
    drop: async () => {
      if (!(await giveBack(place.url))) await place.drop();
    },
  };

  async function keptOrNew(): Promise<TestDatabase> {
    const url = take();
    if (url !== undefined) return postgresDatabase(server, new URL(url).pathname.slice(1));
    const copy = await copyOfTemplate(server, `test_${run}_`);
    await made(copy.url);
    return copy;
  }
}

async function copyOfTemplate(server: string, prefix: string): Promise<TestDatabase> {
  const name = `${prefix}${randomBytes(8).toString("hex")}`;
  for (let tries = 1; ; tries += 1) {
    try {
      await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${template()} STRATEGY FILE_COPY`);
      return postgresDatabase(server, name);
    } catch (thrown) {
      // Another run on the same server may have ended, and taken it away.
      if (!isMissing(thrown) || tries === triesMax) throw thrown;
      await makeTemplate(server);
    }
  }
}

const triesMax = 5;

/** One per process. */
let migratedFile: Promise<string> | undefined;

async function makeMigratedFile(): Promise<string> {
  // On a disk: a worker that is ended leaves it behind, and memory is not to fill up with them.
  const made = await createTestDatabase("sqlite", () => "", tmpdir());
  process.once("exit", () => rmSync(dirname(fileOf(made)), { recursive: true, force: true }));
  await migrateAt(made.url);
  return fileOf(made);
}

function fileOf({ url }: TestDatabase): string {
  return url.slice("sqlite:".length);
}

async function migrateAt(url: string): Promise<void> {
  const database = openDatabase(url);
  await migrate(database);
  await database.close();
}

/** Named by what is in it: another state of the tests finds no old one. */
function template(): string {
  const text = JSON.stringify(migrations.map((one) => [one.name, one.statements("postgres")]));
  return `template_${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
}

/** Many processes may make it at once: it is there under its name only when it is whole. */
async function makeTemplate(server: string): Promise<void> {
  const made = await createTestDatabase("postgres", () => server);
  await migrateAt(made.url);
  const name = new URL(made.url).pathname.slice(1);
  // A pooler keeps its connections for a while, and one that is connected to cannot be copied.
  await onServer(server, `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await onServer(
    server,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
  );
  await onServer(server, `ALTER DATABASE ${name} RENAME TO ${template()}`).catch(made.drop);
}

/** PostgreSQL's word for a database that is not there. */
function isMissing(thrown: unknown): boolean {
  return thrown instanceof pg.DatabaseError && thrown.code === "3D000";
}

async function onServer<Row extends pg.QueryResultRow>(
  url: string,
  statement: string,
): Promise<pg.QueryResult<Row>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query<Row>(statement);
  } finally {
    await client.end();
  }
}
