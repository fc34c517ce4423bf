/** Part 2: what the server's process holds in memory, started anew and under load. */
import type { Child } from "./child.ts";
import type { BenchOptions } from "./options.ts";
import { ofNamedUsers, onBehalfOfUsers } from "./requests.ts";
import { measure, type RoundOrder } from "./rounds.ts";
import { startGrantry } from "./servers.ts";
import { printTable } from "./table.ts";
import type { World } from "./world.ts";

const sockets = 64;
const targetMb = 150;

/** Measures and prints one table. */
export async function memory(load: Child, world: World, options: BenchOptions): Promise<void> {
  const server = await startGrantry(world);
  const mb = (bytes: number) => (bytes / 1e6).toFixed(0);
  try {
    const started = await server.usage();
    const durationMs = options.roundMs * options.rounds;
    const order = { sockets, durationMs, users: world.users };
    const orders: RoundOrder[] = [
      { ...order, requests: ofNamedUsers(world) },
      { ...order, requests: onBehalfOfUsers(world) },
    ];
    const peaks: number[] = [];
    for (const each of orders) peaks.push((await measure(load, server, each)).residentBytes);
    printTable(`Memory on ${world.engine}, ${world.users} connections (VmRSS)`, [
      ["started", "after reads by service token", "after reads by JWT, too", "to reach"],
      [...[started.residentBytes, ...peaks].map((bytes) => `${mb(bytes)} MB`), `< ${targetMb} MB`],
    ]);
  } finally {
    await server.stop();
  }
}
