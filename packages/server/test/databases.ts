/** A database of its own for a test, on either engine. */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

export const engines = ["sqlite", "postgres"] as const;
export type TestEngine = (typeof engines)[number];

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** `postgresUrl` is asked for only where PostgreSQL is wanted. */
export async function createTestDatabase(
  engine: TestEngine,
  postgresUrl: () => string | Promise<string>,
): Promise<TestDatabase> {
  if (engine === "sqlite") {
    const folder = await mkdtemp(join(tmpdir(), "grantry-test-"));
    return {
      url: `sqlite:${join(folder, "test.db")}`,
      drop: () => rm(folder, { recursive: true, force: true }),
    };
  }
  const name = `test_${randomBytes(8).toString("hex")}`;
  const server = await postgresUrl();
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
