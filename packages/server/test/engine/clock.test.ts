/** Processes whose machines disagree about the time by minutes agree about tokens and leases. */

import { apiOf } from "@grantry/testing/api";
import { type Connected, createHold, startConnected, until } from "@grantry/testing/connected";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { type Clock, clockGoingOn, clockShowing, systemClock } from "../../src/lib/clock.ts";
import { createLog } from "../../src/lib/log.ts";
import { openDatabase } from "../../src/store/database.ts";
import { startDatabaseClock } from "../../src/store/database-clock.ts";

const fiveMinutesMs = 300_000;

/** A machine whose time is off by so much. */
function skewed(offsetMs: number): Clock {
  return clockShowing(systemClock, () => systemClock.nowMs() + offsetMs);
}

describe("five minutes ahead and five minutes behind, on PostgreSQL", () => {
  let connected: Connected;

  beforeEach(async () => {
    connected = await startConnected({ engine: "postgres", hostClock: skewed(fiveMinutesMs) });
  });
  afterEach(() => connected.world.close());

  const behind = () => connected.world.another({ hostClock: skewed(-fiveMinutesMs) });

  test("a token's end is the same moment to both", async () => {
    const { expiresAt } = await connected.row();
    const leftSeconds = (expiresAt ?? 0) - systemClock.nowSeconds();
    expect(Math.abs(leftSeconds - 3_600)).toBeLessThan(30);
    const { app } = await behind();
    const apart = app.context.clock.nowMs() - connected.world.app.context.clock.nowMs();
    expect(Math.abs(apart)).toBeLessThan(5_000);
  });

  test("one refresh between them, and no lease is taken from a holder that lives (G3)", async () => {
    const there = apiOf(await behind());
    const { db } = connected.world.app.context.store;
    for (let version = 2; version < 6; version += 1) {
      await db.updateTable("connections").set({ expires_at: 1 }).execute();
      const hold = createHold();
      connected.world.sandbox.faults.next("token", { kind: "held", until: hold.until });
      const reading = Promise.all([
        connected.read(version % 2 === 0 ? { via: there } : {}),
        connected.read(),
        connected.read({ via: there }),
      ]);
      const { ledger } = connected.world.sandbox;
      await until(() => ledger.count("fault") === version - 1);
      hold.release();
      const answers = await reading;
      expect(answers.map(({ body }) => body.version)).toEqual([version, version, version]);
    }
    expect(connected.refreshes()).toBe(4);
    expect(connected.world.sandbox.ledger.count("reuse")).toBe(0);
  });
});

test("a step of the machine's time changes nothing, the database's own time is followed", async () => {
  const database = openDatabase(inject("postgresUrl"), { poolSize: 1 });
  let steadyMs = 1_000;
  let stepMs = 0;
  const host: Clock = {
    ...clockShowing(systemClock, () => systemClock.nowMs() + stepMs),
    steadyMs: () => steadyMs,
  };
  const { clock, synchronize, stop } = await startDatabaseClock(
    database,
    host,
    createLog("silent"),
  );
  try {
    const before = clock.nowMs();
    expect(Math.abs(before - systemClock.nowMs())).toBeLessThan(5_000);
    stepMs = fiveMinutesMs;
    expect(clock.nowMs()).toBe(before);
    steadyMs += 1_500;
    expect(clock.nowMs()).toBe(before + 1_500);
    // A machine that slept: its steady clock stood still, the database's went on.
    steadyMs -= 600_000;
    await synchronize();
    expect(Math.abs(clock.nowMs() - systemClock.nowMs())).toBeLessThan(5_000);
  } finally {
    stop();
    await database.close();
  }
});

/** So many readings that take nine seconds each. */
function slow(readings: number): number[] {
  return Array.from({ length: readings }, () => [0, 9_000]).flat();
}

/** A machine whose looks at its steady clock are so many milliseconds apart, one after the other; then none. */
function slowAt(...apartMs: number[]): Clock {
  let heldMs = 0;
  return {
    ...systemClock,
    steadyMs: () => {
      heldMs += apartMs.shift() ?? 0;
      return systemClock.steadyMs() + heldMs;
    },
  };
}

