/**
 * No telemetry: a server that nobody uses calls nobody. It runs as a process of its own in a network namespace that has a
 * loopback and nothing else, an hour of its own clock long (libfaketime lets that pass in seconds), with every system call
 * about the network written down by strace, of every thread and child. Nothing can leave a process without a socket, also
 * no question to the DNS: who sees all sockets misses no call. io_uring, by which
 * there could be others without a system call, is not to be had.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { startConnected } from "@grantry/testing/connected";
import { fromSource } from "@grantry/testing/from-source";
import { forBothWorkspaces } from "@grantry/testing/harness";
import { afterEach, beforeEach, expect, test } from "vitest";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const hourMs = 3_600_000;
/** So many times as fast as ours does its clock go. */
const speed = 1_200;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "grantry-idle-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** The sockets that a server opens in an hour, and what it does with them; its tokens live for so long. */
async function socketsOfAnHour(accessTokenSeconds: number): Promise<string[]> {
  const { world, read } = await startConnected({ accessTokenSeconds });
  expect((await read()).status).toBe(200);
  const { origin } = world.sandbox;
  const { encryptionKeys, databaseUrl } = world;
  await world.app.close();
  const file = join(folder, "grantry.db");
  await copyFile(databaseUrl.replace(/^sqlite:/, ""), file);
  await world.close();
  const lines = await run(file, {
    GRANTRY_ENCRYPTION_KEYS: encryptionKeys,
    GRANTRY_ALLOWED_PRIVATE_ORIGINS: forBothWorkspaces(origin),
  });
  return lines.map((line) => line.replaceAll(new URL(origin).port, "<sandbox>"));
}

async function run(file: string, environment: Record<string, string>): Promise<string[]> {
  const trace = join(folder, "trace");
  const within = [
    ...["strace", "-f", "-qq", "-o", trace, "-e", "trace=%network,io_uring_setup"],
    ...["-e", "inject=io_uring_setup:error=ENOSYS"],
    ...["faketime", "-f", `+0 x${speed}`, process.execPath, ...fromSource, main],
  ];
  const enter = process.getuid?.() === 0 ? ["-n"] : ["-rn"];
  const alone = 'ip link set lo up && exec "$@"';
  const child = spawn("unshare", [...enter, "sh", "-c", alone, "sh", ...within], {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    env: {
      PATH: process.env["PATH"],
      GRANTRY_DATABASE_URL: `sqlite:${file}`,
      GRANTRY_DATA_DIR: folder,
      GRANTRY_PORT: "4400",
      ...environment,
    },
  });
  const ended = once(child, "exit");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data: Buffer) => {
      output += data.toString();
    });
  }
  await expect.poll(() => output, { timeout: 60_000 }).toContain("listening");
  const database = new DatabaseSync(file, { readOnly: true });
  const shownMs = () =>
    Number(database.prepare("SELECT shown_at_ms FROM clock_marks").get()?.["shown_at_ms"]);
  const began = shownMs();
  await expect.poll(shownMs, { timeout: 60_000 }).toBeGreaterThan(began + hourMs);
  database.close();
  process.kill(-(child.pid ?? 0), "SIGTERM");
  await ended;
  const lines = (await readFile(trace, "utf8")).split("\n");
  return lines
    .map((line) => line.replace(/^\d+ +/, ""))
    .filter((line) => /^(?:socket|connect|send|io_uring)\w*\(/.test(line))
    .filter((line) => !/^io_uring_setup\(.*\(INJECTED\)$/.test(line));
}

test("a server that nobody uses opens no socket but the one that it listens on, in an hour of its clock", async () => {
  const sockets = await socketsOfAnHour(30 * 86_400);
  expect(sockets).toEqual([expect.stringMatching(/^socket\(AF_INET, SOCK_STREAM/)]);
});

test("where a token is due meanwhile, the call is seen: nothing is missed", async () => {
  const sockets = await socketsOfAnHour(1_800);
  expect(sockets.some((line) => /^connect\(.*<sandbox>/.test(line))).toBe(true);
});
