import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { notConnectedBody, tokenBody } from "../test/answers.ts";
import {
  type Answer,
  json,
  problem,
  startWireServer,
  type WireServer,
} from "../test/wire-server.ts";
import { createClient } from "./client.ts";
import type {
  ConnectionAddress,
  ConnectionFetchOptions,
  ConnectorConnectionResponse,
} from "./connector-types.ts";
import { requireTokenHost } from "./token-hosts.ts";

let server: WireServer;
let api: WireServer;
let elsewhere: WireServer;
beforeEach(async () => {
  [server, api, elsewhere] = await Promise.all([
    startWireServer(),
    startWireServer(),
    startWireServer(),
  ]);
  server.answerWith(json(200, tokenBody), json(200, { ...tokenBody, ...refreshed }));
  server.answerAside("/refusals", problem(notConnectedBody));
  api.answerWith(json(200, "fine"));
  elsewhere.answerWith(json(200, "elsewhere"));
});
afterEach(() => Promise.all([server, api, elsewhere].map((one) => one.close())));

const refreshed = { access_token: "refreshed-token", version: 4 };
const refused = json(401, { error: "invalid_token" });
const address: ConnectionAddress = { integrationType: "slack" };

function fetchFor(to: ConnectionAddress = address, options?: ConnectionFetchOptions) {
  const client = createClient({ serverUrl: server.url, appId: "a", serviceToken: "service" });
  return client.asServiceRole.connectors.fetchFor(to, options);
}

const redirectTo = (location: string): Answer => {
  return { kind: "answer", status: 302, headers: { location } };
};
const authorizations = (of: WireServer) => of.requests.map(({ headers }) => headers.authorization);
const asked = () =>
  server.requests.map(({ method, path, body }) => [`${method} ${path}`, JSON.parse(body)]);
const read = "POST /v1/apps/a/tokens";
const ofApp = { type: "slack", owner: { kind: "app" }, hosts: true };

describe("what is sent", () => {
  test("is what the caller gives, and the token", async () => {
    const headers = { "X-Own": "1", "Content-Type": "text/plain" };
    await fetchFor()(`${api.url}/path?q=1`, { method: "PUT", headers, body: "text" });
    expect(api.requests[0]).toMatchObject({
      method: "PUT",
      path: "/path?q=1",
      body: "text",
      headers: {
        authorization: "Bearer provider-token",
        "x-own": "1",
        "content-type": "text/plain",
      },
    });
    await fetchFor()(new Request(new URL(api.url), { headers: { "x-own": "2" } }));
    expect(api.requests[1]?.headers).toMatchObject({
      authorization: "Bearer refreshed-token",
      "x-own": "2",
    });
  });

  test("is left alone where the caller names a credential: no token is read for it", async () => {
    api.answerWith(refused);
    const headers = { Authorization: "Basic b3du" };
    expect((await fetchFor()(api.url, { headers })).status).toBe(401);
    expect((await fetchFor()(new Request(api.url, { headers }))).status).toBe(401);
    expect(authorizations(api)).toEqual(["Basic b3du", "Basic b3du"]);
    expect(server.requests).toEqual([]);
  });

  test("names the refused version when it asks for a newer token, and goes out once more", async () => {
    api.answerWith(refused, json(200, "fine"));
    const response = await fetchFor(address, { minTtl: 60, scopes: ["x"] })(api.url);
    expect(await response.json()).toBe("fine");
    expect(asked()).toEqual([
      [read, { ...ofApp, min_ttl: 60, scopes: ["x"] }],
      [read, { ...ofApp, min_ttl: 60, scopes: ["x"], refused_version: 3 }],
    ]);
    expect(authorizations(api)).toEqual(["Bearer provider-token", "Bearer refreshed-token"]);
  });

  test("is asked for anew by every call: no token is kept", async () => {
    const call = fetchFor();
    await call(api.url);
    await call(api.url);
    expect(authorizations(api)).toEqual(["Bearer provider-token", "Bearer refreshed-token"]);
  });
});

