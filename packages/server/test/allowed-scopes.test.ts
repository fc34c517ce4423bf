/** The scopes that a workspace allows: what is not among them is neither asked for nor declared. */
import { visit } from "@grantry/sandbox/visitor";
import { type Answer, type Api, apiOf, type UserApi } from "@grantry/testing/api";
import { consent, createJar, depart } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { ids, readTestSecret, secrets, startWorld, type World } from "@grantry/testing/harness";
import {
  declareMembers,
  jsonBody,
  type OperatorBrowser,
  signedIn,
} from "@grantry/testing/operators";
import { stateOf } from "@grantry/testing/witness";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { applyBootstrap } from "../src/service/bootstrap/apply-bootstrap.ts";
import { type BootstrapInput, bootstrapSchema } from "../src/service/bootstrap/bootstrap-schema.ts";

const workspace = `/api/workspace/${ids.workspace}`;
const base = `${workspace}/connector-governance`;
const own = `/v1/workspaces/${ids.workspace}`;
const policies = `${own}/policies`;
const type = "sandboxcalendar";
const always = ["openid", "offline_access"];
/** Of the workspace's second operator. */
const secondKey = `grantry_wk_${"z".repeat(40)}`;

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let declared: BootstrapInput;
  let api: Api;
  let user: UserApi;
  let admin: OperatorBrowser;

  beforeEach(async () => {
    world = await startWorld({
      engine,
      declare: (bootstrap) => {
        declareMembers(bootstrap);
        const secret = { env: secondKey };
        bootstrap.workspaces[0]?.api_keys?.push({ id: "key_second", name: "second", secret });
        declared = bootstrap;
      },
    });
    admin = await signedIn(world, "admin@example.com");
    api = apiOf(world);
    user = await api.signIn("user-1");
  });
  afterEach(() => world.close());

  const allow = (scopes: readonly string[] | null, of = type): Promise<Answer> =>
    admin.api(`${policies}/${of}`, jsonBody("PATCH", { allowed_scopes: scopes }));
  const call = (path: string, method: string, body: unknown, key: string = secrets.workspaceKey) =>
    api.call(`external-auth/${path}`, {
      ...jsonBody(method, body),
      headers: { "content-type": "application/json", api_key: key },
    });
  const set = (scopes: readonly string[], key?: string) =>
    call(`integrations/${type}`, "PUT", { scopes }, key);
  const initiate = (scopes: readonly string[]) =>
    call("initiate", "POST", { integration_type: type, scopes });
  const outcome = ({ status, body }: Answer) => [status, body.reason];
  const forbidden = [403, "scopes_forbidden"];
  const sharedScopes = async () =>
    (await api.backend(`external-auth/tokens/${type}`)).body.granted_scopes.sort();
  const connect = async (scopes: readonly string[]) => {
    await consent(createJar(), (await set(scopes)).body.redirect_url);
  };
  /** What the last authorization asks for. */
  const requested = async ({ body }: Answer): Promise<string[]> => {
    const row = await world.app.context.store.db
      .selectFrom("authorizations")
      .select("requested_scopes")
      .where("authorization_id", "=", body.connection_id)
      .executeTakeFirstOrThrow();
    return JSON.parse(row.requested_scopes);
  };

  describe("the list", () => {
    test("is set and taken back, and both reads show it; the switches stay", async () => {
      const view = {
        integration_type: type,
        builder_connection_enabled: true,
        per_user_connection_enabled: true,
        allowed_scopes: ["calendar.read"],
        also_allowed_scopes: always,
      };
      const answer = await allow(["calendar.read", "calendar.read"]);
      expect([answer.status, answer.body]).toEqual([
        200,
        {
          type,
          shared_connections: "allowed",
          user_connections: "allowed",
          allowed_scopes: ["calendar.read"],
          also_allowed_scopes: always,
          unlisted_scopes: [],
        },
      ]);
      const lists = async () => [
        (await admin.api(base)).body.connectors,
        (await api.operator("external-auth/connector-governance")).body.connectors,
      ];
      for (const listed of await lists()) expect(listed).toContainEqual(view);
      await admin.api(`${base}/${type}/builder-connection`, jsonBody("PUT", { enabled: false }));
      const off = { ...view, builder_connection_enabled: false };
      for (const listed of await lists()) expect(listed).toContainEqual(off);
      await allow(null);
      const open = { ...off, allowed_scopes: null, also_allowed_scopes: [] };
      for (const listed of await lists()) expect(listed).toContainEqual(open);
    });

    test("takes a scope that the catalogue does not list, and says so", async () => {
      const { status, body } = await allow(["calendar.read", "calendar.new"]);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        allowed_scopes: ["calendar.read", "calendar.new"],
        unlisted_scopes: ["calendar.new"],
      });
      const { connectors } = (await admin.api(base)).body;
      expect(connectors).toContainEqual(
        expect.objectContaining({
          integration_type: type,
          allowed_scopes: body.allowed_scopes,
          unlisted_scopes: body.unlisted_scopes,
        }),
      );
    });

    test("is refused with what cannot be a scope, and stays as it was", async () => {
      await allow(["calendar.read"]);
      const before = await stateOf(world);
      for (const wrong of [["control\u0001"], ["x".repeat(257)], ["calendar.read", "two words"]]) {
        expect(outcome(await allow(wrong))[0]).toBe(400);
      }
      const codeOf = ({ status, body }: Answer) => [status, body.code];
      expect(codeOf(await allow(["a"], "unheard_of"))).toEqual([400, "bad_request"]);
      for (const wrong of [{ allowed_scopes: "calendar.read" }, { allowed_scopes: [1] }]) {
        const refused = await admin.api(`${policies}/${type}`, jsonBody("PATCH", wrong));
        expect(codeOf(refused)).toEqual([400, "bad_request"]);
      }
      expect(await stateOf(world)).toEqual(before);
    });

    test("is set in bulk, each action on its own", async () => {
      const actions = [
        { integration_type: type, allowed_scopes: ["no scope"] },
        {
          integration_type: "github",
          allowed_scopes: ["repo"],
          per_user_connection_enabled: false,
        },
      ];
      const { body } = await admin.api(`${base}/bulk`, jsonBody("PUT", { actions }));
      expect(body.results).toMatchObject([
        { integration_type: type, ok: false, error: "scopes_invalid" },
        { integration_type: "github", ok: true, error: null },
      ]);
      const { connectors } = (await admin.api(base)).body;
      expect(connectors).toContainEqual(
        expect.objectContaining({
          integration_type: "github",
          allowed_scopes: ["repo"],
          builder_connection_enabled: true,
          per_user_connection_enabled: false,
        }),
      );
    });

    test("is changed by admins only, and each change is recorded once", async () => {
      const member = await signedIn(world, "member@example.com");
      const path = `${policies}/${type}`;
      const refused = await member.api(path, jsonBody("PATCH", { allowed_scopes: [] }));
      expect([refused.status, refused.body.code]).toEqual([403, "forbidden"]);
      await allow(["calendar.read"]);
      await allow(["calendar.read"]);
      const { data } = (await admin.api(`${own}/audit-records`)).body;
      const changes = data.filter(
        ({ action }: { action: string }) => action === "connector_governance.changed",
      );
      expect(changes).toMatchObject([
        {
          actor: { label: "admin (admin@example.com)" },
          target: { kind: "integration_type", id: type },
          details: { allowed_scopes: '["calendar.read"]', builder_connection_enabled: "true" },
        },
      ]);
    });
  });

  describe("a shared connection", () => {
    test("is asked for without what is forbidden, and the answer says what that was", async () => {
      await allow(["calendar.read"]);
      const answer = await set(["calendar.read", "calendar.write"]);
      expect([answer.status, answer.body.dropped_scopes]).toEqual([200, ["calendar.write"]]);
      await consent(createJar(), answer.body.redirect_url);
      expect(await sharedScopes()).toEqual(["calendar.read", ...always].sort());
      const again = await set(["calendar.write", "calendar.read"]);
      expect(again.body).toMatchObject({
        already_authorized: true,
        dropped_scopes: ["calendar.write"],
      });
      expect(await set(["calendar.read"])).toMatchObject({ body: { already_authorized: true } });
      expect((await set(["calendar.read"])).body).not.toHaveProperty("dropped_scopes");
      const other = await set(["calendar.read", "calendar.write"], secondKey);
      expect(other.body).toMatchObject({
        error: "different_user",
        dropped_scopes: ["calendar.write"],
      });
    });

    test("is asked for without forbidden defaults, and always with what is always needed", async () => {
      await allow([]);
      const answer = await set([]);
      expect(answer.body.dropped_scopes).toEqual(["email", "profile", "calendar.read"]);
      expect(await requested(answer)).toEqual(always);
    });

    test("is refused where nothing of what was asked for is left, and nothing changes", async () => {
      await connect(["calendar.read"]);
      await allow(["calendar.read"]);
      const before = await stateOf(world);
      for (const refused of [await set(["calendar.write"]), await initiate(["calendar.write"])]) {
        expect(outcome(refused)).toEqual(forbidden);
        expect(refused.body.detail).toMatch(/"sandboxcalendar": "calendar\.write".*owner or admin/);
      }
      expect(await stateOf(world)).toEqual(before);
    });

    test("keeps what it was granted until it is asked for anew; then without the forbidden", async () => {
      await connect(["calendar.read", "calendar.write"]);
      await allow(["calendar.read"]);
      expect(await sharedScopes()).toContain("calendar.write");
      const added = await initiate([]);
      expect(added.body.dropped_scopes).toEqual(["calendar.write"]);
      expect(await requested(added)).toEqual(["calendar.read", ...always]);
      const narrower = await set(["calendar.read", "calendar.write"]);
      expect(narrower.body.already_authorized).toBe(false);
      expect(await sharedScopes()).toContain("calendar.write");
      await consent(createJar(), narrower.body.redirect_url);
      expect(await sharedScopes()).not.toContain("calendar.write");
    });

    test("of a type that the app has no connector of is judged alike, and none is made", async () => {
      await allow(["calendar.read"]);
      const other = apiOf(world, ids.otherApp);
      const before = await stateOf(world);
      const refused = await other.operator(`external-auth/integrations/${type}`, {
        ...jsonBody("PUT", { scopes: ["calendar.write"] }),
        headers: { "content-type": "application/json", api_key: secrets.workspaceKey },
      });
      expect(outcome(refused)).toEqual(forbidden);
      expect(await stateOf(world)).toEqual(before);
    });
  });

  describe("a connector", () => {
    const body = {
      integration_type: type,
      name: "Theirs",
      client_id: "c",
      client_secret: "s",
      scopes: ["calendar.write"],
    };
    const create = (more: object = {}) =>
      admin.api(`${workspace}/connectors`, jsonBody("POST", { ...body, ...more }));
    const update = (id: string, changes: object) =>
      admin.api(`${workspace}/connectors/${id}`, jsonBody("PUT", changes));

    test("that declares a forbidden scope is neither created nor changed so", async () => {
      const { body: made } = await create();
      await allow(["calendar.read"]);
      const before = await stateOf(world);
      const declares = [
        await create({ name: "Other" }),
        await update(made.id, { scopes: ["calendar.read", "calendar.write"] }),
      ];
      for (const refused of declares) expect(outcome(refused)).toEqual(forbidden);
      expect(await stateOf(world)).toEqual(before);
      expect((await update(made.id, { name: "Renamed" })).status).toBe(200);
      expect((await update(made.id, { scopes: ["calendar.read"] })).status).toBe(200);
      expect((await create({ name: "Defaults", scopes: [] })).status).toBe(200);
    });

    test("of a bootstrap file is refused so, too; an unchanged file goes on applying", async () => {
      const connector = declared.workspaces[0]?.connectors?.[0];
      if (connector === undefined) throw new Error("no connector");
      const { context } = world.app;
      const apply = () =>
        applyBootstrap({ ...context, readSecret: readTestSecret }, bootstrapSchema.parse(declared));
      connector.scopes = ["calendar.write"];
      await apply();
      await allow(["calendar.read"]);
      await apply();
      const before = await stateOf(world);
      connector.scopes = ["calendar.write", "email"];
      await expect(apply()).rejects.toMatchObject({
        code: "scopes_forbidden",
        detail: expect.stringMatching(
          new RegExp(`^The connector "${ids.userConnector}": .*"calendar\\.write", "email"`),
        ),
      });
      expect(await stateOf(world)).toEqual(before);
    });

    test("asks users for what is allowed by now, and for nothing where nothing is", async () => {
      await update(ids.userConnector, { scopes: ["calendar.read", "calendar.write"] });
      await allow(["calendar.read"]);
      const started = await user.initiate(ids.userConnector);
      expect(await requested(started)).toEqual(["calendar.read", ...always]);
      await allow(["email"]);
      const refused = await user.initiate(ids.userConnector);
      expect(outcome(refused)).toEqual(forbidden);
      await allow(null);
      const free = await user.initiate(ids.userConnector);
      expect(await requested(free)).toEqual(["calendar.read", "calendar.write", ...always]);
    });
  });

  test("a consent under way for what is forbidden by now ends at its link, or at the answer", async () => {
    const early = (await user.initiate(ids.userConnector)).body.redirect_url;
    const late = (await user.initiate(ids.userConnector)).body.redirect_url;
    const jar = createJar();
    const callback = await visit(await depart(jar, late));
    expect((await allow(["email", "profile"])).status).toBe(200);
    const grants = await world.sandbox.ledger.liveGrants();
    expect((await createJar().get(early)).status).toBe(403);
    expect((await jar.get(callback.href)).text).toContain("scopes_forbidden");
    expect(await world.sandbox.ledger.liveGrants()).toBe(grants);
    expect((await user.token(ids.userConnector)).body.reason).toBe("not_connected");
  });

  test("a list of one workspace, or of one type, says nothing of another", async () => {
    await allow(["repo"], "github");
    expect(await requested(await set(["calendar.write"]))).toEqual(["calendar.write", ...always]);
    await allow([]);
    const foreign = await apiOf(world, ids.foreignApp, secrets.foreignServiceToken).signIn("u");
    const started = await foreign.initiate(ids.foreignConnector);
    expect(await requested(started)).toContain("calendar.read");
  });
});
