/** The functions gateway: what reaches a function, what comes back, and what never passes. */

import { once } from "node:events";
import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer } from "node:net";
import * as official from "@base44/sdk";
import * as own from "@grantry/sdk";
import { type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { reservePort } from "@grantry/testing/free-port";
import { type FunctionServer, startFunctionServer } from "@grantry/testing/function-server";
import { ids, secrets, startWorld, type World, type WorldOptions } from "@grantry/testing/harness";
import { instant } from "@grantry/testing/instant";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { rawRequest } from "@grantry/testing/raw-request";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { hashSecret } from "../src/crypto/hash.ts";
import { Secret } from "../src/lib/secret.ts";
import type { FunctionSettings } from "../src/service/functions/settings.ts";
import { sweep } from "../src/service/upkeep/sweep.ts";
import { insertServiceToken } from "../src/store/app-service-tokens.ts";

let functions: FunctionServer;

beforeAll(async () => {
  // The official SDK prints every error body elsewhere than in production.
  vi.stubEnv("NODE_ENV", "production");
  functions = await startFunctionServer();
});
afterEach(() => {
  functions.calls.length = 0;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await functions.close();
});

/** A world whose test app has its functions at this address. */
function worldWith(functionsUrl: string, options: WorldOptions = {}): Promise<World> {
  const { allowedPrivateOrigins = [new URL(functionsUrl).origin] } = options;
  return startWorld({
    ...options,
    allowedPrivateOrigins,
    declare: ({ workspaces: [workspace] }) => {
      const app = workspace?.apps?.find(({ id }) => id === ids.app);
      if (app === undefined) throw new Error("no app");
      app.functions_url = functionsUrl;
    },
  });
}

const path = (name: string) => `/api/apps/${ids.app}/functions/${name}`;

/** The test app connects an account for its user. */
async function connectUser(api: Api, userId: string): Promise<string> {
  const user = await api.signIn(userId);
  const started = await user.initiate(ids.userConnector);
  await consent(createJar(), started.body.redirect_url);
  return user.jwt;
}

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: Api;
  let clock: FakeClock;
  let token: string;

  beforeAll(async () => {
    clock = createFakeClock();
    const options = { engine, clock: withoutRegularWork(clock) };
    world = await worldWith(`${functions.origin}/fn`, options);
    api = apiOf(world);
    token = await connectUser(api, "user-1");
  });
  afterAll(() => world.close());

  const officialClient = (tokens: { token?: string; serviceToken?: string }) =>
    official.createClient({ serverUrl: world.url, appId: ids.app, ...tokens });

  /** Whose account the token that the function read opens. */
  const accountOf = async (accessToken: string) => {
    const headers = { authorization: `Bearer ${accessToken}` };
    const events = await fetch(`${world.sandbox.origin}/api/calendar/events`, { headers });
    return ((await events.json()) as { account: string }).account;
  };

  test("the official SDK calls a function, which reads the user's token with the official SDK", async () => {
    functions.run("my-account", async (request) => {
      const client = official.createClientFromRequest(request);
      const { connectors } = client.asServiceRole;
      const { accessToken } = await connectors.getCurrentAppUserConnection(ids.userConnector);
      const { id } = await client.auth.me();
      return Response.json({
        id,
        sent: await request.json(),
        account: await accountOf(accessToken),
      });
    });
    const { status, data } = await officialClient({ token }).functions.invoke("my-account", {
      month: "May",
    });
    expect({ status, data }).toEqual({
      status: 200,
      data: { id: "user-1", sent: { month: "May" }, account: "ada@sandbox.example" },
    });
  });

  test("our SDK does the same", async () => {
    functions.run("my-account-2", async (request) => {
      const client = own.createClientFromRequest(request);
      const address = { connectorId: ids.userConnector, owner: "current_user" } as const;
      const response = await client.asServiceRole.connectors.fetchFor(address)(
        `${world.sandbox.origin}/api/calendar/events`,
      );
      const { account } = (await response.json()) as { account: string };
      return Response.json({ sent: await request.json(), account });
    });
    const client = own.createClient({ serverUrl: world.url, appId: ids.app, token });
    const { status, data } = await client.functions.invoke("my-account-2", { month: "May" });
    expect({ status, data }).toEqual({
      status: 200,
      data: { sent: { month: "May" }, account: "ada@sandbox.example" },
    });
  });

  test("calls of some minutes share one service token, and each that a function gets lives for minutes", async () => {
    functions.run("token", (request) =>
      Response.json({ token: request.headers.get("base44-service-authorization")?.slice(7) }),
    );
    const given = async (): Promise<string> => (await api.call("functions/token")).body.token;
    const shared = (serviceToken: string) =>
      apiOf(world, ids.app, serviceToken)
        .signIn("user-1")
        .then(
          () => "accepted",
          (thrown: Error) => thrown.message.match(/"code":"(\w+)"/)?.[1],
        );
    const [first, ...others] = await Promise.all([given(), given(), given()]);
    expect(new Set(others)).toEqual(new Set([first]));
    expect(first).not.toBe(secrets.serviceToken);
    clock.advance(110_000);
    expect(await given()).toBe(first);
    clock.advance(20_000);
    const second = await given();
    expect(second).not.toBe(first);
    expect(await shared(first ?? "")).toBe("accepted");
    clock.advance(480_000);
    expect(await shared(first ?? "")).toBe("unauthorized");
    expect(await shared(second)).toBe("accepted");
    const read = await apiOf(world, ids.app, first).backend("external-auth/tokens/sandboxcalendar");
    expect([read.status, read.body.reason]).toEqual([401, "unauthorized"]);
  });

  test("service tokens that have ended are swept, and no others", async () => {
    await api.call("functions/token");
    const { db } = world.app.context.store;
    const ofOperator = { service_token_id: "stk_ended", expires_at: clock.nowSeconds() };
    await insertServiceToken(world.app.context.store, {
      serviceTokenId: ofOperator.service_token_id,
      workspaceId: ids.workspace,
      appId: ids.app,
      name: "ended",
      secret: new Secret("ended"),
      expiresAt: ofOperator.expires_at,
      scopes: [],
      connectorIds: null,
    });
    clock.advance(700_000);
    await api.call("functions/token");
    await sweep(world.app.context);
    const rows = await db
      .selectFrom("service_tokens")
      .select(["service_token_id", "for_functions"])
      .where("app_id", "=", ids.app)
      .execute();
    const { functionTokens = [], others = [] } = Object.groupBy(rows, ({ for_functions }) =>
      for_functions === 1 ? "functionTokens" : "others",
    );
    expect(functionTokens).toHaveLength(1);
    expect(others.map(({ service_token_id }) => service_token_id).sort()).toEqual([
      "stk_ended",
      "stk_test",
    ]);
    token = await connectUser(api, "user-1");
  });

  describe("a service token that ended before its time is given to no function any more", () => {
    const tokenFrom = async (caller: Api): Promise<string> => {
      functions.run("token", (request) =>
        Response.json({ token: request.headers.get("base44-service-authorization")?.slice(7) }),
      );
      return (await caller.call("functions/token")).body.token;
    };
    const works = async (given: string) => {
      const read = apiOf(world, ids.app, given).backend("external-auth/tokens/none");
      return (await read).body.reason !== "unauthorized";
    };
    const tokens = `apps/${ids.app}/service-tokens`;
    const idOf = async (given: string): Promise<string> => {
      const row = await world.app.context.store.db
        .selectFrom("service_tokens")
        .select("service_token_id")
        .where("token_hash", "=", hashSecret(given))
        .executeTakeFirstOrThrow();
      return row.service_token_id;
    };

    test("revoked by its id as the list shows it, in this process and in another", async () => {
      clock.advance(700_000);
      const other = await world.another();
      for (const [giving, revoking] of [
        [api, workspaceApiOf(other)],
        [apiOf(other), workspaceApiOf(world)],
        [api, workspaceApiOf(world)],
      ] as const) {
        const given = await tokenFrom(giving);
        expect(await tokenFrom(giving)).toBe(given);
        const id = await idOf(given);
        const { body } = await revoking("GET", tokens);
        expect(body.data.map((one: { id: string }) => one.id)).toContain(id);
        const revoked = await revoking("DELETE", `${tokens}/${id}`);
        expect(revoked.body).toEqual({ id, deleted: true });
        expect(await works(given)).toBe(false);
        const [next, ...more] = await Promise.all([
          tokenFrom(giving),
          tokenFrom(giving),
          tokenFrom(giving),
        ]);
        expect(next).not.toBe(given);
        expect(new Set(more)).toEqual(new Set([next]));
        expect(await works(next ?? "")).toBe(true);
      }
    });

    test.each(["deleted", "ended by its row"])("%s", async (how) => {
      const given = await tokenFrom(api);
      const id = await idOf(given);
      const { db } = world.app.context.store;
      if (how === "deleted") {
        await db.deleteFrom("service_tokens").where("service_token_id", "=", id).execute();
      } else {
        await db
          .updateTable("service_tokens")
          .set({ expires_at: clock.nowSeconds() })
          .where("service_token_id", "=", id)
          .execute();
      }
      const next = await tokenFrom(api);
      expect(next).not.toBe(given);
      expect(await works(next)).toBe(true);
    });
  });
});

