/** A server on a restored database asks no provider until it takes over (docs/backup.md). */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Api, apiOf, type UserApi } from "@grantry/testing/api";
import { connect, until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { App } from "../src/app.ts";
import { noAuditSinks } from "../src/config-audit.ts";
import { refreshDue } from "../src/service/engine/background.ts";
import { runOperations } from "../src/service/operations/run.ts";
import { revokeDue } from "../src/service/revocation/run-due.ts";
import { linkWaiting } from "../src/service/trail/index.ts";
import { takeOver } from "../src/service/upkeep/index.ts";
import { readTakeOver } from "../src/service/upkeep/take-over.ts";

const hourMs = 3_600_000;

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let clock: FakeClock;
  let restored: { readonly app: App; readonly url: string };
  let api: Api;
  let user: UserApi;

  /** The first process stands for the other server: it began before, and goes on. */
  beforeEach(async () => {
    clock = createFakeClock();
    world = await startWorld({ engine, clock });
    await connect(apiOf(world), "user-1", ids.userConnector);
    const { db } = world.app.context.store;
    const made = { backup_made_at: clock.nowSeconds(), restored_at: clock.nowSeconds() };
    await db
      .insertInto("restores")
      .values({ restore_id: "rst_1", ...made, taken_over_at: null })
      .execute();
    restored = await world.another();
    api = apiOf({ ...world, ...restored });
    user = await api.signIn("user-1");
  });
  afterEach(() => world.close());

  const read = () => api.tokenOf("user-1", ids.userConnector);
  const calls = () => world.sandbox.ledger.entries.length;
  const overtake = () =>
    takeOver({ store: restored.app.context.store, catalogue: restored.app.context.catalogue });
  /** Second by second: a look that is under way when the time moves on is not begun again. */
  const isAsking = () =>
    until(() => {
      clock.advance(1_000);
      return restored.app.context.asking.isAllowed;
    });

  test("a token that is valid is read; one that is over is refused with a code that says what to do, and nobody is asked", async () => {
    const before = calls();
    expect((await read()).status).toBe(200);
    clock.advance(hourMs);
    const answer = await read();
    expect([answer.status, answer.body.code]).toEqual([503, "server_restored"]);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    await refreshDue(restored.app.context);
    expect(calls()).toBe(before);
  });

  test("nobody begins to connect, and what is disconnected is taken back only afterwards", async () => {
    const before = calls();
    const begun = await user.initiate(ids.userConnector);
    expect([begun.status, begun.body.code]).toEqual([503, "server_restored"]);
    const { status } = await user.disconnect(ids.userConnector);
    expect(status).toBe(200);
    await revokeDue(restored.app.context);
    await runOperations(restored.app.context);
    expect(calls()).toBe(before);
    await overtake();
    clock.advance(hourMs);
    await revokeDue(restored.app.context);
    await expect.poll(() => world.sandbox.ledger.count("revocation")).toBeGreaterThan(0);
  });

  test("no audit record is sent before it takes over, and those that waited are then", async () => {
    const folder = await mkdtemp(join(tmpdir(), "grantry-restored-"));
    const file = join(folder, "audit.jsonl");
    const { app } = await world.another({
      auditSinks: { ...noAuditSinks, file },
      trail: { shipEveryMs: 1_000 },
    });
    await linkWaiting(app.context);
    const sent = async () => (await readFile(file, "utf8").catch(() => "")).length;
    const goOn = async () => {
      clock.advance(2_000);
      await app.context.flights.landed();
      return await sent();
    };
    for (let count = 0; count < 5; count += 1) expect(await goOn()).toBe(0);
    await overtake();
    await expect.poll(goOn).toBeGreaterThan(0);
    await rm(folder, { recursive: true, force: true });
  });

  test("it says so at its start and to whoever asks whether it is ready", async () => {
    const ready = await (await fetch(`${restored.url}/readyz`)).json();
    expect(ready).toEqual({ status: "ok", take_over: "awaited" });
    expect(world.logLines.join("\n")).toContain("grantry take-over");
    expect(await (await fetch(`${world.url}/readyz`)).json()).toEqual({ status: "ok" });
  });

  test("once it takes over every process finds out, and a refresh token that nobody used is refreshed", async () => {
    clock.advance(hourMs);
    expect((await read()).status).toBe(503);
    expect(await overtake()).toBe(1);
    expect(await overtake()).toBeNull();
    await isAsking();
    expect((await read()).status).toBe(200);
    const { since, ended } = await readTakeOver(restored.app.context.store);
    expect([since, ended]).toEqual([{ inDoubt: 0, ended: 0 }, []]);
  });

  test("after that a refresh token that the other server had used costs one request, and ends as outcome_unknown, by name", async () => {
    const { store } = restored.app.context;
    const row = await store.db.selectFrom("connections").selectAll().executeTakeFirstOrThrow();
    clock.advance(hourMs);
    // The other server refreshes; what is restored is what was before.
    expect((await apiOf(world).tokenOf("user-1", ids.userConnector)).status).toBe(200);
    const { connection_id, ...old } = row;
    await store.db
      .updateTable("connections")
      .set(old)
      .where("connection_id", "=", connection_id)
      .execute();
    await overtake();
    await isAsking();
    const before = world.sandbox.ledger.count("token");
    const answer = await read();
    expect([answer.status, answer.body.code]).toEqual([409, "needs_reauth"]);
    expect(await read()).toMatchObject({ body: { code: "needs_reauth" } });
    expect(world.sandbox.ledger.count("token")).toBe(before + 1);
    const { since, ended } = await readTakeOver(store);
    expect(since).toEqual({ inDoubt: 0, ended: 1 });
    expect(ended).toMatchObject([
      { connectionId: connection_id, userId: "user-1", appId: ids.app },
    ]);
  });

  test("a server that was not restored has nothing to take over", async () => {
    const { store, catalogue } = restored.app.context;
    await store.db.deleteFrom("restores").execute();
    await expect(takeOver({ store, catalogue })).rejects.toMatchObject({
      code: "restore_refused",
    });
  });
});
