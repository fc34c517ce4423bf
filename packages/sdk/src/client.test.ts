import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { meBody } from "../test/answers.ts";
import { json, startWireServer, type WireServer } from "../test/wire-server.ts";
import { createClient, createPageClient } from "./client.ts";
import { GrantryError, isGrantryError } from "./errors.ts";

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer();
  server.answerWith(json(200, meBody));
});
afterEach(() => server.close());

describe("serverUrl", () => {
  test.each([undefined, ""])("(%j) must be given outside a browser", (serverUrl) => {
    expect(() => createClient({ appId: "app_1", serverUrl })).toThrow("serverUrl is required");
  });

  test.each(["connectors.example.com", "ftp://example.com", "javascript:alert(1)", "//"])(
    "(%s) must be an address of the web",
    (serverUrl) => {
      expect(() => createClient({ appId: "app_1", serverUrl })).toThrow("serverUrl must be");
    },
  );

  test("must not hold a password, and the error does not repeat it", () => {
    const call = () => createClient({ appId: "a", serverUrl: "https://user:hunter2@example.com" });
    expect(call).toThrow("serverUrl must not hold");
    expect(call).not.toThrow("hunter2");
  });

  test.each(["", "/", "//"])("may end with %j, and may have a path", async (end) => {
    await createClient({ appId: "a", serverUrl: `${server.url}/base${end}` }).auth.me();
    expect(server.requests[0]?.path).toBe("/base/v1/apps/a/me");
  });
});

test("the client of a page calls as that of both does, and has nothing of backends", async () => {
  const config = { appId: "a", serverUrl: server.url, token: "t" };
  const client = createPageClient(config);
  expect(await client.auth.me()).toEqual(await createClient(config).auth.me());
  const [first, second] = server.requests.map(({ path, headers }) => [path, headers.authorization]);
  expect(first).toEqual(second);
  expect(client).not.toHaveProperty("asServiceRole");
  await expect(client.connectors.complete()).rejects.toThrow("complete() is for pages");
});

test.each([undefined, null, "", 7] as never[])("an app's id is needed (%j)", (appId) => {
  const message = "App ID is required and must be a string";
  expect(() => createClient({ appId, serverUrl: server.url })).toThrow(message);
});

test("further headers are sent, but cannot replace who asks", async () => {
  const headers = { "x-trace": "7", authorization: "Bearer other" };
  const client = createClient({ appId: "a", serverUrl: server.url, token: "user", headers });
  await client.auth.me();
  await client.functions.invoke("sum");
  const [own, ofFunction] = server.requests;
  expect(own?.headers).toMatchObject({ "x-trace": "7", authorization: "Bearer user" });
  const { "x-trace": trace, authorization } = ofFunction?.headers ?? {};
  expect([trace, authorization]).toEqual(["7", "Bearer user"]);
});

test("a page of another origin sends no header that our own API does not allow it", async () => {
  const client = createClient({ appId: "a", serverUrl: server.url, token: "user" });
  await client.auth.me();
  await client.connectors.connectAppUser("c1").catch(() => {});
  const sent = server.requests.flatMap(({ headers }) => Object.keys(headers));
  // Those of the platform are the last.
  const platform = /^(accept(-.*)?|host|connection|user-agent|sec-fetch-mode|content-length)$/;
  expect(sent.filter((name) => !platform.test(name)).sort()).toEqual([
    "authorization",
    "authorization",
    "content-type",
    "idempotency-key",
  ]);
});

test.each(["token", "serviceToken"])("a %s that no header can carry is refused unseen", (name) => {
  const config = { appId: "a", serverUrl: server.url, [name]: "sec\nret" };
  expect(() => createClient(config)).toThrow(`${name} holds characters`);
  expect(() => createClient(config)).not.toThrow("ret\n");
});

test("white space around a token, as files and environments leave it, does not matter", async () => {
  await createClient({ appId: "a", serverUrl: server.url, token: " user\n" }).auth.me();
  expect(server.requests[0]?.headers.authorization).toBe("Bearer user");
});

test.each([undefined, null, ""])("asServiceRole needs a service token (%j)", (serviceToken) => {
  const client = createClient({ appId: "a", serverUrl: server.url, serviceToken });
  expect(() => client.asServiceRole).toThrow(
    "Service token is required to use asServiceRole. Please provide a serviceToken when creating the client.",
  );
});

test("making a client sends nothing, even where a user is required", async () => {
  createClient({ appId: "a", serverUrl: server.url, requiresAuth: true, appBaseUrl: "/app" });
  await createClient({ appId: "b", serverUrl: server.url }).auth.me();
  expect(server.requests.map(({ path }) => path)).toEqual(["/v1/apps/b/me"]);
});

describe("isGrantryError", () => {
  const error = new GrantryError("gone", { code: "needs_reauth", status: 409 });

  test("recognises an error, and its code", () => {
    expect(isGrantryError(error)).toBe(true);
    expect(isGrantryError(error, "needs_reauth")).toBe(true);
    expect(isGrantryError(error, "not_connected")).toBe(false);
  });

  test("recognises the error of another copy of the package", () => {
    const foreign = Object.assign(new Error("gone"), { code: "needs_reauth" });
    expect(isGrantryError(foreign)).toBe(false);
    Object.defineProperty(foreign, Symbol.for("grantry.sdk.error"), { value: true });
    expect(isGrantryError(foreign, "needs_reauth")).toBe(true);
  });

  test.each([undefined, null, "text", new Error("plain"), { code: "needs_reauth" }])(
    "is not misled by %o",
    (thrown) => {
      expect(isGrantryError(thrown)).toBe(false);
    },
  );

  test("the marker does not show in a log", () => {
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: "GrantryError",
      message: "gone",
      code: "needs_reauth",
      status: 409,
      missingScopes: [],
      errors: [],
    });
  });
});
