import { writeAnswer } from "@grantry/sandbox/misbehave";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  awayBody,
  badRequestBody,
  missingScopesBody,
  notConnectedBody,
  receiptsBody,
  startedBody,
  tokenBody,
  userTokenBody,
} from "../test/answers.ts";
import {
  type Answer,
  json,
  problem,
  startWireServer,
  type WireServer,
} from "../test/wire-server.ts";
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

const hangUp: Answer = { kind: "drop" };
const silence: Answer = { kind: "hang" };
const page: Answer = {
  kind: "answer",
  body: "<!doctype html><p>Welcome</p>",
  headers: { "content-type": "text/html" },
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
    server.answerWith(problem(awayBody));
    expect((await errorOf(readToken({ retryForMs: 1_000 }))).status).toBe(503);
    const tries = server.requests.length;
    expect(tries).toBeGreaterThan(1);
    // At least 150 ms lie between the first two, and more between the others.
    expect(tries).toBeLessThan(6);
  });

  test("is sent once where its budget is 0", async () => {
    server.answerWith(problem(awayBody, { "retry-after": "0" }));
    expect((await errorOf(readToken({ retryForMs: 0 }))).status).toBe(503);
    expect(server.requests).toHaveLength(1);
  });

  test("outlives a server that is away for longer than three tries span", async () => {
    server.answerWith(...Array(4).fill(hangUp), json(200, tokenBody));
    expect((await readToken()).accessToken).toBe("provider-token");
    expect(server.requests).toHaveLength(5);
  });

  test.each([400, 401, 403, 404, 500])("is sent once where status %i answers", async (status) => {
    server.answerWith(problem({ ...notConnectedBody, status }));
    expect((await errorOf(readToken())).status).toBe(status);
    expect(server.requests).toHaveLength(1);
  });

  test("is sent again where the server says that it can succeed later, whatever the status", async () => {
    const inProgress = { ...awayBody, status: 409, code: "idempotency_in_progress" };
    server.answerWith(problem(inProgress), json(200, tokenBody));
    expect((await readToken()).version).toBe(3);
  });

  test("is sent once where the server says that it cannot, whatever the status", async () => {
    server.answerWith(problem({ ...awayBody, status: 502, retry: "no" }));
    expect(await errorOf(readToken())).toMatchObject({ status: 502, retry: "no" });
    expect(server.requests).toHaveLength(1);
  });

  test("is not sent again where the server asks for a long wait, and says how long", async () => {
    server.answerWith(problem({ ...awayBody, status: 429 }, { "retry-after": "60" }));
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
    // On a slow machine the time is over before the request is there.
    expect(server.requests.length).toBeLessThanOrEqual(1);
  });

  test("fails with `timeout` when the answer's body never ends", async () => {
    server.answerWith({ kind: "drip" });
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
    server.answerWith((_request, response) => {
      writeAnswer(response, { status: 503, body: {}, headers: { "retry-after": "5" } });
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

describe("a call that changes something", () => {
  const away = json(503, {}, { "retry-after": "0" });
  const keys = () => server.requests.map(({ headers }) => headers["idempotency-key"]);

  test("is sent again under the same key, by which it is carried out once", async () => {
    server.answerWith(away, hangUp, json(201, startedBody));
    expect(await clientOf().connectors.connectAppUser("c1")).toBe(startedBody.connect_url);
    expect(server.requests.map(({ body }) => body)).toEqual(Array(3).fill('{"connector_id":"c1"}'));
    const [key] = keys();
    expect(key).toMatch(/^[\x21-\x7e]{20,255}$/);
    expect(keys()).toEqual([key, key, key]);
  });

  test("keeps its key where a refused token is replaced", async () => {
    server.answerWith(problem({ ...notConnectedBody, status: 401 }), json(201, startedBody));
    const tokens = ["token-1", "token-2"];
    const token = () => tokens.shift();
    await createClient({ serverUrl: server.url, appId: "a", token }).connectors.connectAppUser("c");
    const [key] = keys();
    expect(keys()).toEqual([key, key]);
    const sent = server.requests.map(({ headers }) => headers.authorization);
    expect(sent).toEqual(["Bearer token-1", "Bearer token-2"]);
  });

  test("has another key each time it is made", async () => {
    server.answerWith(json(201, startedBody));
    for (let call = 0; call < 20; call += 1) await clientOf().connectors.connectAppUser("c1");
    expect(new Set(keys()).size).toBe(20);
  });

  test("is sent again as it is where one time more does no harm", async () => {
    server.answerWith(away, json(201, userTokenBody));
    const { accessToken } = await clientOf().asServiceRole.connectors.createAppUserToken("user-1");
    expect([accessToken, keys()]).toEqual(["user-jwt", [undefined, undefined]]);
  });

  test("is never sent twice where it ends a connection", async () => {
    const disconnect = () => clientOf().connectors.disconnectAppUser("c1");
    server.answerWith(away, json(200, receiptsBody));
    expect((await errorOf(disconnect())).status).toBe(503);
    server.answerWith(hangUp, json(200, receiptsBody));
    expect((await errorOf(disconnect())).code).toBe("network_error");
    expect(server.requests).toHaveLength(2);
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
    { ...tokenBody, expires_at: 1_800_000_000 },
    { ...tokenBody, expires_in: "soon" },
    { ...tokenBody, granted_scopes: "a b" },
    { ...tokenBody, account: { id: 5 } },
    { ...tokenBody, settings: { port: 5 } },
    { ...tokenBody, values: null },
    { ...tokenBody, connector: null },
  ])("or not the contract's (%j) never becomes a token", async (body) => {
    server.answerWith(json(200, body));
    expect((await errorOf(readToken())).code).toBe("unexpected_answer");
  });

  test.each([301, 302, 303, 307, 308])(
    "a redirect (%i) is not followed: no token leaves for another address",
    async (status) => {
      const other = await startWireServer();
      other.answerWith(json(200, tokenBody));
      server.answerWith({ kind: "answer", status, headers: { location: other.url } });
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
  test("becomes an error that tells code, status, request and whether another try helps", async () => {
    server.answerWith(problem(notConnectedBody));
    expect(await errorOf(readToken())).toMatchObject({
      name: "GrantryError",
      message: notConnectedBody.detail,
      code: "not_connected",
      status: 404,
      requestId: "req-7",
      missingScopes: [],
      errors: [],
      retry: "after_consent",
      data: notConnectedBody,
    });
  });

  test("names the scopes that are missing", async () => {
    server.answerWith(problem(missingScopesBody));
    expect((await errorOf(readToken())).missingScopes).toEqual(["calendar.events"]);
  });

  test("names all that is wrong with the request, also in a log", async () => {
    server.answerWith(problem(badRequestBody));
    const error = await errorOf(readToken({}));
    expect(error.errors).toEqual(badRequestBody.errors);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      errors: badRequestBody.errors,
      retry: "after_change",
    });
  });

  test("that is of something in front of the server has no code of the server's", async () => {
    server.answerWith(json(403, { code: "blocked", errors: "all", missing_scopes: 7, retry: 1 }));
    expect(await errorOf(readToken())).toMatchObject({
      code: "unexpected_answer",
      status: 403,
      errors: [],
      missingScopes: [],
      retry: undefined,
    });
  });

  test("is told to onError once, retries or not", async () => {
    const seen: Error[] = [];
    server.answerWith(problem(awayBody, { "retry-after": "0" }));
    const onError = (thrown: Error) => seen.push(thrown);
    const error = await errorOf(readToken({ onError, retryForMs: 500 }));
    expect(seen).toEqual([error]);
  });
});

test.each<[string, Answer]>([
  ["a refusal", problem(notConnectedBody)],
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
