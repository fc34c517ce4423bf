/**
 * Connections that an operator freezes: none is served from the moment it is said on, in any process, by no way; none of what
 * is frozen is connected anew, and nothing is lost. SEC-92.
 */
import { freezeList, operation, operationReceiptList } from "@grantry/contract/v1/operations";
import { type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { connect, createHold, until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { hearStatements } from "@grantry/testing/statements";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { refreshDue } from "../src/service/engine/background.ts";
import { runOperations } from "../src/service/operations/run.ts";
import { revokeDue } from "../src/service/revocation/run-due.ts";

const workspace = `/v1/workspaces/${ids.workspace}`;
const users = ["ada", "bo", "cleo"];

describe.each(engines)("on %s, a freeze", (engine) => {
  let world: World;
  let own: OwnApi;
  let api: Api;
  let clock: FakeClock;

  beforeEach(async () => {
    clock = createFakeClock();
    world = await startWorld({ engine, clock: withoutRegularWork(clock) });
    own = ownApiOf(world);
    api = apiOf(world);
    for (const user of users) await connect(api, user, ids.userConnector);
  });
  afterEach(() => world.close());

  const db = () => world.app.context.store.db;
  const get = (path: string) => own("GET", `${workspace}/${path}`, { as: secrets.workspaceKey });
  const post = (path: string, body?: unknown) =>
    own("POST", `${workspace}/${path}`, { as: secrets.workspaceKey, ...(body ? { body } : {}) });
  async function begin(kind: string, filter: object) {
    const { status, body } = await post("operations", { kind, filter });
    expect([status, body.detail]).toEqual([201, undefined]);
    expect(operation.parse(body)).toEqual(body);
    return body;
  }
  const read = async (user: string) => {
    const { status, body } = await api.tokenOf(user, ids.userConnector);
    return status === 200 ? "served" : body.code;
  };
  const reads = () => Promise.all(users.map(read));
  const idOf = async (user: string) => {
    const row = await db()
      .selectFrom("connections")
      .select("connection_id")
      .where("user_id", "=", user)
      .executeTakeFirstOrThrow();
    return row.connection_id;
  };
  const leased = async () => {
    const query = db().selectFrom("connections").select("lease_owner").where("user_id", "=", "ada");
    return (await query.executeTakeFirstOrThrow()).lease_owner;
  };
  const receipts = async (id: string) => {
    const { body } = await get(`operations/${id}/receipts`);
    expect(operationReceiptList.parse(body)).toEqual(body);
    return body.data as { result: string; user_id: string | null; erased: boolean }[];
  };

  test("is whole when it is answered, read by one statement as ever, and lifted without a loss", async () => {
    const before = await api.tokenOf("ada", ids.userConnector);
    const frozen = await begin("freeze", { type: "sandboxcalendar" });
    expect(frozen).toMatchObject({ status: "succeeded", progress: { total: 3, done: 3 } });
    const heard = hearStatements();
    expect(await read("ada")).toBe("connection_frozen");
    heard.stop();
    expect(heard.texts).toHaveLength(1);
    expect(await reads()).toEqual(users.map(() => "connection_frozen"));
    expect((await receipts(frozen.id)).map(({ result }) => result)).toEqual(
      users.map(() => "frozen"),
    );
    const shown = await get(`connections/${await idOf("ada")}`);
    expect(shown.body).toMatchObject({ status: "active", frozen_at: frozen.created_at });
    expect((await get("connections?frozen=true")).body.data).toHaveLength(3);
    expect((await get("connections?frozen=false")).body).toMatchObject({ data: [] });
    const listed = await get("freezes");
    expect(freezeList.parse(listed.body)).toEqual(listed.body);
    expect(listed.body.data).toMatchObject([
      { id: frozen.id, filter: { type: "sandboxcalendar" } },
    ]);
    const thawed = await begin("unfreeze", { type: "sandboxcalendar" });
    expect(thawed).toMatchObject({ status: "succeeded", progress: { total: 3, done: 3 } });
    expect((await receipts(thawed.id)).map(({ result }) => result)).toEqual(
      users.map(() => "unfrozen"),
    );
    expect((await api.tokenOf("ada", ids.userConnector)).body).toEqual(before.body);
    expect((await get("freezes")).body.data).toEqual([]);
  });

  test("holds for connections that are begun, and that are finished, meanwhile; a grant is given back", async () => {
    const user = await api.signIn("dai");
    const underWay = await user.initiate(ids.userConnector);
    await begin("freeze", { provider_id: "sandbox" });
    const refused = await (await api.signIn("eve")).initiate(ids.userConnector);
    expect([refused.status, refused.body.reason]).toEqual([403, "connection_frozen"]);
    const again = await (await api.signIn("ada")).initiate(ids.userConnector);
    expect([again.status, again.body.reason]).toEqual([403, "connection_frozen"]);
    const revoked = world.sandbox.ledger.count("revocation", { outcome: "ok" });
    await consent(createJar(), underWay.body.redirect_url);
    expect(await read("dai")).toBe("not_connected");
    await revokeDue(world.app.context);
    expect(world.sandbox.ledger.count("revocation", { outcome: "ok" })).toBeGreaterThan(revoked);
    await begin("unfreeze", { provider_id: "sandbox" });
    await connect(api, "dai", ids.userConnector);
    expect(await read("dai")).toBe("served");
  });

  test("keeps what a refresh that was under way brings, and gives it to nobody", async () => {
    const { version } = await db()
      .selectFrom("connections")
      .select("version")
      .where("user_id", "=", "ada")
      .executeTakeFirstOrThrow();
    const hold = createHold();
    world.sandbox.faults.next("token", { kind: "held", until: hold.until });
    const waiting = api.tokenOf("ada", ids.userConnector, { refused_version: version });
    await until(async () => (await leased()) !== null);
    await begin("freeze", { user: { user_id: "ada" } });
    hold.release();
    const answer = await waiting;
    expect([answer.status, answer.body.code]).toEqual([403, "connection_frozen"]);
    const after = await db()
      .selectFrom("connections")
      .select("version")
      .where("user_id", "=", "ada")
      .executeTakeFirstOrThrow();
    expect(after.version).toBe(version + 1);
    await begin("unfreeze", { user: { user_id: "ada" } });
    expect(await read("ada")).toBe("served");
  });

  test("refreshes nothing in the background, and asks no provider", async () => {
    await begin("freeze", { all: true });
    clock.advance(3_000_000);
    const asked = world.sandbox.ledger.count("token");
    await db().updateTable("connections").set({ next_refresh_at: 1 }).execute();
    await refreshDue(world.app.context);
    expect(world.sandbox.ledger.count("token")).toBe(asked);
    expect(await reads()).toEqual(users.map(() => "connection_frozen"));
  });

  test("of one user outlives that of their connector; an unfreeze lifts no other's", async () => {
    await begin("freeze", { user: { user_id: "ada" } });
    await begin("freeze", { type: "sandboxcalendar" });
    const would = await post("operations", {
      kind: "unfreeze",
      filter: { type: "sandboxcalendar" },
      dry_run: true,
    });
    expect(would.body.progress.total).toBe(2);
    await begin("unfreeze", { type: "sandboxcalendar" });
    expect(await reads()).toEqual(["connection_frozen", "served", "served"]);
    await begin("unfreeze", { user: { user_id: "bo" } });
    expect(await read("ada")).toBe("connection_frozen");
    await begin("unfreeze", { all: true });
    expect(await reads()).toEqual(users.map(() => "served"));
  });

  test("of single connections ends with them; one of a state is about those that are there", async () => {
    await begin("freeze", { ids: [await idOf("ada")] });
    await begin("freeze", { status: "active" });
    expect((await get("freezes")).body.data).toEqual([]);
    await connect(api, "dai", ids.userConnector);
    expect(await read("dai")).toBe("served");
    const ended = await post(`connections/${await idOf("ada")}/disconnect`);
    expect(ended.status).toBe(200);
    await connect(api, "ada", ids.userConnector);
    expect(await reads()).toEqual(["served", "connection_frozen", "connection_frozen"]);
  });

  test("comes first where connections are ended; stopped in between, the rest is served again", async () => {
    await begin("freeze", { ids: [await idOf("cleo")] });
    clock.advance(5_000);
    const { id } = await begin("disconnect", { all: true });
    expect(await reads()).toEqual(users.map(() => "connection_frozen"));
    expect((await post(`operations/${id}/cancel`)).body.status).toBe("canceled");
    expect(await reads()).toEqual(["served", "served", "connection_frozen"]);
    const other = await begin("disconnect", { all: true });
    await runOperations(world.app.context);
    expect((await get(`operations/${other.id}`)).body).toMatchObject({
      status: "succeeded",
      progress: { done: 3, failed: 0 },
    });
    expect(await reads()).toEqual(users.map(() => "not_connected"));
  });

  test("of what is to be ended ends it also where its state has changed since", async () => {
    const { id } = await begin("disconnect", { status: "active" });
    await db()
      .updateTable("connections")
      .set({ status: "needs_reauth", reason: "revoked" })
      .execute();
    await runOperations(world.app.context);
    expect((await get(`operations/${id}`)).body.progress).toMatchObject({ done: 3, failed: 0 });
    expect((await receipts(id)).map(({ result }) => result)).toEqual(users.map(() => "revoked"));
  });

  test("before an erasure, of which receipts stay and nothing else, also of what had ended before", async () => {
    const ada = await idOf("ada");
    expect((await post(`connections/${ada}/disconnect`)).status).toBe(200);
    const { id, progress } = await begin("erase", { type: "sandboxcalendar" });
    expect(progress.total).toBe(3);
    expect(await read("bo")).toBe("connection_frozen");
    await runOperations(world.app.context);
    const all = await receipts(id);
    expect(all.map(({ result, erased }) => [result, erased]).sort()).toEqual([
      ["erased", true],
      ["revoked", true],
      ["revoked", true],
    ]);
    expect(await db().selectFrom("connections").selectAll().execute()).toEqual([]);
    expect(await db().selectFrom("timeline_entries").selectAll().execute()).toEqual([]);
    expect(await reads()).toEqual(users.map(() => "not_connected"));
    await connect(api, "ada", ids.userConnector);
    expect(await read("ada")).toBe("served");
  });

  test("and the end of connections are possible in a workspace that the server's operator has frozen", async () => {
    await db().updateTable("workspaces").set({ frozen_at: 1, frozen_reason: "abuse" }).execute();
    const used = await post("operations", { kind: "refresh", filter: { all: true } });
    expect([used.status, used.body.code]).toEqual([403, "workspace_frozen"]);
    await begin("freeze", { all: true });
    const thaw = await post("operations", { kind: "unfreeze", filter: { all: true } });
    expect([thaw.status, thaw.body.code]).toEqual([403, "workspace_frozen"]);
    const { id } = await begin("disconnect", { type: "sandboxcalendar" });
    await runOperations(world.app.context);
    expect((await receipts(id)).map(({ result }) => result)).toEqual(users.map(() => "revoked"));
    await until(async () => (await get(`operations/${id}`)).body.status === "succeeded");
  });

  test("waits for a grant that is being kept, and one that comes to be kept for it (PostgreSQL)", async () => {
    if (engine !== "postgres") return;
    const { store } = world.app.context;
    const { lockFreezes } = await import("../src/store/freezes.ts");
    const order: string[] = [];
    const entered = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const keeping = store.database.transaction(async (trx) => {
      await lockFreezes({ ...store, db: trx }, ids.workspace);
      entered.resolve();
      await goOn.promise;
      order.push("kept");
    });
    await entered.promise;
    const freezing = begin("freeze", { all: true }).then(() => order.push("frozen"));
    await until(async () => {
      const { rows } = await (await import("kysely")).sql`
        SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`.execute(store.db);
      return rows.length > 0;
    });
    goOn.resolve();
    await Promise.all([keeping, freezing]);
    expect(order).toEqual(["kept", "frozen"]);
  });
});