describe("where the server says whom the token is for (SEC-81)", () => {
  const of = (hosts: string[]) => server.answerWith(json(200, { ...tokenBody, hosts }));

  test.each([
    ["another port", () => elsewhere.url],
    ["another scheme", () => api.url.replace("http://", "https://")],
    ["a name that begins alike", () => `${api.url.replace("127.0.0.1", "127.0.0.1.evil.example")}`],
    ["a host after backslashes", () => `http:\\\\${new URL(elsewhere.url).host}\\x`],
  ])("a call to %s is refused, and nothing is sent", async (_name, target) => {
    of([new URL(api.url).origin]);
    const given = () => new Request(target());
    for (const input of [target, given]) {
      await expect(fetchFor()(input())).rejects.toMatchObject({ code: "host_not_allowed" });
    }
    expect([...api.requests, ...elsewhere.requests]).toEqual([]);
  });

  test("its own hosts get it, whatever the path, and those that the app names", async () => {
    of([new URL(api.url).origin]);
    expect((await fetchFor()(`${api.url}/any/path?q=1`)).status).toBe(200);
    const hosts = [new URL(elsewhere.url).origin];
    expect((await fetchFor(address, { hosts })(elsewhere.url)).status).toBe(200);
    expect(authorizations(elsewhere)).toEqual(["Bearer provider-token"]);
    server.requests.length = 0;
    expect((await fetchFor(address, { hosts: "any" })(elsewhere.url)).status).toBe(200);
    expect(asked()).toEqual([[read, { type: "slack", owner: { kind: "app" } }]]);
  });

  test.each([
    ["https://eu.app.box.com/x", true],
    ["https://a.b.app.box.com", true],
    ["https://app.box.com", false],
    ["https://eu.app.box.com.evil.example", false],
    ["https://evil.example/.app.box.com", false],
    ["https://evil.example:1.app.box.com", false],
    ["http://eu.app.box.com", false],
  ])("a part of a name that is not known before: %s", (target, isIts) => {
    const hosts = ["https://*.app.box.com"];
    const connection = { hosts, integrationType: "box" } as ConnectorConnectionResponse;
    const check = () => requireTokenHost(target, connection);
    if (isIts) expect(check).not.toThrow();
    else expect(check).toThrow();
  });
});

describe("the refusal's connection is let go", () => {
  let isLetGo: boolean;
  const endless: Answer = (_request, response) => {
    isLetGo = false;
    response.writeHead(401);
    response.write("an answer without end");
    response.on("close", () => {
      isLetGo = true;
    });
  };

  test("before the call goes out again", async () => {
    api.answerWith(endless, json(200, "fine"));
    expect((await fetchFor()(api.url)).status).toBe(200);
    await expect.poll(() => isLetGo).toBe(true);
  });

  test("where there is no newer token", async () => {
    server.answerWith(json(200, tokenBody), problem(notConnectedBody));
    api.answerWith(endless);
    await expect(fetchFor()(api.url)).rejects.toMatchObject({ code: "not_connected" });
    await expect.poll(() => isLetGo).toBe(true);
    expect(api.requests).toHaveLength(1);
  });
});

describe("where the platform keeps a copy of every answer, so that cancelling one never ends", () => {
  const platform = globalThis.fetch;
  const copies: Response[] = [];
  beforeEach(() => {
    // What React does in Next.js, to give two components that ask the same one answer.
    globalThis.fetch = async (...given) => {
      const answer = await platform(...given);
      copies.push(answer.clone());
      return answer;
    };
  });
  afterEach(() => {
    globalThis.fetch = platform;
    for (const copy of copies.splice(0)) void copy.body?.cancel();
  });

  test("a refused GET goes out again", async () => {
    api.answerWith(refused, json(200, "fine"));
    expect(await (await fetchFor()(api.url)).json()).toBe("fine");
    expect(authorizations(api)).toEqual(["Bearer provider-token", "Bearer refreshed-token"]);
  });

  test("a refused call for which there is no newer token says so", async () => {
    server.answerWith(json(200, tokenBody), problem(notConnectedBody));
    api.answerWith(refused);
    await expect(fetchFor()(api.url)).rejects.toMatchObject({ code: "not_connected" });
  });

  test("a Request whose copy is not needed is answered", async () => {
    const request = new Request(api.url, { method: "POST", body: "text" });
    expect(await (await fetchFor()(request)).json()).toBe("fine");
    expect(api.requests[0]?.body).toBe("text");
  });
});

