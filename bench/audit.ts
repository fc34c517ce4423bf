/** Part 8: what it costs to put a read of a token on record: none, batched and strict, in turn. */
import { openDatabase } from "@grantry/server/store/database";
import type { Child } from "./child.ts";
import type { BenchOptions } from "./options.ts";
import { ofNamedUsers } from "./requests.ts";
import { type Measured, measure, median, type RoundOrder, warmUp } from "./rounds.ts";
import { type MeasuredServer, startGrantry } from "./servers.ts";
import { printTable } from "./table.ts";
import { type World, workspaceId } from "./world.ts";

const socketCounts = [1, 16, 64] as const;
const modes = ["batched", "strict"] as const;

/** Measures and prints one table: of each number of sockets, reads that are on no record, and those of both modes. */
export async function audit(load: Child, world: World, options: BenchOptions): Promise<void> {
  const database = openDatabase(world.databaseUrl, { poolSize: 1 });
  const setMode = (audit_mode: (typeof modes)[number]) =>
    database.db
      .updateTable("workspaces")
      .set({ audit_mode })
      .where("workspace_id", "=", workspaceId)
      .execute();
  const [unrecorded, recorded] = [
    await startGrantry(world, { unrecorded: true }),
    await startGrantry(world),
  ];
  const sides = [
    { name: "none", server: unrecorded, mode: "batched" },
    ...modes.map((mode) => ({ name: mode, server: recorded, mode })),
  ] as const;
  const asked = { requests: ofNamedUsers(world), users: world.users };
  const rows: string[][] = [];
  try {
    for (const server of [unrecorded, recorded]) {
      await warmUp(load, server, { ...asked, sockets: 16, leastRequests: options.warmUpRequests });
    }
    for (const sockets of socketCounts) {
      const kept = sides.map((): Measured[] => []);
      for (let round = 0; round < options.rounds; round += 1) {
        const turns = [...sides.entries()];
        for (const [at, { server, mode }] of round % 2 === 0 ? turns : turns.toReversed()) {
          await setMode(mode);
          const order = { ...asked, sockets, durationMs: options.roundMs };
          kept[at]?.push(await measureAll(load, server, order));
        }
      }
      for (const [at, { name }] of sides.entries()) {
        const [none = [], measured = []] = [kept[0], kept[at]];
        const ratio = median(measured.map((one, r) => one.cpuUs / (none[r] ?? one).cpuUs));
        rows.push([name, String(sockets), ...figures(measured), ratio.toFixed(2)]);
      }
    }
  } finally {
    await unrecorded.stop();
    await recorded.stop();
    await database.close();
  }
  printTable(`A read on record, on ${world.engine}`, [
    ["record", "sockets", "reads/s", "p50 ms", "CPU µs/read", "CPU to none"],
    ...rows,
  ]);
}

/** By then what was noted is written, and linked. */
const writtenAfterMs = 600;

/** With what is written after the last answer: of a short round that would be most of it, and stand in the next one. */
async function measureAll(load: Child, server: MeasuredServer, order: RoundOrder) {
  const before = await server.usage();
  const measured = await measure(load, server, order);
  await new Promise((resolve) => setTimeout(resolve, writtenAfterMs));
  const { cpuUs } = await server.usage();
  return { ...measured, cpuUs: (cpuUs - before.cpuUs) / measured.requests };
}

function figures(measured: readonly Measured[]): string[] {
  const of = (figure: (one: Measured) => number) => median(measured.map(figure));
  return [
    of(({ perSecond }) => perSecond).toFixed(0),
    of(({ p50Ms }) => p50Ms).toFixed(2),
    of(({ cpuUs }) => cpuUs).toFixed(1),
  ];
}
