/** A server that stops between the exchange and the commit of a completion: nothing is connected, and nothing is lost. */
import { apiOf } from "@grantry/testing/api";
import { begin, comeBack, complete } from "@grantry/testing/completion";
import { createHold, until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { connectionOf } from "@grantry/testing/outcomes";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { revokeDue } from "../src/service/revocation/run-due.ts";

const heldMs = 300_000;

describe.each(engines)("on %s", (engine) => {
  let clock: FakeClock;
  let world: World;
  let stopped: Awaited<ReturnType<World["another"]>>;
  let isHeld: boolean;
  let hold: ReturnType<typeof createHold>;

  beforeEach(async () => {
    clock = createFakeClock();
    isHeld = false;
    hold = createHold();
    world = await startWorld({ engine, clock: withoutRegularWork(clock) });
    stopped = await world.another({
      checkpoint: (point) => {
        isHeld ||= point === "held";
      },
    });
  });
  afterEach(async () => {
    // Whatever failed before: a server closes once its calls have ended.
    hold.release();
    await world.close();
  });

  /** A completion that has exchanged the code, and gets no further on its server. */
  async function cutOff() {
    const user = await apiOf(world).signIn("ada");
    const there = await apiOf(stopped).signIn("ada");
    const begun = await begin(user);
    const { code } = await comeBack(begun.link);
    const proofs = { ...begun, code };
    world.sandbox.faults.next("userinfo", { kind: "held", until: hold.until });
    const first = complete(there, begun.id, proofs);
    await until(() => isHeld);
    return { user, id: begun.id, proofs, first };
  }

  const live = () => world.sandbox.ledger.liveGrants();
  const revocations = () => world.sandbox.ledger.count("revocation");
  const exchanges = () => world.sandbox.ledger.count("token");

  test("what was granted is given back by whoever goes on, and the same call says what became of it", async () => {
    const { user, id, proofs, first } = await cutOff();
    const told = async () => (await complete(user, id, proofs)).body;
    clock.advance(heldMs - 1_000);
    await revokeDue(world.app.context);
    expect((await told()).authorization.status).toBe("pending");
    expect(live()).toBe(1);

    clock.advance(1_000);
    await revokeDue(world.app.context);
    expect(live()).toBe(0);
    const asked = revocations();
    for (const _again of [1, 2]) {
      const { authorization, connection } = await told();
      expect([authorization.status, authorization.error.code, connection]).toEqual([
        "failed",
        "authorization_failed",
        null,
      ]);
      expect(authorization.error.detail).toContain("Start again");
    }

    // One that was not stopped, and goes on too late, keeps nothing, and gives nothing back again.
    hold.release();
    expect((await first).body).toMatchObject({
      authorization: { status: "failed", error: { code: "authorization_failed" } },
      connection: null,
    });
    expect([live(), revocations(), exchanges()]).toEqual([0, asked, 1]);
    expect(await connectionOf(user, ids.userConnector)).toBe(null);

    const anew = await begin(user);
    const { code } = await comeBack(anew.link);
    expect((await complete(user, anew.id, { ...anew, code })).body.connection.status).toBe(
      "active",
    );
  });

  test("one that goes on before the end of that time connects, and nothing is given back afterwards", async () => {
    const { user, id, proofs, first } = await cutOff();
    clock.advance(heldMs - 1_000);
    hold.release();
    expect((await first).body.connection.status).toBe("active");
    clock.advance(1_000);
    await revokeDue(world.app.context);
    expect((await complete(user, id, proofs)).body.authorization.status).toBe("completed");
    expect([live(), revocations(), exchanges()]).toEqual([1, 0, 1]);
  });
});
