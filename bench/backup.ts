/**
 * `npm run bench:backup`: a database of a gigabyte is backed up, tried and restored, each by the command line as a process of
 * its own. Says how long that takes, what it costs of a processor, and how much memory it takes at most. See RESULTS.md.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { generateIdentity, identityToRecipient } from "age-encryption";
import { sql } from "kysely";
import { newKeyText } from "../packages/server/src/crypto/keyring.ts";
import { openDatabase } from "../packages/server/src/store/database.ts";
import { migrate } from "../packages/server/src/store/migrate.ts";
import { runPlainScript } from "../tools/script.ts";
import { printTable } from "./table.ts";

const program = fileURLToPath(new URL("../packages/cli/src/main.ts", import.meta.url));
const rows = 1_000_000;

const help = `npm run bench:backup

Measures backup, drill and restore of a SQLite database of about a gigabyte. Takes a few minutes and three gigabytes of disk.
`;

/** Rows as wide as connections are. */
async function fill(url: string): Promise<void> {
  const database = openDatabase(url);
  try {
    await migrate(database);
    const source = sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${sql.lit(rows)})`;
    await sql`CREATE TABLE filler (id TEXT PRIMARY KEY, at INTEGER, bytes BLOB) STRICT`.execute(
      database.db,
    );
    await sql`INSERT INTO filler ${source} SELECT 'row_' || i, i, randomblob(900) FROM n`.execute(
      database.db,
    );
  } finally {
    await database.close();
  }
}

interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

async function measure(
  environment: Readonly<Record<string, string>>,
  args: readonly string[],
): Promise<Measured> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, ["--conditions=source", program, ...args], {
    env: { PATH: "", ...environment },
    stdio: ["ignore", "ignore", "inherit"],
  });
  let peakKilobytes = 0;
  let ticks = 0;
  const gone = once(child, "exit");
  let ended = false;
  void gone.then(() => {
    ended = true;
  });
  while (!ended) {
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
    const times = await readFile(`/proc/${child.pid}/stat`, "utf8").catch(() => "");
    peakKilobytes = Math.max(peakKilobytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
    const [user = 0, system = 0] = times.split(" ").slice(13, 15).map(Number);
    ticks = Math.max(ticks, user + system);
    await sleep(20);
  }
  const [code] = await gone;
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}`);
  return {
    seconds: (performance.now() - startedMs) / 1_000,
    cpuSeconds: ticks / 100,
    peakMegabytes: peakKilobytes / 1_024,
  };
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "grantry-bench-backup-"));
  try {
    const place = (name: string) => ({
      GRANTRY_DATABASE_URL: `sqlite:${join(folder, name, "grantry.db")}`,
      GRANTRY_DATA_DIR: join(folder, name),
      GRANTRY_ENCRYPTION_KEYS: newKeyText("k1"),
    });
    const identity = await generateIdentity();
    const recipient = await identityToRecipient(identity);
    await fill(place("one").GRANTRY_DATABASE_URL);
    const megabytes = (await stat(join(folder, "one", "grantry.db"))).size / 1_048_576;
    const file = join(folder, "backup.tar");
    const runs: readonly (readonly [string, readonly string[], string])[] = [
      ["backup", ["backup", file], "one"],
      ["backup, sealed", ["backup", join(folder, "backup.age"), "--recipient", recipient], "one"],
      ["drill", ["drill", "restore", file], "one"],
      ["restore", ["restore", file], "two"],
    ];
    const table: string[][] = [];
    for (const [name, args, where] of runs) {
      const { seconds, cpuSeconds, peakMegabytes } = await measure(place(where), args);
      const numbers = [seconds.toFixed(1), cpuSeconds.toFixed(1), peakMegabytes.toFixed(0)];
      table.push([name, ...numbers]);
    }
    printTable(`A database of ${megabytes.toFixed(0)} MB`, [
      ["command", "s", "CPU s", "MB of memory at most"],
      ...table,
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await runPlainScript(help, main);