test.each([
  ["one that takes long is not relied on where a shorter one can be had", [0, 60_000, 0, 0], 5_000],
  // By the machine's steady clock the others took 36 seconds.
  ["where all take long one counts: without it the time would be 1970", slow(5), 60_000],
])("of the first readings of the database's time, %s", async (_, apartMs, withinMs) => {
  const database = openDatabase(inject("postgresUrl"), { poolSize: 1 });
  const host = slowAt(...apartMs);
  const { clock, stop } = await startDatabaseClock(database, host, createLog("silent"));
  try {
    expect(Math.abs(clock.nowMs() - systemClock.nowMs())).toBeLessThan(withinMs);
  } finally {
    stop();
    await database.close();
  }
});

test("the database's time is read anew every minute, without being asked", async () => {
  const database = openDatabase(inject("postgresUrl"), { poolSize: 1 });
  const fake = createFakeClock();
  let lagMs = 0;
  // A machine that slept: its steady clock stood still.
  const host: Clock = { ...fake, steadyMs: () => fake.steadyMs() - lagMs };
  const lines: string[] = [];
  const log = createLog("warn", { write: (line) => lines.push(line) });
  const { stop } = await startDatabaseClock(database, host, log);
  try {
    lagMs = 600_000;
    fake.advance(59_000);
    expect(lines).toEqual([]);
    fake.advance(1_000);
    await until(() => lines.some((line) => line.includes("has jumped")));
  } finally {
    stop();
    await database.close();
  }
});

const hourMs = 3_600_000;

test("a failover to a host whose clock is an hour behind lets no token live again, and is told", async () => {
  const lines: string[] = [];
  const log = createLog("warn", { write: (line) => lines.push(line) });
  const database = openDatabase(inject("postgresUrl"), { poolSize: 1 });
  let steadyMs = 1_000;
  const host: Clock = { ...systemClock, steadyMs: () => steadyMs };
  const { clock, synchronize, stop } = await startDatabaseClock(database, host, log);
  try {
    // The server's host is the same; seen from this process, its clock is an hour behind from here on.
    steadyMs += hourMs;
    const before = clock.nowMs();
    await synchronize();
    expect(clock.nowMs()).toBe(before);
    steadyMs += 1_000;
    expect(clock.nowMs()).toBe(before + 1_000);
    expect(lines.filter((line) => line.includes("has jumped"))).toHaveLength(1);
    // Back on a host that is right: no jump any more, and the time goes on.
    steadyMs -= hourMs;
    await synchronize();
    expect(clock.nowMs()).toBe(before + 1_000);
    // A host that is an hour ahead is followed: what may have ended is not served.
    steadyMs -= hourMs;
    await synchronize();
    expect(lines.filter((line) => line.includes("has jumped"))).toHaveLength(2);
  } finally {
    stop();
    await database.close();
  }
});

test("on SQLite the machine's time, set back by an hour, goes on; set ahead, it is followed", async () => {
  let stepMs = 0;
  let steadyMs = 0;
  const start = systemClock.nowMs();
  const host: Clock = {
    ...systemClock,
    nowMs: () => start + steadyMs + stepMs,
    steadyMs: () => steadyMs,
  };
  const jumps: number[] = [];
  const clock = clockGoingOn(host, (jumpMs) => jumps.push(jumpMs));
  expect(clock.nowMs()).toBe(start);
  stepMs = -hourMs;
  steadyMs = 60_000;
  expect(clock.nowMs()).toBe(start + 60_000);
  expect(clock.nowSeconds()).toBe(Math.floor((start + 60_000) / 1_000));
  // Mended: nothing to tell. A step back by a little stands still.
  stepMs = -2_000;
  expect(clock.nowMs()).toBe(start + 60_000);
  stepMs = hourMs;
  expect(clock.nowMs()).toBe(start + 60_000 + hourMs);
  expect(jumps).toEqual([-hourMs, hourMs + 2_000]);
});
