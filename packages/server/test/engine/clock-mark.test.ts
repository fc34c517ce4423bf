/** A process that starts where the clock is behind goes on from the latest time that any process has shown. */

import { apiOf } from "@grantry/testing/api";
import { type Connected, startConnected } from "@grantry/testing/connected";
import { createMigratedDatabase, engines, type TestDatabase } from "@grantry/testing/databases";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { type Clock, clockShowing, systemClock } from "../../src/lib/clock.ts";
import { createLog } from "../../src/lib/log.ts";
import { keepClockMark, markAheadMsMax } from "../../src/store/clock-mark.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";

const hourMs = 3_600_000;

/** A machine whose time and steady clock can be moved ahead, and whose regular work is done when told. */
function movable() {
  let aheadMs = 0;
  const works: { ms: number; work: () => void }[] = [];
  const clock: Clock = {
    ...clockShowing(systemClock, () => systemClock.nowMs() + aheadMs),
    steadyMs: () => systemClock.steadyMs() + aheadMs,
    every: (ms, work) => {
      works.push({ ms, work });
      return () => {};
    },
  };
  return {
    clock,
    ahead: (ms: number) => {
      aheadMs += ms;
    },
    /** What is done every so many milliseconds. */
    tick: (ms: number) => {
      for (const one of works) if (one.ms === ms) one.work();
    },
  };
}

describe.each(engines)("on %s", (engine) => {
  let connected: Connected;
  const machine = movable();

  beforeEach(async () => {
    connected = await startConnected({ engine, hostClock: machine.clock });
  });
  afterEach(() => connected.world.close());

  test("after a failover to a host an hour behind, a new process serves nothing that had ended", async () => {
    const { db } = connected.world.app.context.store;
    const before = await connected.read();
    machine.ahead(hourMs);
    machine.tick(10_000);
    const marked = () => db.selectFrom("clock_marks").select("shown_at_ms").executeTakeFirst();
    const lately = systemClock.nowMs() + hourMs - 60_000;
    await expect.poll(async () => (await marked())?.shown_at_ms).toBeGreaterThan(lately);

    const started = await connected.world.another({ hostClock: systemClock });
    expect(started.app.context.clock.nowMs()).toBeGreaterThan(lately);
    const after = await connected.read({ via: apiOf(started) });
    expect(after.body.version).toBe(before.body.version + 1);
    expect(connected.refreshes()).toBe(1);
    const told = connected.world.logLines.filter((line) => line.includes("goes on from there"));
    expect(told).toHaveLength(1);
  });
});

describe.each(engines)("the mark, on %s", (engine) => {
  let made: TestDatabase;
  let database: Database;
  let lines: string[];

  beforeEach(async () => {
    made = await createMigratedDatabase(engine, () => inject("postgresUrl"));
    database = openDatabase(made.url);
    lines = [];
  });
  afterEach(async () => {
    await database.close();
    await made.drop();
  });

  const log = () => createLog("warn", { write: (line) => lines.push(line) });
  const stored = () =>
    database.db.selectFrom("clock_marks").select("shown_at_ms").executeTakeFirstOrThrow();
  const startAt = (startMs: number) => {
    let elapsedMs = 0;
    const source: Clock = {
      ...clockShowing(systemClock, () => startMs + elapsedMs),
      steadyMs: () => elapsedMs,
      every: () => () => {},
    };
    const pass = (ms: number) => {
      elapsedMs += ms;
    };
    return keepClockMark(database, source, log()).then((kept) => ({ ...kept, pass }));
  };

  test("goes forward only, and whoever is behind it follows", async () => {
    const first = await startAt(100 * hourMs);
    expect((await stored()).shown_at_ms).toBe(100 * hourMs);
    const behind = await startAt(99 * hourMs);
    expect(behind.clock.nowMs()).toBe(100 * hourMs);
    behind.pass(1_500);
    expect(behind.clock.nowMs()).toBe(100 * hourMs + 1_500);
    first.pass(hourMs);
    await Promise.all([first.mark(), behind.mark()]);
    await behind.mark();
    expect(behind.clock.nowMs()).toBe(101 * hourMs);
    expect((await stored()).shown_at_ms).toBe(101 * hourMs);
    // And again after a restart, and after the one of before has caught up.
    const again = await startAt(98 * hourMs);
    expect(again.clock.nowMs()).toBe(101 * hourMs);
    again.pass(4 * hourMs);
    expect(again.clock.nowMs()).toBe(105 * hourMs);
  });

  test("of a clock that is right it is no hindrance, and nothing is told", async () => {
    const first = await startAt(100 * hourMs);
    first.pass(60_000);
    await first.mark();
    const later = await startAt(100 * hourMs + 120_000);
    expect(later.clock.nowMs()).toBe(100 * hourMs + 120_000);
    // Clocks that are set right step by a little.
    const little = await startAt(100 * hourMs + 118_000);
    expect(little.clock.nowMs()).toBe(100 * hourMs + 120_000);
    expect(lines).toEqual([]);
  });

  test("more than a day ahead it is not believed: it was a clock set wrong, which is told", async () => {
    await startAt(100 * hourMs + markAheadMsMax + 1);
    const right = await startAt(100 * hourMs);
    expect(right.clock.nowMs()).toBe(100 * hourMs);
    expect((await stored()).shown_at_ms).toBe(100 * hourMs);
    expect(lines.filter((line) => line.includes("not believed"))).toHaveLength(1);
    // One that still runs raises it again: nobody else follows.
    const wrong = await startAt(100 * hourMs + markAheadMsMax + 1);
    expect(wrong.clock.nowMs()).toBe(100 * hourMs + markAheadMsMax + 1);
    await right.mark();
    expect(right.clock.nowMs()).toBe(100 * hourMs);
  });
});
