/**
 * Grants that could not be taken back at once: answered soon, queued sealed, tried again by any
 * process, ended one way or the other, and told as it is (SEC-89, SEC-90).
 */

import { type Answer, type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { createHold, until } from "@grantry/testing/connected";
import { providersOf } from "@grantry/testing/custom-provider";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { declareHouse, houseSecret, registerHouse } from "@grantry/testing/house";
import { instant } from "@grantry/testing/instant";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { revokeDue } from "../src/service/revocation/run-due.ts";
import { sweep } from "../src/service/upkeep/sweep.ts";

const notes = "c1b2c3d4e5f6a1b2c3d4e5f6";
const files = "c2b2c3d4e5f6a1b2c3d4e5f6";
const down = { kind: "answer", status: 503 } as const;
const days = 86_400_000;
const neededValue = {
  name: "shop",
  from: "token_answer",
  path: "shop.id",
  required: true,
  validation_pattern: "^.+$",
};
const secondExchange = {
  endpoint: "{token}",
  request: {},
  grant_type: "refresh_token",
  token_parameter: "refresh_token",
};

const seconds = (text: string) => Date.parse(text) / 1_000;

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: Api;
  let clock: FakeClock;

  beforeEach(async () => {
    clock = createFakeClock();
    world = await startWorld({
      engine,
      clock: withoutRegularWork(clock),
      tokens: { revocationPatienceMs: 1_500 },
      declare: (bootstrap, sandbox) => {
        declareHouse(bootstrap, sandbox);
        const [workspace] = bootstrap.workspaces;
        const [provider] = workspace?.providers ?? [];
        const revocation = provider?.["revocation"] as Record<string, unknown>;
        revocation["ends"] = "client_grant";
        workspace?.connectors?.push(
          { id: notes, name: "Notes", integration_type: "housenotes", oauth_client: "ocl_house" },
          { id: files, name: "Files", integration_type: "housefiles", oauth_client: "ocl_house" },
        );
      },
    });
    await registerHouse(world);
    api = apiOf(world);
  });
  afterEach(() => world.close());

  async function connect(connectorId: string, userId = "user-1") {
    const user = await api.signIn(userId);
    const { body } = await user.initiate(connectorId);
    const page = await consent(createJar(), body.redirect_url);
    expect(page.status).toBe(200);
    return user;
  }
  const disconnect = async (connectorId: string, userId = "user-1"): Promise<string> =>
    (await (await api.signIn(userId)).disconnect(connectorId)).body.revocation;
  const operator = (path: string): Promise<Answer> => workspaceApiOf(world)("GET", path);
  const receipts = async (query = "") => (await operator(`revocations${query}`)).body.data;
  const rows = () => world.app.context.store.db.selectFrom("revocations").selectAll().execute();
  /** How many tokens the provider has revoked. */
  const revoked = () => world.sandbox.ledger.count("revocation", { outcome: "ok" });
  const token = (connectorId: string) => api.tokenOf("user-1", connectorId);
  const due = () => revokeDue(world.app.context);

  test("a provider that does not answer is not waited for; its late answer is the receipt", async () => {
    await connect(ids.userConnector);
    const hold = createHold();
    world.sandbox.faults.next("revocation", { kind: "held", until: hold.until, processed: true });
    // It cannot answer before it is let go, which happens only after this.
    expect(await disconnect(ids.userConnector)).toBe("queued");
    const [queued] = await receipts("?status=queued");
    expect(queued).toMatchObject({ cause: "disconnected", result: "queued", ended_at: null });
    hold.release();
    await until(async () => (await receipts("?status=queued")).length === 0);
    expect(await receipts()).toMatchObject([
      {
        id: queued.id,
        result: "revoked",
        refresh_token: "revoked",
        access_token: "revoked",
        tries: 1,
        next_try_at: null,
      },
    ]);
    expect(await world.sandbox.ledger.liveGrants()).toBe(0);
  });

  test("what failed stays sealed in the database, and its receipt changes when it is done", async () => {
    const user = await connect(ids.userConnector);
    const live: string = (await user.token(ids.userConnector)).body.access_token;
    world.sandbox.faults.next("revocation", down, 4);
    expect(await disconnect(ids.userConnector)).toBe("queued");
    const [row] = await rows();
    const [connection] = await world.app.context.store.db
      .selectFrom("connections")
      .selectAll()
      .execute();
    expect(connection).toMatchObject({ access_token: null, refresh_token: null, account_id: null });
    expect(Buffer.from(row?.sealed_grant ?? []).includes(live)).toBe(false);
    const id = connection?.connection_id;
    const report = async () => (await operator(`connections/${id}`)).body;
    expect(await report()).toMatchObject({
      revocation: "queued",
      receipt: { tries: 1, failure: "provider_unavailable" },
    });
    // Not before its time.
    await due();
    expect(revoked()).toBe(0);
    clock.advance(31_000);
    await due();
    const [again] = await receipts();
    expect(again).toMatchObject({ result: "queued", tries: 2 });
    const waits = [row?.next_try_at, seconds(again.next_try_at)].map(Number);
    expect((waits[1] ?? 0) - clock.nowSeconds()).toBeGreaterThanOrEqual(30);
    clock.advance(61_000);
    await due();
    expect(await report()).toMatchObject({
      status: "disconnected",
      revocation: "revoked",
      receipt: {
        connection_id: id,
        tries: 3,
        failure: null,
        ended_at: instant(clock.nowSeconds()),
      },
    });
    const { body } = await user.connector(ids.userConnector);
    expect(body.connections).toMatchObject([{ id, revocation: "revoked" }]);
    const list = await user.own("GET", "connections");
    expect(list.body.data).toEqual(body.connections);
    const one = await operator(`revocations/${again.id}`);
    expect(one.body).toEqual((await receipts())[0]);
    expect((await rows())[0]).toMatchObject({
      sealed_grant: null,
      account_id: null,
      connection_config: "{}",
    });
    expect(await world.sandbox.ledger.isLive(live)).toBe(false);
    clock.advance(31 * days);
    await sweep(world.app.context);
    expect(await receipts()).toEqual([]);
    const forgotten = await operator(`revocations/${again.id}`);
    expect(forgotten.body.code).toBe("revocation_not_found");
  });

  test("a provider that stays away is given up after three days, which is said", async () => {
    await connect(ids.userConnector);
    world.sandbox.faults.next("revocation", down, 1_000);
    await disconnect(ids.userConnector);
    const started = clock.nowMs();
    let tries = 0;
    while ((await receipts("?status=queued")).length > 0) {
      const [{ next_try_at: next }] = await receipts();
      expect(Date.parse(next)).toBeLessThanOrEqual(started + 3 * days + 1_000);
      clock.advance(Date.parse(next) - clock.nowMs());
      await due();
      tries += 1;
      expect(tries).toBeLessThan(50);
    }
    const [receipt] = await receipts("?status=failed");
    expect(receipt).toMatchObject({ result: "failed", failure: "provider_unavailable" });
    expect(Date.parse(receipt.ended_at)).toBeGreaterThanOrEqual(started + 3 * days - 1_000);
    expect((await rows())[0]?.sealed_grant).toBeNull();
  });

  test("what a process had begun when it died is done by another, once", async () => {
    const users = ["user-1", "user-2", "user-3", "user-4", "user-5", "user-6"];
    for (const user of users) await connect(ids.userConnector, user);
    world.sandbox.faults.next("revocation", down, 2 * users.length);
    for (const user of users) expect(await disconnect(ids.userConnector, user)).toBe("queued");
    // As if each had been claimed a moment ago by a process that is no more.
    const { db } = world.app.context.store;
    await db
      .updateTable("revocations")
      .set({ next_try_at: clock.nowSeconds() + 300 })
      .execute();
    const others = [await world.another(), await world.another()];
    const all = [world.app, ...others.map(({ app }) => app)];
    await Promise.all(all.map(({ context }) => revokeDue(context)));
    expect(revoked()).toBe(0);
    clock.advance(301_000);
    await Promise.all(all.map(({ context }) => revokeDue(context)));
    // Both tokens of each.
    expect(revoked()).toBe(2 * users.length);
    expect(await receipts("?status=ended")).toHaveLength(users.length);
    expect(await receipts("?status=failed")).toEqual([]);
    expect(await world.sandbox.ledger.liveGrants()).toBe(0);
    const page = (await operator("revocations?limit=4")).body;
    const next = encodeURIComponent(page.next_cursor);
    const rest = (await operator(`revocations?limit=4&cursor=${next}`)).body;
    expect([page.data.length, rest.data.length, rest.next_cursor]).toEqual([4, 2, null]);
  });

  test("a connection that was made in between keeps the grant", async () => {
    await connect(notes);
    world.sandbox.faults.next("revocation", down, 2);
    expect(await disconnect(notes)).toBe("queued");
    await connect(notes);
    clock.advance(31_000);
    await due();
    expect(revoked()).toBe(0);
    expect(await receipts()).toMatchObject([{ result: "kept_for_other_connections" }]);
    clock.advance(3_600_000);
    expect((await token(notes)).status).toBe(200);
  });

  test("it is done also after its connector and OAuth client were deleted", async () => {
    await connect(notes);
    world.sandbox.faults.next("revocation", down, 2);
    expect(await disconnect(notes)).toBe("queued");
    for (const id of [notes, files]) {
      expect((await workspaceApiOf(world)("DELETE", `connectors/${id}`)).status).toBe(200);
    }
    clock.advance(31_000);
    await due();
    expect(await receipts()).toMatchObject([{ result: "revoked" }]);
    expect(await world.sandbox.ledger.liveGrants()).toBe(0);
  });

  test("a refresh that ends after its connection leaves the grant to the other one (G7)", async () => {
    await connect(files);
    await connect(notes);
    clock.advance(3_600_000);
    const hold = createHold();
    world.sandbox.faults.next("token", { kind: "held", until: hold.until, processed: true });
    const reading = token(notes);
    await until(() => world.sandbox.ledger.count("refresh") === 1);
    expect(await disconnect(notes)).toBe("kept_for_other_connections");
    hold.release();
    expect((await reading).status).toBe(404);
    expect(revoked()).toBe(0);
    expect(await receipts()).toMatchObject([
      { cause: "late_refresh", result: "kept_for_other_connections" },
      { cause: "disconnected", result: "kept_for_other_connections" },
    ]);
    expect((await token(files)).status).toBe(200);
    expect(await disconnect(files)).toBe("revoked");
  });

  test("a consent whose account cannot be read is given back, unless it may be another's", async () => {
    const { faults } = world.sandbox;
    const refused = async () => {
      faults.next("userinfo", { kind: "answer", status: 400 }, 10);
      faults.next("api", { kind: "answer", status: 400 }, 10);
      const { body } = await (await api.signIn("user-2")).initiate(files);
      expect((await consent(createJar(), body.redirect_url)).status).not.toBe(200);
      faults.clear();
    };
    const ofEarlierVersion = () =>
      world.app.context.store.db.updateTable("connections").set({ grant_party: null }).execute();
    await refused();
    expect(await receipts()).toMatchObject([
      { cause: "not_kept", connection_id: null, result: "revoked" },
    ]);
    // Another provider's connections are none that it may be, whoever wrote their rows.
    await connect(ids.userConnector);
    await ofEarlierVersion();
    await refused();
    expect((await receipts())[0]).toMatchObject({ cause: "not_kept", result: "revoked" });
    await connect(notes);
    await ofEarlierVersion();
    await refused();
    expect((await receipts())[0]).toMatchObject({
      cause: "not_kept",
      result: "kept_for_other_connections",
    });
  });

  test.each<[string, object]>([
    ["lacks a value that is needed", { kept_values: [neededValue] }],
    ["names no account", { account: { from: "token_answer", id: ["nobody.id"] } }],
    ["is good for no second exchange", { second_exchange: secondExchange }],
  ])("an answer with tokens that %s is given back, once", async (_name, changes) => {
    const own = providersOf(world);
    const [{ entry }] = (await own.list()).body.data;
    const { token_endpoint } = entry.metadata;
    const declared = JSON.parse(JSON.stringify(changes).replace("{token}", token_endpoint));
    const changed = await own.put("house", { ...entry, ...declared }, houseSecret);
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    const { body } = await (await api.signIn("user-1")).initiate(notes);
    expect((await consent(createJar(), body.redirect_url)).status).not.toBe(200);
    expect(await receipts()).toMatchObject([
      { cause: "not_kept", connection_id: null, result: "revoked" },
    ]);
    expect(await world.sandbox.ledger.liveGrants()).toBe(0);
    expect(await rows()).toHaveLength(1);
  });

  test("removing, and an operator's disconnect, wait as little", async () => {
    const shared = await api.operator("external-auth/initiate", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ integration_type: "sandboxcalendar" }),
    });
    await consent(createJar(), shared.body.redirect_url);
    await connect(ids.userConnector);
    const hold = createHold();
    const held = { kind: "held", until: hold.until, processed: true } as const;
    world.sandbox.faults.next("revocation", held, 2);
    const path = "external-auth/integrations/sandboxcalendar/remove";
    expect((await api.operator(path, { method: "DELETE" })).body.status).toBe("removed");
    const [{ id }] = (await operator("connections")).body.data;
    const ended = await workspaceApiOf(world)("POST", `connections/${id}/disconnect`);
    expect(ended.body.revocation).toBe("queued");
    expect(await receipts("?status=queued")).toHaveLength(2);
    hold.release();
    await until(async () => (await receipts("?status=queued")).length === 0);
    expect(await world.sandbox.ledger.liveGrants()).toBe(0);
  });
});
