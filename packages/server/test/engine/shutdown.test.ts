/** A process that ends takes nothing with it: refreshes under way are finished, leases given back. */

import { apiOf } from "@grantry/testing/api";
import { type Connected, createHold, startConnected, until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { afterEach, describe, expect, test } from "vitest";
import { refreshUnasked } from "../../src/service/engine/refresh.ts";

const hourMs = 3_600_000;

describe.each(engines)("on %s", (engine) => {
  let connected: Connected;
  afterEach(() => connected.world.close());

  test("closing during a refresh waits for it: its reader is answered and the token kept (G4)", async () => {
    const clock = createFakeClock();
    connected = await startConnected({ engine, clock });
    const { world } = connected;
    const leaving = await world.another();
    clock.advance(hourMs);
    const { until: released, release } = createHold();
    world.sandbox.faults.next("token", { kind: "held", until: released, processed: true });
    const reading = connected.read({ via: apiOf(leaving) });
    await until(() => world.sandbox.ledger.count("refresh") === 1);
    const closing = leaving.app.close();
    release();
    await closing;
    expect((await reading).body.version).toBe(2);
    expect(await connected.row()).toMatchObject({ version: 2, leaseOwner: null });
    expect((await connected.read()).body.version).toBe(2);
    expect(connected.refreshes()).toBe(1);
  });

  test("so does one that nobody waits for", async () => {
    const clock = createFakeClock();
    connected = await startConnected({ engine, clock });
    const { world } = connected;
    const leaving = await world.another();
    clock.advance(hourMs - 100_000);
    const { until: released, release } = createHold();
    world.sandbox.faults.next("token", { kind: "held", until: released, processed: true });
    const served = await connected.read({ via: apiOf(leaving) });
    expect(served.body.version).toBe(1);
    const closing = leaving.app.close();
    release();
    await closing;
    expect(await connected.row()).toMatchObject({ version: 2, leaseOwner: null });
  });

  test("a closing process begins nothing that nobody waits for, and writes down what was used", async () => {
    const clock = createFakeClock();
    connected = await startConnected({ engine, clock });
    const { world } = connected;
    const leaving = await world.another();
    await connected.read({ via: apiOf(leaving) });
    await leaving.app.close();
    expect((await connected.row()).lastUsedAt).toBe(clock.nowSeconds());
    clock.advance(hourMs * 0.95);
    expect(leaving.app.context.flights.count()).toBe(0);
  });

  test("a closing process refreshes nothing behind a reader's back", async () => {
    connected = await startConnected({ engine, clock: createFakeClock() });
    const { context } = connected.world.app;
    const row = await connected.row();
    await refreshUnasked({ ...context, closing: AbortSignal.abort() }, row, "ahead");
    expect(connected.refreshes()).toBe(0);
    await refreshUnasked(context, row, "ahead");
    expect(connected.refreshes()).toBe(1);
  });
});
