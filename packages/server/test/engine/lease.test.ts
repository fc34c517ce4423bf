/** The lease among processes: held while its holder lives, given on when it died, never written past (G3, G4, G5). */

import { apiOf } from "@grantry/testing/api";
import { type Connected, createHold, startConnected, until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import type { WorldOptions } from "@grantry/testing/harness";
import { afterEach, describe, expect, test } from "vitest";
import { claimLease } from "../../src/store/connection-leases.ts";
import { openDatabase } from "../../src/store/database.ts";

/**
 * The time stands still but for who waits: each look of a waiting process at the row moves it on. What
 * the provider does is held until the test lets go, so nothing depends on how fast a machine is.
 */
const tokens = { leaseMs: 4_000, heartbeatMs: 500, takeoverPauseMs: 500, pollMs: 20 };
/** Readers wait for as long as the test does. */
const patient = { ...tokens, waitMaxMs: 3_600_000 };
/** A holder that cannot be heard, as if its process stood still. */
const mute = { ...patient, heartbeatMs: 86_400_000 };

describe.each(engines)("on %s", (engine) => {
  let connected: Connected;
  let clock: FakeClock;
  afterEach(() => connected.world.close());

  async function start(options: WorldOptions) {
    clock = createFakeClock();
    const accessTokenSeconds = 3_600;
    connected = await startConnected({
      engine,
      clock,
      accessTokenSeconds,
      ...options,
    });
    // Used up, as far as the server knows.
    const { db } = connected.world.app.context.store;
    const expires_at = clock.nowSeconds() - 1;
    await db.updateTable("connections").set({ expires_at }).execute();
    return connected.world;
  }

  /** Waits until the provider has so many requests that it will answer badly, or late. */
  const atProvider = (count: number) =>
    until(() => connected.world.sandbox.ledger.count("fault") === count);

  test("a holder that lives keeps its lease, however slow the provider is", async () => {
    const world = await start({ tokens: patient });
    const there = apiOf(await world.another({ tokens: patient }));
    const answer = createHold();
    world.sandbox.faults.next("token", { kind: "held", until: answer.until });
    const reading = connected.read();
    await atProvider(1);
    const waiting = connected.read({ via: there });
    const begunMs = clock.nowMs();
    await until(() => clock.nowMs() > begunMs + tokens.leaseMs * 3);
    answer.release();
    const answers = await Promise.all([reading, waiting]);
    expect(answers.map(({ status, body }) => [status, body.version])).toEqual([
      [200, 2],
      [200, 2],
    ]);
    expect((await connected.row()).leaseNumber).toBe(2);
    expect(connected.refreshes()).toBe(1);
  });

  test("an answer that comes after the lease was lost is kept, where nobody has stored another", async () => {
    const world = await start({ tokens: mute });
    const there = apiOf(await world.another({ tokens: patient }));
    // The provider rotates at once and holds its answer back; the second process's try fails.
    const answer = createHold();
    world.sandbox.faults.next("token", { kind: "held", until: answer.until, processed: true });
    world.sandbox.faults.next("token", { kind: "answer", status: 503 });
    const slow = connected.read();
    await until(() => connected.refreshes() === 1);
    expect((await connected.read({ via: there })).status).toBe(503);
    answer.release();
    expect((await slow).body.version).toBe(2);
    const row = await connected.row();
    expect(row).toMatchObject({ status: "active", version: 2, leaseOwner: null });
    expect(row.leaseNumber).toBeGreaterThan(3);
    // What was kept is the head of its family: the next refresh works.
    expect((await connected.read({ refused_version: 2 })).body.version).toBe(3);
    expect(world.sandbox.ledger.count("reuse")).toBe(0);
  });

  test("an answer that comes late overwrites nothing newer, and judges nothing (G5, G6)", async () => {
    const world = await start({ tokens: mute });
    const there = apiOf(await world.another({ tokens: patient }));
    // Answered late, with the word that the grant is over: by then it was refreshed elsewhere.
    const answer = createHold();
    world.sandbox.faults.next("token", { kind: "held", until: answer.until });
    const slow = connected.read();
    await atProvider(1);
    const quick = await connected.read({ via: there });
    expect([quick.status, quick.body.version]).toEqual([200, 2]);
    answer.release();
    const late = await slow;
    expect([late.status, late.body.version]).toEqual([200, 2]);
    expect(late.body.access_token).toBe(quick.body.access_token);
    expect(await connected.row()).toMatchObject({ status: "active", version: 2 });
    // The loser's call was a reuse to this provider, which ended the family: not our doing any more.
    expect(world.sandbox.ledger.count("reuse")).toBe(1);
  });

  test("a failure that comes late is not told where the token was refreshed meanwhile (G6)", async () => {
    const world = await start({ tokens: mute });
    const there = apiOf(await world.another({ tokens: patient }));
    const failure = createHold();
    world.sandbox.faults.next("token", { kind: "drop", until: failure.until });
    const failing = connected.read();
    await atProvider(1);
    const quick = await connected.read({ via: there });
    expect([quick.status, quick.body.version]).toEqual([200, 2]);
    failure.release();
    const late = await failing;
    expect([late.status, late.body.access_token]).toEqual([200, quick.body.access_token]);
    const row = await connected.row();
    expect(row).toMatchObject({ failureCode: null, nextTryAt: null, outcomeUnknownAt: null });
  });

  test("a lapsed lease is not taken away while its holder shows signs of life", async () => {
    const world = await start({ tokens: patient });
    const { db } = world.app.context.store;
    let pauses = 0;
    /** The holder has its database back, and stores: in the pause before its lease is taken away. */
    const holderStores = async () => {
      pauses += 1;
      const expires_at = clock.nowSeconds() + 3_600;
      const noLease = { lease_owner: null, lease_until_ms: null };
      await db
        .updateTable("connections")
        .set({ ...noLease, lease_number: 8, version: 2, expires_at })
        .execute();
    };
    const other = await world.another({
      clock: {
        ...clock,
        sleep: async (ms, signal) => {
          if (ms === tokens.takeoverPauseMs) await holderStores();
          await clock.sleep(ms, signal);
        },
      },
    });
    await db
      .updateTable("connections")
      .set({ lease_owner: "proc_back", lease_number: 7, lease_until_ms: clock.nowMs() - 1 })
      .execute();
    expect((await connected.read({ via: apiOf(other) })).body.version).toBe(2);
    expect(pauses).toBe(1);
    expect(connected.refreshes()).toBe(0);
    expect((await connected.row()).outcomeUnknownAt).toBeNull();
  });
});

test("a lease that was got late, after a wait for SQLite's lock, begins when it was got", async () => {
  const clock = createFakeClock();
  const connected = await startConnected({ engine: "sqlite", clock });
  const { store } = connected.world.app.context;
  const connection = await connected.row();
  const other = openDatabase(connected.world.databaseUrl);
  const durationMs = 200;
  const leased = await other.transaction(async (trx) => {
    await trx.updateTable("workspaces").set({ name: "held" }).execute();
    const claiming = claimLease(store, connection, { owner: "proc_late", durationMs });
    // The lock is held for longer than the lease lasts.
    clock.advance(durationMs + 100);
    return { claiming };
  });
  expect(await leased.claiming).toBeDefined();
  expect((await connected.row()).leaseUntilMs ?? 0).toBeGreaterThan(clock.nowMs());
  await other.close();
  await connected.world.close();
});