describe("what reaches a function", () => {
  let world: World;
  let api: Api;
  let token: string;

  beforeAll(async () => {
    world = await worldWith(`${functions.origin}/fn`);
    api = apiOf(world);
    token = (await api.signIn("user-1")).jwt;
    functions.run("echo", async (request) => {
      const body = Buffer.from(await request.arrayBuffer()).toString("base64");
      return Response.json({ headers: Object.fromEntries(request.headers), body });
    });
  });
  afterAll(() => world.close());

  const seen = () => {
    const [call] = functions.calls.splice(0);
    if (call === undefined) throw new Error("no call arrived");
    return call;
  };
  const bearer = (text: string) => ({ authorization: `Bearer ${text}` });

  test("is who calls: a user with the user's token, a visitor and the backend without one", async () => {
    const as = async (headers: Record<string, string>) => {
      expect((await api.call("functions/echo", { method: "POST", headers })).status).toBe(200);
      return seen().headers;
    };
    const user = await as(bearer(token));
    expect(user).toMatchObject({
      "base44-app-id": ids.app,
      "base44-api-url": world.url,
      authorization: `Bearer ${token}`,
    });
    for (const headers of [{}, bearer(secrets.serviceToken)]) {
      const visitor = await as(headers);
      expect(visitor.authorization).toBeUndefined();
      expect(visitor["base44-service-authorization"]).toBe(user["base44-service-authorization"]);
    }
    expect(JSON.stringify(user)).not.toContain(secrets.serviceToken);
  });

  test("is nothing where the token is not a valid one of this app (SEC-74)", async () => {
    const other = await apiOf(world, ids.otherApp, secrets.otherServiceToken).signIn("user-1");
    const refused = [
      other.jwt,
      "garbage",
      "a.b.c",
      secrets.otherServiceToken,
      secrets.workspaceKey,
    ];
    for (const headers of [
      ...refused.map(bearer),
      { authorization: "Bearer " },
      { authorization: `Basic ${btoa("a:b")}` },
    ]) {
      for (const at of [path("echo"), path("echo/deeper"), "/api/functions/echo"]) {
        const answer = await rawRequest(world.url, at, {
          method: "POST",
          headers: { "x-app-id": ids.app, ...headers },
        });
        expect([answer.status, answer.json.reason]).toEqual([401, "unauthorized"]);
      }
    }
    expect(functions.calls).toEqual([]);
  });

  test("is no header that the caller tries to put in our mouth (SEC-84)", async () => {
    const smuggled = {
      cookie: "grantry_browser=x",
      "base44-app-id": "app_evil",
      "Base44-Api-Url": "https://evil.example",
      "base44-service-authorization": "Bearer evil",
      base44_app_id: "app_evil",
      base44_service_authorization: "Bearer evil",
      "grantry-app-id": "app_evil",
      "grantry-api-url": "https://evil.example",
      "grantry-service-authorization": "Bearer evil",
      "on-behalf-of": "Bearer evil",
      api_key: "evil",
      "x-app-id": "app_evil",
      "x-forwarded-for": "10.0.0.1",
      "x-forwarded-host": "evil.example",
      forwarded: "for=10.0.0.1",
      "x-original-url": "/evil",
      "proxy-authorization": "Basic evil",
      te: "trailers",
      connection: "close, x-request-id, base44-app-id, authorization",
      "keep-alive": "timeout=evil",
      "x-data-env": "evil",
      "x-unknown": "evil",
      origin: "https://app.example.com",
      host: "evil.example",
    };
    const passing = {
      "content-type": "application/json",
      accept: "text/x-evil-not",
      "accept-language": "de",
      "base44-functions-version": "v7",
      "base44-state": "state-1",
      "x-origin-url": "https://app.example.com/page?x=1#y",
      "webhook-signature": "v1,abc",
      "x-request-id": "request-0123456789",
      "user-agent": "test",
    };
    const answer = await rawRequest(world.url, path("echo"), {
      method: "POST",
      headers: { ...smuggled, ...passing, ...bearer(token) },
      body: "{}",
    });
    expect(answer.status).toBe(200);
    const { headers } = seen();
    const { host, connection, "base44-service-authorization": service, ...others } = headers;
    expect(service).toMatch(/^Bearer grantry_st_[\w-]{43}$/);
    expect(host).toBe(new URL(functions.origin).host);
    expect(connection).toBe("keep-alive");
    expect(others).toEqual({
      ...passing,
      ...bearer(token),
      "base44-app-id": ids.app,
      "base44-api-url": world.url,
      "content-length": "2",
    });
  });

  test("is the data environment only where it is one of two", async () => {
    for (const environment of ["dev", "prod"]) {
      await api.call("functions/echo", { headers: { "x-data-env": environment } });
      expect(seen().headers["x-data-env"]).toBe(environment);
    }
  });

  test.each(["GET", "POST", "PUT", "PATCH", "DELETE"])(
    "is the method %s, the query and the path below the function",
    async (method) => {
      const answer = await api.call("functions/reports/export.csv?from=a%2Fb&to=", { method });
      expect(answer.status).toBe(404);
      const { method: arrived, url } = seen();
      expect([arrived, url]).toEqual([method, "/fn/reports/export.csv?from=a%2Fb&to="]);
    },
  );

  test("is no path outside the functions' address (SEC-82)", async () => {
    for (const name of [
      "..",
      "../admin",
      "%2e%2e/admin",
      "..%2fadmin",
      "a/../../admin",
      "a/%2e%2e/%2e%2e/admin",
      "a//admin",
      "/admin",
      "%2fadmin",
      "a%5c..%5cadmin",
      "a%00",
      "a%3fadmin",
      "a%23admin",
      "a%40evil.example",
      ".env",
      "",
      "a".repeat(200),
      Array(9).fill("a").join("/"),
    ]) {
      const { status, json } = await rawRequest(world.url, path(name), { method: "POST" });
      expect([status, ["bad_request", "route_not_found"].includes(json.reason)], name).toEqual([
        status === 404 ? 404 : 400,
        true,
      ]);
    }
    expect(functions.calls).toEqual([]);
  });

  test("is a body of any type, byte by byte", async () => {
    const bytes = Buffer.from([0, 255, 128, 10, 13, 0]);
    for (const type of ["application/octet-stream", "text/plain", "application/json", "x/y"]) {
      const { body } = await api.call("functions/echo", {
        method: "POST",
        headers: { "content-type": type },
        body: bytes,
      });
      expect(body.headers["content-type"]).toBe(type);
      expect(Buffer.from(body.body, "base64")).toEqual(bytes);
    }
    const untyped = await rawRequest(world.url, path("echo"), { method: "POST", body: "untyped" });
    expect(Buffer.from(untyped.json.body, "base64").toString()).toBe("untyped");
    expect(untyped.json.headers).not.toHaveProperty("content-type");
  });

  test("is a file that the official SDK and ours send", async () => {
    functions.run("upload", async (request) => {
      const form = await request.formData();
      const file = form.get("image") as File;
      const { name, type, size } = file;
      return Response.json({ name, type, size, quality: form.get("quality") });
    });
    const image = new File([new Uint8Array(300_000)], "cat.png", { type: "image/png" });
    const config = { serverUrl: world.url, appId: ids.app, token };
    for (const client of [official.createClient(config), own.createClient(config)]) {
      const { data } = await client.functions.invoke("upload", { image, quality: 80 });
      expect(data).toEqual({ name: "cat.png", type: "image/png", size: 300_000, quality: "80" });
    }
  });

  test("is what the official SDK's functions.fetch sends, which names no app", async () => {
    const { functions: module } = official.createClient({
      serverUrl: world.url,
      appId: ids.app,
      token,
    });
    const answer = await module.fetch("/echo?x=1", { method: "PUT", body: "raw" });
    expect(answer.status).toBe(200);
    expect(seen()).toMatchObject({
      method: "PUT",
      url: "/fn/echo?x=1",
      headers: { "base44-app-id": ids.app, authorization: `Bearer ${token}` },
    });
    const visitor = official.createClient({ serverUrl: world.url, appId: ids.app });
    const named = await visitor.functions.fetch("echo", { headers: { "X-App-Id": ids.app } });
    expect(named.status).toBe(200);
    const nameless = await visitor.functions.fetch("echo");
    expect([nameless.status, await nameless.json()]).toMatchObject([
      400,
      { reason: "bad_request" },
    ]);
  });

  test("is what the official SDK's service role calls", async () => {
    const { asServiceRole } = official.createClient({
      serverUrl: world.url,
      appId: ids.app,
      serviceToken: secrets.serviceToken,
    });
    const { data } = await asServiceRole.functions.invoke("echo", { a: 1 });
    expect(data.headers).not.toHaveProperty("authorization");
    expect(Buffer.from(data.body, "base64").toString()).toBe('{"a":1}');
  });

  test("may be called from the app's pages, by every method", async () => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const { status, headers } = await rawRequest(world.url, path("echo"), {
        method: "OPTIONS",
        headers: {
          origin: "https://app.example.com",
          "access-control-request-method": method,
          "access-control-request-headers": "authorization,content-type,base44-functions-version",
        },
      });
      expect(status).toBe(204);
      expect(headers["access-control-allow-origin"]).toBe("https://app.example.com");
      expect(headers["access-control-allow-methods"]).toContain(method);
    }
  });
});

