/** Connections by `/v1`: connected, listed, read, ended; by users, the backend and operators. */
import * as authorizations from "@grantry/contract/v1/authorizations";
import * as connections from "@grantry/contract/v1/connections";
import { eventList } from "@grantry/contract/v1/events";
import { type Answer, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { stateOf } from "@grantry/testing/witness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const app = `/v1/apps/${ids.app}`;
const workspace = `/v1/workspaces/${ids.workspace}`;
const operator = secrets.workspaceKey;

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: OwnApi;
  const clock = createFakeClock();
  const jwts: Record<string, string> = {};
  const as = (userId: string) => jwts[userId] ?? "";
  const get = (path: string, credential: string) => api("GET", path, { as: credential });
  const post = (path: string, body: unknown, credential: string) =>
    api("POST", path, { as: credential, ...(body === undefined ? {} : { body }) });

  beforeAll(async () => {
    world = await startWorld({ engine, clock, origins: ["https://app.example.com"] });
    api = ownApiOf(world);
    for (const userId of ["ada", "bo", "zoe"])
      jwts[userId] = (await apiOf(world).signIn(userId)).jwt;
  });
  afterAll(() => world.close());

  function expectAnswer(answer: Answer, status: number, schema: { parse(body: unknown): unknown }) {
    expect([answer.status, answer.body.detail]).toEqual([status, undefined]);
    expect(schema.parse(answer.body)).toEqual(answer.body);
  }

  function expectCode(answer: Answer, status: number, code: string) {
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  }

  async function connect(userId: string, account?: "sandbox-bo"): Promise<string> {
    const body = { connector_id: ids.userConnector, return_url: "https://app.example.com/back" };
    const started = await post(`${app}/me/authorizations`, body, as(userId));
    expectAnswer(started, 201, authorizations.startedAuthorization);
    await consent(createJar(), started.body.connect_url, account === undefined ? {} : { account });
    return started.body.id;
  }

  let adas: string;
  let shared: string;

  test("a user starts, consents, and reads what became of it", async () => {
    const attempt = await connect("ada");
    const became = await get(`${app}/me/authorizations/${attempt}`, as("ada"));
    expectAnswer(became, 200, authorizations.authorization);
    expect(became.body).toEqual({ id: attempt, status: "completed", error: null });
    expectCode(
      await get(`${app}/me/authorizations/${attempt}`, as("bo")),
      404,
      "authorization_not_found",
    );
    const mine = await get(`${app}/me/connections`, as("ada"));
    expectAnswer(mine, 200, connections.connectionList);
    expect(mine.body.data).toMatchObject([
      {
        app_id: ids.app,
        connector: { id: ids.userConnector, type: "sandboxcalendar" },
        owner: { kind: "user", user: { user_id: "ada", issuer: null }, unassigned: false },
        status: "active",
        account: { email: "ada@sandbox.example" },
      },
    ]);
    adas = mine.body.data[0].id;
    const one = await get(`${app}/me/connections/${adas}`, as("ada"));
    expect(one.body).toEqual(mine.body.data[0]);
    expectCode(await get(`${app}/me/connections/${adas}`, as("bo")), 404, "connection_not_found");
    expect((await get(`${app}/me/connections`, as("bo"))).body.data).toEqual([]);
  });

  test("what can be connected is listed with what is, and one of it read", async () => {
    const all = await get(`${app}/me/connectors`, as("ada"));
    expectAnswer(all, 200, connections.myConnectorList);
    const [connector] = all.body.data;
    expect(connector).toMatchObject({ id: ids.userConnector, connections: [{ id: adas }] });
    const one = await get(`${app}/me/connectors/${ids.userConnector}`, as("ada"));
    expect(one.body).toEqual(connector);
    const filtered = await get(`${app}/me/connectors?connector_id=nothing`, as("ada"));
    expect(filtered.body).toEqual({ data: [], next_cursor: null });
    expectCode(await get(`${app}/me/connectors/nothing`, as("ada")), 404, "connector_not_found");
  });

  test("an attempt that cannot begin says why, and begins nothing", async () => {
    const before = await stateOf(world);
    const start = (body: object) => post(`${app}/me/authorizations`, body, as("ada"));
    const connector_id = ids.userConnector;
    expectCode(await start({ connector_id: "nothing" }), 404, "connector_not_found");
    expectCode(
      await start({ connector_id, return_url: "https://evil.example" }),
      400,
      "return_url_not_allowed",
    );
    expectCode(
      await start({ connector_id, settings: { unheard: "of" } }),
      400,
      "connection_config_invalid",
    );
    expectCode(await start({ connector_id, scopes: ["all"] }), 400, "bad_request");
    expect(await stateOf(world)).toEqual(before);
  });

  test("one whose time is over is expired, one that was refused has failed", async () => {
    const body = { connector_id: ids.userConnector };
    const refused = await post(`${app}/me/authorizations`, body, as("bo"));
    await consent(createJar(), refused.body.connect_url, { deny: true });
    const failed = await get(`${app}/me/authorizations/${refused.body.id}`, as("bo"));
    expectAnswer(failed, 200, authorizations.authorization);
    expect(failed.body).toMatchObject({ status: "failed", error: { code: "access_denied" } });
    const late = await post(`${app}/me/authorizations`, body, as("bo"));
    clock.advance(601_000);
    jwts["bo"] = (await apiOf(world).signIn("bo")).jwt;
    jwts["ada"] = (await apiOf(world).signIn("ada")).jwt;
    const expired = await get(`${app}/me/authorizations/${late.body.id}`, as("bo"));
    expect(expired.body).toEqual({ id: late.body.id, status: "expired", error: null });
  });

  test("an operator authorizes a shared connection, exactly or in addition", async () => {
    const path = `${workspace}/apps/${ids.app}/authorizations`;
    const exact = { type: "sandboxcalendar", scope_mode: "exact" };
    const would = await post(path, { ...exact, dry_run: true }, operator);
    expectAnswer(would, 200, authorizations.sharedAuthorization);
    expect(would.body).toMatchObject({ status: "would_start", id: null, connect_url: null });
    const started = await post(path, exact, operator);
    expectAnswer(started, 201, authorizations.sharedAuthorization);
    await consent(createJar(), started.body.connect_url, { account: "sandbox-bo" });
    const became = await get(`${path}/${started.body.id}`, operator);
    expect(became.body).toEqual({ id: started.body.id, status: "completed", error: null });
    const again = await post(path, exact, operator);
    expectAnswer(again, 200, authorizations.sharedAuthorization);
    expect(again.body).toMatchObject({ status: "completed", connect_url: null });
    const wrong = await post(path, { ...exact, replace: true, connector_id: "x" }, operator);
    expectCode(wrong, 400, "bad_request");
    expect(wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      "/connector_id",
      "/connector_id",
      "/replace",
    ]);
    const elsewhere = `/v1/workspaces/${ids.foreignWorkspace}/apps/${ids.app}/authorizations`;
    expectCode(await post(elsewhere, exact, secrets.foreignWorkspaceKey), 404, "app_not_found");
  });

  test("the backend lists, filters and searches its app's connections", async () => {
    await connect("bo", "sandbox-bo");
    const backend = secrets.serviceToken;
    const all = await get(`${app}/connections`, backend);
    expectAnswer(all, 200, connections.connectionList);
    expect(all.body.data).toHaveLength(3);
    const idsOf = ({ body }: Answer) => body.data.map(({ id }: { id: string }) => id);
    const kinds = await get(`${app}/connections?owner=app`, backend);
    [shared] = idsOf(kinds);
    expect(kinds.body.data).toMatchObject([{ owner: { kind: "app", user: null } }]);
    expect(idsOf(await get(`${app}/connections?owner=user`, backend))).toHaveLength(2);
    expect(idsOf(await get(`${app}/connections?type=nothing`, backend))).toEqual([]);
    expect(
      idsOf(await get(`${app}/connections?connector_id=${ids.userConnector}`, backend)),
    ).toHaveLength(2);
    const search = (body: object) => post(`${app}/connections/search`, body, backend);
    expect(idsOf(await search({ user: { user_id: "ada" } }))).toEqual([adas]);
    expect(idsOf(await search({ user: { user_id: "ada", issuer: null } }))).toEqual([adas]);
    expect(idsOf(await search({ user: { user_id: "ada", issuer: "https://id.example" } }))).toEqual(
      [],
    );
    const first = await search({ owner: "user", limit: 1 });
    const second = await search({ owner: "user", limit: 1, cursor: first.body.next_cursor });
    expect([...idsOf(first), ...idsOf(second)].sort()).toEqual(
      idsOf(await get(`${app}/connections?owner=user`, backend)).sort(),
    );
    const other = await search({ owner: "app", limit: 1, cursor: first.body.next_cursor });
    expectCode(other, 400, "cursor_invalid");
    expect((await get(`${app}/connections/${adas}`, backend)).body).toEqual(
      (await get(`${app}/me/connections/${adas}`, as("ada"))).body,
    );
    const foreign = `/v1/apps/${ids.otherApp}/connections`;
    expect(idsOf(await get(foreign, secrets.otherServiceToken))).toEqual([]);
    expectCode(
      await get(`${foreign}/${adas}`, secrets.otherServiceToken),
      404,
      "connection_not_found",
    );
    const end = `${foreign}/${adas}/disconnect`;
    expectCode(await post(end, undefined, secrets.otherServiceToken), 404, "connection_not_found");
  });

  test("operators read everything but tokens, refresh, and see only their workspace", async () => {
    const list = await get(`${workspace}/connections`, operator);
    expectAnswer(list, 200, connections.workspaceConnectionList);
    const path = `${workspace}/connections/${adas}`;
    const one = await get(path, operator);
    expectAnswer(one, 200, connections.workspaceConnection);
    const refreshed = await post(`${path}/refresh`, undefined, operator);
    expectAnswer(refreshed, 200, connections.workspaceConnection);
    expect(refreshed.body.version).toBe(one.body.version + 1);
    expect((await post(`${path}/retry`, undefined, operator)).status).toBe(200);
    const found = await post(
      `${workspace}/connections/search`,
      { app_id: ids.app, user: { user_id: "ada" } },
      operator,
    );
    expect(found.body.data.map(({ id }: { id: string }) => id)).toEqual([adas]);
    const theirs = `/v1/workspaces/${ids.foreignWorkspace}/connections`;
    const key = secrets.foreignWorkspaceKey;
    expect((await get(theirs, key)).body.data).toEqual([]);
    expectCode(await get(`${theirs}/${adas}`, key), 404, "connection_not_found");
    for (const verb of ["refresh", "retry", "disconnect"])
      expectCode(
        await post(`${theirs}/${adas}/${verb}`, undefined, key),
        404,
        "connection_not_found",
      );
  });

  test("whoever may ends a connection, once; others read that there is none", async () => {
    expectCode(
      await post(`${app}/me/connections/${adas}/disconnect`, undefined, as("bo")),
      404,
      "connection_not_found",
    );
    expectCode(
      await post(`${app}/me/connections/${shared}/disconnect`, undefined, as("ada")),
      404,
      "connection_not_found",
    );
    const ended = await post(`${app}/me/connections/${adas}/disconnect`, undefined, as("ada"));
    expectAnswer(ended, 200, connections.receipt);
    expect(ended.body).toEqual({ connection_id: adas, revocation: "revoked" });
    expectCode(
      await post(`${app}/me/connections/${adas}/disconnect`, undefined, as("ada")),
      404,
      "not_connected",
    );
    const all = await post(
      `${app}/me/connectors/${ids.userConnector}/disconnect`,
      undefined,
      as("bo"),
    );
    expectAnswer(all, 200, connections.receipts);
    expect(all.body.receipts).toHaveLength(1);
    const byBackend = await post(
      `${app}/connections/${shared}/disconnect`,
      undefined,
      secrets.serviceToken,
    );
    expectAnswer(byBackend, 200, connections.receipt);
    const byOperator = await post(
      `${workspace}/connections/${shared}/disconnect`,
      undefined,
      operator,
    );
    expectCode(byOperator, 404, "not_connected");
    expect(world.sandbox.ledger.liveGrants()).toBe(0);
  });

  test("an app's shared connections are listed with who connected them, ended, and forgotten", async () => {
    const ofApp = `${workspace}/apps/${ids.app}`;
    const listed = await get(`${ofApp}/shared-connections`, operator);
    expectAnswer(listed, 200, connections.workspaceConnectionList);
    expect(listed.body.data).toMatchObject([
      {
        id: shared,
        connector: { type: "sandboxcalendar" },
        owner: { kind: "app", user: null },
        status: "disconnected",
        connected_by: { label: 'operator with the key "tests"', email: null },
      },
    ]);
    expect(listed.body.data[0].held_scopes).toContain("calendar.read");
    const path = `${ofApp}/shared-connections/${shared}`;
    const ended = () => post(`${path}/disconnect`, undefined, operator);
    expectCode(await ended(), 404, "not_connected");
    const asked = { type: "sandboxcalendar" };
    const started = await post(`${ofApp}/authorizations`, asked, operator);
    await consent(createJar(), started.body.connect_url);
    const receipt = await ended();
    expectAnswer(receipt, 200, connections.receipt);
    expect(receipt.body).toEqual({ connection_id: shared, revocation: "revoked" });
    // A user's connection is none of the app's, and another app's is not there.
    const users = `${ofApp}/shared-connections/${adas}`;
    const other = `${workspace}/apps/${ids.otherApp}/shared-connections/${shared}`;
    for (const wrong of [users, other]) {
      expectCode(
        await post(`${wrong}/disconnect`, undefined, operator),
        404,
        "connection_not_found",
      );
      const refused = await api("DELETE", wrong, { as: operator });
      expectCode(refused, 404, "connection_not_found");
    }
    const removed = await api("DELETE", path, { as: operator });
    expect([removed.status, removed.body]).toEqual([200, { id: shared, deleted: true }]);
    expect((await get(`${ofApp}/shared-connections`, operator)).body.data).toEqual([]);
    expect(world.sandbox.ledger.liveGrants()).toBe(0);
  });

  test("what became of the grants, and what happened, is listed page by page", async () => {
    const revocations = await get(`${workspace}/revocations`, operator);
    expectAnswer(revocations, 200, connections.revocationList);
    expect(revocations.body.data.length).toBeGreaterThanOrEqual(3);
    const [newest] = revocations.body.data;
    expect((await get(`${workspace}/revocations/${newest.id}`, operator)).body).toEqual(newest);
    const first = await get(`${workspace}/revocations?limit=1`, operator);
    const next = encodeURIComponent(first.body.next_cursor);
    const second = await get(`${workspace}/revocations?limit=1&cursor=${next}`, operator);
    expect(second.body.data).toEqual([revocations.body.data[1]]);
    const ofAda = await get(
      `${workspace}/revocations?connection_id=${adas}&status=ended`,
      operator,
    );
    expect(ofAda.body.data).toMatchObject([{ connection_id: adas, result: "revoked" }]);

    clock.advance(10_000);
    const events = await get(`${workspace}/events?limit=2`, operator);
    expectAnswer(events, 200, eventList);
    const seen = [...events.body.data];
    let cursor: string = events.body.next_cursor;
    for (let pages = 0; pages < 20; pages += 1) {
      const page = await get(
        `${workspace}/events?limit=2&cursor=${encodeURIComponent(cursor)}`,
        operator,
      );
      if (page.body.data.length === 0) break;
      seen.push(...page.body.data);
      cursor = page.body.next_cursor;
    }
    const types = seen.map(({ type }: { type: string }) => type);
    expect(types.filter((type) => type === "connection.connected")).toHaveLength(4);
    expect(types.filter((type) => type === "connection.disconnected")).toHaveLength(4);
    const latest = await get(`${workspace}/events?sort=-created_at&limit=200`, operator);
    const oldest = await get(`${workspace}/events?limit=200`, operator);
    expect(latest.body.data).toEqual(oldest.body.data.toReversed());
    expect(latest.body.next_cursor).toBe(null);
    const [event] = latest.body.data;
    for (const [name, value] of [
      ["type", event.type],
      ["app_id", event.app_id],
      ["connector_id", ids.userConnector],
    ] as const) {
      const some = await get(`${workspace}/events?${name}=${value}&limit=200`, operator);
      const of = (one: Record<string, unknown>) =>
        name === "connector_id" ? (one["connector"] as { id: string } | null)?.id : one[name];
      expect(some.body.data).toEqual(
        oldest.body.data.filter((one: Record<string, unknown>) => of(one) === value),
      );
    }
    expect((await get(`${workspace}/events?app_id=app_none`, operator)).body.data).toEqual([]);
    // Later events come after the same cursor.
    const idle = await get(`${workspace}/events?cursor=${encodeURIComponent(cursor)}`, operator);
    expect(idle.body.data).toEqual([]);
    expect(idle.body.next_cursor).not.toBeNull();
  });

  test("an attempt stays what it became, whatever becomes of its connection later", async () => {
    const attempt = await connect("zoe");
    const read = async () => (await get(`${app}/me/authorizations/${attempt}`, as("zoe"))).body;
    const before = await read();
    expect(before).toMatchObject({ status: "completed", error: null });
    await post(`${app}/me/connectors/${ids.userConnector}/disconnect`, {}, as("zoe"));
    expect(await read()).toEqual(before);
    // How it is now says the connection.
    const { body } = await get(`${app}/me/connections`, as("zoe"));
    expect(body.data.map(({ status }: { status: string }) => status)).not.toContain("active");
  });
});
