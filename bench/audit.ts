/** Part 8: what it costs to put a read of a token on record: batched and strict, of one server in turn. */
import { openDatabase } from "@grantry/server/store/database";
import type { Child } from "./child.ts";
import type { BenchOptions } from "./options.ts";
import { ofNamedUsers } from "./requests.ts";
import { type Measured, measure, median, warmUp } from "./rounds.ts";
import { startGrantry } from "./servers.ts";
import { printTable } from "./table.ts";
import { type World, workspaceId } from "./world.ts";

const socketCounts = [1, 16, 64] as const;
const modes = ["batched", "strict"] as const;

/** Measures and prints one table. What a read costs that is on no record, `--beside` an older checkout tells. */
export async function audit(load: Child, world: World, options: BenchOptions): Promise<void> {
  const database = openDatabase(world.databaseUrl, { poolSize: 1 });
  const setMode = (audit_mode: (typeof modes)[number]) =>
    database.db
      .updateTable("workspaces")
      .set({ audit_mode })
      .where("workspace_id", "=", workspaceId)
      .execute();
  const server = await startGrantry(world);
  const asked = { requests: ofNamedUsers(world), users: world.users };
  const rows: string[][] = [];
  try {
    await warmUp(load, server, { ...asked, sockets: 16, leastRequests: options.warmUpRequests });
    for (const sockets of socketCounts) {
      const kept = modes.map((): Measured[] => []);
      for (let round = 0; round < options.rounds; round += 1) {
        const turns = [...modes.entries()];
        for (const [at, mode] of round % 2 === 0 ? turns : turns.toReversed()) {
          await setMode(mode);
          const order = { ...asked, sockets, durationMs: options.roundMs };
          kept[at]?.push(await measure(load, server, order));
        }
      }
      for (const [at, mode] of modes.entries()) {
        const [batched = [], measured = []] = [kept[0], kept[at]];
        const ratio = median(measured.map((one, r) => one.cpuUs / (batched[r] ?? one).cpuUs));
        rows.push([mode, String(sockets), ...figures(measured), ratio.toFixed(2)]);
      }
    }
  } finally {
    await server.stop();
    await database.close();
  }
  printTable(`A read on record, on ${world.engine}`, [
    ["mode", "sockets", "reads/s", "p50 ms", "CPU µs/read", "CPU to batched"],
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
