/** What a change of a connector leaves of connections is marked on them, before their tokens are over. */
import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { connect } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const type = "sandboxcalendar";
const path = `connectors/${ids.userConnector}`;
const another = { clientId: "another-client", clientSecret: "s".repeat(40) };

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let operate: ReturnType<typeof workspaceApiOf>;

  beforeAll(async () => {
    world = await startWorld({ engine });
    operate = workspaceApiOf(world);
    await connect(apiOf(world), "ada", ids.userConnector);
    await connect(apiOf(world), "bo", ids.userConnector);
    const started = await operate("POST", `apps/${ids.app}/authorizations`, { type });
    await consent(createJar(), started.body.connect_url, { account: "sandbox-bo" });
  });
  afterAll(() => world.close());

  /** By whose they are; the app's own as `app`. */
  async function marks(): Promise<Record<string, readonly string[]>> {
    const { body } = await operate("GET", "connections");
    const marked: Record<string, readonly string[]> = {};
    for (const { id, owner, outdated_by: by } of body.data) {
      marked[owner.user?.user_id ?? "app"] = by;
      expect((await operate("GET", `connections/${id}`)).body.outdated_by).toEqual(by);
    }
    const [own] = (await (await apiOf(world).signIn("ada")).own("GET", "connections")).body.data;
    expect(own.outdated_by).toEqual(marked["ada"]);
    return marked;
  }

  test("nothing is marked where nothing was changed", async () => {
    expect(await marks()).toEqual({ ada: [], bo: [], app: [] });
  });

  test("who has less than users are asked for by now is marked until they connect again (SEC-94)", async () => {
    const scopes = ["calendar.read", "calendar.write"];
    expect((await operate("PATCH", path, { scopes })).status).toBe(200);
    expect(await marks()).toEqual({ ada: ["scopes_added"], bo: ["scopes_added"], app: [] });
    await connect(apiOf(world), "ada", ids.userConnector);
    expect(await marks()).toEqual({ ada: [], bo: ["scopes_added"], app: [] });
  });

  test("what the workspace does not allow is not asked for, and not missed", async () => {
    const allowed_scopes = ["calendar.read", "openid", "email", "profile", "offline_access"];
    expect((await operate("PATCH", `policies/${type}`, { allowed_scopes })).status).toBe(200);
    expect(await marks()).toEqual({ ada: [], bo: [], app: [] });
    await operate("PATCH", `policies/${type}`, { allowed_scopes: null });
    expect((await marks())["bo"]).toEqual(["scopes_added"]);
  });

  test("who was connected by a client that was replaced is marked while the token still works (SEC-94)", async () => {
    const changed = await operate("PATCH", path, {
      oauth_client: { client_id: another.clientId, client_secret: another.clientSecret },
    });
    expect([changed.status, changed.body.detail]).toEqual([200, undefined]);
    expect(await marks()).toMatchObject({
      ada: ["client_changed"],
      bo: ["client_changed", "scopes_added"],
    });
    expect((await apiOf(world).tokenOf("ada", ids.userConnector)).status).toBe(200);
    const { body } = await operate("GET", path);
    await world.sandbox.addClient({ ...another, redirectUris: [body.redirect_uri] });
    await connect(apiOf(world), "ada", ids.userConnector);
    expect(await marks()).toMatchObject({ ada: [], bo: ["client_changed", "scopes_added"] });
  });

  test("what is disconnected is not marked", async () => {
    await (await apiOf(world).signIn("bo")).disconnect(ids.userConnector);
    expect((await marks())["bo"]).toEqual([]);
  });
});
