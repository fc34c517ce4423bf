/** What is due is dealt out among processes: nothing twice, and no more than the budget (G8). */

import type { Engine } from "@grantry/server/store/engine";
import { type Connected, startConnected } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { claimDue, takeBudget } from "../../src/store/due-refreshes.ts";
import { inTransaction, type Store } from "../../src/store/store.ts";

const provider = "sandbox";
const users = ["user-1", "user-2", "user-3", "user-4", "user-5"];
const holdSeconds = 120;

let clock: FakeClock;
let connected: Connected;
let here: Store;
let there: Store;

/** Two processes, and five connections that are due. */
async function start(engine: Engine): Promise<void> {
  clock = createFakeClock();
  connected = await startConnected({ engine, clock: withoutRegularWork(clock), users });
  here = connected.world.app.context.store;
  there = (await connected.world.another()).app.context.store;
  await here.db
    .updateTable("connections")
    .set({ next_refresh_at: clock.nowSeconds() - 1 })
    .execute();
}

async function claim(store: Store, limit: number): Promise<string[]> {
  const claimed = await claimDue(store, provider, { limit, holdSeconds });
  return claimed.map(({ connectionId }) => connectionId);
}

afterEach(() => connected.world.close());

describe.each(engines)("on %s", (engine) => {
  beforeEach(() => start(engine));

  test("what one process takes no other gets, until its hold has run out (G8)", async () => {
    const first = await claim(here, 3);
    const second = await claim(there, users.length);
    expect([first.length, second.length]).toEqual([3, 2]);
    expect(new Set([...first, ...second]).size).toBe(users.length);
    expect(await claim(there, users.length)).toEqual([]);
    clock.advance(holdSeconds * 1_000);
    expect(await claim(there, users.length)).toHaveLength(users.length);
  });

  test("a second's budget is dealt out once, however many processes ask (G8)", async () => {
    const budget = { wanted: 4, perSecond: 4 };
    const take = (store: Store) => takeBudget(store, provider, budget);
    const stores = Array.from({ length: 10 }, (_, count) => (count % 2 === 0 ? here : there));
    // A database connection for each, or the first would be done before the next begins.
    await Promise.all(stores.map(({ database }) => database.ping()));
    const granted = await Promise.all(stores.map(take));
    expect(granted.filter((count) => count > 0)).toEqual([4]);
    expect([await take(here), await take(there)]).toEqual([0, 0]);
    clock.advance(1_000);
    expect([await take(here), await take(there)]).toEqual([4, 0]);
  });
});

test("who takes on PostgreSQL neither gets nor waits for what another is just taking (G8)", async () => {
  await start("postgres");
  await inTransaction(here, async (taking) => {
    const first = await claim(taking, 3);
    const second = await claim(there, users.length).catch(() => ["it had to wait"]);
    expect(second).toHaveLength(2);
    expect(new Set([...first, ...second]).size).toBe(users.length);
  });
});
