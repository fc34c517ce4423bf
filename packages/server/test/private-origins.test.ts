/**
 * A private origin is allowed to a workspace and not to the others: none of the ways on which a server calls
 * out for a workspace leads to another one's internal address (SEC-30, SEC-70).
 */

import { apiOf, toAnswer } from "@grantry/testing/api";
import { createJar, depart } from "@grantry/testing/browser";
import { connectorOf, entryAt, providersOf } from "@grantry/testing/custom-provider";
import { createTestDatabase, engines } from "@grantry/testing/databases";
import { type FunctionServer, startFunctionServer } from "@grantry/testing/function-server";
import {
  allowedTo,
  ids,
  readTestSecret,
  secrets,
  startWorld,
  type World,
} from "@grantry/testing/harness";
import {
  startIdentityProvider,
  type TestIdentityProvider,
} from "@grantry/testing/identity-provider";
import { jsonBody, password, signedIn } from "@grantry/testing/operators";
import { connectionOf } from "@grantry/testing/outcomes";
import { ownApiOf } from "@grantry/testing/own-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "../src/app.ts";
import { createLog } from "../src/lib/log.ts";
import { type BootstrapInput, bootstrapSchema } from "../src/service/bootstrap/bootstrap-schema.ts";

describe.each(engines)("on %s, the internal origin of workspace one", (engine) => {
  let internal: FunctionServer;
  let idp: TestIdentityProvider;
  let world: World;
  let declared: BootstrapInput;

  beforeEach(async () => {
    internal = await startFunctionServer();
    internal.run("any", () => Response.json({ internal: "answer" }));
    idp = await startIdentityProvider("https://idp.example");
    await idp.addKey("es", "ES256");
    world = await startWorld({
      engine,
      allowedPrivateOrigins: [internal.origin, idp.origin].map(
        (origin) => `${ids.workspace}=${origin}`,
      ),
      declare: (bootstrap) => {
        const [mine, theirs] = bootstrap.workspaces;
        const [app] = mine?.apps ?? [];
        if (app === undefined || theirs === undefined) throw new Error("no workspaces");
        app.functions_url = `${internal.origin}/fn`;
        app.identity_providers = [identityProvider()];
        const owner = { email: "owner@two.example", name: "Owner", role: "owner" } as const;
        theirs.members = [{ ...owner, password: { file: password } }];
        declared = bootstrap;
      },
    });
  });
  afterEach(async () => {
    await world.close();
    await internal.close();
    await idp.close();
  });

  const identityProvider = () => ({
    issuer: idp.issuer,
    audience: "app",
    jwks_uri: `${idp.origin}/jwks`,
  });
  const two = () => apiOf(world, ids.foreignApp, secrets.foreignServiceToken);
  const manageTwo = (method: string, path: string, body: unknown) =>
    ownApiOf(world)(method, `/v1/workspaces/${ids.foreignWorkspace}/${path}`, {
      as: secrets.foreignWorkspaceKey,
      body,
    });
  const call = (appId: string, serviceToken: string) =>
    apiOf(world, appId, serviceToken).backend("functions/any", { method: "POST" });

  test("runs the functions of workspace one, and of no other", async () => {
    expect((await call(ids.app, secrets.serviceToken)).body).toEqual({ internal: "answer" });
    internal.calls.length = 0;
    const functions_url = `${internal.origin}/fn`;
    const refused = await manageTwo("PATCH", `apps/${ids.foreignApp}`, { functions_url });
    expect([refused.status, refused.body.code]).toEqual([400, "bad_request"]);
    expect(refused.body.detail).toContain("allowed to this workspace");
    // As it may stand in a database of before.
    const { db } = world.app.context.store;
    const change = db.updateTable("apps").set({ functions_url });
    await change.where("app_id", "=", ids.foreignApp).execute();
    world.app.context.apps.drop(ids.foreignApp);
    const answer = await call(ids.foreignApp, secrets.foreignServiceToken);
    expect([answer.status, answer.body.reason]).toEqual([503, "functions_unavailable"]);
    expect(internal.calls).toEqual([]);
  });

  test("is no custom provider of another, neither written out nor found out", async () => {
    const providers = providersOf(world, ids.foreignWorkspace, secrets.foreignWorkspaceKey);
    for (const body of [
      entryAt(internal.origin),
      { issuer: internal.origin, name: "House" },
      entryAt("https://house.example", {
        account: { request: { url: `${internal.origin}/me` }, id: ["a"] },
      }),
    ]) {
      const { status, body: answered } = await providers.put("house", body);
      expect([status, answered.code]).toEqual([400, "provider_invalid"]);
    }
    const mine = await providersOf(world).put("house", entryAt(internal.origin));
    expect(mine.status).toBe(200);
    expect(internal.calls).toEqual([]);
  });

  test("gets no code from a provider of another that a database of before holds", async () => {
    const { db } = world.app.context.store;
    const entry = JSON.stringify(
      entryAt(internal.origin, { id: "hut", connectors: [connectorOf("hutrooms")] }),
    );
    const workspace_id = ids.foreignWorkspace;
    const row = { provider_id: "hut", workspace_id, entry, created_at: 1, updated_at: 1 };
    await db.insertInto("providers").values(row).execute();
    await db
      .updateTable("oauth_clients")
      .set({ server_id: "hut" })
      .where("workspace_id", "=", workspace_id)
      .execute();
    await db
      .updateTable("connectors")
      .set({ integration_type: "hutrooms", settings: "{}" })
      .where("workspace_id", "=", workspace_id)
      .execute();
    const jar = createJar();
    const user = await two().signIn("user");
    const started = await user.initiate(ids.foreignConnector);
    const state = new URL(await depart(jar, started.body.redirect_url)).searchParams.get("state");
    const callback = `${world.url}/api/external-auth/callback/ocl_foreign?code=c&state=${state}`;
    const page = await jar.get(callback);
    expect(page.status).toBe(400);
    expect(await connectionOf(user, ids.foreignConnector)).toBe(null);
    expect(internal.calls).toEqual([]);
  });

  test("holds key sets for workspace one only, also after it has been read for that one", async () => {
    const claims = { iss: idp.issuer, aud: "app", sub: "ada", exp: 4_102_444_800 };
    const token = await idp.sign(claims, { kid: "es" });
    const connectionsIn = (appId: string) =>
      ownApiOf(world)("GET", `/v1/apps/${appId}/me/connections`, { as: token });
    const one = await connectionsIn(ids.app);
    expect(one.status).toBe(200);
    const asked = idp.hits("/jwks");
    const identity_providers = [identityProvider()];
    const saved = await manageTwo("PATCH", `apps/${ids.foreignApp}`, { identity_providers });
    expect([saved.status, saved.body.code]).toEqual([400, "bad_request"]);
    expect(idp.hits("/jwks")).toBe(asked);
    // As a database of before holds it.
    await world.app.context.store.db
      .updateTable("apps")
      .set((eb) => ({
        identity_providers: JSON.stringify([
          { ...identityProvider(), algorithms: ["ES256"], user_id_claim: "sub" },
        ]),
        user_issuer: idp.issuer,
        user_id_claim: "sub",
        auth_version: eb("auth_version", "+", 1),
      }))
      .where("app_id", "=", ids.foreignApp)
      .execute();
    world.app.context.apps.drop(ids.foreignApp);
    const other = await connectionsIn(ids.foreignApp);
    expect([other.status, other.body.code]).toEqual([503, "provider_unavailable"]);
    expect(idp.hits("/jwks")).toBe(asked);
  });

  test("signs in nobody of another workspace", async () => {
    const owner = await signedIn(world, "owner@two.example");
    const body = {
      issuer: internal.origin,
      client_id: "c",
      client_secret: "s",
      domains: ["two.example"],
      default_role: null,
    };
    const path = `/v1/workspaces/${ids.foreignWorkspace}/sign-in-provider`;
    const refused = await owner.api(path, jsonBody("PUT", body));
    expect([refused.status, refused.body.code]).toEqual([400, "bad_request"]);
    expect(internal.calls).toEqual([]);
  });

  const start = async (allowedPrivateOrigins: readonly string[]) => {
    const app = await createApp({
      config: {
        databaseUrl: world.databaseUrl,
        databasePoolSize: 2,
        publicUrl: world.url,
        allowedPrivateOrigins,
      },
      encryptionKeys: world.encryptionKeys,
      log: createLog("silent"),
      bootstrap: { declared: bootstrapSchema.parse(declared), readSecret: readTestSecret },
    });
    await app.close();
  };

  test("cannot be taken by a file for another workspace", async () => {
    const [, theirs] = declared.workspaces;
    const [app] = theirs?.apps ?? [];
    if (app === undefined) throw new Error("no app");
    app.functions_url = `${internal.origin}/fn`;
    await expect(start([`${ids.workspace}=${internal.origin}`])).rejects.toThrow(
      /functions_url of the app "app_foreign" cannot be used.*allowed to this workspace/s,
    );
    const both = [ids.workspace, ids.foreignWorkspace];
    await start(allowedTo(both, [internal.origin]));
  });

  test("must be named with its workspace where there are several", async () => {
    await expect(start([internal.origin])).rejects.toThrow(
      /names no workspace for http:\/\/127\.0\.0\.1:\d+, and there are several: write ws_\w+=http/,
    );
  });
});

