/** A workspace's switches: what is off is neither made nor used, and comes back unharmed. */

import { visit } from "@grantry/sandbox/visitor";
import { type Answer, type Api, apiOf, type UserApi } from "@grantry/testing/api";
import { consent, createJar, depart } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import {
  declareMembers,
  jsonBody,
  type OperatorBrowser,
  signedIn,
} from "@grantry/testing/operators";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

const base = `/api/workspace/${ids.workspace}/connector-governance`;
const type = "sandboxcalendar";
const anyScopes = { allowed_scopes: null, also_allowed_scopes: [] };
type Switch = "builder-connection" | "per-user-connection";
const off = {
  shared: [403, "builder_connection_disabled"],
  user: [403, "per_user_connection_disabled"],
} as const;

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: Api;
  let user: UserApi;
  let admin: OperatorBrowser;

  beforeAll(async () => {
    world = await startWorld({ engine, declare: declareMembers });
    admin = await signedIn(world, "admin@example.com");
    api = apiOf(world);
    user = await api.signIn("user-1");
    await consent(createJar(), (await user.initiate(ids.userConnector)).body.redirect_url);
    const started = await initiate();
    await consent(createJar(), started.body.redirect_url, { account: "sandbox-bo" });
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await turn("builder-connection", true);
    await turn("per-user-connection", true);
  });

  const turn = (name: Switch, enabled: boolean, of = type): Promise<Answer> =>
    admin.api(`${base}/${of}/${name}`, jsonBody("PUT", { enabled }));
  const operatorCall = (path: string, method: string, body?: unknown) =>
    api.call(`external-auth/${path}`, {
      ...(body === undefined ? { method } : jsonBody(method, body)),
      headers: { "content-type": "application/json", api_key: "grantry_wk_".padEnd(51, "w") },
    });
  const initiate = (more: object = {}) =>
    operatorCall("initiate", "POST", { integration_type: type, ...more });
  const put = (scopes: string[] = []) => operatorCall(`integrations/${type}`, "PUT", { scopes });
  const sharedToken = () => api.backend(`external-auth/tokens/${type}`);
  const outcome = ({ status, body }: Answer) => [status, body.reason];

  test("shared connections off: none is started or used; users' go on; on again, all is back", async () => {
    const before = await sharedToken();
    expect(before.status).toBe(200);
    const switched = await turn("builder-connection", false);
    expect([switched.status, switched.body]).toEqual([
      200,
      {
        integration_type: type,
        builder_connection_enabled: false,
        per_user_connection_enabled: true,
        ...anyScopes,
      },
    ]);
    for (const refused of [
      await sharedToken(),
      await api.backend(`external-auth/tokens/connectors/${ids.sharedConnector}`),
      await initiate(),
      await initiate({ connector_id: ids.sharedConnector, integration_type: undefined }),
      await put(["calendar.read"]),
    ]) {
      expect(outcome(refused)).toEqual(off.shared);
      expect(refused.body.detail).toMatch(
        /builder_connection_enabled.*An owner or admin of the workspace can switch them on again/,
      );
    }
    expect((await user.token(ids.userConnector)).status).toBe(200);
    await turn("builder-connection", true);
    const after = await sharedToken();
    expect([after.status, after.body.access_token]).toEqual([200, before.body.access_token]);
  });

  test("users' connections off: none is started or used; shared ones go on; on again, all is back", async () => {
    await turn("per-user-connection", false);
    for (const refused of [
      await user.initiate(ids.userConnector),
      await user.token(ids.userConnector),
    ]) {
      expect(outcome(refused)).toEqual(off.user);
    }
    const named = await api.tokenOf("user-1", ids.userConnector);
    expect([named.status, named.body.code]).toEqual([403, "user_connections_disabled"]);
    expect((await sharedToken()).status).toBe(200);
    await turn("per-user-connection", true);
    expect((await user.token(ids.userConnector)).status).toBe(200);
  });

  test("a consent that is under way ends at its link, or at the provider's answer", async () => {
    const other = await api.signIn("user-2");
    const early = (await other.initiate(ids.userConnector)).body.redirect_url;
    const late = (await other.initiate(ids.userConnector)).body.redirect_url;
    const jar = createJar();
    const callback = await visit(await depart(jar, late));
    await turn("per-user-connection", false);
    const grants = await world.sandbox.ledger.liveGrants();
    expect((await createJar().get(early)).status).toBe(403);
    expect((await jar.get(callback.href)).text).toContain("user_connections_disabled");
    expect(await world.sandbox.ledger.liveGrants()).toBe(grants);
    await turn("per-user-connection", true);
    expect((await other.token(ids.userConnector)).body.reason).toBe("not_connected");
  });

  test("a connection can be disconnected while its kind is off", async () => {
    const third = await api.signIn("user-3");
    await consent(createJar(), (await third.initiate(ids.userConnector)).body.redirect_url);
    await turn("per-user-connection", false);
    expect((await third.disconnect(ids.userConnector)).status).toBe(200);
  });

  test("a connector that is created later has the switches of its type, another type has not", async () => {
    await turn("per-user-connection", false);
    const create = (name: string, integration_type: string) =>
      admin.api(
        `/api/workspace/${ids.workspace}/connectors`,
        jsonBody("POST", { integration_type, name, client_id: "c", client_secret: "s" }),
      );
    const same = await create(`Late ${engine}`, type);
    expect(outcome(await user.initiate(same.body.id))).toEqual(off.user);
    expect(outcome(await user.token(same.body.id))).toEqual(off.user);
    const slack = await create(`Slack ${engine}`, "slack");
    expect((await user.initiate(slack.body.id)).status).toBe(200);
  });

  test("a change of the connector by its own route leaves the switches as they are", async () => {
    await turn("per-user-connection", false);
    const path = `/api/workspace/${ids.workspace}/connectors/${ids.userConnector}`;
    expect((await admin.api(path, jsonBody("PUT", { scopes: ["calendar.read"] }))).status).toBe(
      200,
    );
    expect(outcome(await user.token(ids.userConnector))).toEqual(off.user);
  });

  test("a first PUT of a type that is off makes no connector for the app", async () => {
    await turn("builder-connection", false);
    const other = await apiOf(world, ids.otherApp).operator(`external-auth/integrations/${type}`, {
      ...jsonBody("PUT", { scopes: [] }),
      headers: { "content-type": "application/json", api_key: "grantry_wk_".padEnd(51, "w") },
    });
    expect(outcome(other)).toEqual(off.shared);
    const made = await world.app.context.store.db
      .selectFrom("connectors")
      .select("connector_id")
      .where("app_id", "=", ids.otherApp)
      .execute();
    expect(made).toEqual([]);
  });

  test("the lists hold every type; another workspace has its own switches", async () => {
    await turn("builder-connection", false);
    const listed = (await admin.api(base)).body.connectors;
    const slack = listed.find(
      (one: { integration_type: string }) => one.integration_type === "slack",
    );
    expect(slack).toEqual({
      integration_type: "slack",
      builder_connection_enabled: true,
      per_user_connection_enabled: true,
      ...anyScopes,
    });
    expect(listed).toContainEqual({
      integration_type: type,
      builder_connection_enabled: false,
      per_user_connection_enabled: true,
      ...anyScopes,
    });
    const ofApp = await operatorCall("connector-governance", "GET");
    expect(ofApp.body.connectors).toEqual(listed);
    const foreign = await world.app.context.store.db
      .selectFrom("connectors")
      .select(["builder_enabled", "per_user_enabled"])
      .where("workspace_id", "=", ids.foreignWorkspace)
      .execute();
    expect(foreign).toEqual([{ builder_enabled: 1, per_user_enabled: 1 }]);
  });

  test("in bulk each action says what became of it", async () => {
    const actions = [
      { integration_type: type, builder_connection_enabled: false },
      { integration_type: "unheard_of", per_user_connection_enabled: false },
      { integration_type: type, per_user_connection_enabled: false },
    ];
    const answer = await admin.api(`${base}/bulk`, jsonBody("PUT", { actions }));
    expect(answer.status).toBe(200);
    expect(answer.body.results).toEqual([
      { integration_type: type, ok: true, error: null, error_message: null },
      {
        integration_type: "unheard_of",
        ok: false,
        error: "bad_request",
        error_message: "There is no such integration type: the catalogue lists them.",
      },
      { integration_type: type, ok: true, error: null, error_message: null },
    ]);
    expect(outcome(await sharedToken())).toEqual(off.shared);
    expect(outcome(await user.token(ids.userConnector))).toEqual(off.user);
    for (const wrong of [[], [{ integration_type: type }], Array(101).fill(actions[0])]) {
      const refused = await admin.api(`${base}/bulk`, jsonBody("PUT", { actions: wrong }));
      expect(outcome(refused)).toEqual([400, "bad_request"]);
    }
  });

  test("only an admin switches, and every switch is recorded once", async () => {
    const member = await signedIn(world, "member@example.com");
    const refused = await member.api(`${base}/${type}/builder-connection`, {
      ...jsonBody("PUT", { enabled: false }),
    });
    expect(outcome(refused)).toEqual([403, "forbidden"]);
    expect((await member.api(base)).status).toBe(200);
    const records = async () =>
      (await admin.api(`/v1/workspaces/${ids.workspace}/audit-records?limit=200`)).body.data.filter(
        ({ action }: { action: string }) => action === "connector_governance.changed",
      );
    const count = (await records()).length;
    await turn("builder-connection", false);
    await turn("builder-connection", false);
    const all = await records();
    expect(all).toHaveLength(count + 1);
    expect(all[0]).toMatchObject({
      actor: { label: "admin (admin@example.com)" },
      target: { kind: "integration_type", id: type },
      details: { builder_connection_enabled: "false", per_user_connection_enabled: "true" },
    });
  });
});