describe("what comes back", () => {
  let world: World;
  let api: Api;

  beforeAll(async () => {
    world = await worldWith(`${functions.origin}/fn/`);
    api = apiOf(world);
  });
  afterAll(() => world.close());

  test("is the function's status, type and body, and no header that acts on our origin", async () => {
    functions.listen("teapot", (_incoming, outgoing) => {
      outgoing.writeHead(418, {
        "content-type": "text/html",
        "content-disposition": "inline",
        "set-cookie": ["a=1", "__Host-grantry=evil; Path=/; Secure"],
        "access-control-allow-origin": "*",
        "access-control-allow-credentials": "true",
        "content-security-policy": "default-src *",
        "cache-control": "public, max-age=1000",
        "clear-site-data": '"*"',
        "strict-transport-security": "max-age=1",
        "www-authenticate": "Basic",
        "x-base44-connector-error": "evil",
        location: "https://evil.example",
        link: "</evil>; rel=preload",
        refresh: "0; url=https://evil.example",
        "x-request-id": "evil",
        connection: "close",
      });
      outgoing.end("<script>evil()</script>");
    });
    const answer = await rawRequest(world.url, path("teapot"));
    expect([answer.status, answer.text]).toEqual([418, "<script>evil()</script>"]);
    const { date, "x-request-id": requestId, vary, ...headers } = answer.headers;
    expect(requestId).not.toBe("evil");
    expect(headers).toEqual({
      "content-type": "text/html",
      "content-disposition": "inline",
      "content-security-policy": "sandbox",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      connection: expect.any(String),
      "transfer-encoding": "chunked",
    });
  });

  test("is empty where the function's answer is", async () => {
    functions.run("empty", () => new Response(null, { status: 204 }));
    const answer = await rawRequest(world.url, path("empty"), { method: "DELETE" });
    expect([answer.status, answer.text]).toEqual([204, ""]);
  });

  test("comes piece by piece, and its head before the first piece", async () => {
    let outgoing: ServerResponse | undefined;
    functions.listen("events", (_incoming, response) => {
      outgoing = response;
      response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    });
    const answer = await fetch(world.url + path("events"), { method: "POST" });
    expect(answer.headers.get("content-type")).toBe("text/event-stream");
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (const event of ["data: 1\n\n", "data: 2\n\n"]) {
      outgoing?.write(event);
      expect(await reader?.read()).toEqual({ done: false, value: event });
    }
    outgoing?.end();
    expect(await reader?.read()).toEqual({ done: true, value: undefined });
  });

  test("a body reaches the function piece by piece", async () => {
    const arrived: string[] = [];
    const incoming = Promise.withResolvers<IncomingMessage>();
    functions.listen("slow-upload", (request, response) => {
      request.setEncoding("utf8").on("data", (piece: string) => {
        arrived.push(piece);
        incoming.resolve(request);
      });
      request.on("end", () => response.end(arrived.join("|")));
    });
    const sending = httpRequest(world.url + path("slow-upload"), { method: "POST" });
    sending.write("first");
    await incoming.promise;
    expect(arrived).toEqual(["first"]);
    sending.end("last");
    const [answer] = (await once(sending, "response")) as [IncomingMessage];
    const [text] = await once(answer.setEncoding("utf8"), "data");
    expect(text).toBe("first|last");
  });

  test("a caller who goes away ends the call", async () => {
    const ended = Promise.withResolvers<boolean>();
    functions.listen("endless", (_incoming, outgoing) => {
      outgoing.writeHead(200).write("x");
      outgoing.on("close", () => ended.resolve(outgoing.writableFinished));
    });
    const abort = new AbortController();
    const answer = await fetch(world.url + path("endless"), { signal: abort.signal });
    await answer.body?.getReader().read();
    abort.abort();
    expect(await ended.promise).toBe(false);
  });

  test("a caller who goes away before there is an answer ends the call too", async () => {
    const arrived = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    functions.listen("silent", (_incoming, outgoing) => {
      outgoing.on("close", () => ended.resolve());
      arrived.resolve();
    });
    const abort = new AbortController();
    const call = fetch(world.url + path("silent"), { signal: abort.signal });
    await arrived.promise;
    abort.abort();
    await expect(call).rejects.toThrow();
    await ended.promise;
  });

  test("an answer that breaks off is not taken for a whole one", async () => {
    functions.listen("broken", (_incoming, outgoing) => {
      outgoing.writeHead(200, { "content-type": "text/plain" });
      outgoing.write("half", () => outgoing.destroy());
    });
    await expect(api.call("functions/broken")).rejects.toThrow();
  });

  test.each([301, 302, 303, 304, 307, 308])(
    "a redirect (%i) is not followed (SEC-28)",
    async (status) => {
      functions.listen("away", (_incoming, outgoing) => {
        outgoing.writeHead(status, { location: `${functions.origin}/fn/stolen` }).end();
      });
      const { status: answered, body } = await api.call("functions/away", { redirect: "manual" });
      expect([answered, body.reason]).toEqual([502, "functions_answer_invalid"]);
      expect(functions.calls).toHaveLength(1);
    },
  );
});

