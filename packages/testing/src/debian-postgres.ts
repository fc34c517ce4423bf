/**
 * A PostgreSQL of the version that the installed pg_dump is of, for the tests of backups: what the other tests bring along
 * has no client programs. Debian: `apt-get install postgresql`.
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { keepDatabases } from "./databases.ts";
import { fastFolder } from "./fast-folder.ts";
import { reservePort } from "./free-port.ts";

const run = promisify(execFile);
const missing =
  "PostgreSQL's server and client programs are needed for these tests: install them (Debian: apt-get install postgresql), or set POSTGRES_BIN to their folder.";

/** Where initdb, postgres, pg_dump, pg_restore and psql are. */
function findPrograms(): string {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian)
    ? readdirSync(debian).sort((a, b) => Number(b) - Number(a))
    : [];
  const folders = [
    process.env["POSTGRES_BIN"] ?? "",
    ...versions.map((version) => join(debian, version, "bin")),
    ...(process.env["PATH"] ?? "").split(delimiter),
  ];
  const found = folders.find((folder) =>
    ["initdb", "postgres", "pg_dump", "psql"].every((name) => existsSync(join(folder, name))),
  );
  if (found === undefined) throw new Error(missing);
  return found;
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const bin = findPrograms();
  const folder = await mkdtemp(join(fastFolder, "grantry-debian-postgres-"));
  const data = join(folder, "data");
  await chmod(folder, 0o777);
  // PostgreSQL refuses to run as root.
  const as =
    process.getuid?.() === 0
      ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
      : ["env"];
  const [first = "env", ...rest] = as;
  await run(first, [
    ...rest,
    join(bin, "initdb"),
    "-D",
    data,
    "-U",
    "postgres",
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--no-sync",
  ]);
  const port = await reservePort();
  const options = [
    "fsync=off",
    "listen_addresses=127.0.0.1",
    `unix_socket_directories=${folder}`,
    "max_connections=200",
  ];
  const server = spawn(
    first,
    [
      ...rest,
      join(bin, "postgres"),
      "-D",
      data,
      "-p",
      String(port),
      ...options.flatMap((one) => ["-c", one]),
    ],
    { stdio: "ignore" },
  );
  // The password is not asked for, and must not be seen.
  const url = `postgres://postgres:not-shown@127.0.0.1:${port}/postgres`;
  await untilItAnswers(url);
  keepDatabases();
  project.provide("postgresUrl", url);
  project.provide("postgresBin", bin);
  return async () => {
    server.kill("SIGINT");
    await once(server, "exit");
    await rm(folder, { recursive: true, force: true });
  };
}

async function untilItAnswers(url: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return await client.end();
    } catch (thrown) {
      if (tries >= 300) throw thrown;
      await sleep(100);
    }
  }
}

declare module "vitest" {
  interface ProvidedContext {
    /** Folder of PostgreSQL's programs, of the version of the server. */
    postgresBin: string;
  }
}