describe("a redirect", () => {
  test("to another origin goes without the token, and its 401 refuses no token", async () => {
    api.answerWith(redirectTo(`${elsewhere.url}/file`));
    elsewhere.answerWith(refused);
    expect((await fetchFor()(api.url)).status).toBe(401);
    expect(authorizations(elsewhere)).toEqual([undefined]);
    expect(asked()).toEqual([[read, ofApp]]);
  });

  test("within the origin keeps the token, and its 401 has it refreshed", async () => {
    api.answerWith(redirectTo("/new"), refused, redirectTo("/new"), json(200, "fine"));
    expect((await fetchFor()(`${api.url}/old`)).status).toBe(200);
    const [old, fresh] = ["Bearer provider-token", "Bearer refreshed-token"];
    expect(authorizations(api)).toEqual([old, old, fresh, fresh]);
  });
});

describe("an aborted call", () => {
  const reason = new Error("enough");

  test("asks for nothing where it was aborted before", async () => {
    await expect(fetchFor()(api.url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect([server.requests, api.requests]).toEqual([[], []]);
  });

  test.each([
    ["the first token", 0],
    ["the newer token", 1],
  ])("ends while %s is read", async (_name, answeredBefore) => {
    const abort = new AbortController();
    const silence: Answer = () => abort.abort(reason);
    server.answerWith(...Array(answeredBefore).fill(json(200, tokenBody)), silence);
    api.answerWith(refused);
    await expect(fetchFor()(api.url, { signal: abort.signal })).rejects.toBe(reason);
    expect(api.requests).toHaveLength(answeredBefore);
  });

  test.each([
    ["first", 0],
    ["second", 1],
  ])("ends while the API holds back its %s answer", async (_name, refusals) => {
    const abort = new AbortController();
    api.answerWith(...Array(refusals).fill(refused), () => abort.abort(reason));
    await expect(fetchFor()(api.url, { signal: abort.signal })).rejects.toBe(reason);
    expect(api.requests).toHaveLength(refusals + 1);
  });

  test("follows the Request's signal, unless null takes it away", async () => {
    const request = new Request(api.url, { signal: AbortSignal.abort(reason) });
    await expect(fetchFor()(request)).rejects.toBe(reason);
    expect((await fetchFor()(request, { signal: null })).status).toBe(200);
  });
});

describe("relative addresses", () => {
  test("lead where the connection says", async () => {
    const baseUrl = () => `${api.url}/v1/`;
    await fetchFor(address, { baseUrl })("events?day=1");
    await fetchFor(address, { baseUrl })(`${elsewhere.url}/absolute`);
    expect([api.requests[0]?.path, elsewhere.requests[0]?.path]).toEqual([
      "/v1/events?day=1",
      "/absolute",
    ]);
  });

  test("are refused without it, as by the platform", async () => {
    await expect(fetchFor()("/events")).rejects.toBeInstanceOf(TypeError);
  });
});

test("a token that a header cannot carry is not repeated in the error", async () => {
  server.answerWith(json(200, { ...tokenBody, access_token: "to\nken" }));
  const error = await fetchFor()(api.url).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  expect(String(error)).not.toMatch(/to\s?ken"|to\nken/);
  expect(api.requests).toEqual([]);
});

test.each<[string, unknown]>([
  ["Integration type is required", { integrationType: "" }],
  ["Connector ID is required", { owner: "app" }],
  ["User ID is required", { connectorId: "c" }],
  ["User ID is required", { connectorId: "c", owner: "everybody" }],
  ["User ID is required", { connectorId: "c", owner: { userId: undefined } }],
])("%s: an address without it is refused at once", (message, wrong) => {
  expect(() => fetchFor(wrong as ConnectionAddress)).toThrow(message);
});
