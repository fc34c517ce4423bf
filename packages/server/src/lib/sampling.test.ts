/** docs/telemetry.md: which traces are recorded. */
import { expect, test } from "vitest";
import {
  hexOf,
  isRecordedBelow,
  isRecordedFrom,
  newTraceNumber,
  readSampling,
  UnrecordedContext,
} from "./sampling.ts";

const callerOf = (traceId: string, traceFlags: number) => ({
  traceId,
  spanId: "b7ad6b7169203331",
  traceFlags,
});
/** Its parts make 0x12c4b3a7: of all ids 7.33 % are before it. */
const traceId = "0af7651916cd43dd8448eb218ab67e42";
const ends = (share: number) => readSampling("traceidratio", String(share));

test.each([
  ["always_on", undefined, { isParentBased: false, share: 1 }],
  ["always_off", "0.5", { isParentBased: false, share: 0 }],
  ["traceidratio", "0.01", { isParentBased: false, share: 0.01 }],
  ["parentbased_always_on", undefined, { isParentBased: true, share: 1 }],
  ["parentbased_always_off", undefined, { isParentBased: true, share: 0 }],
  ["parentbased_traceidratio", "0.25", { isParentBased: true, share: 0.25 }],
  ["traceidratio", "", { isParentBased: false, share: 1 }],
  ["traceidratio", "2", { isParentBased: false, share: 1 }],
  ["traceidratio", "a tenth", { isParentBased: false, share: 1 }],
  [undefined, "0.5", { isParentBased: true, share: 1 }],
  ["toString", undefined, { isParentBased: true, share: 1 }],
])("the sampler %s with %s is read as the SDK reads it", (name, share, expected) => {
  expect(readSampling(name, share)).toEqual(expected);
});

test("a caller's trace is recorded as its caller says, or by its id where the sampler heeds no parent", () => {
  const parentBased = readSampling("parentbased_traceidratio", "0");
  expect(isRecordedBelow(parentBased, callerOf(traceId, 1))).toBe(true);
  expect(isRecordedBelow(readSampling(undefined, undefined), callerOf(traceId, 0))).toBe(false);
  expect(
    [0, 0.07, 0.08, 1].map((share) => isRecordedBelow(ends(share), callerOf(traceId, 1))),
  ).toEqual([false, false, true, true]);
  expect(isRecordedBelow(ends(0.08), callerOf(traceId, 0))).toBe(true);
});

test("of traces that begin here the share is recorded, each as its id says", () => {
  const numbers = Array.from({ length: 4_000 }, newTraceNumber);
  const recorded = numbers.filter((number) => isRecordedFrom(ends(0.5), number));
  // Ten times what chance explains.
  expect(Math.abs(recorded.length - 2_000)).toBeLessThan(320);
  const below = numbers.map((number) => isRecordedBelow(ends(0.5), callerOf(hexOf(number), 0)));
  expect(below).toEqual(numbers.map((number) => isRecordedFrom(ends(0.5), number)));
  expect(numbers.every((number) => !isRecordedFrom(ends(0), number))).toBe(true);
  expect(numbers.every((number) => isRecordedFrom(ends(1), number))).toBe(true);
});

test("a request that is not recorded has ids that stay, and its caller's trace", () => {
  const named = new UnrecordedContext(traceId);
  expect([named.traceId, named.traceFlags]).toEqual([traceId, 0]);
  const own = new UnrecordedContext([1, 2, 3, 0xffffffff]);
  expect(own.traceId).toBe("000000010000000200000003ffffffff");
  expect(own.spanId).toMatch(/^[0-9a-f]{16}$/);
  expect(own.spanId).toBe(own.spanId);
});
