/** Part 9: what a read of a token costs that is logged and traced: none of them, one in a hundred, and each, in turn. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { Child } from "./child.ts";
import type { BenchOptions } from "./options.ts";
import { ofNamedUsers } from "./requests.ts";
import { type Measured, measure, median, warmUp } from "./rounds.ts";
import { type MeasuredServer, startGrantry } from "./servers.ts";
import { printTable } from "./table.ts";
import type { World } from "./world.ts";

const sockets = 16;

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
    ["neither", { GRANTRY_LOG_TOKEN_READS: "0" }],
    ["one in 100 logged (as it is built in)", {}],
    ["each logged", { GRANTRY_LOG_TOKEN_READS: "1" }],
    ["one in 100 logged and traced", { ...sent, ...share }],
    ["each logged and traced", { ...sent, GRANTRY_LOG_TOKEN_READS: "1" }],
  ] as const;
}

/** Measures and prints one table. */
export async function telemetry(load: Child, world: World, options: BenchOptions): Promise<void> {
  const collector = await startCollector();
  const sides: { name: string; server: MeasuredServer; kept: Measured[] }[] = [];
  for (const [name, environment] of sidesOf(collector.origin)) {
    sides.push({ name, server: await startGrantry(world, { environment }), kept: [] });
  }
  const asked = { requests: ofNamedUsers(world), users: world.users, sockets };
  try {
    for (const { server } of sides) {
      await warmUp(load, server, { ...asked, leastRequests: options.warmUpRequests });
    }
    for (let round = 0; round < options.rounds; round += 1) {
      for (const { server, kept } of round % 2 === 0 ? sides : sides.toReversed()) {
        kept.push(await measure(load, server, { ...asked, durationMs: options.roundMs }));
      }
    }
  } finally {
    for (const { server } of sides) await server.stop();
    collector.close();
  }
  const [none] = sides;
  const least = (all: readonly Measured[]) => Math.min(...all.map(({ cpuUs }) => cpuUs));
  printTable(`A read that is logged and traced, on ${world.engine}, ${sockets} sockets`, [
    ["reads", "CPU µs/read", "least CPU µs/read", "CPU to neither"],
    ...sides.map(({ name, kept }) => [
      name,
      median(kept.map(({ cpuUs }) => cpuUs)).toFixed(1),
      least(kept).toFixed(1),
      median(kept.map((one, r) => one.cpuUs / (none?.kept[r] ?? one).cpuUs)).toFixed(2),
    ]),
  ]);
}
