/** This checkout's server and another's, in turn: what a read costs now and what it cost then, whatever disturbs the machine. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Child } from "./child.ts";
import type { BenchOptions } from "./options.ts";
import { onBehalfOfUsers } from "./requests.ts";
import { type Measured, measure, median, warmUp } from "./rounds.ts";
import { type MeasuredServer, startGrantry, startHandWritten } from "./servers.ts";
import { printTable } from "./table.ts";
import { makeWorld, type World, type WorldPlan } from "./world.ts";

/** What of the other's bench/ is used: its server wants a database of its own version. */
interface Checkout {
  readonly makeWorld: typeof makeWorld;
  readonly startGrantry: typeof startGrantry;
}

interface Side {
  readonly server: MeasuredServer;
  readonly requests: readonly string[];
  readonly kept: Measured[];
}

async function checkoutAt(directory: string): Promise<Checkout> {
  const module = (name: string) => import(pathToFileURL(resolve(directory, "bench", name)).href);
  const [world, servers] = await Promise.all(["world.ts", "servers.ts"].map(module));
  return { ...world, ...servers };
}

/**
 * Measures and prints one table: the official clients' GET, which no version changed. The rounds are short and many, so that
 * some of each are undisturbed: the least of each is compared besides the medians.
 */
export async function beside(
  load: Child,
  directory: string,
  plan: WorldPlan,
  options: BenchOptions,
): Promise<void> {
  const other = await checkoutAt(directory);
  const ours: Checkout = { makeWorld, startGrantry };
  const worlds: World[] = [];
  const sides: Side[] = [];
  const add = async (world: World, start: (world: World) => Promise<MeasuredServer>) => {
    sides.push({ server: await start(world), requests: onBehalfOfUsers(world), kept: [] });
  };
  try {
    for (const checkout of [ours, other]) {
      const world = await checkout.makeWorld(plan);
      worlds.push(world);
      await add(world, checkout.startGrantry);
      if (checkout === ours) await add(world, startHandWritten);
    }
    await measureAll(load, sides, { users: plan.users, options });
  } finally {
    for (const { server } of sides) await server.stop();
    for (const world of worlds) await world.drop();
  }
  print(sides, plan);
}

const sockets = 16;
const roundMs = 300;
/** Rounds of a usual pair are three times as long. */
const roundsPerRound = 3;

async function measureAll(
  load: Child,
  sides: readonly Side[],
  { users, options }: { readonly users: number; readonly options: BenchOptions },
): Promise<void> {
  const order = (requests: readonly string[]) => ({ sockets, users, requests });
  for (const { server, requests } of sides) {
    await warmUp(load, server, { ...order(requests), leastRequests: options.warmUpRequests });
  }
  for (let round = 0; round < options.rounds * roundsPerRound; round += 1) {
    for (const { server, requests, kept } of round % 2 === 0 ? sides : sides.toReversed()) {
      kept.push(await measure(load, server, { ...order(requests), durationMs: roundMs }));
    }
  }
}

function print(sides: readonly Side[], { engine, users }: WorldPlan): void {
  const names = ["this server", "hand-written", "the other"];
  const handWritten = sides[1]?.kept ?? [];
  const rows = sides.map(({ kept }, at) => {
    const cpu = kept.map(({ cpuUs }) => cpuUs);
    const memory = median(kept.map(({ residentBytes }) => residentBytes)) / 1e6;
    const ratios = (of: (one: Measured) => number) =>
      median(kept.map((one, round) => of(one) / of(handWritten[round] ?? one))).toFixed(2);
    return [
      names[at] ?? "",
      Math.min(...cpu).toFixed(1),
      median(cpu).toFixed(1),
      memory.toFixed(0),
      ratios(({ perSecond }) => perSecond),
      ratios(({ cpuUs }) => cpuUs),
    ];
  });
  printTable(`Two checkouts on ${engine}, ${users} connections each, ${sockets} sockets`, [
    ["server", "least CPU µs/read", "CPU µs/read", "memory MB", "ratio", "ratio of CPU"],
    ...rows,
  ]);
}
