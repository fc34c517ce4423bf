/** `POST /v1/apps/{app_id}/tokens`: one operation for every token, over the same engine. */
import { token } from "@grantry/contract/v1/tokens";
import { type Api, apiOf, type UserApi } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { hearStatements } from "@grantry/testing/statements";
import { stateOf } from "@grantry/testing/witness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: Api;
  let call: OwnApi;
  let user: UserApi;
  let userConnection: string;
  const clock = createFakeClock();
  const tokens = `/v1/apps/${ids.app}/tokens`;
  const ask = (body: unknown, as?: string) => call("POST", tokens, { body, ...(as ? { as } : {}) });

  beforeAll(async () => {
    world = await startWorld({ engine, clock });
    api = apiOf(world);
    call = ownApiOf(world);
    user = await api.signIn("user-1");
    const started = await user.initiate(ids.userConnector);
    await consent(createJar(), started.body.redirect_url);
    const shared = await api.operator("external-auth/initiate", {
      method: "POST",
      headers: { api_key: secrets.workspaceKey, "content-type": "application/json" },
      body: JSON.stringify({ integration_type: "sandboxcalendar" }),
    });
    await consent(createJar(), shared.body.redirect_url);
    const connections = world.app.context.store.db.selectFrom("connections");
    const row = await connections
      .select("connection_id")
      .where("user_id", "=", "user-1")
      .executeTakeFirstOrThrow();
    userConnection = row.connection_id;
  });
  afterAll(() => world.close());

  const app = { kind: "app" } as const;
  const bodies: Record<string, () => object> = {
    "of the shared connection by type": () => ({ type: "sandboxcalendar", owner: app }),
    "of the shared connection by connector": () => ({
      connector_id: ids.sharedConnector,
      owner: app,
    }),
    "of a named user": () => ({
      connector_id: ids.userConnector,
      owner: { kind: "user", user_id: "user-1" },
    }),
    "of the user whose JWT is passed on": () => ({
      connector_id: ids.userConnector,
      owner: { kind: "user_token", token: user.jwt },
    }),
    "of a connection by its id": () => ({ connection_id: userConnection }),
  };

  test.each(Object.keys(bodies))(
    "a fresh token %s costs one statement, which reads (G1)",
    async (name) => {
      const body = bodies[name]?.();
      expect((await ask(body)).status).toBe(200);
      const before = await stateOf(world);
      const heard = hearStatements();
      try {
        for (let count = 0; count < 3; count += 1) expect((await ask(body)).status).toBe(200);
      } finally {
        heard.stop();
      }
      expect(heard.texts).toHaveLength(3);
      for (const text of heard.texts) expect(text).toMatch(/^select (?!.*\bfor update\b)/is);
      expect(await stateOf(world)).toEqual(before);
    },
  );

  test("who asks hears where the token may go, by the same one statement (SEC-81)", async () => {
    const heard = hearStatements();
    const asked = { connection_id: userConnection, hosts: true };
    const { body } = await ask(asked);
    heard.stop();
    expect(heard.texts).toHaveLength(1);
    expect(body.hosts).toContain(world.sandbox.origin);
    expect((await ask({ connection_id: userConnection })).body).not.toHaveProperty("hosts");
  });

  test("of a connection by its id there is a GET as well, with the same answer at the same cost", async () => {
    const path = `/v1/apps/${ids.app}/connections/${userConnection}/token`;
    const read = (query = "", as = secrets.serviceToken) => call("GET", `${path}${query}`, { as });
    const heard = hearStatements();
    try {
      expect((await read()).body).toEqual((await ask({ connection_id: userConnection })).body);
    } finally {
      heard.stop();
    }
    expect(heard.texts).toHaveLength(2);
    const { body } = await read();
    const newer = await read(`?refused_version=${body.version}&min_ttl=60`);
    expect(newer.body.version).toBe(body.version + 1);
    const lacking = await read("?scopes=calendar.read%20calendar.write");
    expect([lacking.status, lacking.body.missing_scopes]).toEqual([403, ["calendar.write"]]);
    expect((await read("?min_ttl=0")).body.code).toBe("bad_request");
    expect((await read("", `${secrets.serviceToken}s`)).body.code).toBe("unauthorized");
    const theirs = path.replace(ids.app, ids.otherApp);
    const other = await call("GET", theirs, { as: secrets.otherServiceToken });
    expect([other.status, other.body.code]).toEqual([404, "connection_not_found"]);
  });

  test("every answer is what the contract declares, and the official clients' token", async () => {
    const official = await api.backend("external-auth/tokens/sandboxcalendar");
    const { body } = await ask(bodies["of the shared connection by type"]?.());
    expect(token.parse(body)).toEqual(body);
    expect(body.access_token).toBe(official.body.access_token);
    expect(Date.parse(body.expires_at) / 1_000).toBe(official.body.expires_at);
    expect(body.expires_in).toBe(official.body.expires_at - clock.nowSeconds());
    expect(body.connector).toEqual({ id: ids.sharedConnector, type: "sandboxcalendar" });
    const ofUser = await ask(bodies["of a named user"]?.());
    expect(ofUser.body.connection_id).toBe(userConnection);
    expect((await ask({ connection_id: userConnection })).body).toEqual(ofUser.body);
  });

  test("what was refused is refreshed once, whoever asks", async () => {
    const { body } = await ask({ connection_id: userConnection });
    const asked = { connection_id: userConnection, refused_version: body.version };
    const answers = await Promise.all([ask(asked), ask(asked), ask(asked)]);
    for (const { body: newer } of answers) expect(newer.version).toBe(body.version + 1);
  });

  const refusals: Record<string, readonly [() => object, number, string]> = {
    "a connector that is unknown": [
      () => ({ connector_id: "e1b2c3d4e5f6a1b2c3d4e5f6", owner: app }),
      404,
      "connector_not_found",
    ],
    "a connection that is unknown": [
      () => ({ connection_id: "conn_unknown" }),
      404,
      "connection_not_found",
    ],
    "a user who never connected": [
      () => ({ connector_id: ids.userConnector, owner: { kind: "user", user_id: "nobody" } }),
      404,
      "not_connected",
    ],
    "a JWT that proves nobody": [
      () => ({ connector_id: ids.userConnector, owner: { kind: "user_token", token: "a.b.c" } }),
      401,
      "app_user_required",
    ],
    "an issuer that the app does not have": [
      () => ({
        connector_id: ids.userConnector,
        owner: { kind: "user", user_id: "user-1", issuer: "https://id.example" },
      }),
      400,
      "issuer_unknown",
    ],
    "scopes that were not granted": [
      () => ({ connection_id: userConnection, scopes: ["calendar.write"] }),
      403,
      "missing_scopes",
    ],
  };
  test.each(Object.entries(refusals))("%s has its code", async (_name, [body, status, code]) => {
    const answer = await ask(body());
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    if (code === "missing_scopes") expect(answer.body.missing_scopes).toEqual(["calendar.write"]);
  });

  test("a connection of another app is none, as one that does not exist", async () => {
    const of = (appId: string, as: string, connection_id: string) =>
      call("POST", `/v1/apps/${appId}/tokens`, { as, body: { connection_id } });
    for (const [appId, as] of [
      [ids.otherApp, secrets.otherServiceToken],
      [ids.foreignApp, secrets.foreignServiceToken],
    ] as const) {
      const [theirs, none] = [
        await of(appId, as, userConnection),
        await of(appId, as, "conn_none"),
      ];
      expect([theirs.status, theirs.body.code]).toEqual([404, "connection_not_found"]);
      expect({ ...theirs.body, request_id: "" }).toEqual({ ...none.body, request_id: "" });
    }
  });

  test("a switch of the workspace stops the read by id as well, by whose connection it is", async () => {
    const path = `/v1/workspaces/${ids.workspace}/policies/sandboxcalendar`;
    const set = async (body: object) => {
      const answer = await call("PATCH", path, { as: secrets.workspaceKey, body });
      expect(answer.status).toBe(200);
    };
    await set({ shared_connections: "off" });
    expect((await ask({ connection_id: userConnection })).status).toBe(200);
    await set({ shared_connections: "allowed", user_connections: "off" });
    const answer = await ask({ connection_id: userConnection });
    expect([answer.status, answer.body.code]).toEqual([403, "user_connections_disabled"]);
    await set({ user_connections: "allowed" });
  });

  test("a user token signs the user in to /v1", async () => {
    const made = await call("POST", `/v1/apps/${ids.app}/user-tokens`, {
      body: { user_id: "ada", email: "ada@example.com" },
    });
    expect(made.status).toBe(201);
    const me = await call("GET", `/v1/apps/${ids.app}/me`, { as: made.body.access_token });
    expect(me.body).toEqual({ user_id: "ada", issuer: null, email: "ada@example.com", name: null });
  });
});
