/** The user's word during a refresh counts more than what the refresh brings (G7). */

import type { Answer } from "@grantry/testing/api";
import {
  type Connected,
  connect,
  firstUser,
  startConnected,
  until,
} from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids } from "@grantry/testing/harness";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

describe.each(engines)("on %s", (engine) => {
  let connected: Connected;
  let reading: Promise<Answer>;
  let letGo: () => void;

  /** A reader waits for a refresh that the provider has carried out and not answered yet. */
  beforeEach(async () => {
    const clock = createFakeClock();
    connected = await startConnected({ engine, clock: withoutRegularWork(clock) });
    clock.advance(3_600_000);
    const { faults } = connected.world.sandbox;
    const held = Promise.withResolvers<void>();
    letGo = held.resolve;
    faults.next("token", { kind: "held", until: held.promise, processed: true });
    reading = connected.read();
    await until(() => connected.refreshes() === 1);
  });
  afterEach(() => connected.world.close());

  test("what comes after a disconnect is taken back, also where the disconnect could not (G7)", async () => {
    const { faults, ledger } = connected.world.sandbox;
    faults.next("revocation", { kind: "answer", status: 503 }, 10);
    const user = await connected.api.signIn(firstUser);
    expect((await user.disconnect(ids.userConnector)).body.revocation).toBe("queued");
    expect(await ledger.liveGrants()).toBe(1);
    faults.clear();
    letGo();
    expect((await reading).status).toBe(404);
    expect(await ledger.liveGrants()).toBe(0);
  });

  test("the tokens of a reconnect stay, and whoever waited gets them (G7)", async () => {
    await connect(connected.api, firstUser, ids.userConnector);
    const { body } = await connected.read();
    letGo();
    expect((await reading).body.access_token).toBe(body.access_token);
    expect((await connected.read()).body.access_token).toBe(body.access_token);
    expect(await connected.world.sandbox.ledger.isLive(body.access_token)).toBe(true);
  });
});
