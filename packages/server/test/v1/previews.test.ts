/** Changes say what they would do to how many connections before they are made, and make nothing. */
import { oauthClient, oauthClientCheck } from "@grantry/contract/v1/connectors";
import { impact } from "@grantry/contract/v1/impact";
import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { connect } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { stateOf } from "@grantry/testing/witness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const type = "sandboxcalendar";
const path = `connectors/${ids.userConnector}`;
const usual = ["openid", "offline_access", "email", "profile", "calendar.read"];

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let operate: ReturnType<typeof workspaceApiOf>;

  beforeAll(async () => {
    world = await startWorld({ engine });
    operate = workspaceApiOf(world);
    const api = apiOf(world);
    for (const user of ["ada", "bo", "cleo"]) await connect(api, user, ids.userConnector);
    const other = apiOf(world, ids.otherApp, secrets.otherServiceToken);
    await connect(other, "dora", ids.userConnector);
    const started = await operate("POST", `apps/${ids.app}/authorizations`, { type });
    await consent(createJar(), started.body.connect_url, { account: "sandbox-bo" });
  });
  afterAll(() => world.close());

  async function preview(of: string, body: object) {
    const before = await stateOf(world);
    const answer = await operate("POST", `${of}/preview`, body);
    expect([answer.status, answer.body.detail]).toEqual([200, undefined]);
    expect(impact.parse(answer.body)).toEqual(answer.body);
    expect(await stateOf(world)).toEqual(before);
    return answer.body;
  }
  const apps = [
    { id: ids.otherApp, name: "Other app of the same workspace", connections: 1 },
    { id: ids.app, name: "Test app", connections: 3 },
  ];

  test("the end of a connector ends its connections, of which apps", async () => {
    expect(await preview(path, { delete: true })).toEqual({
      connections: 4,
      at_least: false,
      must_reconnect: 0,
      ended: 4,
      last_token_ends_at: null,
      apps,
      warnings: [{ code: "deleted", connections: 4, at_least: false }],
    });
  });

  test("scopes that are added and taken away are told apart", async () => {
    const added = await preview(path, { change: { scopes: [...usual, "calendar.write"] } });
    expect(added).toMatchObject({ connections: 4, must_reconnect: 4, ended: 0, apps });
    expect(added.warnings).toEqual([{ code: "scopes_added", connections: 4, at_least: false }]);
    const taken = await preview(path, { change: { scopes: ["calendar.read", "email"] } });
    expect(taken).toMatchObject({ connections: 4, must_reconnect: 0, ended: 0 });
    expect(taken.warnings).toEqual([{ code: "scopes_removed", connections: 4, at_least: false }]);
    const same = await preview(path, { change: { scopes: usual } });
    expect(same).toMatchObject({ connections: 0, apps: [], warnings: [] });
    const wrong = await operate("POST", `${path}/preview`, { change: { scopes: ["a b"] } });
    expect([wrong.status, wrong.body.code]).toEqual([400, "scopes_invalid"]);
  });

  test("another client ends what there is with its tokens, and says when the last does", async () => {
    const changed = await preview(path, { change: { client_id: "another-client" } });
    expect(changed).toMatchObject({ connections: 4, ended: 4 });
    expect(Date.parse(changed.last_token_ends_at)).toBeGreaterThan(Date.now());
    expect((await preview(path, { change: { client_id: "test-client" } })).ended).toBe(0);
    const moved = await preview(path, { change: { settings: { port: "9999" } } });
    expect(moved.warnings).toEqual([{ code: "settings_changed", connections: 4, at_least: false }]);
  });

  test("neither of both, or both, is no question; nor is one of another workspace's connector", async () => {
    for (const body of [{}, { change: {}, delete: true }]) {
      const { status, body: answer } = await operate("POST", `${path}/preview`, body);
      expect([status, answer.code]).toEqual([400, "bad_request"]);
    }
    const foreign = await operate("POST", `connectors/${ids.foreignConnector}/preview`, {
      delete: true,
    });
    expect([foreign.status, foreign.body.code]).toEqual([404, "connector_not_found"]);
  });

  test("a switch says how many stop giving tokens, and give them again", async () => {
    const policy = `policies/${type}`;
    const stop = await preview(policy, { user_connections: "off" });
    expect(stop).toMatchObject({ connections: 4, ended: 0, must_reconnect: 0 });
    expect(stop.warnings).toEqual([{ code: "tokens_stop", connections: 4, at_least: false }]);
    const both = await preview(policy, { user_connections: "off", shared_connections: "off" });
    expect(both.warnings).toEqual([{ code: "tokens_stop", connections: 5, at_least: false }]);
    await operate("PATCH", policy, { shared_connections: "off" });
    const again = await preview(policy, { shared_connections: "allowed", user_connections: "off" });
    expect(again.warnings).toEqual([
      { code: "tokens_resume", connections: 1, at_least: false },
      { code: "tokens_stop", connections: 4, at_least: false },
    ]);
    await operate("PATCH", policy, { shared_connections: "allowed" });
    const fewer = await preview(policy, { allowed_scopes: ["email"] });
    expect(fewer.warnings).toEqual([{ code: "scopes_not_asked", connections: 5, at_least: false }]);
    expect((await preview(policy, { allowed_scopes: usual })).connections).toBe(0);
    expect((await preview(policy, {})).warnings).toEqual([]);
  });

  test("a client's secret is replaced beside the old one, tried, and the old one forgotten", async () => {
    const client = `oauth-clients/${ids.oauthClient}`;
    const check = async () => {
      const { status, body } = await operate("POST", `${client}/check`);
      expect(status).toBe(200);
      expect(oauthClientCheck.parse(body)).toEqual(body);
      return body.accepted;
    };
    expect(await check()).toBe("yes");
    const rotated = await operate("POST", `${client}/rotate-secret`, { client_secret: "the-new" });
    expect(rotated.status).toBe(200);
    expect(oauthClient.parse(rotated.body)).toEqual(rotated.body);
    expect(rotated.body).toMatchObject({
      previous_secret: true,
      secret_replaced_at: expect.any(String),
      connectors: [
        { id: ids.userConnector, name: "My calendar", app_id: null },
        { id: ids.sharedConnector, name: expect.any(String), app_id: ids.app },
      ],
    });
    // The old one hides nothing: it is the new one that the provider does not know.
    expect(await check()).toBe("no");
    // Nobody is lost meanwhile.
    const api = apiOf(world);
    const { body: token } = await api.tokenOf("ada", ids.userConnector);
    await world.sandbox.expire(token.access_token);
    const refused = { refused_version: token.version };
    expect((await api.tokenOf("ada", ids.userConnector, refused)).status).toBe(200);
    await world.sandbox.addClient({
      clientId: "test-client",
      clientSecret: "the-new",
      redirectUris: [rotated.body.redirect_uri],
    });
    expect(await check()).toBe("yes");
    const forgotten = await operate("POST", `${client}/rotate-secret`, { keep_previous: false });
    expect(forgotten.body.previous_secret).toBe(false);
    expect(JSON.stringify([rotated.body, forgotten.body])).not.toContain("the-new");
    const again = await api.tokenOf("ada", ids.userConnector);
    const last = { refused_version: again.body.version };
    await world.sandbox.expire(again.body.access_token);
    expect((await api.tokenOf("ada", ids.userConnector, last)).status).toBe(200);
    const nobodys = await operate("POST", "oauth-clients/ocl_foreign/rotate-secret", {});
    expect([nobodys.status, nobodys.body.code]).toEqual([404, "oauth_client_not_found"]);
  });

  test("a client has a name of its own", async () => {
    const named = await operate("PATCH", `oauth-clients/${ids.oauthClient}`, {
      name: "Calendar 🎉",
    });
    expect([named.status, named.body.name]).toEqual([200, "Calendar 🎉"]);
  });
});
