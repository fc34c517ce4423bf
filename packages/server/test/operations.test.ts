/**
 * What operators do to many connections at once: about those that were meant, each once, also where the process
 * that carries it out dies; stopped, receipted, on record.
 */
import { operation, operationList, operationReceiptList } from "@grantry/contract/v1/operations";
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { newHandle } from "../src/lib/id.ts";
import { runOperations } from "../src/service/operations/run.ts";
import { revokeDue } from "../src/service/revocation/run-due.ts";
import { sweep } from "../src/service/upkeep/sweep.ts";
import { takeBudget } from "../src/store/due-refreshes.ts";

const workspace = `/v1/workspaces/${ids.workspace}`;
const users = ["ada", "bo", "cleo", "dai", "eve", "fay"];

describe.each(engines)("on %s, an operation", (engine) => {
  let world: World;
  let own: OwnApi;
  let clock: FakeClock;

  beforeEach(async () => {
    clock = createFakeClock();
    world = await startWorld({ engine, clock: withoutRegularWork(clock) });
    own = ownApiOf(world);
    for (const user of users) await connect(apiOf(world), user, ids.userConnector);
  });
  afterEach(() => world.close());

  const get = (path: string) => own("GET", `${workspace}/${path}`, { as: secrets.workspaceKey });
  const post = (path: string, body?: unknown) =>
    own("POST", `${workspace}/${path}`, {
      as: secrets.workspaceKey,
      ...(body === undefined ? {} : { body }),
    });
  const db = () => world.app.context.store.db;
  const rows = () => db().selectFrom("connections").selectAll().orderBy("connection_id").execute();
  const statuses = async () => (await rows()).map(({ status }) => status);
  const revoked = () => world.sandbox.ledger.count("revocation", { outcome: "ok" });
  async function begin(body: object): Promise<string> {
    const answer = await post("operations", body);
    expect([answer.status, answer.body.detail]).toEqual([201, undefined]);
    expect(operation.parse(answer.body)).toEqual(answer.body);
    return answer.body.id;
  }
  const run = () => runOperations(world.app.context);
  const shown = async (id: string) => (await get(`operations/${id}`)).body;
  async function receipts(id: string) {
    const { body } = await get(`operations/${id}/receipts`);
    expect(operationReceiptList.parse(body)).toEqual(body);
    return body.data as { connection_id: string; result: string; failure: string | null }[];
  }

  test("says what it would be about, and does nothing then", async () => {
    const would = await post("operations", {
      kind: "disconnect",
      filter: { connector_id: ids.userConnector },
      dry_run: true,
    });
    expect([would.status, operation.parse(would.body)]).toEqual([200, would.body]);
    expect(would.body).toMatchObject({
      id: null,
      dry_run: true,
      progress: { total: users.length, done: 0 },
      apps: [{ app_id: ids.app, connections: users.length }],
    });
    await run();
    expect(await db().selectFrom("operations").selectAll().execute()).toEqual([]);
    expect(new Set(await statuses())).toEqual(new Set(["active"]));
  });

  test("is refused without a filter, and where it would be about another number", async () => {
    for (const filter of [{}, { all: true, type: "sandboxcalendar" }, { all: false }]) {
      const answer = await post("operations", { kind: "disconnect", filter });
      expect([answer.status, answer.body.code]).toEqual([400, "bad_request"]);
    }
    const other = { kind: "disconnect", filter: { all: true }, expected_total: 5 };
    const answer = await post("operations", other);
    expect([answer.status, answer.body.code]).toEqual([409, "confirmation_mismatch"]);
    expect(answer.body.detail).toBe(
      "The operation would be about exactly 6 connections, and `expected_total` is 5. Look again (`dry_run`); if these are meant, give `expected_total` 6 and no `expected_at_least`, or false.",
    );
    // With whichever number, and without one.
    for (const expected_total of [undefined, 0, users.length]) {
      const unknown = { ...other, expected_total, expected_at_least: true };
      const refused = await post("operations", unknown);
      expect([refused.status, refused.body.code]).toEqual([409, "confirmation_mismatch"]);
      expect(refused.body.detail).toBe(
        "The operation would be about exactly 6 connections, and `expected_at_least` is true. Look again (`dry_run`); if these are meant, give `expected_total` 6 and no `expected_at_least`, or false.",
      );
    }
    expect(new Set(await statuses())).toEqual(new Set(["active"]));
  });

  test("is refused in words that say what is expected, and where", async () => {
    const about =
      'It must say which connections are meant, as {"type": "slack"}; {"all": true} is every one.';
    const time = "It must be a time in UTC, as RFC 3339 writes it: 2026-05-04T09:00:00Z.";
    const cases: [body: object, faults: readonly (readonly [pointer: string, detail: string])[]][] =
      [
        [
          { all: true },
          [
            ["/kind", "It is needed: one of freeze, unfreeze, disconnect, erase, refresh."],
            ["/filter", about],
            ["/all", "There is no such member here: it goes into /filter."],
          ],
        ],
        [{ kind: "refresh", filter: {} }, [["/filter", about]]],
        [
          { kind: "refresh", filter: { ends_to: "tomorrow", connected_from: "2026-05-04" } },
          [
            ["/filter/ends_to", time],
            ["/filter/connected_from", time],
          ],
        ],
        [
          { kind: "refresh", filter: { status: "activ" } },
          [["/filter/status", "It must be one of: active, needs_reauth."]],
        ],
      ];
    for (const [body, faults] of cases) {
      const { status, body: said } = await post("operations", body);
      expect([status, said.code]).toEqual([400, "bad_request"]);
      expect(
        said.errors.map((one: { pointer: string; detail: string }) => [one.pointer, one.detail]),
      ).toEqual(faults);
      // Whoever reads only this reads all of it.
      for (const [pointer, detail] of faults) {
        expect(said.detail).toContain(`${pointer} in the body: ${detail}`);
      }
    }
  });

  test("disconnects those that are meant, with what became of each grant, on record", async () => {
    const [one, two] = (await rows()).map((row) => row.connection_id);
    const id = await begin({
      kind: "disconnect",
      filter: { ids: [one, two, "conn_unknown"] },
      expected_total: 2,
    });
    await run();
    expect(await shown(id)).toMatchObject({
      status: "succeeded",
      progress: { total: 2, done: 2, failed: 0 },
      created_by: { kind: "workspace_key" },
    });
    expect(await receipts(id)).toMatchObject([
      {
        connection_id: one,
        result: "revoked",
        connector: { id: ids.userConnector, type: "sandboxcalendar" },
        user_id: expect.any(String),
      },
      { connection_id: two, result: "revoked" },
    ]);
    expect((await statuses()).filter((status) => status === "active")).toHaveLength(4);
    expect(revoked()).toBeGreaterThanOrEqual(2);
    // Both are ended at once: which of them first is nobody's promise.
    const records = await db()
      .selectFrom("audit_records")
      .selectAll()
      .orderBy("target_id")
      .execute();
    const told = records.filter(({ details }) => details.includes(id));
    expect(told.map(({ action, target_id }) => [action, target_id])).toEqual([
      ["connection.disconnected", one],
      ["connection.disconnected", two],
    ]);
    expect(records.map(({ action }) => action)).toContain("operation.created");
    const list = await get("operations");
    expect(operationList.parse(list.body)).toEqual(list.body);
    expect(list.body.data.map((listed: { id: string }) => listed.id)).toEqual([id]);
  });

  test("ends those of one user, app, status or time alone", async () => {
    const total = async (filter: object) =>
      (await post("operations", { kind: "disconnect", filter, dry_run: true })).body.progress.total;
    expect(await total({ user: { user_id: "ada" } })).toBe(1);
    expect(await total({ user: { user_id: "ada", issuer: "https://elsewhere.example" } })).toBe(0);
    expect(await total({ app_id: ids.otherApp })).toBe(0);
    expect(await total({ type: "sandboxcalendar", owner: "user" })).toBe(users.length);
    expect(await total({ owner: "app" })).toBe(0);
    expect(await total({ status: "needs_reauth" })).toBe(0);
    expect(await total({ connected_from: "2099-01-01T00:00:00Z" })).toBe(0);
    expect(await total({ connected_to: "2099-01-01T00:00:00Z" })).toBe(users.length);
    const foreign = await own("POST", `/v1/workspaces/${ids.foreignWorkspace}/operations`, {
      as: secrets.workspaceKey,
      body: { kind: "disconnect", filter: { all: true } },
    });
    expect(foreign.status).not.toBe(201);
  });

  test("is about a connection once, also where it is named twice", async () => {
    const [one, two] = (await rows()).map((row) => row.connection_id);
    const filter = { ids: [one, two, one, one] };
    const expected = { kind: "disconnect", filter, expected_total: 2 };
    const would = await post("operations", { ...expected, dry_run: true });
    expect(would.body).toMatchObject({
      progress: { total: 2 },
      apps: [{ app_id: ids.app, connections: 2 }],
    });
    const id = await begin(expected);
    await run();
    expect((await shown(id)).progress).toMatchObject({ total: 2, done: 2 });
    expect(await receipts(id)).toHaveLength(2);
  });

  test("goes on in another process where its own dies, and ends each connection once", async () => {
    const { context } = world.app;
    let settled = 0;
    // A process that dies: after two connections nothing of it is heard any more.
    const died = new Error("died");
    const dying = {
      ...context,
      flights: {
        ...context.flights,
        join: async <T>(key: string, start: () => Promise<T>): Promise<T> => {
          if (key.startsWith("revoke") && ++settled > 2) throw died;
          return await context.flights.join(key, start);
        },
      },
    };
    const made = await context.store.database.transaction(async (db) => {
      const { insertOperation } = await import("../src/store/operations.ts");
      return await insertOperation(
        { ...context.store, db },
        {
          workspaceId: ids.workspace,
          kind: "disconnect",
          filter: JSON.stringify(everything),
          total: users.length,
          atLeast: false,
          actor: { kind: "server", id: "server", label: "the server" },
          createdAt: clock.nowSeconds(),
        },
      );
    });
    const transactions = context.store.database.transaction.bind(context.store.database);
    let ended = 0;
    const database = {
      ...context.store.database,
      transaction: async <T>(work: (trx: never) => Promise<T>): Promise<T> => {
        if (ended === 3) throw died;
        return await transactions(async (trx) => {
          const result = await work(trx as never);
          ended += 1;
          // In the middle of the third: what it did is not committed.
          if (ended === 3) throw died;
          return result;
        });
      },
    };
    const store = { ...context.store, database } as typeof context.store;
    await expect(runOperations({ ...dying, store })).rejects.toThrow("died");
    const halfway = await shown(made.operationId);
    expect(halfway).toMatchObject({ status: "running", progress: { done: 2 } });
    expect((await statuses()).filter((status) => status === "disconnected")).toHaveLength(2);
    // Not dead for sure yet: nobody takes it.
    await runOperations(context);
    expect((await shown(made.operationId)).progress.done).toBe(2);
    clock.advance(61_000);
    await runOperations(context);
    expect(await shown(made.operationId)).toMatchObject({
      status: "succeeded",
      progress: { total: users.length, done: users.length, failed: 0 },
    });
    clock.advance(400_000);
    await revokeDue(context);
    const all = await receipts(made.operationId);
    expect(all.map(({ result }) => result)).toEqual(users.map(() => "revoked"));
    expect(new Set(all.map(({ connection_id }) => connection_id)).size).toBe(users.length);
    const queued = await db().selectFrom("revocations").selectAll().execute();
    expect(queued).toHaveLength(users.length);
  });

  const everything = {
    ids: null,
    appId: null,
    connectorId: null,
    integrationType: null,
    ownerKind: null,
    user: null,
    status: null,
    connectedFrom: null,
    connectedBefore: null,
  };

  /** The server's parts, with something that happens around each transaction: its number, from 1. */
  function partsWith(around: {
    readonly before?: (count: number) => Promise<void>;
    readonly after?: (count: number) => Promise<void>;
  }) {
    const { context } = world.app;
    const { database } = context.store;
    let count = 0;
    const transaction: typeof database.transaction = async (work) => {
      count += 1;
      const here = count;
      await around.before?.(here);
      const result = await database.transaction(work);
      await around.after?.(here);
      return result;
    };
    return { ...context, store: { ...context.store, database: { ...database, transaction } } };
  }

  test("is stopped in the middle: what is done stays done, and nothing more is", async () => {
    const id = await begin({ kind: "disconnect", filter: { all: true } });
    const stopping = partsWith({
      after: async (count) => {
        if (count !== 2) return;
        expect((await post(`operations/${id}/cancel`)).body.status).toBe("canceled");
      },
    });
    await runOperations(stopping);
    await run();
    expect(await shown(id)).toMatchObject({ status: "canceled", progress: { done: 2, failed: 0 } });
    const all = await rows();
    expect(all.map(({ status }) => status)).toEqual([
      "disconnected",
      "disconnected",
      ...users.slice(2).map(() => "active"),
    ]);
    expect((await receipts(id)).map((one) => one.connection_id)).toEqual(
      all.slice(0, 2).map((row) => row.connection_id),
    );
    expect((await post(`operations/${id}/cancel`)).body.status).toBe("canceled");
    const unknown = await get("operations/op_unknown");
    expect([unknown.status, unknown.body.code]).toEqual([404, "operation_not_found"]);
  });

  test("lets nobody connect anew what is to be ended, and leaves alone who does once it is", async () => {
    const [first] = await rows();
    if (!first) throw new Error("six are connected");
    const id = await begin({ kind: "disconnect", filter: { all: true } });
    const user = await apiOf(world).signIn(first.user_id);
    const refused = await user.initiate(ids.userConnector);
    expect([refused.status, refused.body.reason]).toEqual([403, "connection_frozen"]);
    const racing = partsWith({
      before: async (count) => {
        if (count !== 2) return;
        clock.advance(2_000);
        await connect(apiOf(world), first.user_id, ids.userConnector);
      },
    });
    await runOperations(racing);
    const left = (await rows()).filter(({ status }) => status === "active");
    expect(left.map((row) => row.connection_id)).toEqual([first.connection_id]);
    expect(await receipts(id)).toHaveLength(users.length);
    expect((await shown(id)).status).toBe("succeeded");
  });

  test("notes one that cannot be ended, and goes on", async () => {
    const [, broken, other] = await rows();
    if (!broken || !other) throw new Error("two are connected");
    // Sealed for another connection: it cannot be opened here.
    await db()
      .updateTable("connections")
      .set({ refresh_token: other.refresh_token })
      .where("connection_id", "=", broken.connection_id)
      .execute();
    const id = await begin({ kind: "disconnect", filter: { all: true } });
    await run();
    expect(await shown(id)).toMatchObject({
      status: "succeeded",
      progress: { done: users.length, failed: 1 },
    });
    const failed = (await receipts(id)).filter(({ result }) => result === "failed");
    expect(failed).toMatchObject([
      { connection_id: broken.connection_id, failure: expect.any(String) },
    ]);
    const left = (await rows()).filter(({ status }) => status === "active");
    expect(left.map((row) => row.connection_id)).toEqual([broken.connection_id]);
  });

  test("of many connections lets another go first after a while", async () => {
    const [sample] = await rows();
    if (!sample) throw new Error("nobody is connected");
    for (let at = 0; at < 60; at += 1) {
      await db()
        .insertInto("connections")
        .values({
          ...sample,
          connection_id: newHandle("connection"),
          user_id: `former-${at}`,
          status: "needs_reauth",
          reason: "revoked",
          access_token: null,
          refresh_token: null,
        } as never)
        .execute();
    }
    const long = await begin({ kind: "disconnect", filter: { status: "needs_reauth" } });
    clock.advance(1_000);
    const short = await begin({ kind: "disconnect", filter: { ids: [sample.connection_id] } });
    const ends: string[] = [];
    const watching = partsWith({
      after: async () => {
        clock.advance(1_000);
        for (const id of [long, short]) {
          if (!ends.includes(id) && (await shown(id)).status === "succeeded") ends.push(id);
        }
      },
    });
    await runOperations(watching);
    expect(await shown(long)).toMatchObject({ status: "succeeded", progress: { done: 60 } });
    expect(ends).toEqual([short]);
  });

  test("refreshes within the provider's budget, as an operator does", async () => {
    const { context } = world.app;
    const [sample] = await rows();
    const provider = sample?.provider_key ?? "";
    const { perSecond } = context.engine.background;
    await takeBudget(context.store, provider, { wanted: perSecond - 2, perSecond });
    const id = await begin({ kind: "refresh", filter: { all: true } });
    const before = world.sandbox.ledger.count("refresh");
    await run();
    await run();
    expect(world.sandbox.ledger.count("refresh") - before).toBe(2);
    expect(await shown(id)).toMatchObject({ status: "running", progress: { done: 2 } });
    clock.advance(1_000);
    await run();
    expect(world.sandbox.ledger.count("refresh") - before).toBe(users.length);
    expect(await shown(id)).toMatchObject({
      status: "succeeded",
      progress: { done: users.length, failed: 0 },
    });
    const { body: text } = await context.metrics.render();
    expect(text).toMatch(/grantry_refreshes_total\{[^}]*trigger="operator"[^}]*\} 6/);
    expect(text).not.toMatch(/grantry_refreshes_total\{[^}]*trigger="background"/);
  });

  test("refreshes, and tells which it could not", async () => {
    world.sandbox.faults.next("token", { kind: "error", error: "invalid_grant" });
    const id = await begin({ kind: "refresh", filter: { all: true } });
    await run();
    expect(await shown(id)).toMatchObject({
      status: "succeeded",
      progress: { total: users.length, done: users.length, failed: 1 },
    });
    const results = (await receipts(id)).map(({ result }) => result).sort();
    expect(results).toEqual(["failed", ...users.slice(1).map(() => "refreshed")]);
    // More than one statement forgets.
    const [receipt] = await db().selectFrom("operation_receipts").selectAll().execute();
    if (receipt === undefined) throw new Error("nothing is noted");
    for (let page = 0; page < 6; page += 1) {
      const more = Array.from({ length: 250 }, (_, at) => `conn_${page}_${at}`);
      const values = more.map((connection_id) => ({ ...receipt, connection_id }));
      await db().insertInto("operation_receipts").values(values).execute();
    }
    clock.advance(31 * 86_400_000);
    await sweep(world.app.context);
    expect((await get(`operations/${id}`)).status).toBe(404);
    expect(await db().selectFrom("operation_receipts").selectAll().execute()).toEqual([]);
  });
});
