/**
 * `npm run bench:keys`: a new root key and new data keys for a database with many connections, while their tokens are
 * read; sealing anew is killed in the middle and begun again. See RESULTS.md for what came of it, and --help.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { newKeyText } from "../packages/server/src/crypto/keyring.ts";
import {
  listLocalKeys,
  resealLocally,
  retireLocalKey,
  rotateLocalDataKeys,
  rotateLocalRootKey,
} from "../packages/server/src/local-keys.ts";
import type { Engine } from "../packages/server/src/store/engine.ts";
import { chosen, runScript, wholeNumber } from "../tools/script.ts";
import { type Child, freePort, startChild } from "./child.ts";
import type { LoadOrder, LoadResult } from "./load.ts";
import { startPostgres } from "./postgres.ts";
import { ofNamedUsers } from "./requests.ts";
import { type MeasuredServer, startGrantry } from "./servers.ts";
import { printLine, printTable } from "./table.ts";
import { makeWorld, type World, workspaceId } from "./world.ts";

const readsPerSecond = 200;
const loadMs = 2_000;
const page = { workspaceId: null, pageRows: 200, pauseMs: 5 } as const;

/** Reads, for as long as the work takes, by all processes in turn. */
async function whileRead<T>(
  bench: { readonly load: Child; readonly world: World; readonly servers: MeasuredServer[] },
  reads: LoadResult[],
  work: () => Promise<T>,
): Promise<T> {
  const { load, world, servers } = bench;
  const requests = ofNamedUsers(world);
  const { users } = world;
  let isOver = false;
  const reading = (async () => {
    for (let turn = 0; !isOver; turn += 1) {
      const port = servers[turn % servers.length]?.port ?? 0;
      const how = { sockets: 8, perSecond: readsPerSecond, durationMs: loadMs };
      const order: LoadOrder = { ...how, port, requests, users };
      reads.push(await load.ask<LoadResult>(order));
    }
  })();
  try {
    return await work();
  } finally {
    isOver = true;
    await reading;
  }
}

/** Begins `keys reseal` as a command of its own, and kills it (SIGKILL) when it has looked at half of the rows. */
async function killedInTheMiddle(
  environment: Record<string, string>,
  users: number,
): Promise<number> {
  const began = performance.now();
  const main = fileURLToPath(new URL("../packages/cli/src/main.ts", import.meta.url));
  const args = ["--conditions=source", main, "keys", "reseal", "--pause-ms", "5"];
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH: process.env["PATH"], ...environment },
  });
  const ended = once(child, "exit");
  for await (const chunk of child.stderr) {
    const [, looked] = /(\d+) rows looked at/.exec(String(chunk)) ?? [];
    if (looked === undefined || Number(looked) < users / 2) continue;
    child.kill("SIGKILL");
    break;
  }
  const [, signal] = await ended;
  if (signal !== "SIGKILL") throw new Error("The sealing ended before it could be killed.");
  return (performance.now() - began) / 1_000;
}

interface Outcome {
  readonly secondsBefore: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly values: number;
}

async function change(environment: Record<string, string>, users: number): Promise<Outcome> {
  const replaced = await dataKeysOf(environment);
  await rotateLocalRootKey(environment, "k2");
  await rotateLocalDataKeys(environment, null, () => {});
  const replacedMs = performance.now();
  const secondsBefore = await killedInTheMiddle(environment, users);
  const [began, before] = [performance.now(), process.cpuUsage()];
  const progressed = () => {};
  const done = await resealLocally(environment, { ...page, progressed });
  if (done.unreadable.length > 0) throw new Error(`Unreadable: ${done.unreadable.join(", ")}`);
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(before);
  await retireLocalKey(environment, "k1");
  // A data key may go a minute after it was replaced.
  await setTimeout(Math.max(0, replacedMs + 65_000 - performance.now()));
  for (const key of replaced) await retireLocalKey(environment, key);
  return { secondsBefore, seconds, cpuSeconds: (user + system) / 1e6, values: done.resealed };
}

