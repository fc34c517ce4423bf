/**
 * A server's process that is killed in the midst of an operation on many connections: another one goes on, each connection
 * is ended once and has one receipt, and nothing of them is served meanwhile. SEC-92.
 */
import { once } from "node:events";
import { apiOf } from "@grantry/testing/api";
import { connect, createHold, until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { ownApiOf } from "@grantry/testing/own-api";
import { type ServerProcess, startServerProcess } from "@grantry/testing/server-process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runOperations } from "../src/service/operations/run.ts";
import { revokeDue } from "../src/service/revocation/run-due.ts";

const users = Array.from({ length: 12 }, (_, at) => `user-${at}`);
/** As many are ended before their providers are waited for. */
const atOnce = 4;
/** Longer than a process is waited for that says nothing, and than its own clock has gone on since the start. */
const overMs = 360_000;
const workspace = `/v1/workspaces/${ids.workspace}`;

describe.each(engines)("on %s", (engine) => {
  let clock: FakeClock;
  let world: World;
  let killed: ServerProcess;
  let hold: ReturnType<typeof createHold>;

  beforeEach(async () => {
    clock = createFakeClock();
    hold = createHold();
    world = await startWorld({ engine, clock: withoutRegularWork(clock) });
    for (const user of users) await connect(apiOf(world), user, ids.userConnector);
    killed = await startServerProcess(world);
  });
  afterEach(async () => {
    killed.child.kill("SIGKILL");
    hold.release();
    await world.close();
  });

  const call = (method: string, path: string, body?: unknown) =>
    ownApiOf(world)(method, workspace + path, { as: secrets.workspaceKey, body });
  const db = () => world.app.context.store.db;
  const receipts = async (id: string) =>
    (await call("GET", `/operations/${id}/receipts`)).body.data as {
      connection_id: string;
      result: string;
    }[];

  test.each(["disconnect", "erase"])("a killed %s goes on elsewhere", async (kind) => {
    const all = await db().selectFrom("connections").select("connection_id").execute();
    for (const _of of users.slice(0, atOnce)) {
      world.sandbox.faults.next("revocation", { kind: "held", until: hold.until });
    }
    const { body: begun } = await call("POST", "/operations", { kind, filter: { all: true } });
    const doneOf = async () => (await call("GET", `/operations/${begun.id}`)).body.progress.done;
    await until(async () => (await doneOf()) === atOnce);
    killed.child.kill("SIGKILL");
    await once(killed.child, "exit");
    expect(await doneOf()).toBe(atOnce);
    for (const user of users) {
      const { status } = await apiOf(world).tokenOf(user, ids.userConnector);
      expect([user, status]).not.toEqual([user, 200]);
    }
    // Who goes on has to take it for dead first.
    await runOperations(world.app.context);
    expect(await doneOf()).toBe(atOnce);
    hold.release();
    clock.advance(overMs);
    await runOperations(world.app.context);
    const { body: ended } = await call("GET", `/operations/${begun.id}`);
    expect(ended).toMatchObject({
      status: "succeeded",
      progress: { total: users.length, done: users.length, failed: 0 },
    });
    clock.advance(overMs);
    await revokeDue(world.app.context);
    const found = await receipts(begun.id);
    const wanted = all.map(({ connection_id: id }) => id).sort();
    expect(found.map(({ connection_id: id }) => id).sort()).toEqual(wanted);
    for (const { result } of found) expect(["revoked", "already_ended"]).toContain(result);
    const revocations = await db().selectFrom("revocations").select("connection_id").execute();
    expect(revocations.map(({ connection_id: id }) => id).sort()).toEqual(wanted);
    const action = kind === "erase" ? "connection.erased" : "connection.disconnected";
    const records = await db()
      .selectFrom("audit_records")
      .select("target_id")
      .where("action", "=", action)
      .execute();
    expect(records.map(({ target_id: id }) => id).sort()).toEqual(wanted);
    expect(world.sandbox.ledger.liveGrants()).toBe(0);
  });
});
