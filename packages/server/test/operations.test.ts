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
import { runOperations } from "../src/service/operations/run.ts";
import { revokeDue } from "../src/service/revocation/run-due.ts";
import { sweep } from "../src/service/upkeep/sweep.ts";

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
    return body.data as { connection_id: string; result: string }[];
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
    expect(new Set(await statuses())).toEqual(new Set(["active"]));
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
      { connection_id: one, result: "revoked" },
      { connection_id: two, result: "revoked" },
    ]);
    expect((await statuses()).filter((status) => status === "active")).toHaveLength(4);
    expect(revoked()).toBeGreaterThanOrEqual(2);
    const records = await db().selectFrom("audit_records").selectAll().execute();
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
    expect(await total({ app_id: "app_unknown" })).toBe(0);
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
          actor: { kind: "server", id: "server", label: "the server" },
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

  test("is stopped: what is done stays done, and nothing more is", async () => {
    const { context } = world.app;
    world.sandbox.faults.next("revocation", { kind: "answer", status: 503 });
    const { insertOperation } = await import("../src/store/operations.ts");
    const made = await insertOperation(context.store, {
      workspaceId: ids.workspace,
      kind: "disconnect",
      filter: JSON.stringify(everything),
      total: users.length,
      actor: { kind: "server", id: "server", label: "the server" },
    });
    const stopped = await post(`operations/${made.operationId}/cancel`);
    expect(stopped.body).toMatchObject({ status: "canceled", progress: { done: 0 } });
    await runOperations(context);
    expect(new Set(await statuses())).toEqual(new Set(["active"]));
    expect((await post(`operations/${made.operationId}/cancel`)).body.status).toBe("canceled");
    const unknown = await get("operations/op_unknown");
    expect([unknown.status, unknown.body.code]).toEqual([404, "operation_not_found"]);
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
    clock.advance(31 * 86_400_000);
    await sweep(world.app.context);
    expect((await get(`operations/${id}`)).status).toBe(404);
    expect(await db().selectFrom("operation_receipts").selectAll().execute()).toEqual([]);
  });
});