async function dataKeysOf(environment: Record<string, string>): Promise<string[]> {
  return (await listLocalKeys(environment, workspaceId)).dataKeys.map(({ keyId }) => keyId);
}

async function measure(load: Child, engine: Engine, users: number, postgresUrl: string) {
  const port = await freePort();
  const began = performance.now();
  const made = await makeWorld({
    engine,
    users,
    postgresUrl: () => postgresUrl,
    tokenEndpointPort: port,
  });
  printLine(`${engine}: ${users} connections filled in ${seconds(began)} s`);
  const [before, after] = [made.encryptionKeys, newKeyText("k2")];
  const worldOf = (...keys: string[]): World => ({ ...made, encryptionKeys: keys.join() });
  const servers: MeasuredServer[] = [];
  try {
    const world = worldOf(before, after);
    servers.push(await startGrantry(world), await startGrantry(world));
    const reads: LoadResult[] = [];
    const environment = {
      GRANTRY_DATABASE_URL: made.databaseUrl,
      // The new key stands in front, as in a configuration that the old one is about to leave.
      GRANTRY_ENCRYPTION_KEYS: `${after},${before}`,
    };
    const outcome = await whileRead({ load, world, servers }, reads, () =>
      change(environment, users),
    );
    for (const server of servers.splice(0)) await server.stop();
    const alone = worldOf(after);
    servers.push(await startGrantry(alone));
    await whileRead({ load, world: alone, servers }, reads, async () => {});
    return row(engine, users, outcome, reads);
  } finally {
    for (const server of servers) await server.stop();
    await made.drop();
  }
}

function seconds(beganMs: number): string {
  return ((performance.now() - beganMs) / 1_000).toFixed(0);
}

function row(engine: Engine, users: number, outcome: Outcome, reads: LoadResult[]): string[] {
  const sum = (of: (read: LoadResult) => number) => reads.reduce((all, one) => all + of(one), 0);
  const worst = Math.max(...reads.map(({ p99Ms }) => p99Ms));
  return [
    engine,
    String(users),
    outcome.secondsBefore.toFixed(0),
    outcome.seconds.toFixed(0),
    outcome.cpuSeconds.toFixed(0),
    String(outcome.values),
    String(sum(({ requests }) => requests)),
    String(sum(({ failures }) => failures)),
    worst.toFixed(1),
  ];
}

const help = `npm run bench:keys -- [options]

Gives a database new keys while two servers answer reads of its tokens; kills the sealing in the middle, begins it
again, takes the old keys away and starts a server without them. PostgreSQL has its data on a disk, unless DATABASE_URL names one.

  --connections <n>  how many there are (100000); at least 20000, so that it can be killed in the middle
  --engine <name>    sqlite or postgres; both where not given
  --help             this text
`;

await runScript(help, async (args) => {
  const { values } = parseArgs({
    args,
    options: { connections: { type: "string", default: "100000" }, engine: { type: "string" } },
  });
  const users = wholeNumber("--connections", values.connections);
  const engines = chosen<Engine>("--engine", ["sqlite", "postgres"], values.engine);
  const postgres = engines.includes("postgres") ? await startPostgres({ onDisk: true }) : undefined;
  const load = startChild("load.ts");
  const rows: string[][] = [];
  try {
    for (const engine of engines) {
      rows.push(await measure(load, engine, users, postgres?.url ?? ""));
      printLine(rows.at(-1)?.join("  ") ?? "");
    }
  } finally {
    await load.stop();
    await postgres?.stop();
  }
  printTable(`New keys while ${readsPerSecond} tokens are read a second`, [
    [
      "database",
      "connections",
      "s until the kill",
      "s after it",
      "CPU s after it",
      "values after the kill",
      "reads",
      "failed reads",
      "worst p99 ms",
    ],
    ...rows,
  ]);
});
