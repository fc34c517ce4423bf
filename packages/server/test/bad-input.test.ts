/** Malformed, oversized and hostile requests at the HTTP edge. */
import { errorBody } from "@grantry/contract/base44/common";
import type { errorTable } from "@grantry/contract/errors";
import { type Api, apiOf, type UserApi } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { ownApiOf } from "@grantry/testing/own-api";
import { type RawAnswer, type RawRequest, rawRequest } from "@grantry/testing/raw-request";
import { stateOf } from "@grantry/testing/witness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const base = `/api/apps/${ids.app}`;
const mePath = `${base}/entities/User/me`;
const ownConnectorPath = `${base}/app-user-auth/connectors/${ids.userConnector}`;
const initiatePath = `${ownConnectorPath}/initiate`;
const own = `/v1/apps/${ids.app}`;
const backend = { authorization: `Bearer ${secrets.serviceToken}` };
const operator = { api_key: secrets.workspaceKey };
const json = { "content-type": "application/json" };
/** A connector without fixed settings: whoever connects must give the port. */
const openConnector = "c1b2c3d4e5f6a1b2c3d4e5f6";

/** A short name for anything, for the title of a test. */
const brief = (value: unknown) => JSON.stringify(value).slice(0, 60);

let world: World;
let api: Api;
let user: UserApi;
let asUser: Record<string, string>;

beforeAll(async () => {
  world = await startWorld({
    // Hundreds of consents begin in a moment that stands still.
    limits: ["consent_starts=off", "user_calls=off"],
    origins: ["https://app.example.com", "http://localhost:5173", "https://xn--bcher-kva.example"],
    declare: ({ workspaces: [workspace] }) => {
      const [connector] = workspace?.connectors ?? [];
      if (connector === undefined) throw new Error("no connector");
      workspace?.connectors?.push({
        ...connector,
        id: openConnector,
        name: "Open",
        connection_config: {},
      });
    },
  });
  api = apiOf(world);
  user = await api.signIn("user-1");
  asUser = { authorization: `Bearer ${user.jwt}` };
});
afterAll(() => world.close());

/** One shape for every refusal, without anything from inside the server. */
function expectError(answer: RawAnswer, status: number, reason: string): void {
  expect([answer.status, answer.json?.reason]).toEqual([status, reason]);
  const body = errorBody.strict().parse(answer.json);
  expect(body.detail).toBe(body.message);
  expect(answer.headers["x-base44-connector-error"]).toBe(body.code);
  expect(answer.headers["x-request-id"]).toBe(body.request_id);
  expect(answer.headers["cache-control"]).toBe("no-store");
  expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
  for (const secret of Object.values(secrets)) expect(answer.text).not.toContain(secret);
  expect(answer.text).not.toMatch(/\bat .+\.ts|node_modules|FST_|select |SQLITE|Error:/);
}

function post(path: string, headers: Record<string, string>, body: string): Promise<RawAnswer> {
  return rawRequest(world.url, path, { method: "POST", headers, body });
}

/** Sends it, expects the refusal, and that nothing came of it. */
async function expectRefused(
  path: string,
  request: RawRequest,
  [status, reason]: readonly [number, keyof typeof errorTable],
): Promise<RawAnswer> {
  const before = await stateOf(world);
  const answer = await rawRequest(world.url, path, request);
  expectError(answer, status, reason);
  expect(await stateOf(world)).toEqual(before);
  return answer;
}

