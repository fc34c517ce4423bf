/** How long readers waited: from counts by upper bounds to a mean and percentiles. */
import { waitBoundsMs } from "../engine/index.ts";

/** One line of a plot: a value for each time, null where there is none. */
export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

interface WaitCount {
  readonly started_at: number;
  /** An upper bound in milliseconds, or `more`. */
  readonly detail: string;
  readonly count: number;
  /** Milliseconds in all. */
  readonly total: number;
}

interface Waits {
  readonly count: number;
  readonly totalMs: number;
  /** By bound; what is above the last one comes last. */
  readonly byBound: readonly number[];
}

/** `count`, and in milliseconds `mean_ms`, `p50_ms` and `p95_ms`: null where nobody waited. */
export function waitSeries(times: readonly number[], counts: readonly WaitCount[]): Series[] {
  const byTime = new Map<number, WaitCount[]>();
  for (const one of counts) {
    byTime.set(one.started_at, [...(byTime.get(one.started_at) ?? []), one]);
  }
  const waits = times.map((at) => waitsOf(byTime.get(at) ?? []));
  const values = (read: (one: Waits) => number) =>
    waits.map((one) => (one.count === 0 ? null : Math.round(read(one))));
  return [
    { name: "count", values: waits.map(({ count }) => count) },
    { name: "mean_ms", values: values(({ count, totalMs }) => totalMs / count) },
    { name: "p50_ms", values: values((one) => percentile(one, 0.5)) },
    { name: "p95_ms", values: values((one) => percentile(one, 0.95)) },
  ];
}

function waitsOf(counts: readonly WaitCount[]): Waits {
  const bounds = [...waitBoundsMs.map(String), "more"];
  const byBound = bounds.map((bound) =>
    counts.reduce((sum, one) => (one.detail === bound ? sum + one.count : sum), 0),
  );
  return {
    byBound,
    count: byBound.reduce((sum, one) => sum + one, 0),
    totalMs: counts.reduce((sum, { total }) => sum + total, 0),
  };
}

/** As if the waits between two bounds were spread evenly; above the last bound: that bound. */
function percentile({ byBound, count }: Waits, share: number): number {
  const wanted = count * share;
  let below = 0;
  for (const [at, bound] of waitBoundsMs.entries()) {
    const here = byBound[at] ?? 0;
    const lower = at === 0 ? 0 : (waitBoundsMs[at - 1] ?? 0);
    if (here > 0 && below + here >= wanted) {
      return lower + ((wanted - below) / here) * (bound - lower);
    }
    below += here;
  }
  return waitBoundsMs.at(-1) ?? 0;
}
