import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { disconnectBody, missingScopesBody, notConnectedBody, tokenBody } from "../test/answers.ts";
import { type Answer, json, startWireServer, type WireServer } from "../test/wire-server.ts";
import { type CreateClientOptions, createClient } from "./client.ts";
import { GrantryError } from "./errors.ts";

const serviceToken = "grantry_st_secret-of-the-service";
const userToken = "secret-of-the-user";

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer();
});
afterEach(() => server.close());

function clientOf(options: CreateClientOptions = {}) {
  return createClient({
    serverUrl: server.url,
    appId: "app_1",
    token: userToken,
    serviceToken,
    options,
  });
}

const readToken = (options?: CreateClientOptions, signal?: AbortSignal) =>
  clientOf(options).asServiceRole.connectors.getConnection("slack", { signal });

async function errorOf(call: Promise<unknown>): Promise<GrantryError> {
  const thrown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(GrantryError);
  return thrown as GrantryError;
}

const hangUp: Answer = (_request, response) => response.destroy();
const silence: Answer = () => {};
const page: Answer = (_request, response) => {
  response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><p>Welcome</p>");
};

describe("a read", () => {
  test.each([429, 502, 503, 504])("is sent again after status %i", async (status) => {
    server.answerWith(json(status, {}, { "retry-after": "0" }), json(200, tokenBody));
    expect((await readToken()).accessToken).toBe("provider-token");
    expect(server.requests).toHaveLength(2);
  });

  test("is sent again when the connection breaks", async () => {
    server.answerWith(hangUp, json(200, tokenBody));
    expect((await readToken()).accessToken).toBe("provider-token");
    expect(server.requests).toHaveLength(2);
  });

  test("is sent again until its budget is used, then fails with the last answer", async () => {
    server.answerWith(json(503, notConnectedBody));
    expect((await errorOf(readToken({ retryForMs: 1_000 }))).status).toBe(503);
    const tries = server.requests.length;
    expect(tries).toBeGreaterThan(1);
    // At least 150 ms lie between the first two, and more between the others.
    expect(tries).toBeLessThan(6);
  });

  test("is sent once where its budget is 0", async () => {
    server.answerWith(json(503, notConnectedBody, { "retry-after": "0" }));
    expect((await errorOf(readToken({ retryForMs: 0 }))).status).toBe(503);
    expect(server.requests).toHaveLength(1);
  });

  test("outlives a server that is away for longer than three tries span", async () => {
    server.answerWith(...Array(4).fill(hangUp), json(200, tokenBody));
    expect((await readToken()).accessToken).toBe("provider-token");
    expect(server.requests).toHaveLength(5);
  });

  test.each([400, 401, 403, 404, 500])("is sent once where status %i answers", async (status) => {
    server.answerWith(json(status, notConnectedBody));
    expect((await errorOf(readToken())).status).toBe(status);
    expect(server.requests).toHaveLength(1);
  });

  test("is not sent again where the server asks for a long wait, and says how long", async () => {
    server.answerWith(json(429, notConnectedBody, { "retry-after": "60" }));
    expect((await errorOf(readToken())).retryAfterSeconds).toBe(60);
    expect(server.requests).toHaveLength(1);
  });

  test("reads a Retry-After that is a date", async () => {
    const past = "Wed, 21 Oct 2015 07:28:00 GMT";
    server.answerWith(json(503, {}, { "retry-after": past }), json(200, tokenBody));
    expect((await readToken()).version).toBe(3);
  });

  test("fails with `timeout` when no answer comes in time, and is not sent again", async () => {
    server.answerWith(silence);
    const error = await errorOf(readToken({ timeoutMs: 50 }));
    expect(error.code).toBe("timeout");
    expect(server.requests).toHaveLength(1);
  });

  test("fails with `timeout` when the answer's body never ends", async () => {
    server.answerWith((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" }).write('{"access_token":');
    });
    expect((await errorOf(readToken({ timeoutMs: 100 }))).code).toBe("timeout");
  });

  test("fails with `network_error` when nothing listens", async () => {
    await server.close();
    const error = await errorOf(readToken({ retryForMs: 0 }));
    expect(error).toMatchObject({
      code: "network_error",
      status: undefined,
      reason: "ECONNREFUSED",
      message: `No answer from the Grantry server at ${server.url}: nothing listens there (ECONNREFUSED).`,
    });
    const shown = JSON.parse(JSON.stringify(error));
    expect(shown).toMatchObject({
      reason: "ECONNREFUSED",
      cause: { name: "TypeError", cause: { code: "ECONNREFUSED" } },
    });
    server = await startWireServer();
  });

  test("fails with the reason when the connection breaks off", async () => {
    server.answerWith(hangUp);
    const error = await errorOf(readToken({ retryForMs: 0 }));
    expect([error.code, error.message]).toEqual([
      "network_error",
      expect.stringContaining("the connection broke off"),
    ]);
  });

  test("fails with the reason when the name is not known", async () => {
    const serverUrl = "http://nobody.invalid";
    const client = createClient({
      serverUrl,
      appId: "a",
      serviceToken,
      options: { retryForMs: 0 },
    });
    const error = await errorOf(client.asServiceRole.connectors.getConnection("slack"));
    expect(error.message).toContain("its name is not known");
  });
});

