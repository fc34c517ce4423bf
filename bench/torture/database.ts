/** The database of a run: how it is taken away, written to from outside, and read in the end. */
import { once } from "node:events";
import { tmpdir } from "node:os";
import { allowConnections } from "@grantry/testing/database-away";
import { createTestDatabase } from "@grantry/testing/databases";
import { type Database, openDatabase } from "../../packages/server/src/store/database.ts";
import type { Engine } from "../../packages/server/src/store/engine.ts";
import { heard, pause, say, startChild } from "./child.ts";
import type { FinalRow } from "./history.ts";
import type { PostgresOrder, PostgresWord } from "./postgres-server.ts";

export interface RunDatabase {
  readonly url: string;
  /**
   * Takes it away for so long and answers how. SQLite has no server to stop: another program holds
   * its write lock. PostgreSQL lets nobody in, or (`hard`) is stopped and started again.
   */
  outage(ms: number, hard: boolean): Promise<string>;
  /** Writes to a connection's row behind the servers' backs. */
  writeMetadata(connection: string, value: string): Promise<void>;
  rows(): Promise<FinalRow[]>;
  close(): Promise<void>;
}

/** `postgresUrl`: a PostgreSQL to make the database in, which is not stopped; null for an own one. */
export async function openRunDatabase(
  engine: Engine,
  postgresUrl: string | null,
): Promise<RunDatabase> {
  if (engine === "sqlite") return await openSqlite();
  if (postgresUrl !== null) return await openPostgres(postgresUrl, null);
  const child = startChild("postgres-server.ts", { kind: "start" });
  const { url } = await heard<Extract<PostgresWord, { kind: "running" }>>(child, "running");
  const order = async (kind: PostgresOrder["kind"], answer: PostgresWord["kind"]) => {
    const done = heard<PostgresWord>(child, answer);
    say(child, { kind });
    await done;
  };
  const opened = await openPostgres(url, async (ms) => {
    await order("stop", "stopped");
    await pause(ms);
    await order("start_again", "running");
  });
  return {
    ...opened,
    close: async () => {
      await opened.close();
      const gone = once(child, "exit");
      child.disconnect();
      await gone;
    },
  };
}

async function openSqlite(): Promise<RunDatabase> {
  const made = await createTestDatabase("sqlite", () => "", tmpdir());
  // Opened when the servers have made the tables.
  let handle: Database | null = null;
  const open = () => {
    handle ??= openDatabase(made.url);
    return handle;
  };
  return {
    url: made.url,
    ...handsOn(open),
    outage: async (ms) => {
      await open().transaction(() => pause(ms));
      return "write lock held";
    },
    close: async () => {
      await handle?.close();
      await made.drop();
    },
  };
}

async function openPostgres(
  serverUrl: string,
  restart: ((ms: number) => Promise<void>) | null,
): Promise<RunDatabase> {
  const made = await createTestDatabase("postgres", () => serverUrl);
  const database = openDatabase(made.url, { poolSize: 4 });
  const name = new URL(made.url).pathname.slice(1);
  return {
    url: made.url,
    ...handsOn(() => database),
    outage: async (ms, hard) => {
      if (hard && restart !== null) {
        await restart(ms);
        return "stopped and started";
      }
      await allowConnections(serverUrl, name, false);
      await pause(ms);
      await allowConnections(serverUrl, name, true);
      return "no connections allowed";
    },
    close: async () => {
      await database.close();
      await made.drop();
    },
  };
}

function handsOn(open: () => Database): Pick<RunDatabase, "writeMetadata" | "rows"> {
  return {
    writeMetadata: async (connection, value) => {
      await open()
        .db.updateTable("connections")
        .set({ account_name: value })
        .where("user_id", "=", connection)
        .execute();
    },
    rows: async () => {
      const rows = await open()
        .db.selectFrom("connections")
        .select(["user_id", "status", "reason", "version", "account_name"])
        .execute();
      return rows.map((row) => ({
        kind: "row",
        connection: row.user_id,
        status: row.status,
        reason: row.reason,
        version: row.version,
        metadata: row.account_name,
      }));
    },
  };
}
