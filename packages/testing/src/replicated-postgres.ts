/** A PostgreSQL with a hot standby that follows it, for tests of what a failover does. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { fromSource } from "./from-source.ts";
import { firstLine } from "./postgres.ts";

export interface ReplicatedPostgres {
  readonly primary: string;
  readonly standby: string;
  /** Makes a primary of the standby. The old one goes on without knowing. */
  promote(): Promise<void>;
  stop(): Promise<void>;
}

const script = fileURLToPath(new URL("./replicated-postgres-process.ts", import.meta.url));

export async function startReplicatedPostgres(): Promise<ReplicatedPostgres> {
  const child = spawn(process.execPath, [...fromSource, script], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const { primary, standby } = JSON.parse(await firstLine(child));
  return {
    primary,
    standby,
    promote: () => askOnce(standby, "SELECT pg_promote()").then(() => {}),
    stop: async () => {
      child.stdin.end();
      await once(child, "exit");
    },
  };
}

/** Runs one statement on a connection of its own. */
export async function askOnce(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
