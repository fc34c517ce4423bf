/**
 * Part 9: what a read of a token costs that is logged and traced: none of them, one in a hundred, and each, in turn. Rounds are short
 * and many, so that some of each side are undisturbed.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import type { Child } from "./child.ts";
import type { BenchOptions } from "./options.ts";
import { ofNamedUsers } from "./requests.ts";
import { type Measured, measure, median, warmUp } from "./rounds.ts";
import { type MeasuredServer, startGrantry } from "./servers.ts";
import { printLine, printTable } from "./table.ts";
import type { World } from "./world.ts";

const sockets = 16;
const roundMs = 300;
/** Rounds of a usual pair are longer. */
const roundsPerRound = 3;
/** So often all are asked in turn before anything is kept: who was warm first has been idle since, and cools. */
const settlingRounds = 5;
const settlingMs = 1_000;

interface Side {
  readonly name: string;
  readonly server: MeasuredServer;
  readonly kept: Measured[];
}

/** Takes everything, and reads none of it. */
async function startCollector() {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => response.end());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function sidesOf(origin: string) {
  const sent = { OTEL_EXPORTER_OTLP_ENDPOINT: origin };
  const share = {
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: "0.01",
  };
  return [
    ["one in 100 logged, as it is built in", {}],
    ["none logged", { GRANTRY_LOG_TOKEN_READS: "0" }],
    ["one in 100 logged and traced", { ...sent, ...share }],
    ["each logged", { GRANTRY_LOG_TOKEN_READS: "1" }],
    ["each logged and traced", { ...sent, GRANTRY_LOG_TOKEN_READS: "1" }],
  ] as const;
}

/** Measures and prints one table. */
export async function telemetry(load: Child, world: World, options: BenchOptions): Promise<void> {
  const collector = await startCollector();
  const sides: Side[] = [];
  const asked = { requests: ofNamedUsers(world), users: world.users, sockets };
  try {
    for (const [name, environment] of sidesOf(collector.origin)) {
      const server = await startGrantry(world, { environment });
      sides.push({ name, server, kept: [] });
      await warmUp(load, server, { ...asked, leastRequests: options.warmUpRequests });
      printLine(`(${name}: runs warm.)`);
    }
    for (let round = 0; round < settlingRounds; round += 1) {
      for (const { server } of sides)
        await measure(load, server, { ...asked, durationMs: settlingMs });
    }
    for (let round = 0; round < options.rounds * roundsPerRound; round += 1) {
      for (const { server, kept } of round % 2 === 0 ? sides : sides.toReversed()) {
        kept.push(await measure(load, server, { ...asked, durationMs: roundMs }));
      }
    }
  } finally {
    for (const { server } of sides) await server.stop();
    collector.close();
  }
  print(sides, world);
}

function print(sides: readonly Side[], { engine }: World): void {
  const cpuOf = (side: Side | undefined) => (side?.kept ?? []).map(({ cpuUs }) => cpuUs);
  const first = cpuOf(sides[0]);
  const least = (all: readonly number[]) =>
    all.toSorted((a, b) => a - b)[Math.floor(all.length / 10)] ?? 0;
  printTable(`A read that is logged and traced, on ${engine}, ${sockets} sockets`, [
    ["reads", "CPU µs/read", "least tenth", "CPU to the first", "of the least tenths"],
    ...sides.map((side) => {
      const cpu = cpuOf(side);
      return [
        side.name,
        median(cpu).toFixed(1),
        least(cpu).toFixed(1),
        median(cpu.map((one, round) => one / (first[round] ?? one))).toFixed(2),
        (least(cpu) / least(first)).toFixed(2),
      ];
    }),
  ]);
}
