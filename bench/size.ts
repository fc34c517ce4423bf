/** Part 4: whether a read costs more where there are a hundred times as many connections. */
import type { Child } from "./child.ts";
import type { BenchOptions } from "./options.ts";
import { ofNamedUsers } from "./requests.ts";
import { type Measured, measure, median, warmUp } from "./rounds.ts";
import { type MeasuredServer, startGrantry } from "./servers.ts";
import { printTable } from "./table.ts";
import type { World } from "./world.ts";

const sockets = 16;
const target = 1.2;

/** Measures both databases alternately and prints one table. */
export async function size(
  load: Child,
  worlds: readonly [World, World],
  options: BenchOptions,
): Promise<void> {
  const servers: MeasuredServer[] = [];
  try {
    const sides = [];
    for (const world of worlds) {
      const server = await startGrantry(world);
      servers.push(server);
      const order = { sockets, requests: ofNamedUsers(world), users: world.users };
      await warmUp(load, server, { ...order, leastRequests: options.warmUpRequests });
      sides.push({ world, server, order, rounds: [] as Measured[] });
    }
    for (let round = 0; round < options.rounds; round += 1) {
      for (const { server, order, rounds } of sides) {
        rounds.push(await measure(load, server, { ...order, durationMs: options.roundMs }));
      }
    }
    const [small, large] = sides.map(({ rounds }) => median(rounds.map(({ cpuUs }) => cpuUs)));
    printTable(`Cost of a read by number of connections, on ${worlds[0].engine}`, [
      ["connections", "reads/s", "p99 ms", "CPU µs/read"],
      ...sides.map(({ world, rounds }) => [
        String(world.users),
        median(rounds.map(({ perSecond }) => perSecond)).toFixed(0),
        median(rounds.map(({ p99Ms }) => p99Ms)).toFixed(2),
        median(rounds.map(({ cpuUs }) => cpuUs)).toFixed(1),
      ]),
      ["ratio", "", "", `${((large ?? 0) / (small ?? 1)).toFixed(2)} (to reach: < ${target})`],
    ]);
  } finally {
    for (const server of servers) await server.stop();
  }
}
