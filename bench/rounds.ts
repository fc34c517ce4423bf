/** Measures servers in turn, round by round, so that what disturbs the machine disturbs both. */
import type { Child } from "./child.ts";
import type { LoadOrder, LoadResult } from "./load.ts";
import type { MeasuredServer } from "./servers.ts";

/** One server under one load. */
export interface Measured {
  readonly requests: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** User and system time of the server process per request, microseconds. */
  readonly cpuUs: number;
  readonly residentBytes: number;
  readonly ownCpu: number;
}

export type RoundOrder = Omit<LoadOrder, "port">;

/** How long each look at a server that runs warm takes. */
const warmUpRoundMs = 1_000;
/** A server that gets faster for longer than this is measured as it is. */
const warmUpRoundsMax = 60;
/** So many looks in a row that found it no faster end the warm-up. */
const steadyRounds = 4;

/**
 * Lets the server run warm under this load; nothing is kept. It is asked so often at least, and then
 * until it gets no faster: beside other work V8 takes ten seconds to compile what is hot, and what
 * is measured before that is the compiler.
 */
export async function warmUp(
  load: Child,
  server: MeasuredServer,
  { leastRequests, ...order }: Omit<RoundOrder, "durationMs"> & { readonly leastRequests: number },
): Promise<void> {
  let asked = 0;
  let bestUs = Number.POSITIVE_INFINITY;
  let steady = 0;
  for (let round = 0; round < warmUpRoundsMax; round += 1) {
    const measured = await measure(load, server, { ...order, durationMs: warmUpRoundMs });
    asked += (measured.perSecond * warmUpRoundMs) / 1_000;
    steady = measured.cpuUs < bestUs * 0.97 ? 0 : steady + 1;
    bestUs = Math.min(bestUs, measured.cpuUs);
    if (asked >= leastRequests && steady >= steadyRounds) return;
  }
}

/** How often a round is made again, each time twice as long. */
const longerRoundsMax = 6;

/**
 * Puts one server under load. On a machine that does much else a server may get no turn in a whole short round, which says nothing
 * then and is made again. Rejects where an answer was not 200, or none came in the longest one either.
 */
export async function measure(
  load: Child,
  server: MeasuredServer,
  order: RoundOrder,
): Promise<Measured> {
  for (let longer = 0; longer <= longerRoundsMax; longer += 1) {
    const durationMs = order.durationMs * 2 ** longer;
    const measured = await measureOnce(load, server, { ...order, durationMs });
    if (measured !== undefined) return measured;
  }
  throw new Error(`${server.name}: no answer in any round.`);
}

async function measureOnce(
  load: Child,
  server: MeasuredServer,
  order: RoundOrder,
): Promise<Measured | undefined> {
  const before = await server.usage();
  const result = await load.ask<LoadResult>({ ...order, port: server.port } satisfies LoadOrder);
  const after = await server.usage();
  const { requests, failures } = result;
  if (failures > 0) throw new Error(`${server.name}: ${failures} of ${requests} requests failed.`);
  if (requests === 0) return undefined;
  return {
    requests,
    perSecond: requests / result.seconds,
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    cpuUs: (after.cpuUs - before.cpuUs) / requests,
    residentBytes: after.residentBytes,
    ownCpu: result.ownCpu,
  };
}

/** What was measured of a pair: the medians of each, and of the ratios of each round. */
export interface Pair {
  readonly first: Measured;
  readonly second: Measured;
  /** Throughput of the first by that of the second. */
  readonly throughput: number;
  /** CPU per request of the first by that of the second. */
  readonly cpu: number;
}

/** Measures two servers alternately; who begins changes with every round. */
export async function measurePair(
  load: Child,
  servers: readonly [MeasuredServer, MeasuredServer],
  order: RoundOrder,
  rounds: number,
): Promise<Pair> {
  const firsts: Measured[] = [];
  const seconds: Measured[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const turns = [0, 1] as const;
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) {
      const kept = turn === 0 ? firsts : seconds;
      kept.push(await measure(load, servers[turn], order));
    }
  }
  const ratios = (of: (measured: Measured) => number) =>
    median(firsts.map((first, at) => of(first) / of(seconds[at] ?? first)));
  return {
    first: medians(firsts),
    second: medians(seconds),
    throughput: ratios((measured) => measured.perSecond),
    cpu: ratios((measured) => measured.cpuUs),
  };
}

/** The middle of some figures; of an even number of them, the mean of both in the middle. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((one, other) => one - other);
  const half = sorted.length / 2;
  const [low = 0, high = low] = sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1);
  return (low + high) / 2;
}

function medians(all: readonly Measured[]): Measured {
  const of = (figure: (measured: Measured) => number) => median(all.map(figure));
  return {
    requests: of((measured) => measured.requests),
    perSecond: of((measured) => measured.perSecond),
    p50Ms: of((measured) => measured.p50Ms),
    p99Ms: of((measured) => measured.p99Ms),
    cpuUs: of((measured) => measured.cpuUs),
    residentBytes: of((measured) => measured.residentBytes),
    ownCpu: of((measured) => measured.ownCpu),
  };
}