describe("the caller's signal", () => {
  test("ends a request that waits for its answer, with the signal's reason", async () => {
    const controller = new AbortController();
    server.answerWith(() => controller.abort(new Error("left the page")));
    await expect(readToken({}, controller.signal)).rejects.toThrow("left the page");
    expect(server.requests).toHaveLength(1);
  });

  test("ends the wait before another try", async () => {
    const controller = new AbortController();
    server.answerWith((request, response) => {
      json(503, {}, { "retry-after": "5" })(request, response);
      response.on("close", () => controller.abort(new Error("left the page")));
    });
    await expect(readToken({}, controller.signal)).rejects.toThrow("left the page");
    expect(server.requests).toHaveLength(1);
  });

  test("that has aborted already lets nothing be sent", async () => {
    const aborted = AbortSignal.abort(new Error("left the page"));
    await expect(readToken({}, aborted)).rejects.toThrow("left the page");
    expect(server.requests).toHaveLength(0);
  });
});

describe("a POST or DELETE", () => {
  test.each([
    ["POST", () => clientOf().asServiceRole.connectors.createAppUserToken("user-1")],
    ["POST", () => clientOf().connectors.connectAppUser("c1")],
    ["DELETE", () => clientOf().connectors.disconnectAppUser("c1")],
  ])("(%s) is never sent twice", async (method, call) => {
    server.answerWith(json(503, {}, { "retry-after": "0" }), json(200, disconnectBody));
    expect((await errorOf(call())).status).toBe(503);
    server.answerWith(hangUp, json(200, disconnectBody));
    expect((await errorOf(call())).code).toBe("network_error");
    expect(server.requests.map((request) => request.method)).toEqual([method, method]);
  });
});

describe("an answer that is not the server's", () => {
  test("such as an HTML page with status 200 never becomes a token", async () => {
    server.answerWith(page);
    expect(await errorOf(readToken())).toMatchObject({ code: "unexpected_answer", status: 200 });
  });

  test.each([
    {},
    [],
    null,
    "text",
    { ...tokenBody, access_token: "" },
    { ...tokenBody, access_token: undefined },
    { ...tokenBody, access_token: 7 },
    { ...tokenBody, expires_at: "soon" },
    { ...tokenBody, granted_scopes: "a b" },
    { ...tokenBody, account: { id: 5 } },
    { ...tokenBody, connection_config: { port: 5 } },
  ])("or not the contract's (%j) never becomes a token", async (body) => {
    server.answerWith(json(200, body));
    expect((await errorOf(readToken())).code).toBe("unexpected_answer");
  });

  test.each([301, 302, 303, 307, 308])(
    "a redirect (%i) is not followed: no token leaves for another address",
    async (status) => {
      const other = await startWireServer();
      other.answerWith(json(200, tokenBody));
      server.answerWith((_request, response) => {
        response.writeHead(status, { location: other.url }).end();
      });
      expect((await errorOf(readToken())).code).toBe("unexpected_answer");
      expect(other.requests).toHaveLength(0);
      await other.close();
    },
  );
});

describe("a body that nobody wants is not waited for:", () => {
  const endless = (status: number, headers: Record<string, string>) => {
    let isLetGo = false;
    const answer: Answer = (_request, response) => {
      response.writeHead(status, headers).write("<p>");
      response.on("close", () => {
        isLetGo = true;
      });
    };
    return { answer, isLetGo: () => isLetGo };
  };

  test.each<[string, number, Record<string, string>]>([
    ["a redirect's", 302, { location: "/login", "content-type": "application/json" }],
    ["that of a page", 200, { "content-type": "text/html" }],
    ["that of a proxy's refusal", 403, { "content-type": "text/plain" }],
  ])("%s", async (_name, status, headers) => {
    const { answer, isLetGo } = endless(status, headers);
    server.answerWith(answer);
    expect(await errorOf(readToken())).toMatchObject({ code: "unexpected_answer", status });
    await expect.poll(isLetGo).toBe(true);
  });

  test("that of a proxy which asks to come again", async () => {
    const { answer } = endless(502, { "content-type": "text/html", "retry-after": "0" });
    server.answerWith(answer, json(200, tokenBody));
    expect((await readToken()).accessToken).toBe("provider-token");
  });
});

describe("a refusal of the server", () => {
  test("becomes an error that tells code, status, request and wire code", async () => {
    server.answerWith(json(404, notConnectedBody));
    expect(await errorOf(readToken())).toMatchObject({
      name: "GrantryError",
      message: notConnectedBody.detail,
      code: "not_connected",
      wireCode: "NOT_FOUND",
      status: 404,
      requestId: "req-7",
      missingScopes: [],
      data: notConnectedBody,
    });
  });

  test("names the scopes that are missing", async () => {
    server.answerWith(json(403, missingScopesBody));
    expect((await errorOf(readToken())).missingScopes).toEqual(["calendar.events"]);
  });

  test("is told to onError once, retries or not", async () => {
    const seen: Error[] = [];
    server.answerWith(json(503, notConnectedBody, { "retry-after": "0" }));
    const onError = (thrown: Error) => seen.push(thrown);
    const error = await errorOf(readToken({ onError, retryForMs: 500 }));
    expect(seen).toEqual([error]);
  });
});

test.each<[string, Answer]>([
  ["a refusal", json(404, notConnectedBody)],
  ["a broken connection", hangUp],
  ["a page", page],
  ["silence", silence],
])("no error shows a token, whatever went wrong: %s", async (_name, answer) => {
  server.answerWith(answer);
  const call = clientOf({
    timeoutMs: 200,
    retryForMs: 500,
  }).asServiceRole.connectors.getCurrentAppUserConnection("c");
  const error = await errorOf(call);
  const shown = [String(error), error.stack, JSON.stringify(error), String(error.cause)].join("\n");
  expect(shown).not.toContain(serviceToken);
  expect(shown).not.toContain(userToken);
});
