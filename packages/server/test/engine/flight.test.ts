/** What a refresh costs those who wait for it in one process (G3), and how long its lease lasts (G5). */

import { createHold, startConnected, until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { hearStatements } from "@grantry/testing/statements";
import { describe, expect, test } from "vitest";
import { callMsMax } from "../../src/lib/outbound.ts";
import { engineSettings } from "../../src/service/engine/settings.ts";

const callers = 100;
/** More than one refresh takes, far less than one each. */
const statementsOfRefresh = 30;

describe.each(engines)("on %s", (engine) => {
  test("a hundred who ask at once in one process cost a read each, and one refresh between them (G3)", async () => {
    const clock = createFakeClock();
    const connected = await startConnected({ engine, clock: withoutRegularWork(clock) });
    try {
      clock.advance(3_600_000);
      // Held until all have come: each of them has read the row once.
      const hold = createHold();
      connected.world.sandbox.faults.next("token", {
        kind: "held",
        until: hold.until,
        processed: true,
      });
      const heard = hearStatements();
      const reads = Array.from({ length: callers }, () => connected.read());
      await until(() => heard.texts.length >= callers);
      hold.release();
      const answers = await Promise.all(reads).finally(heard.stop);
      expect(answers.map(({ body }) => body.version)).toEqual(answers.map(() => 2));
      expect(connected.refreshes()).toBe(1);
      expect(heard.texts.length).toBeLessThan(callers + statementsOfRefresh);
    } finally {
      await connected.world.close();
    }
  });

  test("a provider that answers as late as a reader waits is not asked in vain: who waited gets that token", async () => {
    const clock = createFakeClock();
    const connected = await startConnected({ engine, clock });
    try {
      const hold = createHold();
      const { faults, ledger } = connected.world.sandbox;
      faults.next("token", { kind: "held", until: hold.until, processed: true });
      const reading = connected.read({ refused_version: 1 });
      await until(() => ledger.count("fault") === 1);
      clock.advance(engineSettings().waitMaxMs + 1_000);
      hold.release();
      const { status, body } = await reading;
      expect([status, body.version]).toEqual([200, 2]);
    } finally {
      await connected.world.close();
    }
  });
});

test("a lease outlives the longest call to a provider, and its holder is heard of twice in it (G5)", () => {
  const { heartbeatMs, leaseMs } = engineSettings();
  expect(leaseMs).toBeGreaterThan(callMsMax);
  expect(leaseMs).toBeGreaterThan(heartbeatMs * 2);
});
