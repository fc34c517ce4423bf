/**
 * Apps and workspaces that are deleted: nothing of them is served from the answer on, their grants are given back, and then
 * nothing is left of them, also where the process dies in between. SEC-68.
 */
import { operation, operationReceiptList } from "@grantry/contract/v1/operations";
import { type Api, apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Secret } from "../src/lib/secret.ts";
import { permissionNames } from "../src/service/accounts/permissions.ts";
import { runOperations } from "../src/service/operations/run.ts";
import { revokeDue } from "../src/service/revocation/run-due.ts";
import type { Database } from "../src/store/database.ts";
import { tablesOfApp, tablesOfWorkspace } from "../src/store/deletion.ts";
import { insertOperator, putMembership } from "../src/store/operators.ts";
import { insertPersonalKey } from "../src/store/personal-keys.ts";
import { tablesOf } from "./migrations/schema-of.ts";

const workspace = `/v1/workspaces/${ids.workspace}`;
const owner = `grantry_pk_${"o".repeat(43)}`;
const users = ["ada", "bo"];

describe.each(engines)("on %s", (engine) => {
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
    const { store } = world.app.context;
    const operatorId = "opr_owner";
    const account = { operatorId, email: "o@example.com", name: "O", passwordHash: "none" };
    await insertOperator(store, account);
    await putMembership(store, { workspaceId: ids.workspace, operatorId, role: "owner" });
    await insertPersonalKey(store, {
      personalKeyId: "pky_owner",
      operatorId,
      name: "owner's",
      secret: new Secret(owner),
      scopes: permissionNames,
      expiresAt: null,
    });
  });
  afterEach(() => world.close());

  const call = (method: string, path: string, body?: unknown) =>
    own(method, `${workspace}${path}`, { as: owner, ...(body === undefined ? {} : { body }) });
  const read = async (user: string) => (await api.tokenOf(user, ids.userConnector)).body.code;
  const run = (database?: Partial<Database>) => {
    const { context } = world.app;
    if (database === undefined) return runOperations(context);
    const store = { ...context.store, database: { ...context.store.database, ...database } };
    return runOperations({ ...context, store: store as typeof context.store });
  };
  const count = async (table: string, condition = sql`1 = 1`) => {
    const { rows } = await sql<{ found: number | string }>`
      SELECT count(*) AS found FROM ${sql.table(table)} WHERE ${condition}`.execute(
      world.app.context.store.db,
    );
    return Number(rows[0]?.found);
  };

  test("every table of apps and workspaces is known to what deletes them", async () => {
    const tables = Object.entries(await tablesOf(engine, world.app.context.store.db));
    const having = (column: string) =>
      tables.filter(([, { columns }]) => column in columns).map(([name]) => name);
    const kept = ["operation_receipts", "revocations"];
    expect([...tablesOfApp, ...kept].sort()).toEqual(having("app_id").sort());
    const bySelf = ["apps", "service_tokens", "operations", "workspaces", "data_keys"];
    expect([...tablesOfWorkspace, ...bySelf].sort()).toEqual(having("workspace_id").sort());
  });

  test("an app is gone when its grants are given back; its receipts and the workspace stay", async () => {
    const wrong = await call("DELETE", `/apps/${ids.app}`, { confirm: "test app" });
    expect([wrong.status, wrong.body.code]).toEqual([409, "confirmation_mismatch"]);
    const begun = await call("DELETE", `/apps/${ids.app}`, { confirm: "Test app" });
    expect([begun.status, operation.parse(begun.body)]).toEqual([200, begun.body]);
    expect(await read("ada")).toBe("connection_frozen");
    const asked = await own("POST", `/v1/apps/${ids.app}/user-tokens`, {
      as: "x",
      body: { user_id: "ada" },
    });
    expect(asked.status).toBe(401);
    const again = await call("DELETE", `/apps/${ids.app}`, { confirm: "Test app" });
    expect(again.body.id).toBe(begun.body.id);
    await run();
    const done = await call("GET", `/operations/${begun.body.id}`);
    expect(done.body).toMatchObject({ status: "succeeded", progress: { total: 2, done: 2 } });
    const { body: receipts } = await call("GET", `/operations/${begun.body.id}/receipts`);
    expect(operationReceiptList.parse(receipts)).toEqual(receipts);
    expect(receipts.data.map(({ result }: { result: string }) => result)).toEqual([
      "revoked",
      "revoked",
    ]);
    for (const table of tablesOfApp) {
      expect([table, await count(table, sql`app_id = ${ids.app}`)]).toEqual([table, 0]);
    }
    expect((await call("GET", `/apps/${ids.otherApp}`)).status).toBe(200);
    expect((await call("GET", "/connectors")).body.data.length).toBeGreaterThan(0);
    const trail = await call("GET", "/audit-records?action=app.deleted");
    expect(trail.body.data).toMatchObject([{ target: { id: ids.app } }]);
  });

  test("an app whose deletion is stopped is served again, with what is left of it", async () => {
    const { body } = await call("DELETE", `/apps/${ids.app}`, { confirm: "Test app" });
    expect((await call("POST", `/operations/${body.id}/cancel`)).body.status).toBe("canceled");
    clock.advance(6_000);
    expect(await read("ada")).toBe(undefined);
    expect((await call("GET", "/freezes")).body.data).toEqual([]);
    await connect(api, "cleo", ids.userConnector);
    expect(await read("cleo")).toBe(undefined);
  });

  test("a workspace goes a week later, with all that is of it; till then its receipts are read", async () => {
    const begun = await call("DELETE", "", { confirm: "Test workspace" });
    expect([begun.status, begun.body.kind]).toEqual([200, "delete_workspace"]);
    expect(await read("ada")).toBe("connection_frozen");
    const change = await call("POST", "/apps", { name: "One more" });
    expect([change.status, change.body.code]).toEqual([403, "workspace_frozen"]);
    await run();
    const receipts = await call("GET", `/operations/${begun.body.id}/receipts`);
    expect(receipts.body.data).toHaveLength(2);
    expect((await call("GET", `/operations/${begun.body.id}`)).body.status).toBe("running");
    clock.advance(604_800_000);
    await run();
    await expectGone();
  });

  test("an owner lets it go before; not while a grant is still to be given back", async () => {
    world.sandbox.faults.every("revocation", { kind: "answer", status: 503 });
    await call("DELETE", "", { confirm: "Test workspace" });
    const early = await call("POST", "/finish-deletion", { confirm: "Test workspace" });
    expect([early.status, early.body.kind]).toEqual([200, "delete_workspace"]);
    await run();
    clock.advance(60_000);
    await run();
    expect(await count("workspaces", sql`workspace_id = ${ids.workspace}`)).toBe(1);
    world.sandbox.faults.clear();
    clock.advance(600_000);
    await revokeDue(world.app.context);
    clock.advance(60_000);
    await run();
    await expectGone();
  });

  test("goes on where the process died, at whichever transaction", async () => {
    const died = new Error("died");
    const { database } = world.app.context.store;
    await call("DELETE", "", { confirm: "Test workspace" });
    await call("POST", "/finish-deletion", { confirm: "Test workspace" });
    let deaths = 0;
    for (let survived = 1; survived < 20; survived += 1) {
      let seen = 0;
      const transaction: Database["transaction"] = async (work) => {
        seen += 1;
        if (seen >= survived) throw died;
        return await database.transaction(work);
      };
      const outcome = await run({ transaction }).catch((thrown: unknown) => thrown);
      if (outcome !== died) break;
      deaths += 1;
      // Taken for dead by then.
      clock.advance(400_000);
    }
    expect(deaths).toBeGreaterThan(1);
    await revokeDue(world.app.context);
    clock.advance(60_000);
    await run();
    await expectGone();
  });

  async function expectGone() {
    for (const table of [...tablesOfWorkspace, "data_keys", "operations", "workspaces", "apps"]) {
      const left = await count(table, sql`workspace_id = ${ids.workspace}`);
      expect([table, left]).toEqual([table, 0]);
    }
    expect(await count("operation_receipts")).toBe(0);
    expect(await count("workspaces", sql`workspace_id = ${ids.foreignWorkspace}`)).toBe(1);
    expect(await count("audit_records", sql`action = 'workspace.deleted'`)).toBe(1);
    expect((await call("GET", "")).status).toBe(404);
  }
});