describe("a function that fails", () => {
  const errorOf = async (world: World, init?: RequestInit) => {
    const { status, body, headers } = await apiOf(world).call("functions/any", init);
    expect(Object.keys(body)).not.toContain("data");
    expect(JSON.stringify(body)).not.toContain("127.0.0.1");
    return [status, body.reason, headers.get("x-base44-connector-error")];
  };

  test("because there is none is said", async () => {
    const world = await startWorld();
    expect(await errorOf(world)).toEqual([404, "functions_not_configured", "NOT_FOUND"]);
    await world.close();
  });

  test("because its server is down is said", async () => {
    const world = await worldWith(`http://127.0.0.1:${await reservePort()}`);
    const code = "functions_unavailable";
    expect(await errorOf(world, { method: "POST", body: "x" })).toEqual([503, code, code]);
    await world.close();
  });

  test("because its server answers rubbish is said", async () => {
    const rubbish = createServer((socket) => socket.end("rubbish\r\n\r\n"));
    rubbish.listen(0, "127.0.0.1");
    await once(rubbish, "listening");
    const { port } = rubbish.address() as { port: number };
    const world = await worldWith(`http://127.0.0.1:${port}`);
    const code = "functions_answer_invalid";
    expect(await errorOf(world)).toEqual([502, code, code]);
    await world.close();
    rubbish.close();
  });

  describe("within short limits", () => {
    let world: World;
    // Each has the one limit that it is about: none of the others ends a call on a slow machine.
    const within = async (limits: Partial<FunctionSettings>) => {
      world = await worldWith(`${functions.origin}/fn`, { functions: limits });
    };
    afterEach(() => world.close());

    test("because it does not begin its answer is ended and said", async () => {
      await within({ firstByteMs: 200 });
      const ended = Promise.withResolvers<void>();
      functions.listen("any", (_incoming, outgoing) => outgoing.on("close", () => ended.resolve()));
      expect(await errorOf(world)).toEqual([504, "functions_timeout", "functions_timeout"]);
      await ended.promise;
    });

    test("because it falls silent in the middle is cut off", async () => {
      await within({ idleMs: 200 });
      functions.listen("any", (_incoming, outgoing) => void outgoing.writeHead(200).write("x"));
      await expect(apiOf(world).call("functions/any")).rejects.toThrow();
    });

    test("a body that says it is too large is refused before the function hears of it", async () => {
      await within({ bodyBytesMax: 200_000 });
      functions.listen("any", (_incoming, outgoing) => void outgoing.end());
      const body = new Uint8Array(200_001);
      const code = "body_too_large";
      expect(await errorOf(world, { method: "POST", body })).toEqual([413, code, code]);
      expect(functions.calls).toEqual([]);
      const whole = { method: "POST", body: body.subarray(1) };
      expect((await apiOf(world).call("functions/any", whole)).status).toBe(200);
    });

    test("a body that turns out too large is refused while it streams", async () => {
      await within({ bodyBytesMax: 200_000 });
      const ended = Promise.withResolvers<boolean>();
      functions.listen("any", (incoming) => {
        incoming.on("error", () => {}).resume();
        incoming.on("close", () => ended.resolve(incoming.complete));
      });
      const sending = httpRequest(world.url + path("any"), { method: "POST" });
      const answered = once(sending, "response") as Promise<[IncomingMessage]>;
      for (let at = 0; at < 10; at += 1) sending.write(Buffer.alloc(50_000));
      const [answer] = await answered;
      expect(answer.statusCode).toBe(413);
      const [text] = await once(answer.setEncoding("utf8"), "data");
      expect(JSON.parse(text)).toMatchObject({ reason: "body_too_large" });
      expect(await ended.promise).toBe(false);
      sending.on("error", () => {}).destroy();
    });
  });
});

