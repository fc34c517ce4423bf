import { describe, expect, test } from "vitest";
import { createBuckets } from "./buckets.ts";
import { createGenerations } from "./generations.ts";

const rate = { quota: 10, seconds: 5 };

/** How many of so many are let through at a moment. */
function taken(
  buckets: ReturnType<typeof createBuckets>,
  key: string,
  tries: number,
  nowMs: number,
) {
  let count = 0;
  for (let one = 0; one < tries; one += 1) if (buckets.take(key, rate, nowMs)) count += 1;
  return count;
}

describe("a bucket", () => {
  test("lets the quota through at once, and then as many as time has brought", () => {
    const buckets = createBuckets(100);
    expect(taken(buckets, "one", 50, 1_000)).toBe(10);
    expect(taken(buckets, "one", 50, 1_499)).toBe(0);
    expect(taken(buckets, "one", 50, 1_500)).toBe(1);
    expect(taken(buckets, "one", 50, 3_500)).toBe(4);
    expect(taken(buckets, "one", 50, 1_000_000)).toBe(10);
    expect(taken(buckets, "two", 50, 1_000)).toBe(10);
  });

  test("says what is left, when the next may come and when all is there again", () => {
    const buckets = createBuckets(100);
    expect(buckets.level("one", rate, 0)).toEqual({
      remaining: 10,
      resetSeconds: 0,
      waitSeconds: 0,
    });
    taken(buckets, "one", 4, 0);
    expect(buckets.level("one", rate, 0)).toEqual({
      remaining: 6,
      resetSeconds: 2,
      waitSeconds: 0,
    });
    taken(buckets, "one", 6, 0);
    expect(buckets.level("one", rate, 0)).toEqual({
      remaining: 0,
      resetSeconds: 5,
      waitSeconds: 1,
    });
    expect(buckets.hasLeft("one", rate, 0)).toBe(false);
    expect(buckets.hasLeft("one", rate, 500)).toBe(true);
  });

  test("that is refused takes nothing, so that who keeps on trying is let in as soon", () => {
    const buckets = createBuckets(100);
    taken(buckets, "one", 1_000, 0);
    expect(taken(buckets, "one", 1_000, 5_000)).toBe(10);
  });
});

describe("millions of keys", () => {
  test("take no more memory than ten thousands, and who is over the limit stays so", () => {
    const buckets = createBuckets(1_000);
    taken(buckets, "attacker", 10, 0);
    for (let key = 0; key < 1_000_000; key += 1) {
      buckets.take(`address ${key}`, rate, 0);
      if (key % 500 === 0) expect(buckets.take("attacker", rate, 0)).toBe(false);
      if (key % 10_000 === 0) expect(buckets.size).toBeLessThanOrEqual(2_000);
    }
    expect(buckets.size).toBeLessThanOrEqual(2_000);
  });

  test("push out what nobody uses, and nothing that is in use", () => {
    const entries = createGenerations<number>(10);
    entries.set("used", 1);
    entries.set("left", 2);
    for (let key = 0; key < 100; key += 1) {
      entries.set(`other ${key}`, key);
      expect(entries.get("used")).toBe(1);
    }
    expect(entries.get("left")).toBeUndefined();
    entries.delete("used");
    expect(entries.get("used")).toBeUndefined();
    expect(entries.size).toBeLessThanOrEqual(20);
  });
});