describe.each(engines)("on %s, a server with one workspace", (engine) => {
  test("allows it what is listed without a workspace, also where it is made after the start", async () => {
    const { inject } = await import("vitest");
    const database = await createTestDatabase(engine, async () => inject("postgresUrl"));
    const internal = await startFunctionServer();
    const app = await createApp({
      config: {
        databaseUrl: database.url,
        databasePoolSize: 2,
        publicUrl: "http://127.0.0.1:1",
        allowedPrivateOrigins: [internal.origin],
      },
      encryptionKeys: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
      log: createLog("silent"),
    });
    try {
      const url = await app.http.listen({ host: "127.0.0.1", port: 0 });
      const { createSetupLink } = await import("../src/service/accounts/set-up.ts");
      const link = new URL((await createSetupLink(app.context))?.reveal() ?? "");
      const jar = createJar();
      const own = { "sec-fetch-site": "same-origin" };
      const form = { email: "ada@example.com", name: "Ada", password, password_again: password };
      await jar.get(url + link.pathname);
      await jar.post(url + link.pathname, form, own);
      const cookie = [...jar.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const ask = (path: string, init: RequestInit = {}) =>
        toAnswer(fetch(url + path, { ...init, headers: { ...own, cookie, ...init.headers } }));
      const [workspace] = (await ask("/v1/workspaces")).body.data;
      const apps = `/v1/workspaces/${workspace.id}/apps`;
      const made = await ask(apps, jsonBody("POST", { name: "Planner" }));
      const body = { functions_url: `${internal.origin}/fn` };
      const changed = await ask(`${apps}/${made.body.id}`, jsonBody("PATCH", body));
      expect(changed.body).toMatchObject(body);
      // With a second one, whose it is would be a matter of who calls first.
      const second = await ask("/v1/server/workspaces", jsonBody("POST", { name: "Second" }));
      expect([second.status, second.body.code]).toEqual([409, "limit_reached"]);
      expect(second.body.detail).toContain(`${workspace.id}=${internal.origin}`);
    } finally {
      await app.close();
      await internal.close();
      await database.drop();
    }
  });
});
