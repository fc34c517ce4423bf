/** An app's shared connections, as builders and the official command line handle them. */

import { type Answer, type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar, depart } from "@grantry/testing/browser";
import { createHold } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, readTestSecret, secrets, startWorld, type World } from "@grantry/testing/harness";
import { stateOf } from "@grantry/testing/witness";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { applyBootstrap } from "../src/service/bootstrap/apply-bootstrap.ts";
import { bootstrapSchema } from "../src/service/bootstrap/bootstrap-schema.ts";
import { openRefreshToken } from "../src/store/connections.ts";
import { openDatabase } from "../src/store/database.ts";
import { listShared } from "../src/store/shared-connections.ts";

const type = "sandboxcalendar";
const integration = `external-auth/integrations/${type}`;
/** What the sandbox's connector always needs, and what it asks for where nothing is named. */
const always = ["openid", "offline_access"];
const defaults = ["openid", "offline_access", "email", "profile", "calendar.read"];
/** Another operator of the same workspace. */
const secondKey = `grantry_wk_${"z".repeat(40)}`;
const nothing = {
  redirect_url: null,
  connection_id: null,
  already_authorized: false,
  error: null,
  error_message: null,
  other_user_email: null,
};

function jsonOf(method: string, body: unknown): RequestInit {
  return {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}

/** One operator at one app. */
function operatorOf(api: Api, key: string = secrets.workspaceKey) {
  const call = (path: string, init: RequestInit = {}): Promise<Answer> =>
    api.operator(path, {
      ...init,
      headers: { ...(init.headers as Record<string, string> | undefined), api_key: key },
    });
  return {
    call,
    set: (scopes: readonly string[], more: object = {}, of = type) =>
      call(`external-auth/integrations/${of}`, jsonOf("PUT", { scopes, ...more })),
    initiate: (body: object) =>
      call("external-auth/initiate", jsonOf("POST", { integration_type: type, ...body })),
    status: async (id: string) =>
      (await call(`external-auth/status?integration_type=${type}&connection_id=${id}`)).body,
    list: async () => (await call("external-auth/list")).body.integrations,
    disconnect: () => call(integration, { method: "DELETE" }),
    remove: () => call(`${integration}/remove`, { method: "DELETE" }),
  };
}
type OperatorApi = ReturnType<typeof operatorOf>;

describe.each(engines)("on %s, the shared connection of an app", (engine) => {
  let world: World;
  let clock: FakeClock;
  let api: Api;
  let operator: OperatorApi;
  let second: OperatorApi;
  /** At the other app, which has no connector. */
  let other: OperatorApi;

  beforeEach(async () => {
    clock = createFakeClock();
    world = await startWorld({
      engine,
      clock,
      declare: ({ workspaces: [workspace] }) => {
        workspace?.api_keys?.push({ id: "key_second", name: "second", secret: { env: secondKey } });
      },
    });
    api = apiOf(world);
    operator = operatorOf(api);
    second = operatorOf(api, secondKey);
    other = operatorOf(apiOf(world, ids.otherApp, secrets.otherServiceToken));
  });
  afterEach(() => world.close());

  const token = () => api.backend(`external-auth/tokens/${type}`);
  const connect = async (scopes: readonly string[], by = operator, account = "ada") => {
    const { body } = await by.set(scopes);
    const choices = { account: `sandbox-${account}` } as Parameters<typeof consent>[2];
    await consent(createJar(), body.redirect_url, choices);
    return body;
  };
  const port = () => ({ connection_config: { port: String(world.sandbox.port) } });

  describe("set to exact scopes", () => {
    test("answers every key: first a link, then that it is authorized", async () => {
      const first = await operator.set(["calendar.read"]);
      expect(first.status).toBe(200);
      expect(first.body).toEqual({
        ...nothing,
        redirect_url: expect.stringContaining(`${world.url}/api/external-auth/connect/`),
        connection_id: expect.stringMatching(/^auz_/),
      });
      expect(await operator.status(first.body.connection_id)).toEqual({
        status: "PENDING",
        error: null,
      });
      await consent(createJar(), first.body.redirect_url);
      expect((await operator.status(first.body.connection_id)).status).toBe("ACTIVE");
      expect((await operator.set(["calendar.read"])).body).toEqual({
        ...nothing,
        already_authorized: true,
      });
      expect((await token()).body.granted_scopes.sort()).toEqual(
        ["calendar.read", ...always].sort(),
      );
    });

    test("adds what is always needed before it compares, and minds no order", async () => {
      await connect(["calendar.write", "calendar.read"]);
      for (const same of [
        ["calendar.read", "calendar.write"],
        ["openid", "calendar.read", "calendar.write", "calendar.read"],
        ["calendar.write", ...always, "calendar.read"],
      ]) {
        expect((await operator.set(same)).body.already_authorized, same.join()).toBe(true);
      }
      for (const different of [["calendar.read"], ["calendar.read", "calendar.write", "email"]]) {
        expect((await operator.set(different)).body.already_authorized).toBe(false);
      }
    });

    test("asks for the defaults where none are named, and then has them", async () => {
      await connect([]);
      const [listed] = await operator.list();
      expect(listed.scopes.sort()).toEqual([...defaults].sort());
      expect((await operator.set([])).body.already_authorized).toBe(true);
      expect((await operator.set(defaults)).body.already_authorized).toBe(true);
    });

    test("keeps the old scopes, and serves tokens, until the new consent completes", async () => {
      await connect(["calendar.read"]);
      const before = (await token()).body;
      const { body } = await operator.set(["calendar.write"]);
      expect(body.redirect_url).not.toBeNull();
      const [during] = await operator.list();
      expect(during).toMatchObject({ status: "active", scopes: ["calendar.read", ...always] });
      expect((await token()).body).toEqual(before);
      const jar = createJar();
      await consent(jar, body.redirect_url, { deny: true });
      expect(await operator.status(body.connection_id)).toMatchObject({
        status: "FAILED",
        error: "access_denied",
      });
      expect((await token()).body).toEqual(before);
      const again = await operator.set(["calendar.write"]);
      await consent(createJar(), again.body.redirect_url);
      const [after] = await operator.list();
      expect(after.scopes).toEqual(["calendar.write", ...always]);
      expect((await token()).body.granted_scopes).not.toContain("calendar.read");
    });

    test("lists what was withheld as missing, and asks for it again", async () => {
      const { body } = await operator.set(["calendar.read", "email"]);
      await consent(createJar(), body.redirect_url, { untick: ["email"] });
      const [listed] = await operator.list();
      expect(listed.scopes).toEqual(["calendar.read", ...always]);
      expect((await operator.set(["calendar.read", "email"])).body.already_authorized).toBe(false);
      expect((await operator.set(listed.scopes)).body.already_authorized).toBe(true);
    });

    test("gives who repeats the call the same attempt, and leaves nothing behind", async () => {
      const first = await operator.set(["calendar.read"]);
      const before = await stateOf(world);
      const repeated = await Promise.all([1, 2, 3].map(() => operator.set(["calendar.read"])));
      for (const { body } of repeated) expect(body).toEqual(first.body);
      expect(await stateOf(world)).toEqual(before);
      await consent(createJar(), first.body.redirect_url);
      expect((await operator.status(first.body.connection_id)).status).toBe("ACTIVE");
    });

    test("gives a new attempt where the first is under way, half over, or somebody else's", async () => {
      const first = (await operator.set(["calendar.read"])).body;
      const seconds = (await second.set(["calendar.read"])).body;
      expect(seconds.connection_id).not.toBe(first.connection_id);
      clock.advance(301_000);
      const third = (await operator.set(["calendar.read"])).body;
      expect(third.connection_id).not.toBe(first.connection_id);
      await depart(createJar(), third.redirect_url);
      const fourth = (await operator.set(["calendar.read"])).body;
      expect(fourth.connection_id).not.toBe(third.connection_id);
      expect((await operator.status(third.connection_id)).status).toBe("PENDING");
    });

    test("ends the link of what it replaces", async () => {
      const first = (await operator.set(["calendar.read"])).body;
      const next = (await operator.set(["calendar.write"])).body;
      expect((await operator.status(first.connection_id)).status).toBe("FAILED");
      expect((await createJar().get(first.redirect_url)).text).not.toContain('name="token"');
      await consent(createJar(), next.redirect_url);
      expect((await operator.list())[0].scopes).toEqual(["calendar.write", ...always]);
    });

    test("refuses scopes that cannot be any, and names them", async () => {
      const before = await stateOf(world);
      const { status, body } = await operator.set(["calendar.read", "two words", 'quo"te']);
      expect([status, body.reason]).toEqual([400, "scopes_invalid"]);
      expect(body.detail).toContain('"two words", "quo\\"te"');
      expect(body.detail).not.toContain("calendar.read");
      for (const wrong of [{ scopes: "calendar.read" }, { scopes: [1] }, { scope: [] }, []]) {
        const answer = await operator.call(integration, jsonOf("PUT", wrong));
        expect([answer.status, answer.body.reason]).toEqual([400, "bad_request"]);
      }
      expect(await stateOf(world)).toEqual(before);
    });

    test("notices when the settings differ", async () => {
      const { body } = await other.set(["calendar.read"], port());
      await consent(createJar(), body.redirect_url);
      // None given, as by the command line: the connection's own.
      expect((await other.set(["calendar.read"])).body.already_authorized).toBe(true);
      expect((await other.set(["calendar.read"], port())).body.already_authorized).toBe(true);
      const changed = { connection_config: { port: "4400" } };
      expect((await other.set(["calendar.read"], changed)).body.already_authorized).toBe(false);
    });
  });

  describe("of a type that the app has no connector for", () => {
    test("is made from the workspace's only OAuth client, and goes when it is removed", async () => {
      const before = await stateOf(world);
      const { body } = await other.set(["calendar.read"], port());
      await consent(createJar(), body.redirect_url);
      expect(await other.list()).toMatchObject([{ integration_type: type, status: "active" }]);
      const backend = apiOf(world, ids.otherApp, secrets.otherServiceToken);
      expect((await backend.backend(`external-auth/tokens/${type}`)).status).toBe(200);
      expect((await other.remove()).body).toEqual({ status: "removed", integration_type: type });
      expect((await stateOf(world)).connectors).toEqual(before.connectors);
      expect(await world.sandbox.ledger.liveGrants()).toBe(0);
    });

    test("is not made where something else is wrong", async () => {
      const before = await stateOf(world);
      const wrong = await other.set([], { connection_config: { port: "no port" } });
      expect([wrong.status, wrong.body.reason]).toEqual([400, "connection_config_invalid"]);
      expect((await other.set(["a b"], port())).body.reason).toBe("scopes_invalid");
      expect((await other.initiate({ return_url: "https://evil.example/" })).status).toBe(400);
      expect(await stateOf(world)).toEqual(before);
    });

    test("is made once, however many ask", async () => {
      const answers = await Promise.all([1, 2, 3, 4].map(() => other.set([], port())));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      const { connectors } = await stateOf(world);
      expect(connectors.filter(({ app_id: appId }) => appId === ids.otherApp)).toHaveLength(1);
    });

    test("says what to do where the workspace has no OAuth client for it", async () => {
      const before = await stateOf(world);
      for (const answer of [
        await operator.set([], {}, "slack"),
        await operator.initiate({ integration_type: "slack" }),
      ]) {
        expect([answer.status, answer.body.reason]).toEqual([409, "connector_not_configured"]);
        expect(answer.body.detail).toMatch(/no OAuth client for Slack.*register one/);
      }
      expect(await stateOf(world)).toEqual(before);
    });

    test("does not exist where the catalogue does not know the type", async () => {
      for (const answer of [
        await operator.set([], {}, "unheard_of"),
        await operator.initiate({ integration_type: "unheard_of" }),
        await operator.call("external-auth/connection-config/unheard_of"),
      ]) {
        expect([answer.status, answer.body.reason]).toEqual([404, "connector_not_found"]);
        expect(answer.body.detail).toContain('"unheard_of"');
      }
    });
  });

  describe("initiated", () => {
    test("adds scopes to what the connection has", async () => {
      await connect(["calendar.read"]);
      const { body } = await operator.initiate({
        scopes: ["calendar.write"],
        notify_chat_on_success: true,
      });
      await consent(createJar(), body.redirect_url);
      const [listed] = await operator.list();
      expect(listed.scopes.sort()).toEqual(["calendar.read", "calendar.write", ...always].sort());
    });

    test("without scopes asks for what the connection has", async () => {
      await connect(["calendar.write"]);
      await operator.disconnect();
      const { body } = await operator.initiate({});
      await consent(createJar(), body.redirect_url);
      expect((await operator.list())[0]).toMatchObject({
        status: "active",
        scopes: ["calendar.write", ...always],
      });
    });

    test("goes through a connector of the workspace by its ID; the list leaves that out", async () => {
      const { body } = await operator.initiate({ connector_id: ids.userConnector });
      await consent(createJar(), body.redirect_url);
      const path = `external-auth/tokens/connectors/${ids.userConnector}`;
      expect((await api.backend(path)).status).toBe(200);
      expect(await operator.list()).toEqual([]);
    });

    test("keeps the account of the one who connected; another one is refused", async () => {
      await connect(["calendar.read"]);
      const { body } = await operator.initiate({});
      await consent(createJar(), body.redirect_url, { account: "sandbox-bo" });
      expect(await operator.status(body.connection_id)).toMatchObject({
        status: "FAILED",
        error: "account_mismatch",
      });
      expect((await token()).body.account.id).toBe("sandbox-ada");
    });
  });

  describe("of another operator", () => {
    test("is said to be theirs where the scopes are the same", async () => {
      await connect(["calendar.read"]);
      const before = await stateOf(world);
      const { status, body } = await second.set(["calendar.read"]);
      expect(status).toBe(200);
      expect(body).toEqual({
        ...nothing,
        error: "different_user",
        error_message: expect.stringContaining('operator with the key "tests"'),
      });
      expect((await second.initiate({})).body.error).toBe("different_user");
      expect(await stateOf(world)).toEqual(before);
      expect((await second.list())[0].connected_by).toBe('operator with the key "tests"');
    });

    test("is replaced by force_reconnect once the consent completes, and its grant revoked", async () => {
      await connect(["calendar.read"]);
      const theirs: string = (await token()).body.access_token;
      const { body } = await second.initiate({ force_reconnect: true });
      expect((await token()).body.access_token).toBe(theirs);
      await consent(createJar(), body.redirect_url, { account: "sandbox-bo" });
      expect((await token()).body.account.id).toBe("sandbox-bo");
      expect(await world.sandbox.ledger.isLive(theirs)).toBe(false);
      expect(await world.sandbox.ledger.liveGrants()).toBe(1);
      expect((await second.set(["calendar.read"])).body.already_authorized).toBe(true);
      expect((await operator.set(["calendar.read"])).body.error).toBe("different_user");
    });

    test("is taken over with other scopes by an account of one's own", async () => {
      await connect(["calendar.read"]);
      await connect(["calendar.write"], second, "bo");
      expect((await token()).body).toMatchObject({ account: { id: "sandbox-bo" } });
      expect((await second.list())[0]).toMatchObject({
        connected_by: 'operator with the key "second"',
        scopes: ["calendar.write", ...always],
      });
    });

    test("when it is under way reads PENDING for ever", async () => {
      const { connection_id: id } = await connect(["calendar.read"]);
      expect((await operator.status(id)).status).toBe("ACTIVE");
      expect(await second.status(id)).toEqual({ status: "PENDING", error: null });
      const unknown = await second.call("external-auth/status?connection_id=auz_unknown");
      expect([unknown.status, unknown.body.reason]).toEqual([404, "authorization_not_found"]);
    });

    test("can be disconnected and connected by anybody", async () => {
      await connect(["calendar.read"]);
      expect((await second.disconnect()).body.revocation).toBe("revoked");
      await connect(["calendar.read"], second, "bo");
      expect((await token()).body.account.id).toBe("sandbox-bo");
    });
  });

  describe("disconnected", () => {
    test("is revoked and erased; its row stays with the scopes; twice is once", async () => {
      await connect(["calendar.read"]);
      const live: string = (await token()).body.access_token;
      expect((await operator.disconnect()).body).toEqual({
        status: "disconnected",
        integration_type: type,
        revocation: "revoked",
      });
      expect(await world.sandbox.ledger.isLive(live)).toBe(false);
      expect((await token()).body.reason).toBe("not_connected");
      expect(await operator.list()).toMatchObject([
        { status: "disconnected", scopes: ["calendar.read", ...always] },
      ]);
      const twice = await operator.disconnect();
      expect([twice.status, twice.body.revocation]).toEqual([200, null]);
      expect((await operator.set(["calendar.read"])).body.redirect_url).not.toBeNull();
    });

    test("succeeds where nothing was ever there, also of a type nobody knows", async () => {
      for (const path of [integration, "external-auth/integrations/unheard_of"]) {
        const gone = await operator.call(path, { method: "DELETE" });
        expect([gone.status, gone.body.status]).toEqual([200, "disconnected"]);
        const removed = await operator.call(`${path}/remove`, { method: "DELETE" });
        expect([removed.status, removed.body.status]).toEqual([200, "removed"]);
      }
    });
  });

  describe("removed", () => {
    test("is off the list, with its grant and its attempts; a declared connector stays", async () => {
      await connect(["calendar.read"]);
      const pending = (await operator.set(["calendar.write"])).body;
      const { connectors } = await stateOf(world);
      expect((await operator.remove()).body.status).toBe("removed");
      expect(await operator.list()).toEqual([]);
      expect(await world.sandbox.ledger.liveGrants()).toBe(0);
      expect((await createJar().get(pending.redirect_url)).status).toBe(400);
      expect((await stateOf(world)).connectors).toEqual(connectors);
      await connect(["calendar.write"]);
      expect((await operator.list())[0].status).toBe("active");
    });

    test("while its consent is at the provider, is not brought back by it", async () => {
      const { body } = await other.set(["calendar.read"], port());
      const jar = createJar();
      const authorizationUrl = await depart(jar, body.redirect_url);
      await other.remove();
      const { visit } = await import("@grantry/sandbox/visitor");
      const page = await jar.get((await visit(authorizationUrl)).href);
      expect(page.status).toBe(400);
      expect(await other.list()).toEqual([]);
      expect((await stateOf(world)).connections).toEqual([]);
    });

    test("many times at once is removed once, and each call succeeds", async () => {
      await connect(["calendar.read"]);
      const answers = await Promise.all([1, 2, 3].map(() => operator.remove()));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(await world.sandbox.ledger.liveGrants()).toBe(0);
      expect(await operator.list()).toEqual([]);
    });
  });

  test("stays connected when an operator declares the connector it rests on", async () => {
    const { body } = await other.set(["calendar.read"], port());
    await consent(createJar(), body.redirect_url);
    const pending = (await other.set(["calendar.write"])).body;
    const { context } = world.app;
    const declared = bootstrapSchema.parse({
      workspaces: [
        {
          id: ids.workspace,
          name: "Test workspace",
          oauth_clients: [
            {
              id: ids.oauthClient,
              name: "Sandbox client",
              provider: "sandbox",
              client_id: "test-client",
              client_secret: { env: "clientSecret" },
            },
          ],
          apps: [
            {
              id: ids.otherApp,
              name: "Other app",
              shared_connectors: [
                {
                  id: "declared",
                  integration_type: type,
                  oauth_client: ids.oauthClient,
                  connection_config: { port: String(world.sandbox.port) },
                },
              ],
            },
          ],
        },
      ],
    });
    for (const _time of [1, 2]) {
      await applyBootstrap({ ...context, readSecret: readTestSecret }, declared);
    }
    const { connectors } = await stateOf(world);
    expect(connectors.filter(({ app_id: appId }) => appId === ids.otherApp)).toMatchObject([
      { connector_id: "declared", made_by: "operator", integration_type: type },
    ]);
    const backend = apiOf(world, ids.otherApp, secrets.otherServiceToken);
    expect((await backend.backend("external-auth/tokens/connectors/declared")).status).toBe(200);
    expect((await other.set(["calendar.read"])).body.already_authorized).toBe(true);
    await consent(createJar(), pending.redirect_url);
    expect((await other.list())[0].scopes).toEqual(["calendar.write", ...always]);
  });

  test("judged by a dry run, answers as the call would and changes nothing", async () => {
    const before = await stateOf(world);
    const dry = { dry_run: true };
    const asked = (await operator.set(["calendar.raed"], dry)).body;
    expect(asked).toEqual({ ...nothing, unlisted_scopes: ["calendar.raed"] });
    const refusals = [
      await operator.set(["two words"], dry),
      await operator.set([], dry, "slack"),
      await other.set([], { ...dry, connection_config: { port: "no port" } }),
    ];
    expect(refusals.map(({ body }) => body.reason)).toEqual([
      "scopes_invalid",
      "connector_not_configured",
      "connection_config_invalid",
    ]);
    expect((await other.set([], { ...dry, ...port() })).status).toBe(200);
    expect(await stateOf(world)).toEqual(before);
    await connect(["calendar.read"]);
    expect((await operator.set(["calendar.read"], dry)).body.already_authorized).toBe(true);
  });

  describe("deployed as a whole", () => {
    const put = (connectors: readonly object[], of = operator) =>
      of.call("deployment/connectors", jsonOf("PUT", { connectors }));
    const one = (scopes: readonly string[]) => ({ integration_type: type, scopes });

    test("what is new waits for its consent, and keeps its scopes until then", async () => {
      const answer = await put([one(["calendar.write"])], other);
      const scopes = ["calendar.write", ...always];
      expect([answer.status, answer.body]).toEqual([
        200,
        { connectors: [{ integration_type: type, scopes }] },
      ]);
      expect(await other.list()).toEqual([
        { integration_type: type, status: "disconnected", scopes },
      ]);
      const { body } = await other.initiate(port());
      await consent(createJar(), body.redirect_url);
      expect(await other.list()).toMatchObject([{ status: "active", scopes }]);
    });

    test("what cannot take other scopes is answered with those that are stored", async () => {
      await connect(["calendar.read"]);
      // As an earlier version disconnected: what it holds is still to be given back.
      const { db } = world.app.context.store;
      await db.updateTable("connections").set({ status: "disconnected" }).execute();
      const answer = await put([one(["calendar.write"])]);
      const scopes = ["calendar.read", ...always];
      expect(answer.body).toEqual({ connectors: [{ integration_type: type, scopes }] });
      expect(await operator.list()).toMatchObject([{ status: "disconnected", scopes }]);
    });

    test("what is connected stays so; what is not named any more is removed and revoked", async () => {
      await connect(["calendar.read"]);
      const before = (await token()).body;
      const kept = await put([one(["calendar.write"])]);
      expect(kept.body.connectors).toEqual([
        { integration_type: type, scopes: ["calendar.read", ...always] },
      ]);
      expect((await token()).body).toEqual(before);
      expect((await put([])).body).toEqual({ connectors: [] });
      expect(await operator.list()).toEqual([]);
      expect(await world.sandbox.ledger.isLive(before.access_token)).toBe(false);
      expect((await put([])).status).toBe(200);
    });

    test.each([
      ["an unknown type", [{ integration_type: "nobodys", scopes: [] }], 404],
      ["a type without an OAuth client", [{ integration_type: "slack", scopes: [] }], 409],
      ["a scope that cannot be any", [{ integration_type: type, scopes: ["two words"] }], 400],
      ["a type that stands twice", [one([]), one([])], 400],
      ["another member", [{ integration_type: type, scopes: [], status: "active" }], 400],
    ])(
      "nothing is changed where there is %s beside what is right",
      async (_what, wrong, status) => {
        await connect(["calendar.read"]);
        const before = await stateOf(world);
        const more = wrong[0]?.integration_type === type ? [] : [one(["calendar.read"])];
        expect((await put([...more, ...wrong])).status).toBe(status);
        expect((await put(wrong)).status).toBe(status);
        expect(await stateOf(world)).toEqual(before);
      },
    );
  });

  describe("listed", () => {
    test("is exactly what the official command line reads: no null email, no pending", async () => {
      await operator.set(["calendar.read"]);
      const pending = {
        integration_type: type,
        status: "disconnected",
        scopes: ["calendar.read", ...always],
      };
      expect(await operator.list()).toEqual([pending]);
      await connect(["calendar.read"]);
      expect(await operator.list()).toEqual([
        {
          integration_type: type,
          status: "active",
          scopes: ["calendar.read", ...always],
          connected_by: 'operator with the key "tests"',
        },
      ]);
    });

    test("has what waits for its consent, as it is to be, also when the link has run out", async () => {
      const first = (await other.set(["calendar.read"], port())).body;
      clock.advance(86_400_000);
      const list = async () =>
        (await other.list()).map((one: Record<string, unknown>) => [one["status"], one["scopes"]]);
      expect(await list()).toEqual([["disconnected", ["calendar.read", ...always]]]);
      const backend = apiOf(world, ids.otherApp, secrets.otherServiceToken);
      const read = await backend.backend(`external-auth/tokens/${type}`);
      expect([read.status, read.body.reason]).toEqual([404, "not_connected"]);
      // What the official command line cannot say is kept.
      const next = (await other.set(["calendar.write"])).body;
      expect(next.connection_id).not.toBe(first.connection_id);
      expect(await list()).toEqual([["disconnected", ["calendar.write", ...always]]]);
      await consent(createJar(), next.redirect_url);
      expect(await list()).toEqual([["active", ["calendar.write", ...always]]]);
      await other.disconnect();
      await other.set(["calendar.read"], port());
      expect(await list()).toEqual([["disconnected", ["calendar.read", ...always]]]);
      await other.remove();
      expect(await list()).toEqual([]);
    });

    test("names the operator by email where they have one, and so does a refusal", async () => {
      await connect(["calendar.read"]);
      const author = { author_id: "member:bo", author_label: "Bo", author_email: "bo@example.com" };
      const { db } = world.app.context.store;
      await db.updateTable("connections").set(author).execute();
      expect(await operator.list()).toMatchObject([
        { user_email: "bo@example.com", connected_by: "Bo" },
      ]);
      expect((await operator.set(["calendar.read"])).body).toMatchObject({
        error: "different_user",
        error_message: expect.stringContaining("Already connected by bo@example.com"),
        other_user_email: "bo@example.com",
      });
    });

    /** The list as it stands once the checks that a first list started have landed. */
    const listAfterCheck = async () => {
      const first = await operator.list();
      await world.app.context.flights.landed();
      return [first[0].status, (await operator.list())[0].status];
    };
    const sharedConnection = async () => {
      const [listed] = await listShared(world.app.context.store, ids.app);
      if (listed === undefined) throw new Error("nothing is listed");
      return listed.connection;
    };

    test("turns expired when the grant is over at the provider, also under a good token", async () => {
      await connect(["calendar.read"]);
      const refreshToken = await openRefreshToken(
        world.app.context.store,
        await sharedConnection(),
      );
      await world.sandbox.withdraw(refreshToken?.reveal() ?? "");
      expect(await listAfterCheck()).toEqual(["active", "expired"]);
      expect((await token()).body.reason).toBe("needs_reauth");
      expect((await operator.set(["calendar.read"])).body.redirect_url).not.toBeNull();
    });

    test("is checked at once with a token that has expired, and refreshed", async () => {
      await connect(["calendar.read"]);
      clock.advance(3_600_000);
      expect(await listAfterCheck()).toEqual(["active", "active"]);
      expect((await sharedConnection()).version).toBe(2);
    });

    test("is checked once in a minute, however often it is listed", async () => {
      await connect(["calendar.read"]);
      const heard = () => world.sandbox.ledger.entries.length;
      await listAfterCheck();
      const after = heard();
      await listAfterCheck();
      expect(heard()).toBe(after);
      clock.advance(60_000);
      await listAfterCheck();
      expect(heard()).toBeGreaterThan(after);
    });

    test("is answered before the provider has said anything", async () => {
      await connect(["calendar.read"]);
      const hold = createHold();
      world.sandbox.faults.next("userinfo", { kind: "held", until: hold.until });
      expect((await operator.list())[0].status).toBe("active");
      expect(world.app.context.flights.count()).toBe(1);
      hold.release();
    });

    test("is checked to the end when the server stops: a rotated token is stored", async () => {
      await connect(["calendar.read"]);
      clock.advance(3_600_000);
      const hold = createHold();
      world.sandbox.faults.next("token", { kind: "held", until: hold.until });
      await operator.list();
      const closing = world.app.close();
      hold.release();
      await closing;
      const database = openDatabase(world.databaseUrl);
      const row = await database.db.selectFrom("connections").selectAll().executeTakeFirst();
      await database.close();
      expect(row).toMatchObject({ version: 2, lease_owner: null });
    });

    test.each([{ kind: "answer", status: 503 } as const, { kind: "drop" } as const])(
      "stays active while the provider is away ($kind), and is answered all the same",
      async (fault) => {
        await connect(["calendar.read"]);
        world.sandbox.faults.next("userinfo", fault, 10);
        expect(await listAfterCheck()).toEqual(["active", "active"]);
        expect((await token()).status).toBe(200);
      },
    );

    test("ends only by the word of the provider: a token that nothing refreshes, refused twice", async () => {
      await connect(["calendar.read"]);
      const { db } = world.app.context.store;
      await db.updateTable("connections").set({ refresh_token: null }).execute();
      world.sandbox.faults.next("userinfo", { kind: "answer", status: 401 });
      expect(await listAfterCheck()).toEqual(["active", "active"]);
      clock.advance(60_000);
      world.sandbox.faults.next("userinfo", { kind: "answer", status: 401 }, 2);
      expect(await listAfterCheck()).toEqual(["active", "expired"]);
    });
  });

  describe("and what stands beside it:", () => {
    test("the settings of a type, and their values", async () => {
      const config = (by: OperatorApi) => by.call(`external-auth/connection-config/${type}`);
      const { body } = await config(operator);
      expect(body).toMatchObject({
        integration_type: type,
        connection_config_fields: [{ name: "port", required: true }],
        connection_config: { port: String(world.sandbox.port) },
      });
      expect((await config(other)).body.connection_config).toBeNull();
      const started = await other.set([], port());
      await consent(createJar(), started.body.redirect_url);
      expect((await config(other)).body.connection_config).toEqual(port().connection_config);
    });

    test("the apps of the operator's workspace, and no others", async () => {
      const { body } = await operator.call(
        "../../apps?sort=-updated_date&fields=id,name,user_description,is_managed_source_code&limit=50",
      );
      expect(body.map(({ id }: { id: string }) => id).sort()).toEqual(
        [ids.otherApp, ids.app].sort(),
      );
      const foreign = operatorOf(api, secrets.foreignWorkspaceKey);
      const theirs = (await foreign.call("../../apps")).body;
      expect(theirs).toEqual([
        {
          id: ids.foreignApp,
          name: "Foreign app",
          user_description: null,
          is_managed_source_code: false,
        },
      ]);
    });

    test("the redirect URIs of its OAuth clients", async () => {
      const callback = `${world.url}/api/external-auth/callback`;
      expect((await operator.call("oauth-redirect-uris")).body).toEqual({
        gateway_redirect_uri: null,
        builder_redirect_uri: callback,
        app_redirect_uris: [
          {
            uri: `${callback}/${ids.oauthClient}`,
            oauth_client_id: ids.oauthClient,
            name: "Sandbox client",
            provider: "sandbox",
          },
        ],
      });
    });

    test("Stripe, which is never there", async () => {
      const status = await operator.call("payments/stripe/status");
      expect(status.body.stripe_mode).toBeNull();
      const install = await operator.call("payments/stripe/install", { method: "POST" });
      expect([install.status, install.body.reason]).toEqual([409, "payments_not_supported"]);
      const removed = await operator.call("payments/stripe", { method: "DELETE" });
      expect(removed.body).toEqual({ success: true });
    });
  });
});

describe("a type that needs a setting, connected first by a client that cannot send any", () => {
  test.each([
    ["bamboohr", "subdomain", "acme"],
    ["snowflake", "subdomain", "myorg-account1"],
    ["databricks", "host", "dbc-a1b2345c-d6e7.cloud.databricks.com"],
  ])("%s: gets a link all the same, and what was given once is kept", async (of, name, value) => {
    const world = await startWorld({
      declare: ({ workspaces: [workspace] }) => {
        const client_secret = { env: "clientSecret" };
        workspace?.oauth_clients?.push({
          id: "ocl_of",
          name: of,
          provider: of,
          client_id: "of",
          client_secret,
        });
      },
    });
    try {
      const operator = operatorOf(apiOf(world, ids.otherApp));
      const missing = await operator.set([], {}, of);
      expect([missing.status, missing.body.error]).toEqual([200, null]);
      const asked = await createJar().get(missing.body.redirect_url);
      expect(asked.text).toContain(`name="setting_${name}"`);
      const given = await operator.set([], { connection_config: { [name]: value } }, of);
      expect(given.status).toBe(200);
      // The link that lacks it ends with what it asked for.
      expect((await createJar().get(missing.body.redirect_url)).status).toBe(400);
      // As the official command line sends it.
      const pushed = await operator.set([], {}, of);
      expect([pushed.status, pushed.body.connection_id]).toEqual([200, given.body.connection_id]);
      expect(await operator.list()).toMatchObject([
        { integration_type: of, status: "disconnected" },
      ]);
    } finally {
      await world.close();
    }
  });
});

describe("where several OAuth clients of the workspace serve a type", () => {
  test("the one that was registered first serves, or the one that a file prefers", async () => {
    const world = await startWorld({
      declare: ({ workspaces: [workspace] }) => {
        const [client] = workspace?.oauth_clients ?? [];
        if (client === undefined) throw new Error("no client");
        const second = { ...client, id: "ocl_second", name: "Second", preferred: true };
        workspace?.oauth_clients?.push(second);
      },
    });
    try {
      const other = operatorOf(apiOf(world, ids.otherApp));
      const answer = await other.set([], { connection_config: { port: "4400" } });
      expect(answer.status).toBe(200);
      const authorizationUrl = await depart(createJar(), answer.body.redirect_url);
      expect(authorizationUrl).toContain("ocl_second");
      const declared = (await operatorOf(apiOf(world)).set([])).body;
      expect(await depart(createJar(), declared.redirect_url)).toContain(ids.oauthClient);
    } finally {
      await world.close();
    }
  });
});
