/** Tokens that live short, and answers that do not say how long they live. */
import { afterEach, describe, expect, test } from "vitest";
import { engines } from "../databases.ts";
import { createFakeClock, withoutRegularWork } from "../fake-clock.ts";
import { type Connected, startConnected } from "./connected.ts";

describe.each(engines)("on %s", (engine) => {
  let connected: Connected;
  afterEach(() => connected.world.close());

  async function start(accessTokenSeconds: number) {
    const clock = createFakeClock();
    connected = await startConnected({
      engine,
      clock: withoutRegularWork(clock),
      accessTokenSeconds,
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
