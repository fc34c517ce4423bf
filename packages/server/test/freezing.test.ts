/** A workspace that the server's operator has frozen: nothing of it is served, nothing changed, nothing lost. */
import { serverWorkspace } from "@grantry/contract/v1/server-workspaces";
import { type Api, apiOf, type UserApi } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { createHold, until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { operatorBrowser, password } from "@grantry/testing/operators";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { hearStatements } from "@grantry/testing/statements";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Secret } from "../src/lib/secret.ts";
import { refreshDue } from "../src/service/engine/background.ts";
import { insertOperator } from "../src/store/operators.ts";
import { insertPersonalKey } from "../src/store/personal-keys.ts";
import { insertServerOperator } from "../src/store/server-operators.ts";

const operatorKey = `grantry_pk_${"s".repeat(43)}`;
const one = `/v1/server/workspaces/${ids.workspace}`;
const reason = "The invoice of April is unpaid.";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let clock: FakeClock;
  let api: Api;
  let call: OwnApi;
  let user: UserApi;

  beforeAll(async () => {
    clock = createFakeClock();
    world = await startWorld({ engine, clock: withoutRegularWork(clock) });
    api = apiOf(world);
    call = ownApiOf(world);
    user = await api.signIn("user-1");
    const started = await user.initiate(ids.userConnector);
    await consent(createJar(), started.body.redirect_url);
    const { store } = world.app.context;
    const operatorId = "opr_server";
    const account = { operatorId, email: "server@example.com", name: "S", passwordHash: "none" };
    await insertOperator(store, account);
    await insertServerOperator(store, operatorId, "test");
    await insertPersonalKey(store, {
      personalKeyId: "pky_server",
      operatorId,
      name: "server",
      secret: new Secret(operatorKey),
      scopes: ["server:own"],
      expiresAt: null,
    });
  });
  afterAll(() => world.close());

  const asOperator = (path: string, body?: unknown) =>
    call("POST", one + path, { as: operatorKey, body });
  const freeze = async () => expect((await asOperator("/freeze", { reason })).status).toBe(200);
  const unfreeze = async () => expect((await asOperator("/unfreeze")).status).toBe(200);
  const named = () => api.tokenOf("user-1", ids.userConnector);
  const byKey = (method: string, path: string, body?: unknown) =>
    call(method, `/v1/workspaces/${ids.workspace}${path}`, { as: secrets.workspaceKey, body });
  const frozen = ({
    status,
    body,
  }: {
    status: number;
    body: { code?: string; reason?: string };
  }) => [status, body.code === "FORBIDDEN" || body.code === undefined ? body.reason : body.code];

  test("is frozen and unfrozen, twice as well, and its trail says by whom and why", async () => {
    const done = await asOperator("/freeze", { reason });
    expect(serverWorkspace.parse(done.body)).toEqual(done.body);
    expect(done.body.frozen).toEqual({
      at: new Date(clock.nowSeconds() * 1_000).toISOString().replace(".000", ""),
      by: "S (server@example.com)",
      reason,
    });
    clock.advance(5_000);
    expect((await asOperator("/freeze", { reason })).body).toEqual(done.body);
    const other = await asOperator("/freeze", { reason: "Abuse." });
    expect(other.body.frozen).toEqual({ ...done.body.frozen, reason: "Abuse." });
    const thawed = await asOperator("/unfreeze");
    expect(thawed.body.frozen).toBeNull();
    expect((await asOperator("/unfreeze")).body).toEqual(thawed.body);
    const { db } = world.app.context.store;
    const rows = await db
      .selectFrom("audit_records")
      .select(["action", "actor_id"])
      .where("workspace_id", "=", ids.workspace)
      .where("action", "like", "workspace.%frozen")
      .orderBy("audit_record_id")
      .execute();
    expect(rows.map(({ action, actor_id }) => [action, actor_id])).toEqual([
      ["workspace.frozen", "opr_server"],
      ["workspace.frozen", "opr_server"],
      ["workspace.unfrozen", "opr_server"],
    ]);
  });

  test("no token is read, by one statement as ever, and the same token is read afterwards", async () => {
    const before = await named();
    expect(before.status).toBe(200);
    await freeze();
    const heard = hearStatements();
    const refused = await named();
    heard.stop();
    expect(frozen(refused)).toEqual([403, "workspace_frozen"]);
    expect(JSON.stringify(refused.body)).not.toContain(reason);
    expect(heard.texts).toHaveLength(1);
    expect(frozen(await user.token(ids.userConnector))).toEqual([403, "workspace_frozen"]);
    await unfreeze();
    expect((await named()).body.access_token).toBe(before.body.access_token);
  });

  test("nothing is started, finished or issued; other workspaces are served", async () => {
    const underWay = await user.initiate(ids.userConnector);
    await freeze();
    expect(frozen(await user.initiate(ids.userConnector))).toEqual([403, "workspace_frozen"]);
    const issued = await api.own("POST", "user-tokens", { user_id: "user-2" });
    expect(frozen(issued)).toEqual([403, "workspace_frozen"]);
    const page = await createJar().get(underWay.body.redirect_url);
    expect([page.status, page.text.includes("workspace_frozen")]).toEqual([403, true]);
    await unfreeze();
    expect((await createJar().get(underWay.body.redirect_url)).status).toBe(200);
  });

  test("its operators read and change nothing, and are told why", async () => {
    await freeze();
    expect((await byKey("GET", "/apps")).status).toBe(200);
    expect((await byKey("GET", "/audit-records")).status).toBe(200);
    const changed = await byKey("POST", "/apps", { name: "New" });
    expect(frozen(changed)).toEqual([403, "workspace_frozen"]);
    expect(changed.body.detail).toContain(reason);
    const invited = await asOperator("/owner-invitations", { email: "new@example.com" });
    const path = new URL(invited.body.url).pathname;
    const browser = operatorBrowser(world);
    const joined = await browser.post(path, { name: "New", password });
    expect([joined.status, joined.text.includes("workspace_frozen")]).toEqual([403, true]);
    await unfreeze();
    expect((await browser.post(path, { name: "New", password })).location).toBe("/account");
  });

  test("nothing is refreshed meanwhile, and what was due is within the hour after", async () => {
    const { context } = world.app;
    const due = () =>
      context.store.db
        .updateTable("connections")
        .set({ next_refresh_at: clock.nowSeconds() - 1, last_used_at: clock.nowSeconds() })
        .execute();
    const refreshes = () => world.sandbox.ledger.count("refresh");
    await freeze();
    const before = refreshes();
    await due();
    await refreshDue(context);
    expect(refreshes()).toBe(before);
    const row = await context.store.db
      .selectFrom("connections")
      .select(["next_refresh_at", "status", "failure_code"])
      .where("user_id", "=", "user-1")
      .executeTakeFirstOrThrow();
    expect(row).toEqual({
      next_refresh_at: clock.nowSeconds() + 3_600,
      status: "active",
      failure_code: null,
    });
    await unfreeze();
    clock.advance(3_601_000);
    await context.store.db
      .updateTable("connections")
      .set({ last_used_at: clock.nowSeconds() })
      .execute();
    await refreshDue(context);
    expect(refreshes()).toBe(before + 1);
    expect((await named()).status).toBe(200);
  });

  test("a refresh that was sent when it was frozen is kept", async () => {
    const { until: released, release } = createHold();
    await world.app.context.store.db
      .updateTable("connections")
      .set({ expires_at: clock.nowSeconds() - 1 })
      .execute();
    const versionOf = async () => {
      const { db } = world.app.context.store;
      const query = db.selectFrom("connections").select(["version", "lease_owner"]);
      return await query.where("user_id", "=", "user-1").executeTakeFirstOrThrow();
    };
    const before = await versionOf();
    world.sandbox.faults.next("token", { kind: "held", until: released });
    const reading = named();
    await until(async () => (await versionOf()).lease_owner !== null);
    await freeze();
    release();
    await reading;
    const after = await versionOf();
    expect(after).toEqual({ version: before.version + 1, lease_owner: null });
    expect(frozen(await named())).toEqual([403, "workspace_frozen"]);
    await unfreeze();
    expect((await named()).status).toBe(200);
  });

  test("a user sees and ends their own connections, at the provider, too; so does the app for them", async () => {
    const own = `/v1/apps/${ids.app}`;
    const self = await api.signIn("user-1");
    await freeze();
    const { body: listed } = await self.own("GET", "connections");
    const [{ id }] = listed.data;
    const unknown = `${own}/connections/conn_unknown/disconnect`;
    expect(frozen(await call("POST", unknown))).toEqual([404, "connection_not_found"]);
    const ended = await self.own("POST", `connections/${id}/disconnect`);
    expect([ended.status, ended.body.revocation]).toEqual([200, "revoked"]);
    const again = await self.disconnect(ids.userConnector);
    expect([again.status, again.body.reason]).toEqual([404, "not_connected"]);
    expect(frozen(await named())).toEqual([403, "workspace_frozen"]);
    await unfreeze();
  });
});
