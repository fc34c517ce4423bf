/** Service tokens: what each may do, with which connectors, until when; and that a read stays one statement. */
import { connectionList } from "@grantry/contract/v1/connections";
import {
  createdServiceToken,
  serviceToken,
  serviceTokenList,
} from "@grantry/contract/v1/service-tokens";
import { userList } from "@grantry/contract/v1/users";
import { type Answer, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { hearStatements } from "@grantry/testing/statements";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { usualServiceScopes } from "../../src/service/app-users/index.ts";
import { flushNotes } from "../../src/service/engine/index.ts";

const app = `/v1/apps/${ids.app}`;
const tokens = `/v1/workspaces/${ids.workspace}/apps/${ids.app}/service-tokens`;
const asOperator: string = secrets.workspaceKey;
const ada = { kind: "user", user_id: "ada" };
const [oneId, otherId, unknown] = [ids.userConnector, "c1b2c3d4e5f6a1b2c3d4e5f6", "0".repeat(24)];

describe.each(engines)("on %s", (engine) => {
  const clock = createFakeClock();
  let world: World;
  let call: OwnApi;
  /** Ada's connections, by connector. */
  const connections: Record<string, string> = {};

  beforeAll(async () => {
    world = await startWorld({
      engine,
      clock,
      declare: ({ workspaces: [workspace] }) => {
        const [like] = workspace?.connectors ?? [];
        if (like !== undefined)
          workspace?.connectors?.push({ ...like, id: otherId, name: "Other" });
      },
    });
    call = ownApiOf(world);
    const user = await apiOf(world).signIn("ada");
    for (const connectorId of [oneId, otherId]) {
      const started = await user.initiate(connectorId);
      await consent(createJar(), started.body.redirect_url);
      const { body } = await readToken(secrets.serviceToken, connectorId);
      connections[connectorId] = body.connection_id;
    }
  });
  afterAll(() => world.close());

  const readToken = (as: string, connector_id: string): Promise<Answer> =>
    call("POST", `${app}/tokens`, { as, body: { connector_id, owner: ada } });
  const make = (body: object) => call("POST", tokens, { as: asOperator, body });
  const change = (id: string, body: object) =>
    call("PATCH", `${tokens}/${id}`, { as: asOperator, body });
  async function made(body: object): Promise<{ id: string; secret: string }> {
    const answer = await make({ name: "t", ...body });
    expect([answer.status, answer.body.detail]).toEqual([201, undefined]);
    expect(createdServiceToken.parse(answer.body)).toEqual(answer.body);
    return answer.body;
  }
  const told = ({ status, body }: Answer) => [status, body.code, body.detail];
  const code = ({ status, body }: Answer) => [status, body.code];

  test("a token that nobody limits does all that can be undone, and reaches every connector", async () => {
    const { secret, ...shown } = await made({ name: "backend" });
    expect(shown).toMatchObject({
      name: "backend",
      scopes: usualServiceScopes,
      connector_ids: null,
      expires_at: null,
      last_used_at: null,
      secret_prefix: secret.slice(0, "grantry_st_".length + 4),
      for_functions: false,
    });
    expect(usualServiceScopes).not.toContain("users:erase");
    for (const id of [oneId, otherId]) expect((await readToken(secret, id)).status).toBe(200);
    const list = await call("GET", tokens, { as: asOperator });
    expect(serviceTokenList.parse(list.body)).toEqual(list.body);
    expect(list.body.data).toContainEqual({ ...shown, last_used_at: null });
  });

  test("the refusal names the scope, on every wire", async () => {
    const { secret } = await made({ scopes: ["connections:read"] });
    const needs = "This needs the scope tokens:read, which this service token was not given.";
    expect(told(await readToken(secret, oneId))).toEqual([403, "forbidden", needs]);
    const path = `${app}/connections/${connections[oneId]}/token`;
    expect(told(await call("GET", path, { as: secret }))).toEqual([403, "forbidden", needs]);
    const wire = await apiOf(world, ids.app, secret).backend(
      "external-auth/tokens/sandboxcalendar",
    );
    expect([wire.status, wire.body.reason, wire.body.detail]).toEqual([403, "forbidden", needs]);
    // Nothing of the app is told to who may not read: not even its issuers, or what is connected.
    const unknownIssuer = { connector_id: oneId, owner: { ...ada, issuer: "https://x.example" } };
    const asked = await call("POST", `${app}/tokens`, { as: secret, body: unknownIssuer });
    expect(told(asked)).toEqual([403, "forbidden", needs]);
    expect((await call("GET", `${app}/connections`, { as: secret })).status).toBe(200);
  });

  test("limited to a connector it reads that one's tokens, and sees and ends nothing of others", async () => {
    const { secret } = await made({ connector_ids: [oneId] });
    const limited = `This is of the connector ${otherId}, and this service token is limited to others.`;
    expect((await readToken(secret, oneId)).status).toBe(200);
    expect(told(await readToken(secret, otherId))).toEqual([403, "forbidden", limited]);
    const other = `${app}/connections/${connections[otherId]}`;
    for (const [method, path] of [
      ["GET", `${other}/token`],
      ["GET", other],
      ["POST", `${other}/disconnect`],
    ] as const) {
      expect(told(await call(method, path, { as: secret }))).toEqual([403, "forbidden", limited]);
    }
    expect((await readToken(secrets.serviceToken, otherId)).status).toBe(200);
    const seen = async (as: string, query = "") => {
      const { body } = await call("GET", `${app}/connections?count=true${query}`, { as });
      expect(connectionList.parse(body)).toEqual(body);
      return [body.total.value, body.data.map(({ id }: { id: string }) => id)];
    };
    expect(await seen(secret)).toEqual([1, [connections[oneId]]]);
    expect(await seen(secret, `&connector_id=${otherId}`)).toEqual([0, []]);
    expect((await seen(secrets.serviceToken))[0]).toBe(2);
    const search = { user: { user_id: "ada" } };
    const found = await call("POST", `${app}/connections/search`, { as: secret, body: search });
    expect(found.body.data).toHaveLength(1);
    const counts = async (as: string) => {
      const { body } = await call("GET", `${app}/users`, { as });
      expect(userList.parse(body)).toEqual(body);
      return body.data[0].connections;
    };
    expect(await counts(secret)).toEqual({ active: 1, needs_reauth: 0 });
    expect(await counts(secrets.serviceToken)).toEqual({ active: 2, needs_reauth: 0 });
    const shared = { type: "sandboxcalendar", owner: { kind: "app" } };
    const asked = await call("POST", `${app}/tokens`, { as: secret, body: shared });
    expect(code(asked)).toEqual([403, "forbidden"]);
  });

  test("a change holds for the next call; what is left out stays", async () => {
    const { id, secret } = await made({ name: "jobs", scopes: ["connections:read"] });
    expect((await readToken(secret, oneId)).status).toBe(403);
    const wider = await change(id, { scopes: ["tokens:read"], connector_ids: [otherId] });
    expect(serviceToken.parse(wider.body)).toEqual(wider.body);
    expect(wider.body).toMatchObject({ name: "jobs", connector_ids: [otherId] });
    expect((await readToken(secret, otherId)).status).toBe(200);
    expect((await readToken(secret, oneId)).status).toBe(403);
    const whole = await change(id, { scopes: null, connector_ids: null });
    expect(whole.body).toMatchObject({ scopes: null, connector_ids: null });
    expect((await readToken(secret, oneId)).status).toBe(200);
    const one = await call("GET", `${tokens}/${id}`, { as: asOperator });
    expect(one.body).toEqual(whole.body);
  });

  test("its end is given once, lies ahead, and is kept to", async () => {
    const end = (seconds: number) => new Date(clock.nowMs() + seconds * 1000).toISOString();
    expect(code(await make({ name: "t", expires_at: end(-60) }))).toEqual([400, "bad_request"]);
    const twice = await make({ name: "t", expires_at: end(60), expires_in_days: 1 });
    expect(twice.body.errors).toMatchObject([{ pointer: "/expires_at" }]);
    const { id, secret } = await made({ expires_at: end(600) });
    expect((await readToken(secret, oneId)).status).toBe(200);
    await change(id, { expires_at: end(60) });
    clock.advance(61_000);
    expect(code(await readToken(secret, oneId))).toEqual([401, "unauthorized"]);
    await change(id, { expires_at: null });
    expect((await readToken(secret, oneId)).status).toBe(200);
  });

  test("what it cannot be limited to is refused", async () => {
    const refusals: [object, number, string][] = [
      [{ scopes: [] }, 400, "bad_request"],
      [{ scopes: ["tokens:write"] }, 400, "bad_request"],
      [{ scopes: ["apps:read"] }, 400, "bad_request"],
      [{ connector_ids: [] }, 400, "bad_request"],
      [{ connector_ids: [unknown] }, 404, "connector_not_found"],
      [{ connector_ids: [ids.foreignConnector] }, 404, "connector_not_found"],
    ];
    const { id } = await made({});
    for (const [given, status, refused] of refusals) {
      expect(code(await make({ name: "t", ...given }))).toEqual([status, refused]);
      expect(code(await change(id, given))).toEqual([status, refused]);
    }
    expect(code(await change("stk_unknown", {}))).toEqual([404, "service_token_not_found"]);
  });

  test("when it was last used is written down later, and seldom", async () => {
    const { id, secret } = await made({});
    const lastUsed = async () => {
      await flushNotes(world.app.context);
      return (await call("GET", `${tokens}/${id}`, { as: asOperator })).body.last_used_at;
    };
    expect(await lastUsed()).toBeNull();
    const use = async () => {
      await readToken(secret, oneId);
      await call("GET", `${app}/connections`, { as: secret });
      return `${new Date(clock.nowSeconds() * 1000).toISOString().slice(0, 19)}Z`;
    };
    const first = await use();
    expect(await lastUsed()).toBe(first);
    clock.advance(200_000);
    await use();
    expect(await lastUsed()).toBe(first);
    clock.advance(200_000);
    const heard = hearStatements();
    const third = await use().finally(heard.stop);
    const writes = heard.texts.filter((text) => /^update "?service_tokens/i.test(text));
    expect(writes).toEqual([]);
    expect(await lastUsed()).toBe(third);
  });
});
