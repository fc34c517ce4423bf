/** The lease among processes: held while its holder lives, given on when it died, never written past (G3, G4, G5). */
import { afterEach, describe, expect, test } from "vitest";
import { systemClock } from "../../src/lib/clock.ts";
import { claimLease } from "../../src/store/connection-leases.ts";
import { openDatabase } from "../../src/store/database.ts";
import { apiOf } from "../api.ts";
import { engines } from "../databases.ts";
import type { WorldOptions } from "../harness.ts";
import { type Connected, startConnected, until } from "./connected.ts";

/** Short ones: here the time is the real one, since two processes and a provider wait for each other. */
const tokens = { leaseMs: 400, heartbeatMs: 50, takeoverPauseMs: 50, pollMs: 20, waitMaxMs: 8_000 };
/** A holder that cannot be heard, as if its process stood still. */
const mute = { ...tokens, heartbeatMs: 3_600_000 };

describe.each(engines)("on %s", (engine) => {
  let connected: Connected;
  afterEach(() => connected.world.close());

  async function start(options: WorldOptions) {
    connected = await startConnected({ engine, accessTokenSeconds: 3_600, ...options });
    // Used up, as far as the server knows.
    const { db } = connected.world.app.context.store;
    const expires_at = systemClock.nowSeconds() - 1;
    await db.updateTable("connections").set({ expires_at }).execute();
    return connected.world;
  }

  test("a holder that lives keeps its lease, however slow the provider is", async () => {
    const world = await start({ tokens });
    const there = apiOf(await world.another({ tokens }));
    world.sandbox.faults.next("token", { kind: "slow", ms: 1_500 });
    const answers = await Promise.all([connected.read(), connected.read("", { via: there })]);
    expect(answers.map(({ status, body }) => [status, body.version])).toEqual([
      [200, 2],
      [200, 2],
    ]);
    expect((await connected.row()).leaseNumber).toBe(2);
    expect(connected.refreshes()).toBe(1);
  });

  test("an answer that comes after the lease was lost is kept, where nobody has stored another", async () => {
    const world = await start({ tokens: mute });
    const there = apiOf(await world.another({ tokens: { ...tokens, waitMaxMs: 1_000 } }));
    // The provider rotates at once and holds its answer back; the second process's try fails.
    world.sandbox.faults.next("token", { kind: "slow", ms: 1_200, processed: true });
    world.sandbox.faults.next("token", { kind: "status", status: 503 });
    const slow = connected.read();
    await until(() => world.app.context.flights.count() > 0);
    expect((await connected.read("", { via: there })).status).toBe(503);
    expect((await slow).body.version).toBe(2);
    const row = await connected.row();
    expect(row).toMatchObject({ status: "active", version: 2, leaseOwner: null });
    expect(row.leaseNumber).toBeGreaterThan(3);
    // What was kept is the head of its family: the next refresh works.
    expect((await connected.read("refused_version=2")).body.version).toBe(3);
    expect(world.sandbox.ledger.count("reuse")).toBe(0);
  });

  test("an answer that comes late overwrites nothing newer, and judges nothing (G5, G6)", async () => {
    const world = await start({ tokens: mute });
    const there = apiOf(await world.another({ tokens }));
    // Answered late, with the word that the grant is over: by then it was refreshed elsewhere.
    world.sandbox.faults.next("token", { kind: "slow", ms: 1_500 });
    const slow = connected.read();
    await until(() => world.app.context.flights.count() > 0);
    const quick = await connected.read("", { via: there });
    expect([quick.status, quick.body.version]).toEqual([200, 2]);
    const late = await slow;
    expect([late.status, late.body.version]).toEqual([200, 2]);
    expect(late.body.access_token).toBe(quick.body.access_token);
    expect(await connected.row()).toMatchObject({ status: "active", version: 2 });
    // The loser's call was a reuse to this provider, which ended the family: not our doing any more.
    expect(world.sandbox.ledger.count("reuse")).toBe(1);
  });

  test("a failure that comes late is not told where the token was refreshed meanwhile (G6)", async () => {
    const world = await start({ tokens: mute, outboundTimeoutMs: 1_500 });
    const there = apiOf(await world.another({ tokens }));
    world.sandbox.faults.next("token", { kind: "hang" });
    const failing = connected.read();
    await until(() => world.sandbox.ledger.count("fault") === 1);
    const quick = await connected.read("", { via: there });
    expect([quick.status, quick.body.version]).toEqual([200, 2]);
    const late = await failing;
    expect([late.status, late.body.access_token]).toEqual([200, quick.body.access_token]);
    const row = await connected.row();
    expect(row).toMatchObject({ failureCode: null, nextTryAt: null, outcomeUnknownAt: null });
  });

  test("a lapsed lease is not taken away while its holder shows signs of life", async () => {
    const world = await start({ tokens: { ...tokens, takeoverPauseMs: 300 } });
    const { db } = world.app.context.store;
    await db
      .updateTable("connections")
      .set({ lease_owner: "proc_back", lease_number: 7, lease_until_ms: systemClock.nowMs() - 1 })
      .execute();
    const reading = connected.read();
    await until(() => world.app.context.flights.count() > 0);
    // The holder has its database back, and stores.
    await db
      .updateTable("connections")
      .set({
        lease_owner: null,
        lease_until_ms: null,
        lease_number: 8,
        version: 2,
        expires_at: systemClock.nowSeconds() + 3_600,
      })
      .execute();
    expect((await reading).body.version).toBe(2);
    expect(connected.refreshes()).toBe(0);
    expect((await connected.row()).outcomeUnknownAt).toBeNull();
  });
});

test("a lease that was got late, after a wait for SQLite's lock, begins when it was got", async () => {
  const connected = await startConnected({ engine: "sqlite" });
  const { store } = connected.world.app.context;
  const connection = await connected.row();
  const other = openDatabase(connected.world.databaseUrl);
  const leased = await other.transaction(async (trx) => {
    await trx.updateTable("workspaces").set({ name: "held" }).execute();
    const claiming = claimLease(store, connection, { owner: "proc_late", durationMs: 200 });
    // Real time: the lock is held for longer than the lease lasts.
    const until = systemClock.nowMs() + 300;
    while (systemClock.nowMs() < until) await new Promise((resolve) => setImmediate(resolve));
    return { claiming };
  });
  expect(await leased.claiming).toBeDefined();
  expect((await connected.row()).leaseUntilMs ?? 0).toBeGreaterThan(systemClock.nowMs());
  await other.close();
  await connected.world.close();
});
