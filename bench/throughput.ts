/** Part 1: reads a second, latency and CPU, beside the hand-written server. */
import type { Child } from "./child.ts";
import type { BenchOptions } from "./options.ts";
import { ofNamedUsers, onBehalfOfUsers } from "./requests.ts";
import { type Measured, measurePair, type RoundOrder, warmUp } from "./rounds.ts";
import { startGrantry, startHandWritten } from "./servers.ts";
import { printTable } from "./table.ts";
import type { World } from "./world.ts";

const socketCounts = [1, 16, 64] as const;

/** Measures and prints one table. */
export async function throughput(load: Child, world: World, options: BenchOptions): Promise<void> {
  const servers = [await startGrantry(world), await startHandWritten(world)] as const;
  const rows: string[][] = [];
  try {
    for (const [kind, requests] of [
      ["POST /v1/…/tokens", ofNamedUsers(world)],
      ["GET /api/…/token, on behalf of", onBehalfOfUsers(world)],
    ] as const) {
      const order = (sockets: number, durationMs: number): RoundOrder => ({
        sockets,
        durationMs,
        requests,
        users: world.users,
      });
      for (const server of servers) {
        await warmUp(load, server, {
          ...order(64, 0),
          leastRequests: options.warmUpRequests,
        });
      }
      for (const sockets of socketCounts) {
        const pair = await measurePair(
          load,
          servers,
          order(sockets, options.roundMs),
          options.rounds,
        );
        const ratio = `${pair.throughput.toFixed(2)} (CPU ${pair.cpu.toFixed(2)})`;
        rows.push([kind, String(sockets), "this server", ...figures(pair.first), ratio]);
        rows.push(["", "", "hand-written", ...figures(pair.second), ""]);
      }
    }
  } finally {
    for (const server of servers) await server.stop();
  }
  printTable(`Token read on ${world.engine}, ${world.users} connections`, [
    ["request", "sockets", "server", ...figureNames, "ratio"],
    ...rows,
  ]);
}

const figureNames = ["reads/s", "p50 ms", "p99 ms", "CPU µs/read", "memory MB", "load's CPU"];

function figures(measured: Measured): string[] {
  return [
    measured.perSecond.toFixed(0),
    measured.p50Ms.toFixed(2),
    measured.p99Ms.toFixed(2),
    measured.cpuUs.toFixed(1),
    (measured.residentBytes / 1e6).toFixed(0),
    `${(measured.ownCpu * 100).toFixed(0)} %`,
  ];
}
