/**
 * A server's process that is killed between the provider's exchange and the commit of a completion: nothing is half
 * stored, whoever goes on says that it is over, and what was granted is given back, or said to lie at the provider.
 */
import { once } from "node:events";
import { apiOf } from "@grantry/testing/api";
import { begin, comeBack, complete } from "@grantry/testing/completion";
import { createHold, until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { connectionOf } from "@grantry/testing/outcomes";
import { type ServerProcess, startServerProcess } from "@grantry/testing/server-process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { revokeDue } from "../src/service/revocation/run-due.ts";

/** Five minutes, and what the killed process's clock, which is the machine's, has gone on since the start. */
const overMs = 360_000;

describe.each(engines)("on %s", (engine) => {
  let clock: FakeClock;
  let world: World;
  let killed: ServerProcess;
  let hold: ReturnType<typeof createHold>;

  beforeEach(async () => {
    clock = createFakeClock();
    hold = createHold();
    world = await startWorld({ engine, clock: withoutRegularWork(clock) });
    killed = await startServerProcess(world);
  });
  afterEach(async () => {
    killed.child.kill("SIGKILL");
    hold.release();
    await world.close();
  });

  const live = () => world.sandbox.ledger.liveGrants();
  const rows = (table: "connections" | "revocations") =>
    world.app.context.store.db.selectFrom(table).selectAll().execute();

  /** A completion whose process is killed once `isThere`; what the surviving process knows of it. */
  async function killOnce(isThere: () => boolean | Promise<boolean>) {
    const user = await apiOf(world).signIn("ada");
    const there = await apiOf(killed).signIn("ada");
    const begun = await begin(user);
    const { code } = await comeBack(begun.link);
    const first = complete(there, begun.id, { ...begun, code }).catch(() => "cut off");
    await until(isThere);
    killed.child.kill("SIGKILL");
    await once(killed.child, "exit");
    expect(await first).toBe("cut off");
    const told = async () => (await complete(user, begun.id, { ...begun, code })).body;
    return { user, told };
  }

  async function expectOver(
    user: Awaited<ReturnType<typeof killOnce>>["user"],
    told: () => unknown,
  ) {
    for (const _again of [1, 2]) {
      expect(await told()).toMatchObject({
        authorization: { status: "failed", error: { code: "authorization_failed" } },
        connection: null,
      });
    }
    expect(await connectionOf(user, ids.userConnector)).toBe(null);
    expect([await rows("connections"), world.sandbox.ledger.count("token")]).toEqual([[], 1]);
    const anew = await begin(user);
    const { code } = await comeBack(anew.link);
    const { body } = await complete(user, anew.id, { ...anew, code });
    expect(body.connection.status).toBe("active");
  }

  test("after the provider's answer came: nothing is stored, and the survivor gives the grant back", async () => {
    world.sandbox.faults.next("userinfo", { kind: "held", until: hold.until });
    const { user, told } = await killOnce(async () => (await rows("revocations")).length === 1);
    expect((await told()).authorization.status).toBe("pending");
    expect([live(), await rows("connections")]).toEqual([1, []]);
    clock.advance(overMs);
    await revokeDue(world.app.context);
    expect(live()).toBe(0);
    await expectOver(user, told);
  });

  test("before the answer came: nothing is stored, and the end says that the grant may lie at the provider", async () => {
    world.sandbox.faults.next("token", {
      kind: "held",
      until: hold.until,
      processed: true,
    });
    const { user, told } = await killOnce(() => world.sandbox.ledger.count("token") === 1);
    clock.advance(overMs);
    await revokeDue(world.app.context);
    expect([live(), await rows("revocations")]).toEqual([1, []]);
    const { authorization } = await told();
    expect(authorization.error.detail).toContain("remove it there");
    await expectOver(user, told);
  });
});
