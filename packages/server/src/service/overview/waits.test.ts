import { expect, test } from "vitest";
import { waitSeries } from "./waits.ts";

const at = 3_600;
const waits = (byBound: Record<string, number>, total: number) => {
  const counts = Object.entries(byBound).map(([detail, count], index) => {
    return { started_at: at, detail, count, total: index === 0 ? total : 0 };
  });
  const series = waitSeries([at], counts);
  return Object.fromEntries(series.map(({ name, values }) => [name, values[0]]));
};

test("percentiles lie between the bounds that the waits were counted under", () => {
  expect(waits({ 100: 10 }, 750)).toEqual({ count: 10, mean_ms: 75, p50_ms: 75, p95_ms: 98 });
  expect(waits({ 50: 90, 1000: 10 }, 9_000)).toMatchObject({ p50_ms: 28, p95_ms: 750 });
});

test("what is above the last bound is told as that bound", () => {
  expect(waits({ more: 3 }, 120_000)).toEqual({
    count: 3,
    mean_ms: 40_000,
    p50_ms: 30_000,
    p95_ms: 30_000,
  });
});

test("nobody waited: no time at all", () => {
  expect(waitSeries([at], [])).toEqual([
    { name: "count", values: [0] },
    { name: "mean_ms", values: [null] },
    { name: "p50_ms", values: [null] },
    { name: "p95_ms", values: [null] },
  ]);
});