describe("a body", () => {
  const posts = {
    initiate: { path: initiatePath, headers: () => asUser },
    "initiate by an operator": {
      path: `${base}/external-auth/initiate`,
      headers: () => operator as Record<string, string>,
    },
  };
  type Row = { name: keyof typeof posts; type: string; body: string };
  const rows: [string, Row, number, keyof typeof errorTable][] = [];
  for (const name of Object.keys(posts) as (keyof typeof posts)[]) {
    const big = JSON.stringify({ name: "x".repeat(65_536) });
    for (const [type, body, status, reason] of [
      ["application/json", big, 413, "body_too_large"],
      ["application/json", `{"name": "cut`, 400, "invalid_json"],
      ["application/json", "{'name': 1}", 400, "invalid_json"],
      ["application/json", " ", 400, "invalid_json"],
      ["application/json", "{}{}", 400, "invalid_json"],
      ["application/json", "\u0000", 400, "invalid_json"],
      ["application/json", `{"__proto__":{"name":"x"}}`, 400, "invalid_json"],
      ["application/json", `{"constructor":{"prototype":{"name":"x"}}}`, 400, "invalid_json"],
      ["application/json", `{"unheard_of":1}`, 400, "bad_request"],
      ["application/json", `{"toString":1}`, 400, "bad_request"],
      ["application/json", "[]", 400, "bad_request"],
      ["application/json", "1", 400, "bad_request"],
      ["application/json", `"text"`, 400, "bad_request"],
      ["application/json", "[".repeat(30_000), 400, "invalid_json"],
      ["text/plain", "{}", 415, "unsupported_media_type"],
      ["application/x-www-form-urlencoded", "name=x", 415, "unsupported_media_type"],
      ["multipart/form-data; boundary=x", "--x--", 415, "unsupported_media_type"],
      ["application/xml", "<x/>", 415, "unsupported_media_type"],
      ["bogus", "{}", 415, "unsupported_media_type"],
    ] as const) {
      const title = `of ${name}: ${type} ${brief(body)}: ${status} ${reason}`;
      rows.push([title, { name, type, body }, status, reason]);
    }
  }
  test.each(rows)("%s", async (_title, { name, type, body }, ...refusal) => {
    const { path, headers } = posts[name];
    const sent = { ...headers(), "content-type": type };
    await expectRefused(path, { method: "POST", headers: sent, body }, refusal);
  });

  test("that no type is told of is refused", async () => {
    const request = { method: "POST", headers: asUser, body: "{}" };
    await expectRefused(initiatePath, request, [415, "unsupported_media_type"]);
  });

  test("is told which member is unknown or wrong", async () => {
    const headers = { ...asUser, ...json };
    for (const [body, named] of [
      ['{"retrun_url":"https://app.example.com/"}', "retrun_url"],
      ['{"return_url":7}', "/return_url"],
      ['{"connection_config":{"port":1}}', "/connection_config/port"],
      ['{"connection_config":"port"}', "/connection_config"],
    ] as const) {
      const request = { method: "POST", headers, body };
      const { json: answer } = await expectRefused(initiatePath, request, [400, "bad_request"]);
      expect(answer.detail).toContain(named);
    }
  });

  test("that is empty is taken as none, as the official SDK sends it", async () => {
    const headers = { ...asUser, ...json, "content-length": "0" };
    expect((await post(initiatePath, headers, "")).status).toBe(200);
    const started = await rawRequest(world.url, initiatePath, { method: "POST", headers: asUser });
    expect(started.status).toBe(200);
    expect((await post(initiatePath, { ...asUser, ...json }, "null")).status).toBe(200);

    const gone = await rawRequest(world.url, ownConnectorPath, { method: "DELETE", headers });
    expectError(gone, 404, "not_connected");
    const { status } = await rawRequest(world.url, mePath, { headers: { ...asUser, ...json } });
    expect(status).toBe(200);
  });
});

