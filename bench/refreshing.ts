/** Part 3: how long the event loop is held up while many tokens are refreshed. */
import type { Child } from "./child.ts";
import type { LoadResult } from "./load.ts";
import type { BenchOptions } from "./options.ts";
import { ofNamedUsers } from "./requests.ts";
import { startGrantry, startHandWritten } from "./servers.ts";
import { printTable } from "./table.ts";
import type { World } from "./world.ts";

const refreshesPerSecond = 100;
const sockets = 64;
const targetMs = 20;

export interface RefreshInput {
  readonly load: Child;
  readonly world: World;
  readonly tokenEndpoint: { readonly child: Child; readonly origin: string };
}

/** Measures and prints one table. Rejects where the pace was not kept. */
export async function refreshing(input: RefreshInput, options: BenchOptions): Promise<void> {
  const { load, world, tokenEndpoint } = input;
  const server = await startGrantry(world, { allowedPrivateOrigins: tokenEndpoint.origin });
  // Asked nothing: its delay is the machine's, where others want the same cores.
  const idle = await startHandWritten(world);
  try {
    const order = (fromUser: number, durationMs: number) => ({
      port: server.port,
      sockets,
      durationMs,
      perSecond: refreshesPerSecond,
      // That an API refused the first token is a reason to refresh it, whatever is left of its life.
      requests: ofNamedUsers(world, { refused_version: 1 }),
      users: world.users,
      fromUser,
    });
    await load.ask<LoadResult>(order(0, 2_000));
    for (const watched of [server, idle]) await watched.usage("watch");
    const before = await tokenEndpoint.child.ask<number>("count");
    const result = await load.ask<LoadResult>(order(refreshesPerSecond * 3, options.refreshMs));
    const refreshed = (await tokenEndpoint.child.ask<number>("count")) - before;
    const { delayMs } = await server.usage();
    const { delayMs: idleMs } = await idle.usage();
    if (result.failures > 0) throw new Error(`${result.failures} refreshes failed.`);
    printTable(`Event loop's delay while tokens are refreshed, on ${world.engine}`, [
      [
        ...["refreshes/s", "answered in p50 ms", "p99 ms", "delay p50", "delay p99", "max"],
        ...["p99 of an idle process", "to reach"],
      ],
      [
        (refreshed / result.seconds).toFixed(0),
        result.p50Ms.toFixed(1),
        result.p99Ms.toFixed(1),
        ...[delayMs?.p50, delayMs?.p99, delayMs?.max].map((ms) => `${ms?.toFixed(1)} ms`),
        `${idleMs?.p99.toFixed(1)} ms`,
        `p99 < ${targetMs} ms`,
      ],
    ]);
  } finally {
    for (const each of [server, idle]) await each.stop();
  }
}
