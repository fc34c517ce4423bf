/**
 * Puts PgBouncer in transaction mode between the tests and PostgreSQL: whoever asks gets any of a few
 * connections, for one transaction at a time, as behind the poolers that companies run.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { TestProject } from "vitest/node";
import { reservePort } from "./free-port.ts";
import { startPostgres } from "./postgres.ts";

const missing =
  "PgBouncer is needed for these tests: install it (Debian: apt-get install pgbouncer) or set PGBOUNCER_PATH.";

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  const folder = await mkdtemp(join(tmpdir(), "grantry-pooler-"));
  const port = await reservePort();
  const pooler = await startPooler(folder, postgres.url, port);
  const pooled = new URL(postgres.url);
  pooled.host = `127.0.0.1:${port}`;
  project.provide("postgresUrl", pooled.href);
  return async () => {
    pooler.kill("SIGINT");
    await once(pooler, "exit");
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

async function startPooler(folder: string, url: string, port: number): Promise<ChildProcess> {
  const { hostname, port: behind, username, password } = new URL(url);
  const file = join(folder, "pgbouncer.ini");
  const settings = [
    "[databases]",
    `* = host=${hostname} port=${behind} user=${username} password=${password}`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = any",
    "pool_mode = transaction",
    // Far fewer than the servers of a test open.
    "default_pool_size = 3",
    // Tests take the database away and bring it back, and look at once.
    "server_login_retry = 0.1",
    "max_client_conn = 1000",
    // Each test has a database of its own, and leaves its connections behind.
    "server_idle_timeout = 2",
    "log_connections = 0",
    "log_disconnections = 0",
  ];
  await writeFile(file, `${settings.join("\n")}\n`);
  // It refuses to run as root.
  await chmod(folder, 0o755);
  const asNobody = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
  const pooler = spawn(process.env["PGBOUNCER_PATH"] ?? "pgbouncer", [...asNobody, "-q", file], {
    env: { PATH: [process.env["PATH"], "/usr/sbin"].join(delimiter) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  pooler.once("error", (cause) => {
    throw new Error(missing, { cause });
  });
  await listening(port, pooler);
  return pooler;
}

const attemptsMax = 500;

/** Resolves when it takes connections. */
async function listening(port: number, pooler: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < attemptsMax && pooler.exitCode === null; attempt += 1) {
    const socket = connect(port, "127.0.0.1");
    const isOpen = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "error").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`PgBouncer does not listen, or ended with ${pooler.exitCode}.`);
}
