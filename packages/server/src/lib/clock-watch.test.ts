import { createFakeClock } from "@grantry/testing/fake-clock";
import { expect, test } from "vitest";
import { createClockWatch, dateOfAnswer } from "./clock-watch.ts";
import { createLog } from "./log.ts";

const lines: string[] = [];
const log = createLog("info", { write: (line) => void lines.push(line) });

test("a clock that an answer disagrees with by more than a minute is told of, once an hour", () => {
  const clock = createFakeClock();
  const heard = createClockWatch(clock, log);
  const at = (offMs: number) =>
    heard({ origin: "https://provider.example", dateMs: clock.nowMs() + offMs });
  at(59_000);
  at(-59_000);
  expect(lines).toEqual([]);
  at(86_400_000);
  at(86_400_000);
  clock.advance(1_800_000);
  at(86_400_000);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    aheadSeconds: -86_400,
    origin: "https://provider.example",
  });
  clock.advance(1_800_001);
  at(-86_400_000);
  expect(lines).toHaveLength(2);
});

test("an answer out of a cache, or without a date, says nothing of the time", () => {
  const date = "Sun, 06 Nov 1994 08:49:37 GMT";
  expect(dateOfAnswer({ date })).toBe(784_111_777_000);
  expect([{ date, age: "3" }, {}, { date: "yesterday" }].map(dateOfAnswer)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
