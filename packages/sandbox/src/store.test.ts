import { afterEach, describe, expect, test, vi } from "vitest";
import { createStore } from "./store.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** A store with one grant, and the shelves for its tokens. */
async function withGrant() {
  const store = createStore();
  await store.adapter("Grant").upsert("grant", { accountId: "ada" }, 3600);
  return { store, refresh: store.adapter("RefreshToken"), access: store.adapter("AccessToken") };
}

describe("the store", () => {
  test("lets one of two racing requests consume a token and ends the grant", async () => {
    const { store, refresh, access } = await withGrant();
    await refresh.upsert("r", { grantId: "grant" }, 60);
    await access.upsert("a", { grantId: "grant" }, 60);
    const race = await Promise.allSettled([refresh.consume("r"), refresh.consume("r")]);
    expect(race.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect(await refresh.find("r")).toBeUndefined();
    expect(await access.find("a")).toBeUndefined();
    expect(store.liveGrants()).toBe(0);
  });

  test("keeps a consumed token, so that its next use is noticed", async () => {
    const { refresh } = await withGrant();
    await refresh.upsert("r", { grantId: "grant" }, 60);
    await refresh.consume("r");
    expect(await refresh.find("r")).toMatchObject({ consumed: expect.any(Number) });
  });

  test("takes no token of a grant that has ended", async () => {
    const { store, refresh } = await withGrant();
    store.endGrant("grant");
    await refresh.upsert("late", { grantId: "grant" }, 60);
    expect(await refresh.find("late")).toBeUndefined();
  });

  test("ends one grant and leaves the others", async () => {
    const { store, refresh } = await withGrant();
    await store.adapter("Grant").upsert("other", { accountId: "ada" }, 3600);
    await refresh.upsert("r1", { grantId: "grant" }, 60);
    await refresh.upsert("r2", { grantId: "other" }, 60);
    store.endGrant("grant");
    expect(await refresh.find("r1")).toBeUndefined();
    expect(await refresh.find("r2")).toBeDefined();
    expect(store.liveGrants()).toBe(1);
  });

  test("forgets what has expired", async () => {
    const { store, access } = await withGrant();
    await access.upsert("a", { grantId: "grant" }, 60);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_001 });
    expect(await access.find("a")).toBeUndefined();
    expect(store.liveGrants()).toBe(1);
    vi.setSystemTime(Date.now() + 3_600_000);
    expect(store.liveGrants()).toBe(0);
  });

  test("finds a session by its uid, also after its id has changed", async () => {
    const session = createStore().adapter("Session");
    await session.upsert("old", { uid: "u", accountId: "ada" }, 60);
    await session.upsert("new", { uid: "u", accountId: "bo" }, 60);
    await session.destroy("old");
    expect(await session.findByUid("u")).toMatchObject({ accountId: "bo" });
  });

  test("forgets the oldest when it is full", async () => {
    const { access } = await withGrant();
    for (let i = 0; i <= 50_000; i += 1) await access.upsert(`a${i}`, { grantId: "grant" }, 60);
    expect(await access.find("a0")).toBeUndefined();
    expect(await access.find("a1")).toBeDefined();
    expect(await access.find("a50000")).toBeDefined();
  });
});
