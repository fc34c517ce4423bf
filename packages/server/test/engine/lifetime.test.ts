/** Tokens that live short, and answers that do not say how long they live. */

import { type Connected, startConnected } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { afterEach, describe, expect, test } from "vitest";
import { refreshDue } from "../../src/service/engine/background.ts";

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
    connected.world.sandbox.faults.next("token", { kind: "answer", body }, 100);
    const answer = await connected.read();
    expect([answer.status, answer.body.code]).toEqual([503, "provider_unavailable"]);
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(asked).toBe(3);
    expect(await connected.row()).toMatchObject({ status: "active", version: 4 });
  });

  test("an answer that states no lifetime lives as long as the one before", async () => {
    const clock = await start(1_800);
    clock.advance(1_800_000);
    const body = { access_token: "of-unstated-life", token_type: "Bearer" };
    connected.world.sandbox.faults.next("token", { kind: "answer", body });
    const answer = await connected.read();
    expect(answer.body).toMatchObject({
      access_token: "of-unstated-life",
      expires_in: 1_800,
    });
    // The refresh token that it did not bring is there still.
    clock.advance(1_800_000);
    expect((await connected.read()).body.version).toBe(3);
  });

  /** What a quarter of an hour of looking for what is due makes of a connection that is read now and then. */
  async function askedInAQuarterOfAnHour(clock: FakeClock): Promise<number> {
    const { context } = connected.world.app;
    const before = connected.world.sandbox.ledger.count("fault");
    for (let seconds = 0; seconds < 900; seconds += 3) {
      clock.advance(3_000);
      await refreshDue(context);
      if (seconds === 0) {
        await connected.read();
        await context.uses.flush();
      }
    }
    return connected.world.sandbox.ledger.count("fault") - before;
  }

  test.each([0, 1, -5, "0", 6])(
    "an answer that states a lifetime of %j is not refreshed again and again unasked (SEC-37)",
    async (expires_in) => {
      const clock = await start(1_800);
      clock.advance(1_800_000);
      const body = { access_token: "short-lived", token_type: "Bearer", expires_in };
      connected.world.sandbox.faults.next("token", { kind: "answer", body }, 1_000);
      // The reader asks, up to three times; nobody else does.
      expect(await askedInAQuarterOfAnHour(clock)).toBeLessThanOrEqual(4);
      expect((await connected.row()).nextRefreshAt).toBeNull();
    },
  );

  test("nor is one whose provider says to come again at once", async () => {
    const clock = await start(1_800);
    clock.advance(1_790_000);
    const headers = { "retry-after": "0" };
    connected.world.sandbox.faults.next("token", { kind: "answer", status: 503, headers }, 1_000);
    expect(await askedInAQuarterOfAnHour(clock)).toBeLessThanOrEqual(15);
  });

  test.each([0, -1, "0"])(
    "a refresh token that lives for %j has no end that is known",
    async (end) => {
      const clock = await start(1_800);
      clock.advance(1_800_000);
      const body = {
        access_token: "a",
        token_type: "Bearer",
        expires_in: 1_800,
        refresh_token: "r",
        refresh_token_expires_in: end,
      };
      connected.world.sandbox.faults.next("token", { kind: "answer", body });
      await connected.read();
      expect((await connected.row()).refreshTokenExpiresAt).toBeNull();
    },
  );
});
