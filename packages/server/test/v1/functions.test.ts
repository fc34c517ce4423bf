/** Calls of an app's functions by `/v1`: what passes, in which direction, and how a refusal is told from a function's own answer. */
import { type Api, apiOf } from "@grantry/testing/api";
import { type FunctionServer, startFunctionServer } from "@grantry/testing/function-server";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { ownApiOf, workspaceApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, expect, test } from "vitest";

const origin = "https://app.example.com";
let functions: FunctionServer;
let world: World;
let jwt: string;

beforeAll(async () => {
  functions = await startFunctionServer();
  world = await startWorld({ allowedPrivateOrigins: [functions.origin], origins: [origin] });
  const change = { functions_url: `${functions.origin}/fn` };
  expect((await workspaceApiOf(world)("PATCH", `apps/${ids.app}`, change)).status).toBe(200);
  const api: Api = apiOf(world);
  jwt = (await api.signIn("ada")).jwt;
  functions.run("echo", async (request) =>
    Response.json({
      method: request.method,
      url: new URL(request.url).pathname + new URL(request.url).search,
      type: request.headers.get("content-type"),
      cookie: request.headers.get("cookie"),
      authorization: request.headers.get("authorization"),
      service: request.headers.get("base44-service-authorization")?.slice(0, 18),
      body: await request.text(),
    }),
  );
});
afterAll(async () => {
  await world.close();
  await functions.close();
});

const addressOf = (path: string, app: string = ids.app) =>
  `${world.url}/v1/apps/${app}/functions/${path}`;
async function call(path: string, init: RequestInit = {}, app: string = ids.app) {
  const response = await fetch(addressOf(path, app), init);
  const text = await response.text();
  return { response, body: text.startsWith("{") ? JSON.parse(text) : text };
}
const as = (token: string) => ({ authorization: `Bearer ${token}` });

test("a user, the backend and a visitor call by every method, with whatever they send", async () => {
  const form = "a=1&b=%20";
  const type = "application/x-www-form-urlencoded";
  const { body } = await call("echo", {
    method: "PUT",
    headers: { ...as(jwt), "content-type": type, cookie: "grantry-session=x" },
    body: form,
  });
  expect(body).toEqual({
    method: "PUT",
    url: "/fn/echo",
    type,
    cookie: null,
    authorization: `Bearer ${jwt}`,
    service: "Bearer grantry_st_",
    body: form,
  });
  const backend = await call("echo", { method: "POST", headers: as(secrets.serviceToken) });
  expect(backend.body).toMatchObject({ method: "POST", authorization: null });
  for (const method of ["GET", "PATCH", "DELETE"]) {
    expect((await call("echo", { method })).body).toMatchObject({ method, authorization: null });
  }
  functions.run("reports/may", (request) => new Response(new URL(request.url).search));
  expect((await call("reports/may?limit=0&limit=x")).body).toBe("?limit=0&limit=x");
});

test("an answer that streams comes piece by piece", async () => {
  const { promise: more, resolve: goOn } = Promise.withResolvers<void>();
  functions.listen("events", (_incoming, outgoing) => {
    outgoing.writeHead(200, { "content-type": "text/event-stream" });
    outgoing.write("data: 1\n\n");
    void more.then(() => outgoing.end("data: 2\n\n"));
  });
  const response = await fetch(addressOf("events"));
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const reader = response.body?.getReader();
  const next = async () => new TextDecoder().decode((await reader?.read())?.value);
  expect(await next()).toBe("data: 1\n\n");
  goOn();
  expect(await next()).toBe("data: 2\n\n");
});

test("a refusal of the server is a problem document with Grantry-Error, which no function can send", async () => {
  functions.run("own", () =>
    Response.json(
      { code: "functions_unavailable", status: 503 },
      {
        status: 503,
        headers: { "content-type": "application/problem+json", "grantry-error": "internal" },
      },
    ),
  );
  const own = await call("own");
  expect([own.response.status, own.response.headers.get("grantry-error")]).toEqual([503, null]);
  functions.listen("broken", (incoming) => incoming.destroy());
  const refusals: [string, RequestInit, number, string, string?][] = [
    ["broken", {}, 502, "functions_answer_invalid"],
    ["echo", { headers: as("a.b.c") }, 401, "unauthorized"],
    ["echo", { headers: as(secrets.otherServiceToken) }, 401, "unauthorized"],
    ["echo", { headers: { authorization: "Basic x" } }, 401, "unauthorized"],
    ["echo", { headers: { api_key: "x" } }, 400, "bad_request"],
    ["echo", { headers: { "on-behalf-of": "x" } }, 400, "bad_request"],
    ["..%2fx", {}, 400, "bad_request"],
    [".x", { method: "POST" }, 400, "bad_request"],
    ["echo", {}, 404, "functions_not_configured", ids.otherApp],
    ["echo", {}, 404, "app_not_found", "app_unknown"],
  ];
  for (const [path, init, status, code, app] of refusals) {
    const { response, body } = await call(path, init, app);
    expect([path, response.status, body.code]).toEqual([path, status, code]);
    expect(response.headers.get("grantry-error")).toBe(code);
    expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  }
});

test("pages of the app's origins may call, and be told what was refused; those of others may not", async () => {
  const preflight = (from: string) =>
    fetch(addressOf("echo"), {
      method: "OPTIONS",
      headers: { origin: from, "access-control-request-method": "PUT" },
    });
  const allowed = await preflight(origin);
  expect(allowed.headers.get("access-control-allow-origin")).toBe(origin);
  expect(allowed.headers.get("access-control-allow-methods")).toContain("PUT");
  const read = await call("echo", { headers: { origin } });
  expect(read.response.headers.get("access-control-expose-headers")).toContain("grantry-error");
  const other = await call("echo", { headers: { origin: "https://evil.example" } });
  expect([other.response.status, other.body.code]).toEqual([403, "origin_not_allowed"]);
});

test("a service token needs the scope", async () => {
  const tokens = `apps/${ids.app}/service-tokens`;
  const input = { name: "narrow", scopes: ["tokens:read"] };
  const { secret } = (await workspaceApiOf(world)("POST", tokens, input)).body;
  const refused = await ownApiOf(world)("GET", `/v1/apps/${ids.app}/functions/echo`, {
    as: secret,
  });
  expect([refused.status, refused.body.detail]).toEqual([
    403,
    "This needs the scope functions:call, which this service token was not given.",
  ]);
});
