/**
 * What rests on a grant is what the provider sees: authorization server, client and account, whatever
 * connector, app or workspace it came by. Google keeps grants per project and account: revoking one
 * connection's token ends the others'.
 */

import { type Answer, type Api, apiOf } from "@grantry/testing/api";
import { engines } from "@grantry/testing/databases";
import { type DialectWorld, startDialectWorld } from "@grantry/testing/dialect-world";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readFixtures } from "../src/provider/test/fixture.ts";

const fixtures = readFixtures().filter(({ integration_type: type }) =>
  ["gmail", "googlecalendar"].includes(type),
);
const foreign = `grantry_st_${"f".repeat(40)}`;

describe.each(engines)("on %s", (engine) => {
  let world: DialectWorld;
  let clock: FakeClock;
  let api: Api;

  beforeEach(async () => {
    clock = createFakeClock();
    world = await startDialectWorld(fixtures, clock, {
      engine,
      declare: ({ workspaces }) => {
        const [workspace] = workspaces;
        const [app] = workspace?.apps ?? [];
        const token = { name: "backend", secret: { env: "otherServiceToken" } };
        workspace?.apps?.push({
          id: ids.otherApp,
          name: "Other app",
          service_tokens: [{ ...token, id: "stk_other" }],
        });
        workspaces.push({
          id: ids.foreignWorkspace,
          name: "Foreign workspace",
          oauth_clients: [
            {
              id: "ocl_foreign",
              name: "Google",
              provider: "google",
              client_id: workspace?.oauth_clients?.[1]?.client_id ?? "",
              client_secret: { env: "client_googlecalendar" },
            },
          ],
          connectors: [
            {
              id: ids.foreignConnector,
              name: "Calendar",
              integration_type: "googlecalendar",
              oauth_client: "ocl_foreign",
            },
          ],
          apps: [
            {
              id: ids.foreignApp,
              name: `${app?.name} of another workspace`,
              service_tokens: [{ ...token, id: "stk_foreign", secret: { env: foreign } }],
            },
          ],
        });
      },
    });
    api = apiOf(world);
  });
  afterEach(() => world.close());

  const workspace = (method: string, path: string, body?: unknown): Promise<Answer> =>
    workspaceApiOf(world)(method, path, body);
  const addConnector = async (
    type: string,
    client: string,
    scopes?: readonly string[],
  ): Promise<string> => {
    const { clientId, clientSecret } = world.sandbox.clientOf(client);
    const body = {
      type,
      name: `${type} by API`,
      oauth_client: { client_id: clientId, client_secret: clientSecret },
      scopes,
    };
    const made = await workspace("POST", "connectors", body);
    expect(made.status).toBe(201);
    return made.body.id;
  };
  const connect = async (connectorId: string, app = api) => {
    const user = await app.signIn("ada");
    const started = await user.initiate(connectorId);
    const page = await world.consent(started.body.redirect_url, "allow");
    return { user, page };
  };
  const disconnect = async (connectorId: string, app = api): Promise<string> =>
    (await (await app.signIn("ada")).disconnect(connectorId)).body.revocation;
  const revocations = () =>
    fixtures.reduce(
      (sum, { integration_type: type }) => sum + world.sandbox.ledger.count(type, "revocation"),
      0,
    );
  /** Whether the connection gets a new token once the one it has is over. */
  const refreshes = async (connectorId: string, app = api): Promise<number> => {
    clock.advance(4_000_000);
    return (await (await app.signIn("ada")).token(connectorId)).status;
  };

  test("two connectors made by the API with the same client id rest on one grant", async () => {
    // The sandbox plays one client id as one connector: it grants this one's scopes.
    const granted = fixtures.find((one) => one.integration_type === "gmail")?.scopes ?? [];
    const gmail = await addConnector("gmail", "gmail", granted);
    const calendar = await addConnector("googlecalendar", "gmail", granted);
    await connect(gmail);
    await connect(calendar);
    expect(await disconnect(gmail)).toBe("kept_for_other_connections");
    expect(revocations()).toBe(0);
    expect(await refreshes(calendar)).toBe(200);
    expect(await disconnect(calendar)).toBe("revoked");
    expect(revocations()).toBe(1);
  });

  test("two clients of one Google project do, too", async () => {
    const gmail = world.connectorOf("gmail");
    const calendar = world.connectorOf("googlecalendar");
    await connect(gmail);
    await connect(calendar);
    expect(await disconnect(calendar)).toBe("kept_for_other_connections");
    expect(await disconnect(gmail)).toBe("revoked");
    expect(revocations()).toBe(1);
  });

  test.each([
    ["app", ids.otherApp, secrets.otherServiceToken, ""],
    ["workspace", ids.foreignApp, foreign, ids.foreignConnector],
  ])("a connection of another %s counts", async (_what, appId, token, connectorId) => {
    const other = apiOf(world, appId, token);
    const gmail = world.connectorOf("gmail");
    const theirs = connectorId === "" ? gmail : connectorId;
    await connect(gmail);
    await connect(theirs, other);
    expect(await disconnect(gmail)).toBe("kept_for_other_connections");
    expect(await refreshes(theirs, other)).toBe(200);
    expect(await disconnect(theirs, other)).toBe("revoked");
  });

  test("a grant that is not kept is not given back while another connection rests on it", async () => {
    const gmail = world.connectorOf("gmail");
    // It asks for more than the sandbox grants.
    const withheld = "https://www.googleapis.com/auth/calendar.withheld";
    const calendar = await addConnector("googlecalendar", "googlecalendar", [withheld]);
    await connect(gmail);
    const { page } = await connect(calendar);
    expect(page.status).toBe(400);
    expect(page.text).toContain(withheld);
    expect(revocations()).toBe(0);
    expect(await refreshes(gmail)).toBe(200);
    expect(await disconnect(gmail)).toBe("revoked");
    await connect(calendar);
    expect(revocations()).toBe(2);
  });

  test("a row that an earlier version wrote counts as well", async () => {
    const gmail = world.connectorOf("gmail");
    const calendar = world.connectorOf("googlecalendar");
    await connect(gmail);
    await connect(calendar);
    const { db } = world.app.context.store;
    await db.updateTable("connections").set({ grant_party: null }).execute();
    expect(await disconnect(gmail)).toBe("kept_for_other_connections");
    expect(await disconnect(calendar)).toBe("revoked");
  });

  test("a client that other servers use as well is left alone, until it is theirs no more", async () => {
    const gmail = world.connectorOf("gmail");
    const mark = (id: string, used: boolean) =>
      workspace("PATCH", `oauth-clients/${id}`, { used_by_other_servers: used });
    // Another client of the same project: it is one client to Google.
    expect((await mark("ocl_googlecalendar", true)).body).toMatchObject({
      id: "ocl_googlecalendar",
      provider_id: "google",
      used_by_other_servers: true,
    });
    await connect(gmail);
    expect(await disconnect(gmail)).toBe("kept_for_other_servers");
    expect(await world.row("ada", "gmail")).toMatchObject({
      access_token: null,
      refresh_token: null,
    });
    expect(revocations()).toBe(0);
    await mark("ocl_googlecalendar", false);
    await connect(gmail);
    expect(await disconnect(gmail)).toBe("revoked");
    expect((await mark("ocl_foreign", true)).body.code).toBe("oauth_client_not_found");
    const { body } = await workspace("GET", "audit-records");
    // What the server's file declared stands there as well.
    const ofPeople = body.data.filter(
      ({ actor }: { actor: { kind: string } }) => actor.kind === "workspace_key",
    );
    expect(ofPeople).toMatchObject([
      { action: "oauth_client.changed", details: { used_by_other_servers: "false" } },
      { action: "oauth_client.changed", details: { used_by_other_servers: "true" } },
    ]);
  });
});
