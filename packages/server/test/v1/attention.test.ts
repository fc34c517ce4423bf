/** What needs somebody, and the first steps of a new workspace: worked out from what is there. */
import { attentionList, firstSteps, ignoredAttention } from "@grantry/contract/v1/overview";
import { type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { connect } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { hearStatements } from "@grantry/testing/statements";
import { sql, type Updateable } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { flushNotes } from "../../src/service/engine/index.ts";
import { insertOperator, putMembership } from "../../src/store/operators.ts";
import { noteRefusedOrigin } from "../../src/store/refused-origins.ts";
import type { ConnectionRow } from "../../src/store/tables/connections.ts";

const day = 86_400;

describe.each(engines)("on %s", (engine) => {
  let clock: FakeClock;
  let world: World;
  let api: Api;

  beforeEach(async () => {
    clock = createFakeClock();
    world = await startWorld({ engine, clock: withoutRegularWork(clock) });
    api = apiOf(world);
  });
  afterEach(() => world.close());

  const store = () => world.app.context.store;
  const now = () => clock.nowSeconds();
  const instant = (seconds: number) =>
    new Date(seconds * 1_000).toISOString().replace(".000Z", "Z");

  async function attention(operate = workspaceApiOf(world)) {
    const answer = await operate("GET", "attention");
    expect([answer.status, answer.body.detail]).toEqual([200, undefined]);
    expect(attentionList.parse(answer.body)).toEqual(answer.body);
    return answer.body;
  }
  const kinds = async () =>
    (await attention()).data.map(({ kind, count }: { kind: string; count: number }) => [
      kind,
      count,
    ]);
  const one = async (kind: string) =>
    (await attention()).data.find((entry: { kind: string }) => entry.kind === kind);
  const change = (userId: string, values: Updateable<ConnectionRow>) =>
    store().db.updateTable("connections").set(values).where("user_id", "=", userId).execute();
  async function connectUsers(...users: string[]) {
    for (const userId of users) await connect(api, userId, ids.userConnector);
  }
  async function share() {
    const started = await api.operator("external-auth/initiate", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ integration_type: "sandboxcalendar" }),
    });
    await consent(createJar(), started.body.redirect_url);
  }

  test("nothing where all is well", async () => {
    await connectUsers("ada");
    expect(await attention()).toEqual({ data: [], ignored: 0 });
  });

  test("people who must reconnect are one entry per connector, with why and since when", async () => {
    await connectUsers("ada", "bo", "cy", "dee");
    const since = now() - 500;
    await change("ada", { status: "needs_reauth", reason: "revoked", status_since: since });
    await change("bo", { status: "needs_reauth", reason: "revoked", status_since: since + 9 });
    await change("cy", { status: "needs_reauth", reason: "refresh_token_expired" });
    expect(await one("people")).toMatchObject({
      severity: "waiting",
      count: 3,
      since: instant(since),
      connector: { id: ids.userConnector, type: "sandboxcalendar" },
      provider: { id: "sandbox" },
      owner: "user",
      app: null,
      reasons: [
        { reason: "revoked", count: 2 },
        { reason: "refresh_token_expired", count: 1 },
      ],
    });
    expect(await kinds()).toEqual([["people", 3]]);
  });

  test("a shared connection that has ended is told of its app, before what people do", async () => {
    await connectUsers("ada");
    await share();
    const ended = { status: "needs_reauth", reason: "invalid_grant" } as const;
    await store().db.updateTable("connections").set(ended).execute();
    const { data } = await attention();
    expect(data).toMatchObject([
      { kind: "shared_connection", app: { id: ids.app }, owner: "app", count: 1 },
      { kind: "people", app: null, owner: "user", count: 1 },
    ]);
  });

  test("a client that its provider refuses is one entry, with when refreshes worked last", async () => {
    await connectUsers("ada", "bo");
    clock.advance(2 * 3_600_000);
    const failure = { kind: "answer", status: 401, body: '{"error":"invalid_client"}' } as const;
    world.sandbox.faults.next("token", failure, 9);
    for (const userId of ["ada", "bo"]) await api.tokenOf(userId, ids.userConnector);
    world.sandbox.faults.clear();
    const found = await one("client_refused");
    expect(found).toMatchObject({
      severity: "failing",
      count: 2,
      oauth_client: { id: ids.oauthClient },
      ends_at: null,
    });
    expect(found.since).not.toBeNull();
    await change("ada", { expires_at: now() + 700 });
    await change("bo", { expires_at: now() + 600 });
    expect(await one("client_refused")).toMatchObject({ ends_at: instant(now() + 600) });
  });

  test("a provider that is away is told once it failed twice, an unknown outcome at once", async () => {
    await connectUsers("ada", "bo", "cy");
    await change("ada", { failure_code: "provider_unavailable", failure_count: 1 });
    expect(await kinds()).toEqual([]);
    await change("ada", { failure_count: 2 });
    expect(await one("provider_away")).toMatchObject({ count: 1, provider: { id: "sandbox" } });
    const unknown = { outcome_unknown_at: now(), failure_code: "provider_unavailable" };
    await change("bo", { ...unknown, failure_count: 3 });
    await change("cy", { outcome_unknown_at: now() });
    expect(await kinds()).toEqual([
      ["provider_away", 1],
      ["outcome_unknown", 2],
    ]);
  });

  test("an origin that is not allowed and from which a page called within the last day", async () => {
    const origin = "http://localhost:5173";
    await noteRefusedOrigin(store(), { appId: ids.app, origin });
    await noteRefusedOrigin(store(), { appId: ids.foreignApp, origin });
    expect(await one("origin_refused")).toMatchObject({ origin, app: { id: ids.app }, count: 1 });
    expect(await kinds()).toEqual([["origin_refused", 1]]);
    clock.advance((day + 60) * 1_000);
    expect(await kinds()).toEqual([]);
  });

  test("connections that nothing refreshes and that end within a week", async () => {
    await connectUsers("ada", "bo", "cy");
    await change("ada", { refresh_token: null, expires_at: now() + 6 * day });
    await change("bo", { refresh_token: null, expires_at: now() + 8 * day });
    expect(await one("ends_soon")).toMatchObject({ count: 1, ends_at: instant(now() + 6 * day) });
  });

  test("what ends within a week is as many as the list shows by the same filter, also at the end of refresh tokens", async () => {
    await connectUsers("ada", "bo", "cy", "di", "eve");
    await change("ada", { refresh_token: null, expires_at: now() + 6 * day });
    await change("bo", { refresh_token_expires_at: now() + 5 * day, expires_at: now() + 60 });
    await change("cy", { refresh_token_expires_at: now() + 8 * day });
    await change("di", { refresh_token: null, expires_at: now() - 60 });
    // Its refresh token has ended; what it has still works.
    await change("eve", { refresh_token_expires_at: now() - 60, expires_at: now() + 60 });
    const entry = await one("ends_soon");
    expect(entry).toMatchObject({ count: 3, at_least: false, ends_at: instant(now() - 60) });
    // As the dashboard asks: to the full hour.
    const to = Math.ceil(now() / 3_600) * 3_600 + 7 * day;
    await change("cy", { refresh_token_expires_at: to - 1 });
    expect(await one("ends_soon")).toMatchObject({ count: 4 });
    const list = await workspaceApiOf(world)("POST", "connections/search", {
      connector_id: ids.userConnector,
      ends_to: instant(to),
      count: true,
    });
    expect(list.body.total).toEqual({ value: 4, exact: true });
  });

  test("keys and service tokens that end within a week, with when they were used last", async () => {
    const ends = now() + 6 * day;
    await store().db.updateTable("workspace_keys").set({ expires_at: ends }).execute();
    await store()
      .db.updateTable("service_tokens")
      .set({ expires_at: ends + 60 })
      .execute();
    const { data } = await attention();
    const credentials = data.filter(({ kind }: { kind: string }) => kind === "credential_ends");
    // The other workspace's are not among them; this one has two apps with a token each.
    expect(credentials).toHaveLength(3);
    const found = credentials.map(
      (entry: { credential: { kind: string } }) => entry.credential.kind,
    );
    expect(found.sort()).toEqual(["service_token", "service_token", "workspace_key"]);
    const key = credentials.find(
      (entry: { credential: { kind: string } }) => entry.credential.kind === "workspace_key",
    );
    expect(key).toMatchObject({
      ends_at: instant(ends),
      credential: { last_used_at: instant(now()) },
    });
    expect(JSON.stringify(data)).not.toContain(secrets.workspaceKey);
  });

  test("what is switched off while connections of it exist", async () => {
    await connectUsers("ada", "bo");
    const set = await workspaceApiOf(world)("PATCH", "policies/sandboxcalendar", {
      user_connections: "off",
    });
    expect(set.status).toBe(200);
    expect(await one("switched_off")).toMatchObject({ count: 2, owner: "user" });
  });

  test("an only owner, and admins without a second factor", async () => {
    for (const [operatorId, role] of [
      ["opr_a", "owner"],
      ["opr_b", "admin"],
      ["opr_c", "member"],
    ] as const) {
      const email = `${operatorId}@example.com`;
      await insertOperator(store(), { operatorId, email, name: operatorId, passwordHash: "hash" });
      await putMembership(store(), { workspaceId: ids.workspace, operatorId, role });
    }
    expect(await kinds()).toEqual([
      ["only_owner", 1],
      ["second_factor", 2],
    ]);
    await putMembership(store(), {
      workspaceId: ids.workspace,
      operatorId: "opr_b",
      role: "owner",
    });
    expect(await kinds()).toEqual([["second_factor", 2]]);
  });

  test("what is ignored is gone for a week, for everybody, and leaves a record", async () => {
    await connectUsers("ada");
    await change("ada", { status: "needs_reauth", reason: "revoked" });
    const { id } = await one("people");
    const operate = workspaceApiOf(world);
    const foreign = workspaceApiOf(world, {
      workspaceId: ids.foreignWorkspace,
      as: secrets.foreignWorkspaceKey,
    });
    const theirs = await foreign("POST", `attention/${id}/ignore`);
    expect([theirs.status, theirs.body.code]).toEqual([404, "attention_not_found"]);
    const ignored = await operate("POST", `attention/${id}/ignore`);
    expect(ignoredAttention.parse(ignored.body)).toEqual(ignored.body);
    expect(ignored.body).toEqual({ id, ignored_until: instant(now() + 7 * day) });
    expect(await attention()).toEqual({ data: [], ignored: 1 });
    const again = await operate("POST", `attention/${id}/ignore`);
    expect(again.body.code).toBe("attention_not_found");
    const { body } = await operate("GET", "audit-records?limit=1");
    expect(body.data[0]).toMatchObject({ action: "attention.ignored", target: { id } });
    clock.advance(7 * day * 1_000 + 1_000);
    expect((await one("people")).id).toBe(id);
  });

  test("nothing of another workspace", async () => {
    await connectUsers("ada");
    await change("ada", { status: "needs_reauth", reason: "revoked" });
    const operate = workspaceApiOf(world, {
      workspaceId: ids.foreignWorkspace,
      as: secrets.foreignWorkspaceKey,
    });
    expect(await attention(operate)).toEqual({ data: [], ignored: 0 });
  });

  test("connections that are well are never read: each count goes by an index of its own", async () => {
    const heard = hearStatements();
    await attention();
    heard.stop();
    const counts = heard.texts.filter((text) => /(from|join) "?connections\b/i.test(text));
    expect(counts).toHaveLength(5);
    if (engine === "postgres") return;
    for (const text of counts) {
      const plan = await sql<{ detail: string }>`${sql.raw(`EXPLAIN QUERY PLAN ${text}`)}`.execute(
        store().db,
      );
      const searched = plan.rows.filter(({ detail }) => detail.startsWith("SEARCH c "));
      expect(searched).not.toEqual([]);
      for (const { detail } of searched) {
        expect(detail).toMatch(
          /USING COVERING INDEX connections_(ended|shared_ended|failures|doubts|alive|refresh_ends) /,
        );
      }
    }
  });

  test("the first steps tick themselves off", async () => {
    const read = async (operate = workspaceApiOf(world)) => {
      const { body } = await operate("GET", "first-steps");
      expect(firstSteps.parse(body)).toEqual(body);
      return body;
    };
    const done = async () => {
      const { steps } = await read();
      return steps
        .filter((step: { done: boolean }) => step.done)
        .map((step: { name: string }) => step.name);
    };
    expect(await done()).toEqual(["create_app", "allow_origin", "add_connector"]);
    await connectUsers("ada");
    expect(await done()).toEqual(["create_app", "allow_origin", "add_connector", "connect"]);
    await api.tokenOf("ada", ids.userConnector);
    await flushNotes(world.app.context);
    expect((await done()).at(-1)).toBe("copy_code");
    const { app, connector, production } = await read();
    expect(app).toMatchObject({ id: expect.stringContaining("app_") });
    expect(connector).toMatchObject({ id: ids.userConnector });
    expect(production).toEqual([
      { name: "public_url", done: false },
      { name: "postgresql", done: engine === "postgres" },
      { name: "second_owner", done: false },
      { name: "second_factor", done: false },
    ]);
  });
});
