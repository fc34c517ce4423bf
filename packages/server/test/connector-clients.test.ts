/**
 * A registration at a provider is one OAuth client of the workspace, however many connectors are made
 * with it by the API; shared connections get one of several by a rule.
 */

import { type Answer, apiOf, toAnswer } from "@grantry/testing/api";
import { engines } from "@grantry/testing/databases";
import { type DialectWorld, startDialectWorld } from "@grantry/testing/dialect-world";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readFixtures } from "../src/provider/test/fixture.ts";
import { openOAuthClient } from "../src/store/oauth-clients.ts";

const fixtures = readFixtures().filter(({ integration_type: type }) =>
  ["linear", "gitlab", "gmail"].includes(type),
);

describe.each(engines)("on %s", (engine) => {
  let world: DialectWorld;
  let clock: FakeClock;

  beforeEach(async () => {
    clock = createFakeClock();
    world = await startDialectWorld(fixtures, clock, {
      engine,
      // Nothing of linear and gitlab is there before the API is used.
      declare: ({ workspaces: [workspace] }) => {
        if (workspace === undefined) throw new Error("no workspace");
        const isGmail = ({ name }: { name: string }) => name === "gmail";
        workspace.oauth_clients = workspace.oauth_clients?.filter(isGmail) ?? [];
        workspace.connectors = workspace.connectors?.filter(isGmail) ?? [];
      },
    });
  });
  afterEach(() => world.close());

  const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
    toAnswer(
      fetch(`${world.url}/api/${path}`, {
        method,
        headers: {
          api_key: secrets.workspaceKey,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  const workspace = `workspace/${ids.workspace}`;
  let named = 0;
  const create = async (type: string, more: object = {}): Promise<Answer> => {
    const { clientId, clientSecret } = world.sandbox.clientOf(type);
    named += 1;
    return await call("POST", `${workspace}/connectors`, {
      integration_type: type,
      name: `Connector ${named}`,
      client_id: clientId,
      client_secret: clientSecret,
      ...more,
    });
  };
  const change = (id: string, body: object) => call("PUT", `${workspace}/connectors/${id}`, body);
  const clients = async (provider: string) => {
    const { store } = world.app.context;
    const rows = await store.db
      .selectFrom("oauth_clients")
      .selectAll()
      .where("server_id", "=", provider)
      .orderBy("created_at")
      .execute();
    const opened = rows.map(async (row) => {
      const { clientSecrets } = await openOAuthClient(store, row);
      return {
        id: row.oauth_client_id,
        clientId: row.client_id,
        secrets: clientSecrets.map((secret) => secret.reveal()),
      };
    });
    return await Promise.all(opened);
  };
  /** What the official command line's `connectors push` sends for a type. */
  const push = (type: string) =>
    call("PUT", `apps/${ids.app}/external-auth/integrations/${type}`, { scopes: [] });
  const clientOfShared = async (type: string) => {
    const { db } = world.app.context.store;
    const row = await db
      .selectFrom("connectors")
      .select("oauth_client_id")
      .where("app_id", "=", ids.app)
      .where("integration_type", "=", type)
      .executeTakeFirst();
    return row?.oauth_client_id;
  };

  test("one client id is one client with one redirect URI, and a push of the type works", async () => {
    const first = await create("linear");
    const second = await create("linear");
    expect(second.body.redirect_uri).toBe(first.body.redirect_uri);
    expect(await clients("linear")).toHaveLength(1);
    const pushed = await push("linear");
    expect([pushed.status, pushed.body.error]).toEqual([200, null]);
    // What is deleted with one connector is not the client of the other.
    await call("DELETE", `${workspace}/connectors/${first.body.id}`);
    expect(await clients("linear")).toHaveLength(1);
    const page = await world.consent(pushed.body.redirect_url, "allow");
    expect(page.text).toContain("<h1>Connected</h1>");
  });

  test("a client that a file declares is used again, redirect URI included", async () => {
    const { body } = await create("gmail");
    expect(body.redirect_uri).toMatch(/\/ocl_gmail$/);
    expect(await clients("google")).toHaveLength(1);
  });

  test("another secret is a rotation, the known ones change nothing, a third is refused (SEC-34)", async () => {
    const { clientSecret } = world.sandbox.clientOf("linear");
    const { body } = await create("linear");
    expect((await create("linear", { client_secret: "newer" })).body.redirect_uri).toBe(
      body.redirect_uri,
    );
    const rotated = [{ secrets: ["newer", clientSecret] }];
    expect(await clients("linear")).toMatchObject(rotated);
    expect((await create("linear", { client_secret: "newer" })).status).toBe(200);
    expect((await create("linear")).status).toBe(200);
    expect(await clients("linear")).toMatchObject(rotated);
    const third = await create("linear", { client_secret: "newest" });
    expect([third.status, third.body.reason]).toEqual([409, "client_secret_differs"]);
    expect(JSON.stringify(third.body)).not.toContain("newer");
    expect(await clients("linear")).toMatchObject(rotated);
    // The provider knows the older one still: it connects.
    const user = await apiOf(world).signIn("ada");
    const started = await user.initiate(body.id);
    const page = await world.consent(started.body.redirect_url, "allow");
    expect(page.text).toContain("<h1>Connected</h1>");
  });

  test("a secret is not sent to another host by who does not bring it (SEC-33)", async () => {
    const { clientSecret } = world.sandbox.clientOf("gitlab");
    const first = await create("gitlab", { connection_config: { host: "gitlab.com" } });
    const elsewhere = { connection_config: { host: "git.example.com" }, client_secret: "guess" };
    const second = await create("gitlab", elsewhere);
    expect(second.status).toBe(200);
    expect(second.body.redirect_uri).not.toBe(first.body.redirect_uri);
    const secretsOf = async () => (await clients("gitlab")).map((one) => one.secrets).sort();
    expect(await secretsOf()).toEqual([[clientSecret], ["guess"]].sort());
    // Nor where a connector of two is turned to another host.
    const third = await create("gitlab", { connection_config: { host: "gitlab.com" } });
    expect(third.body.redirect_uri).toBe(first.body.redirect_uri);
    const turned = await change(third.body.id, {
      connection_config: { host: "other.example.com" },
      client_secret: "another guess",
    });
    expect(turned.status).toBe(200);
    expect(turned.body.redirect_uri).not.toBe(first.body.redirect_uri);
    expect(await secretsOf()).toEqual([["another guess"], [clientSecret], ["guess"]].sort());
  });

  test("another client id for one of two connectors leaves the other its client", async () => {
    const first = await create("linear");
    const second = await create("linear");
    const body = { client_id: "another-client", client_secret: "its-secret" };
    const changed = await change(second.body.id, body);
    expect(changed.body).toMatchObject({ client_id: "another-client" });
    expect(changed.body.redirect_uri).not.toBe(first.body.redirect_uri);
    const { connectors } = (await call("GET", `${workspace}/connectors`)).body;
    expect(connectors).toContainEqual(first.body);
    // And back: the client that is there is found, the one that nobody uses goes.
    const { clientId, clientSecret } = world.sandbox.clientOf("linear");
    const back = { client_id: clientId, client_secret: clientSecret };
    expect((await change(second.body.id, back)).body.redirect_uri).toBe(first.body.redirect_uri);
    expect(await clients("linear")).toHaveLength(1);
  });

  test("of several clients the first serves shared connections, unless another is preferred", async () => {
    await create("linear");
    clock.advance(1_000);
    await create("linear", { client_id: "second-client", client_secret: "s" });
    const [first, second] = await clients("linear");
    expect((await push("linear")).status).toBe(200);
    expect(await clientOfShared("linear")).toBe(first?.id);
    await call("DELETE", `apps/${ids.app}/external-auth/integrations/linear/remove`);
    const operate = workspaceApiOf(world);
    const prefer = (id = "") => operate("PATCH", `oauth-clients/${id}`, { preferred: true });
    expect((await prefer(second?.id)).body.preferred).toBe(true);
    const pushed = await push("linear");
    expect(pushed.status).toBe(200);
    expect(await clientOfShared("linear")).toBe(second?.id);
    // Another one in its place, and none.
    await prefer(first?.id);
    const listed = (await operate("GET", "oauth-clients")).body.data;
    const preferred = listed.filter((one: { preferred: boolean }) => one.preferred);
    expect(preferred.map((one: { id: string }) => one.id)).toEqual([first?.id]);
    expect(JSON.stringify(listed)).not.toContain(world.sandbox.clientOf("linear").clientSecret);
  });
});
