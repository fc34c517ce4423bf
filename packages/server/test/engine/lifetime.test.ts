/** Tokens that live short, and answers that do not say how long they live. */
import { afterEach, describe, expect, test } from "vitest";
import { engines } from "../databases.ts";
import { createFakeClock, type FakeClock, withoutRegularWork } from "../fake-clock.ts";
import { type Connected, startConnected } from "./connected.ts";

describe.each(engines)("on %s", (engine) => {
  let connected: Connected;
  afterEach(() => connected.world.close());

  async function start(accessTokenSeconds: number, answered = () => {}) {
    const clock = createFakeClock();
    connected = await startConnected({
      engine,
      clock: withoutRegularWork(clock),
      accessTokenSeconds,
      checkpoint: (point) => {
        if (point === "answered") answered();
      },
    });
    return clock;
  }

  test("a token that lives for half a minute is served until near its end, not refreshed at every read (G1)", async () => {
    const clock = await start(30);
    for (let count = 0; count < 5; count += 1)
      expect((await connected.read()).body.version).toBe(1);
    clock.advance(20_000);
    expect((await connected.read()).body.version).toBe(1);
    expect(connected.refreshes()).toBe(0);
    clock.advance(8_000);
    expect((await connected.read()).body.version).toBe(2);
  });

  test("a provider whose tokens are over when they come is asked three times, not until the reader gives up", async () => {
    let asked = 0;
    const clock: FakeClock = await start(1_800, () => {
      asked += 1;
      clock.advance(2_000);
    });
    clock.advance(1_800_000);
    const body = { access_token: "over-at-once", token_type: "Bearer", expires_in: 1 };
    connected.world.sandbox.faults.next("token", { kind: "json", body }, 100);
    const answer = await connected.read();
    expect([answer.status, answer.body.reason]).toEqual([503, "provider_unavailable"]);
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(asked).toBe(3);
    expect(await connected.row()).toMatchObject({ status: "active", version: 4 });
  });

  test("an answer that states no lifetime lives as long as the one before", async () => {
    const clock = await start(1_800);
    clock.advance(1_800_000);
    const body = { access_token: "of-unstated-life", token_type: "Bearer" };
    connected.world.sandbox.faults.next("token", { kind: "json", body });
    const answer = await connected.read();
    expect(answer.body).toMatchObject({
      access_token: "of-unstated-life",
      expires_at: clock.nowSeconds() + 1_800,
    });
    // The refresh token that it did not bring is there still.
    clock.advance(1_800_000);
    expect((await connected.read()).body.version).toBe(3);
  });
});
