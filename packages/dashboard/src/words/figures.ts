/** Figures as people read them. */
import type { Schemas } from "../api/client.ts";
import { counted } from "./plural.ts";

export type Statistics = Schemas["Statistics"];

const number = new Intl.NumberFormat("en");

/** `2,841,906`. */
export const numberOf = (value: number): string => number.format(value);

/** `120 ms`, `1.4 s`. */
export const durationOf = (ms: number): string =>
  ms < 1_000 ? `${numberOf(Math.round(ms))} ms` : `${(ms / 1_000).toFixed(1)} s`;

/** The values of a series, zero where there is none. */
export function valuesOf({ series, times }: Statistics, name: string): number[] {
  const found = series.find((one) => one.name === name)?.values ?? [];
  return times.map((_, at) => found[at] ?? 0);
}

export const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

/** What all series but some have together. */
export function otherValuesOf(statistics: Statistics, without: readonly string[]): number[] {
  const others = statistics.series.filter(({ name }) => !without.includes(name));
  return statistics.times.map((_, at) => sum(others.map(({ values }) => values[at] ?? 0)));
}

/** What a plot shows: its figure, what is said of it, and its bars: what is well below, what is not above. */
export interface Figure {
  readonly title: string;
  readonly figure: string;
  readonly says: string;
  readonly well: readonly number[];
  readonly bad: readonly number[];
  /** For the table beside it: headings with their values. */
  readonly columns: readonly (readonly [string, readonly (number | null)[]])[];
}

export function tokensServed(statistics: Statistics): Figure {
  const [fresh, refreshed, remaining] = ["fresh", "refreshed", "remaining"].map((name) =>
    valuesOf(statistics, name),
  ) as [number[], number[], number[]];
  const well = fresh.map((value, at) => value + (refreshed[at] ?? 0));
  return {
    title: "Tokens served",
    figure: numberOf(sum(well) + sum(remaining)),
    says:
      sum(remaining) === 0
        ? `${numberOf(sum(refreshed))} after waiting for a refresh`
        : `${numberOf(sum(remaining))} while a service was away`,
    well,
    bad: remaining,
    columns: [
      ["At once", fresh],
      ["After a refresh", refreshed],
      ["While a service was away", remaining],
    ],
  };
}

export function refreshes(statistics: Statistics): Figure {
  const worked = valuesOf(statistics, "ok");
  const failed = otherValuesOf(statistics, ["ok"]);
  return {
    title: "Refreshes",
    figure: numberOf(sum(worked) + sum(failed)),
    says: `${numberOf(sum(worked))} worked, ${numberOf(sum(failed))} failed`,
    well: worked,
    bad: failed,
    columns: [
      ["Worked", worked],
      ["Failed", failed],
    ],
  };
}

export function newConnections(statistics: Statistics): Figure {
  const first = valuesOf(statistics, "connected");
  const again = valuesOf(statistics, "reconnected");
  return {
    title: "Connected",
    figure: numberOf(sum(first) + sum(again)),
    says: `${numberOf(sum(first))} for the first time, ${numberOf(sum(again))} again`,
    well: first.map((value, at) => value + (again[at] ?? 0)),
    bad: [],
    columns: [
      ["For the first time", first],
      ["Again", again],
    ],
  };
}

export function readerWait(statistics: Statistics): Figure {
  const [counts, mean, most] = ["count", "mean_ms", "p95_ms"].map((name) =>
    valuesOf(statistics, name),
  ) as [number[], number[], number[]];
  const waited = sum(counts);
  const total = sum(counts.map((count, at) => count * (mean[at] ?? 0)));
  return {
    title: "Waiting for a refresh",
    figure: waited === 0 ? "0 ms" : durationOf(total / waited),
    says: waited === 0 ? "Nobody had to wait" : `on average, ${counted(waited, "read")} waited`,
    well: most,
    bad: [],
    columns: [
      ["Reads that waited", counts],
      ["Mean, ms", mean],
      ["95 of 100 below, ms", most],
    ],
  };
}
