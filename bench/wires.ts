/** Part 5: a token by our own API and by the official clients' GET, of one server in turn. */
import type { Child } from "./child.ts";
import type { BenchOptions } from "./options.ts";
import { ofConnections, ofNamedUsers, onBehalfOfUsers } from "./requests.ts";
import { type Measured, measure, median, warmUp } from "./rounds.ts";
import { startGrantry } from "./servers.ts";
import { printTable } from "./table.ts";
import type { World } from "./world.ts";

const socketCounts = [1, 16] as const;

/** Measures and prints one table. */
export async function wires(load: Child, world: World, options: BenchOptions): Promise<void> {
  const server = await startGrantry(world);
  const rows: string[][] = [];
  const { users } = world;
  const all = [
    { name: "GET /api/…/token, on behalf of", requests: onBehalfOfUsers(world), users },
    { name: "POST /v1/…/tokens", requests: ofNamedUsers(world), users },
    { name: "GET /v1/…/connections/{id}/token", requests: ofConnections(world), users: users / 10 },
  ];
  try {
    for (const { name: _, ...asked } of all) {
      await warmUp(load, server, { ...asked, sockets: 16, leastRequests: options.warmUpRequests });
    }
    for (const sockets of socketCounts) {
      const kept = all.map((): Measured[] => []);
      for (let round = 0; round < options.rounds; round += 1) {
        const turns = [...all.entries()];
        for (const [at, { name: _, ...asked }] of round % 2 === 0 ? turns : turns.toReversed()) {
          const order = { ...asked, sockets, durationMs: options.roundMs };
          kept[at]?.push(await measure(load, server, order));
        }
      }
      const [official = []] = kept;
      for (const [at, { name }] of all.entries()) {
        const measured = kept[at] ?? [];
        const ratio = median(measured.map((one, r) => one.cpuUs / (official[r] ?? one).cpuUs));
        rows.push([name, String(sockets), ...figures(measured), ratio.toFixed(2)]);
      }
    }
  } finally {
    await server.stop();
  }
  printTable(`A token by both APIs on ${world.engine}, ${users} connections`, [
    ["request", "sockets", "reads/s", "p50 ms", "CPU µs/read", "ratio of CPU"],
    ...rows,
  ]);
}

function figures(measured: readonly Measured[]): string[] {
  const of = (figure: (one: Measured) => number) => median(measured.map(figure));
  return [
    of(({ perSecond }) => perSecond).toFixed(0),
    of(({ p50Ms }) => p50Ms).toFixed(2),
    of(({ cpuUs }) => cpuUs).toFixed(1),
  ];
}
