/** `npm run bench`: measures the token read. See RESULTS.md for what came of it, and --help. */
import { cpus, release, totalmem } from "node:os";
import type { Engine } from "../packages/server/src/store/engine.ts";
import { runScript } from "../tools/script.ts";
import { audit } from "./audit.ts";
import { beside } from "./beside.ts";
import { type Child, freePort, listening, startChild } from "./child.ts";
import { lists } from "./lists.ts";
import type { LoadResult } from "./load.ts";
import { memory } from "./memory.ts";
import { type BenchOptions, help, type Part, readOptions } from "./options.ts";
import { startPostgres } from "./postgres.ts";
import { refreshing } from "./refreshing.ts";
import { compileServers } from "./servers.ts";
import { size } from "./size.ts";
import { printLine, printTable } from "./table.ts";
import { telemetry } from "./telemetry.ts";
import { throughput } from "./throughput.ts";
import { wires } from "./wires.ts";
import { makeWorld, type World } from "./world.ts";

interface Bench {
  readonly options: BenchOptions;
  readonly load: Child;
  readonly tokenEndpoint: { readonly child: Child; readonly origin: string; readonly port: number };
  readonly postgresUrl: string;
}

function describeMachine(options: BenchOptions): void {
  const [cpu] = cpus();
  const gigabytes = (totalmem() / 1e9).toFixed(0);
  printLine(
    `${cpu?.model ?? "unknown CPU"}, ${cpus().length} cores, ${gigabytes} GB, ${process.platform} ${release()}, Node ${process.version}, ${options.rounds} rounds of ${options.roundMs} ms`,
  );
}

/** Shows that the load can ask faster than any of the servers answers. */
async function checkLoad(load: Child, options: BenchOptions): Promise<void> {
  const port = await freePort();
  const constant = startChild("constant.ts", { environment: { PORT: String(port) } });
  try {
    await listening(port);
    const request = "GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";
    const order = { port, sockets: 64, requests: [request], users: 1 };
    await load.ask<LoadResult>({ ...order, durationMs: options.roundMs });
    const result = await load.ask<LoadResult>({ ...order, durationMs: options.roundMs });
    printTable("The load itself: a server that answers a constant", [
      ["requests/s", "p50 ms", "p99 ms", "load's CPU"],
      [
        (result.requests / result.seconds).toFixed(0),
        result.p50Ms.toFixed(2),
        result.p99Ms.toFixed(2),
        `${(result.ownCpu * 100).toFixed(0)} %`,
      ],
    ]);
  } finally {
    await constant.stop();
  }
}

/** Have worlds of their own. */
const apart: ReadonlySet<Part> = new Set(["lists", "previews", "telemetry"]);

async function benchEngine(bench: Bench, engine: Engine): Promise<void> {
  const { options, load, tokenEndpoint, postgresUrl } = bench;
  const { sizes, parts } = options;
  if (options.beside !== undefined) {
    const plan = {
      engine,
      users: sizes.usual,
      postgresUrl: () => postgresUrl,
      tokenEndpointPort: tokenEndpoint.port,
    };
    return await beside(load, options.beside, plan, options);
  }
  const ofLists = parts.filter((part) => part === "lists" || part === "previews");
  if (ofLists.length > 0) {
    const { listed: connections } = options;
    const plan = { connections, rounds: Math.min(options.rounds, 5), parts: ofLists };
    await inWorld(bench, engine, 1, (world) => lists(world, plan));
  }
  // A world of its own: what is compared does not depend on how many connections there are, and many take minutes to fill in.
  if (parts.includes("telemetry")) {
    await inWorld(bench, engine, sizes.small, async (world) => {
      await compileServers(world);
      await telemetry(load, world, options);
    });
  }
  if (parts.every((part) => apart.has(part))) return;
  await inWorld(bench, engine, sizes.usual, async (world) => {
    await compileServers(world);
    if (parts.includes("throughput")) await throughput(load, world, options);
    if (parts.includes("memory")) await memory(load, world, options);
    if (parts.includes("audit")) await audit(load, world, options);
    if (parts.includes("wires")) await wires(load, world, options);
    if (parts.includes("refresh")) await refreshing({ load, world, tokenEndpoint }, options);
  });
  if (!parts.includes("size")) return;
  // Two databases at once, so that both are measured round by round.
  await inWorld(bench, engine, sizes.small, async (small) => {
    await inWorld(bench, engine, sizes.large, (large) => size(load, [small, large], options));
  });
}

async function inWorld(
  { postgresUrl, tokenEndpoint }: Bench,
  engine: Engine,
  users: number,
  work: (world: World) => Promise<void>,
): Promise<void> {
  const began = performance.now();
  const world = await makeWorld({
    engine,
    users,
    postgresUrl: () => postgresUrl,
    tokenEndpointPort: tokenEndpoint.port,
  });
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  printLine(`\n(${users} connections were filled into ${engine} in ${seconds} s.)`);
  try {
    await work(world);
  } finally {
    await world.drop();
  }
}

async function main(args: string[]): Promise<void> {
  const options = readOptions(args);
  const began = performance.now();
  describeMachine(options);
  const wantsPostgres = options.engines.includes("postgres");
  const postgres = wantsPostgres ? await startPostgres() : undefined;
  const port = await freePort();
  const child = startChild("token-endpoint.ts");
  const load = startChild("load.ts");
  try {
    await child.ask(port);
    await checkLoad(load, options);
    const tokenEndpoint = { child, port, origin: `http://127.0.0.1:${port}` };
    const bench = { options, load, tokenEndpoint, postgresUrl: postgres?.url ?? "" };
    for (const engine of options.engines) await benchEngine(bench, engine);
  } finally {
    await load.stop();
    await child.stop();
    await postgres?.stop();
  }
  printLine(`\n${((performance.now() - began) / 1_000).toFixed(0)} s in all.`);
}

await runScript(help, main);