describe("an operator", () => {
  let world: World;
  beforeAll(async () => {
    world = await worldWith(`${functions.origin}/fn`);
    functions.run("here", () => new Response("here"));
    functions.run("deeper/here", () => new Response("deeper"));
  });
  afterAll(() => world.close());

  const change = (changes: unknown) => workspaceApiOf(world)("PATCH", `apps/${ids.app}`, changes);
  const call = async () => (await apiOf(world).call("functions/here")).body;

  test("moves an app's functions, takes them away, and leaves them where nothing is said", async () => {
    expect(await call()).toBe("here");
    const moved = await change({ functions_url: `${functions.origin}/fn/deeper/` });
    expect([moved.status, moved.body.functions_url]).toEqual([
      200,
      `${functions.origin}/fn/deeper`,
    ]);
    expect(await call()).toBe("deeper");
    expect((await change({ name: "Renamed" })).body.functions_url).toBe(moved.body.functions_url);
    expect(await call()).toBe("deeper");
    expect((await change({ functions_url: null })).body.functions_url).toBeNull();
    expect(await call()).toMatchObject({ reason: "functions_not_configured" });
  });

  test("cannot send calls to a private address (SEC-30)", async () => {
    const { status, body } = await change({ functions_url: "https://169.254.169.254/latest" });
    expect([status, body.code]).toEqual([400, "bad_request"]);
  });

  test("sees the service tokens given to functions beside those that operators made", async () => {
    functions.run(
      "token-2",
      (request) => new Response(String(request.headers.get("base44-app-id"))),
    );
    await change({ functions_url: `${functions.origin}/fn` });
    expect((await apiOf(world).call("functions/token-2")).body).toBe(ids.app);
    const tokens = `apps/${ids.app}/service-tokens`;
    const list = async () => (await workspaceApiOf(world)("GET", tokens)).body.data;
    const given = (await list()).filter((one: { for_functions: boolean }) => one.for_functions);
    // Those of one second come in no order.
    expect(await list()).toHaveLength(1 + given.length);
    expect(await list()).toContainEqual(
      expect.objectContaining({ id: "stk_test", for_functions: false }),
    );
    expect(given).toEqual([
      {
        id: expect.stringMatching(/^stk_/),
        name: "given to functions",
        scopes: expect.not.arrayContaining(["users:erase"]),
        connector_ids: null,
        created_at: expect.any(String),
        expires_at: instant(Date.parse(given[0].created_at) / 1_000 + 600),
        last_used_at: null,
        secret_prefix: null,
        for_functions: true,
      },
    ]);
    const { db } = world.app.context.store;
    await db
      .updateTable("service_tokens")
      .set({ expires_at: Date.parse(given[0].created_at) / 1_000 })
      .where("service_token_id", "=", given[0].id)
      .execute();
    expect((await list()).map(({ id }: { id: string }) => id)).toEqual(["stk_test"]);
  });
});