describe("an address", () => {
  const config = `${base}/app-user-auth/connectors`;
  const long = "a".repeat(129);
  const tail = `app-user-auth/connectors/${ids.userConnector}`;
  const rows: [string, string, number, keyof typeof errorTable][] = [
    ["GET", "/api", 404, "route_not_found"],
    ["GET", "/api/", 404, "route_not_found"],
    ["GET", "/api/unknown", 404, "route_not_found"],
    ["GET", `${base}`, 404, "route_not_found"],
    ["DELETE", `${base}/${tail}/`, 404, "route_not_found"],
    ["DELETE", `/x/${base}/${tail}`, 404, "route_not_found"],
    ["DELETE", `${base}//${tail}`, 404, "route_not_found"],
    ["DELETE", `${base.toUpperCase()}/${tail}`, 404, "route_not_found"],
    ["DELETE", `${base}/x/../${tail}`, 404, "route_not_found"],
    ["DELETE", `${base}/./${tail}`, 404, "route_not_found"],
    ["DELETE", `/api/apps/x/../${ids.app}/${tail}`, 404, "route_not_found"],
    ["DELETE", `/x/../api/apps/${ids.app}/${tail}`, 404, "route_not_found"],
    ["DELETE", `${base}/%2e%2e/${tail}`, 404, "route_not_found"],
    ["DELETE", `${base}/${tail.replace("/", "%2f")}`, 404, "route_not_found"],
    ["DELETE", `${base}/${tail.replace("/", "\\")}`, 404, "route_not_found"],
    ["DELETE", `${base}/${tail.replace("/", ";x/")}`, 404, "route_not_found"],
    ["DELETE", `${base}/${tail.replace("/", "%00/")}`, 404, "route_not_found"],
    ["DELETE", `${config}/`, 400, "bad_request"],
    ["DELETE", `${config}/..`, 404, "connector_not_found"],
    ["DELETE", `${config}/%2e%2e`, 404, "connector_not_found"],
    ["DELETE", `${config}/..%2f${ids.userConnector}`, 404, "connector_not_found"],
    ["DELETE", `${config}/${ids.userConnector}%2ftoken`, 404, "connector_not_found"],
    ["DELETE", `${config}/%2561${ids.userConnector.slice(1)}`, 404, "connector_not_found"],
    ["DELETE", `${config}/${ids.userConnector}%20`, 404, "connector_not_found"],
    ["DELETE", `${config}/${ids.userConnector};x`, 404, "connector_not_found"],
    ["DELETE", `${config}/__proto__`, 404, "connector_not_found"],
    ["DELETE", `${config}/constructor`, 404, "connector_not_found"],
    ["DELETE", `${config}/${long}`, 400, "bad_request"],
    ["DELETE", `${config}/${"a".repeat(2_049)}`, 400, "bad_request"],
    ["DELETE", `${config}/%`, 400, "bad_request"],
    ["DELETE", `${config}/%zz`, 400, "bad_request"],
    ["DELETE", `${config}/%ff`, 400, "bad_request"],
    ["DELETE", `${config}/%c0%ae%c0%ae`, 400, "bad_request"],
    ["DELETE", `/api/apps/%2561pp_test/${tail}`, 401, "unauthorized"],
    ["DELETE", `/api/apps/${ids.app}%20/${tail}`, 401, "unauthorized"],
    ["DELETE", `/api/apps/${ids.app}%2f/${tail}`, 401, "unauthorized"],
    ["DELETE", `/api/apps/__proto__/${tail}`, 401, "unauthorized"],
    ["DELETE", `/api/apps/${long}/${tail}`, 400, "bad_request"],
    ["GET", initiatePath, 404, "route_not_found"],
    ["PUT", initiatePath, 404, "route_not_found"],
    ["PATCH", initiatePath, 404, "route_not_found"],
    ["DELETE", initiatePath, 404, "route_not_found"],
    ["POST", ownConnectorPath, 404, "route_not_found"],
    ["PUT", ownConnectorPath, 404, "route_not_found"],
    ["TRACE", ownConnectorPath, 404, "route_not_found"],
    ["PROPFIND", ownConnectorPath, 404, "route_not_found"],
    ["OPTIONS", ownConnectorPath, 404, "route_not_found"],
    ["POST", "/api/external-auth/callback", 404, "route_not_found"],
    ["DELETE", "/api/external-auth/connect/x", 404, "route_not_found"],
  ];
  const titled = rows.map(
    ([method, path, ...refusal]) => [`${method} ${brief(path)}`, method, path, ...refusal] as const,
  );
  test.each(titled)("%s is refused", async (_title, method, path, ...refusal) => {
    await expectRefused(path, { method, headers: asUser }, refusal);
  });

  test("names its own request: a given id is kept where it is one, else replaced", async () => {
    const ask = async (id: string) =>
      (await rawRequest(world.url, "/api/unknown", { headers: { "x-request-id": id } })).json
        .request_id;
    expect(await ask("7d4f0b6e-1f8e-4a49-9e5f-0a4b1c2d3e4f")).toBe(
      "7d4f0b6e-1f8e-4a49-9e5f-0a4b1c2d3e4f",
    );
    for (const id of ["short", "a b c d e f g", "<script>alert(1)</script>", "a".repeat(65)]) {
      expect(await ask(id)).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test("too long for any header ends without an answer from inside", async () => {
    const answer = await rawRequest(world.url, `/api/${"a".repeat(70_000)}`);
    expect(answer.status).toBe(431);
    expect(answer.text).not.toContain("aaaa");
    expect((await rawRequest(world.url, "/healthz")).status).toBe(200);
  });
});

describe.each(engines)("control characters, on %s", (engine) => {
  let other: World;
  let headers: Record<string, string>;
  beforeAll(async () => {
    other = await startWorld({ engine });
    headers = { authorization: `Bearer ${(await apiOf(other).signIn("user-1")).jwt}` };
  });
  afterAll(() => other.close());

  /** The same ids below `/v1`, in addresses and bodies. */
  async function expectRefusedByOwn(bad: string): Promise<void> {
    const text = decodeURIComponent(bad);
    const connector_id = ids.userConnector;
    const owner = { kind: "user", user_id: "u" };
    const asBackend: RawRequest = { headers: backend };
    const send = (body: object): RawRequest => {
      return { method: "POST", headers: { ...backend, ...json }, body: JSON.stringify(body) };
    };
    const asks: [string, RawRequest][] = [
      [`/v1/apps/${bad}/me`, { headers }],
      [`/v1/apps/${bad}/user-tokens`, send({ user_id: "u" })],
      [`${own}/me/connectors/${bad}`, { headers }],
      [`${own}/me/connectors/${bad}/disconnect`, { headers, method: "POST" }],
      [`${own}/me/connections/${bad}`, { headers }],
      [`${own}/me/connections/${bad}/disconnect`, { headers, method: "POST" }],
      [`${own}/me/authorizations/${bad}`, { headers }],
      [`${own}/me/connections?connector_id=${bad}`, { headers }],
      [`${own}/connections/${bad}/token`, asBackend],
      [`${own}/types/${bad}/refusals`, asBackend],
      [`${own}/tokens`, send({ connector_id: text, owner })],
      [`${own}/tokens`, send({ connection_id: text })],
      [`${own}/tokens`, send({ type: text, owner: { kind: "app" } })],
      [`${own}/tokens`, send({ connector_id, owner: { ...owner, user_id: text } })],
      [`${own}/tokens`, send({ connector_id, owner: { ...owner, issuer: text } })],
      [`${own}/user-tokens`, send({ user_id: text })],
      [`${own}/user-tokens`, send({ user_id: "u", issuer: text })],
    ];
    for (const [path, request] of asks) {
      const { status, json: body, headers: answered } = await rawRequest(other.url, path, request);
      expect([path, status, body?.code]).toEqual([path, 400, "bad_request"]);
      expect(answered["content-type"]).toBe("application/problem+json; charset=utf-8");
      expect(answered["set-cookie"]).toBeUndefined();
    }
  }

  test.each(["%00", "a%00b", "%0a", "%0d%0aset-cookie:x=1", "%1b", "%7f", "%c2%85"])(
    "%s in any id is refused, and nothing breaks",
    async (bad) => {
      const before = await stateOf(other);
      const asks: [string, RawRequest][] = [
        [`/api/apps/${bad}/entities/User/me`, { headers }],
        [`/api/apps/${bad}/external-auth/tokens/x`, { headers: backend }],
        [`/api/apps/${bad}/external-auth/status?connection_id=x`, { headers: operator }],
        [`${base}/app-user-auth/connectors/${bad}`, { headers, method: "DELETE" }],
        [`${base}/app-user-auth/connectors/${bad}/initiate`, { headers, method: "POST" }],
        [`${base}/app-user-auth/connectors/${bad}/token`, { headers: backend }],
        [`${base}/external-auth/tokens/${bad}`, { headers: backend }],
        [`${base}/external-auth/tokens/connectors/${bad}`, { headers: backend }],
        [`${base}/external-auth/status?connection_id=${bad}`, { headers: operator }],
      ];
      for (const [path, request] of asks) {
        const answer = await rawRequest(other.url, path, request);
        expect(answer.headers["set-cookie"]).toBeUndefined();
        expectError(answer, 400, "bad_request");
      }
      await expectRefusedByOwn(bad);
      const body = JSON.stringify({ connector_id: decodeURIComponent(bad) });
      const post = { method: "POST", headers: { ...operator, ...json }, body };
      expectError(
        await rawRequest(other.url, `${base}/external-auth/initiate`, post),
        400,
        "bad_request",
      );
      expect(await stateOf(other)).toEqual(before);
    },
  );

  test("in a link, a state or an answer of the provider end in a page", async () => {
    const paths = [
      "/api/external-auth/connect/%00",
      "/api/external-auth/callback?state=%00&code=%00",
      "/api/external-auth/callback/%00?state=x&code=y",
      "/api/external-auth/callback?state=%ed%a0%80",
      "/api/external-auth/callback?state=%",
    ];
    for (const path of paths) {
      const { status, headers: answered } = await rawRequest(other.url, path);
      expect([path, status]).toEqual([path, 400]);
      expect(answered["content-type"]).toBe("text/html; charset=utf-8");
    }
  });

  test("in the name of a user are left out, so that the user can connect", async () => {
    const name = "A\u0000d\u001ba\ud800";
    const named = await apiOf(other).signIn("user-2", { name });
    const me = await named.get("entities/User/me");
    expect(me.body.full_name).toBe("Ada\ufffd");
    const started = await named.initiate(ids.userConnector);
    expect(started.status).toBe(200);
    const page = await createJar().get(started.body.redirect_url);
    expect(page.text).toContain("<strong><bdi>user-2</bdi></strong>");
  });
});

describe("a return URL outside the app is refused (SEC-8)", () => {
  const refused = [
    "https://evil.example/",
    "https://app.example.com.evil.example/",
    "https://evilapp.example.com/",
    "https://sub.app.example.com/",
    "https://example.com/",
    "https://app.example.com@evil.example/",
    "https://app.example.com:pass@evil.example/",
    "https://evil.example#@app.example.com/",
    "https://evil.example?https://app.example.com/",
    "https://evil.example/https://app.example.com",
    "https://user@app.example.com/",
    "https://user:pass@app.example.com/",
    "https://@app.example.com/",
    "https://app.example.com:8443/",
    "https://app.example.com:443/",
    "http://app.example.com/",
    "http://app.example.com:443/",
    "http://localhost/",
    "http://localhost:51730/",
    "http://127.0.0.1:5173/",
    "https://localhost:5173/",
    "https://app.example.com./",
    "https:app.example.com/",
    "https:/app.example.com/",
    "https:///app.example.com/",
    "https:\\\\app.example.com\\",
    "https://app.example.com\\@evil.example/",
    "https://evil.example\\@app.example.com/",
    "https://app.example.com\\.evil.example/",
    "https://app%2eexample.com/",
    "https://%61pp.example.com/",
    "https://app.example.com%2f@evil.example/",
    "https://app.example.com%00.evil.example/",
    "https://app。example.com/",
    "https://ａpp.example.com/",
    "https://аpp.example.com/",
    "https://bücher.example/",
    "https://app.exam\u00adple.com/",
    "https://app.exam\u200bple.com/",
    "ftp://app.example.com/",
    "ws://app.example.com/",
    "wss://app.example.com/",
    "file://app.example.com/",
    "blob:https://app.example.com/1",
    "filesystem:https://app.example.com/",
    "view-source:https://app.example.com/",
    "data:text/html,<script>alert(1)</script>",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "javascript://app.example.com/%0aalert(1)",
    "about:blank",
    "null",
    " https://app.example.com/",
    "https://app.example.com/ ",
    "https://app.example.com/a b",
    "\thttps://app.example.com/",
    "https://app.exam\nple.com/",
    "https://app.example.com/\r\nset-cookie:x=1",
    "https://app.example.com/\u0000",
    "https://app.example.com/\u007f",
    `https://app.example.com/${"a".repeat(9_000)}`,
    `https://app.example.com/${"é".repeat(2_000)}`,
    "//app.example.com/",
    "/path",
    "app.example.com",
    "https://",
    "",
    " ",
    "\u0000",
  ];

  const titled = refused.map((url) => [brief(url), url] as const);
  test.each(titled)("in the body: %s", async (_title, url) => {
    const before = await stateOf(world);
    const answer = await post(
      initiatePath,
      { ...asUser, ...json },
      JSON.stringify({ return_url: url }),
    );
    expectError(answer, 400, "return_url_not_allowed");
    expect(await stateOf(world)).toEqual(before);
  });

  test.each(titled)("by an operator: %s", async (_title, url) => {
    const before = await stateOf(world);
    const body = { integration_type: "sandboxcalendar", return_url: url };
    const path = `${base}/external-auth/initiate`;
    const answer = await post(path, { ...operator, ...json }, JSON.stringify(body));
    expectError(answer, 400, "return_url_not_allowed");
    expect(await stateOf(world)).toEqual(before);
  });

  /**
   * What a header can carry; around its value white space has no meaning. Of a page's long address
   * enough is kept.
   */
  const inHeader = titled.filter(
    ([, url]) => url !== "" && url === url.trim() && !/\p{Cc}/u.test(url) && url.length < 1_000,
  );
  test.each(inHeader)("in X-Origin-URL: %s", async (_title, url) => {
    const headers = { ...asUser, "x-origin-url": Buffer.from(url).toString("latin1") };
    await expectRefused(initiatePath, { method: "POST", headers }, [400, "return_url_not_allowed"]);
  });

  test("even beside an allowed one", async () => {
    const before = await stateOf(world);
    const headers = { ...asUser, ...json, "x-origin-url": "https://app.example.com/" };
    const evil = JSON.stringify({ return_url: "https://evil.example/" });
    expectError(await post(initiatePath, headers, evil), 400, "return_url_not_allowed");
    const twice = await rawRequest(world.url, initiatePath, {
      method: "POST",
      headers: { ...asUser, "x-origin-url": ["https://app.example.com/", "https://evil.example/"] },
    });
    expectError(twice, 400, "return_url_not_allowed");
    expect(await stateOf(world)).toEqual(before);
  });

  test("where the app has registered no origin", async () => {
    const other = apiOf(world, ids.otherApp, secrets.otherServiceToken);
    const stranger = await other.signIn("user-1");
    const before = await stateOf(world);
    const answer = await stranger.initiate(ids.userConnector, {
      body: JSON.stringify({ return_url: "https://app.example.com/" }),
    });
    expect([answer.status, answer.body.reason]).toEqual([400, "return_url_not_allowed"]);
    expect(await stateOf(world)).toEqual(before);
  });
});

describe("a return URL of the app is kept (SEC-8)", () => {
  test.each([
    ["https://app.example.com", "https://app.example.com/"],
    ["https://app.example.com/a/b?c=d#e", "https://app.example.com/a/b?c=d#e"],
    ["HTTPS://APP.Example.COM/A", "https://app.example.com/A"],
    ["https://app.example.com?x=1", "https://app.example.com/?x=1"],
    [
      "https://app.example.com#https://evil.example",
      "https://app.example.com/#https://evil.example",
    ],
    ["https://app.example.com//evil.example/", "https://app.example.com//evil.example/"],
    ["https://app.example.com/@evil.example", "https://app.example.com/@evil.example"],
    ["https://app.example.com/%2e%2e/x", "https://app.example.com/x"],
    ["http://localhost:5173/", "http://localhost:5173/"],
    ["https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"],
    ["https://app.example.com/?a=1&access_token=x&token=y", "https://app.example.com/?a=1"],
    ["https://app.example.com/?code=x&state=y&id_token=z", "https://app.example.com/"],
  ])("%s as %s", async (asked, kept) => {
    for (const init of [
      { headers: { "x-origin-url": asked } },
      { body: JSON.stringify({ return_url: asked }) },
    ]) {
      const started = await user.initiate(ids.userConnector, init);
      expect(started.status).toBe(200);
      const row = await world.app.context.store.db
        .selectFrom("authorizations")
        .select("return_url")
        .where("authorization_id", "=", started.body.connection_id)
        .executeTakeFirstOrThrow();
      expect(row.return_url).toBe(kept);
    }
  });
});

describe("connection settings", () => {
  const start = (connectorId: string, connection_config: unknown) =>
    post(
      `${base}/app-user-auth/connectors/${connectorId}/initiate`,
      { ...asUser, ...json },
      typeof connection_config === "string"
        ? connection_config
        : JSON.stringify({ connection_config }),
    );

  test.each([
    [{ port: "1" }, "connection_config_invalid"],
    [{ port: "4400@evil.example" }, "connection_config_invalid"],
    [{ port: "4400/../x" }, "connection_config_invalid"],
    [{ port: "4400\n" }, "connection_config_invalid"],
    [{ port: "４４００" }, "connection_config_invalid"],
    [{ host: "evil.example" }, "connection_config_invalid"],
    [{ port: "4400", host: "evil.example" }, "connection_config_invalid"],
    [{ port: "4400", constructor: "x" }, "connection_config_invalid"],
    [{ port: "4400", toString: "x" }, "connection_config_invalid"],
    [{ port: 4400 }, "bad_request"],
    [{ port: ["4400"] }, "bad_request"],
    [{ port: null }, "bad_request"],
    [{ port: { $gt: "" } }, "bad_request"],
    [{ port: "4".repeat(513) }, "bad_request"],
    [{ ["p".repeat(65)]: "1" }, "bad_request"],
    [[], "bad_request"],
    ["{", "invalid_json"],
    ['{"connection_config":{"port":"4400","__proto__":"x"}}', "invalid_json"],
  ] as const)("%j are refused with %s", async (given, reason) => {
    const before = await stateOf(world);
    expectError(await start(openConnector, given), 400, reason);
    expect(await stateOf(world)).toEqual(before);
  });

  test("that the workspace has fixed cannot be given", async () => {
    const before = await stateOf(world);
    const answer = await start(ids.userConnector, { port: "4400" });
    expectError(answer, 400, "connection_config_invalid");
    expect(answer.json.detail).toContain("fixed");
    expect(await stateOf(world)).toEqual(before);
  });

  test("unknown to the connector are called unknown, whatever their name", async () => {
    for (const name of ["host", "constructor", "toString", "hasOwnProperty"]) {
      const answer = await start(ids.userConnector, { [name]: "x" });
      expectError(answer, 400, "connection_config_invalid");
      expect(answer.json.detail).toContain("unknown");
    }
  });

  test("that are right are taken", async () => {
    const answer = await start(openConnector, { port: String(world.sandbox.port) });
    expect(answer.status).toBe(200);
  });
});

describe("token answers (SEC-78)", () => {
  test("are never cached, and no token stands in an address or in the log", async () => {
    const started = await user.initiate(ids.userConnector, {
      headers: { "x-origin-url": "https://app.example.com/" },
    });
    const jar = createJar();
    const end = await consent(jar, started.body.redirect_url);
    expect(end.status).toBe(200);
    const shared = (
      await api.operator("external-auth/initiate", {
        method: "POST",
        headers: json,
        body: JSON.stringify({ integration_type: "sandboxcalendar" }),
      })
    ).body;
    await consent(createJar(), shared.redirect_url);
    const answers = [
      await user.token(ids.userConnector),
      await api.tokenOf("user-1", ids.userConnector),
      await api.backend("external-auth/tokens/sandboxcalendar"),
      await api.backend(`external-auth/tokens/connectors/${ids.sharedConnector}`),
      await api.own("POST", "user-tokens", { user_id: "user-1" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 201]);
    for (const { headers, body } of answers) {
      expect(headers.get("cache-control")).toBe("no-store");
      expect(body.access_token.length).toBeGreaterThan(20);
      expect(end.text).not.toContain(body.access_token);
      expect(world.logLines.join("\n")).not.toContain(body.access_token);
    }
    await user.disconnect(ids.userConnector);
  });

  test("cannot be had with a credential in the address", async () => {
    for (const query of [
      `access_token=${secrets.serviceToken}`,
      `authorization=Bearer%20${secrets.serviceToken}`,
      `api_key=${secrets.workspaceKey}`,
      `token=${user.jwt}`,
    ]) {
      for (const path of [`${base}/external-auth/tokens/sandboxcalendar`, mePath]) {
        expectError(await rawRequest(world.url, `${path}?${query}`), 401, "unauthorized");
      }
      for (const [method, path] of [
        ["POST", "tokens"],
        ["GET", "me"],
      ] as const) {
        const at = `${own}/${path}?${query}`;
        const { status, body } = await ownApiOf(world)(method, at, { as: null });
        expect([status, body.code]).toEqual([401, "unauthorized"]);
      }
    }
    const log = world.logLines.join("\n");
    for (const secret of [secrets.serviceToken, secrets.workspaceKey, user.jwt]) {
      expect(log).not.toContain(secret);
    }
  });
});

describe("calls from other origins", () => {
  const path = mePath;
  const preflight = (origin: string, at = path, headers = "authorization") =>
    rawRequest(world.url, at, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "GET",
        "access-control-request-headers": headers,
      },
    });
  const list = (value: string | string[] | undefined) => String(value).split(/,\s*/).sort();

  test("are allowed from a registered one, with the headers of the SDKs", async () => {
    const { status, headers } = await preflight("https://app.example.com");
    expect(status).toBe(204);
    expect(headers["access-control-allow-origin"]).toBe("https://app.example.com");
    expect(list(headers["access-control-allow-methods"])).toEqual(["DELETE", "GET", "POST"]);
    expect(list(headers["access-control-allow-headers"])).toEqual(
      [
        "authorization",
        "base44-functions-version",
        "base44-state",
        "content-type",
        "x-app-id",
        "x-base44-anonymous-id",
        "x-data-env",
        "x-origin-url",
        "x-request-id",
      ].sort(),
    );
    expect(headers["access-control-allow-credentials"]).toBeUndefined();
    expect(headers.vary).toContain("Origin");
    expect(headers["access-control-max-age"]).toBe("600");
  });

  test("may read a refusal's code and the request's id", async () => {
    const answer = await rawRequest(world.url, path, {
      headers: { origin: "https://app.example.com" },
    });
    expectError(answer, 401, "unauthorized");
    expect(answer.headers["access-control-allow-origin"]).toBe("https://app.example.com");
    expect(list(answer.headers["access-control-expose-headers"])).toEqual([
      "retry-after",
      "x-base44-connector-error",
      "x-request-id",
    ]);
  });

  const strangers: [string, string][] = [
    ["https://evil.example", path],
    ["https://app.example.com.evil.example", path],
    ["https://sub.app.example.com", path],
    ["http://app.example.com", path],
    ["https://app.example.com:8443", path],
    ["https://app.example.com/", path],
    ["HTTPS://APP.EXAMPLE.COM", path],
    ["null", path],
    ["file://", path],
    ["*", path],
    ["", path],
    ["https://app.example.com", `/api/apps/${ids.otherApp}/entities/User/me`],
    ["https://app.example.com", "/api/apps/app_unknown/entities/User/me"],
    ["https://app.example.com", "/api/apps/%2561pp_test/entities/User/me"],
  ];
  test.each(strangers)("are not allowed from %j to %s, and are told so", async (origin, at) => {
    const asked = await preflight(origin, at);
    expect([asked.status, asked.headers["access-control-max-age"]]).toEqual([204, "0"]);
    for (const headers of [{ origin }, { origin, ...asUser }, { origin, ...backend }]) {
      expectError(await rawRequest(world.url, at, { headers }), 403, "origin_not_allowed");
    }
  });

  const ofNoApp: [string, string][] = [
    ["https://app.example.com", "/api/apps/%zz/entities/User/me"],
    ["https://app.example.com", "/api/external-auth/callback"],
    ["https://app.example.com", "/api/external-auth/connect/x"],
    ["https://app.example.com", "/healthz"],
    ["https://evil.example", "/api/external-auth/callback"],
    ["https://evil.example", `${base}/external-auth/tokens/sandboxcalendar`],
  ];
  test.each(ofNoApp)("hear nothing from %j of %s", async (origin, at) => {
    for (const answer of [
      await preflight(origin, at),
      await rawRequest(world.url, at, { headers: { origin } }),
    ]) {
      const allowed = Object.keys(answer.headers).filter((name) => name.startsWith("access-"));
      expect(allowed).toEqual([]);
    }
  });
});

test("200 malformed requests at the same time leave the server well", async () => {
  const before = await stateOf(world);
  const malformed: [string, RawRequest][] = [
    [initiatePath, { method: "POST", headers: { ...asUser, ...json }, body: "{" }],
    [initiatePath, { method: "POST", headers: asUser, body: "x".repeat(70_000) }],
    [`${base}/app-user-auth/connectors/%00`, { method: "DELETE", headers: asUser }],
    ["/api/%zz", {}],
    [`${own}/user-tokens`, { method: "POST", headers: { ...backend, ...json }, body: '{"a":1}' }],
    [`${base}/external-auth/tokens/x`, { headers: { authorization: "Bearer a.b.c" } }],
    ["/api/external-auth/callback?state=x&state=y", {}],
    ["/api/external-auth/connect/x", { method: "POST", headers: json, body: "{" }],
  ];
  const many = Array.from({ length: 25 }, () => malformed).flat();
  const answers = await Promise.all(
    many.map(([path, request]) => rawRequest(world.url, path, request)),
  );
  expect(answers).toHaveLength(200);
  for (const { status } of answers) expect([400, 403, 413, 415]).toContain(status);
  expect(await stateOf(world)).toEqual(before);
  expect((await rawRequest(world.url, "/readyz")).json).toEqual({ status: "ok" });
  expect((await user.get("entities/User/me")).status).toBe(200);
});

test("no refusal in this file was a fault of the server", () => {
  const faults = world.logLines.filter((line) => JSON.parse(line).level >= 50);
  expect(faults).toEqual([]);
});
