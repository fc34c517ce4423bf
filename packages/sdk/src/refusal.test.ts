/** What an API's answer says of the token: `fetchFor` by the server's word, and by the app's own. */
import { writeAnswer } from "@grantry/sandbox/misbehave";
import { serve } from "@grantry/testing/loopback";
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
import type { ConnectionFetchOptions } from "./connector-types.ts";
import { isGrantryError } from "./errors.ts";

let server: WireServer;
let api: WireServer;
beforeEach(async () => {
  [server, api] = await Promise.all([startWireServer(), startWireServer()]);
  server.answerWith(json(200, tokenBody), json(200, { ...tokenBody, version: 4 }));
  server.answerAside("/refusals", json(200, inTheBody));
});
afterEach(() => Promise.all([server, api].map((one) => one.close())));

/** Slack's way, and ClickUp's. */
const inTheBody = {
  type: "googlecalendar",
  refused_token: [
    {
      statuses: [200],
      body: { at: ["error"], equals: ["token_expired"], starts_with: [] },
      unless: [],
    },
    { statuses: [401], body: { at: ["code"], equals: ["19"], starts_with: [] }, unless: [] },
  ],
  missing_scope: [],
};
const expired = json(200, { ok: false, error: "token_expired" });
const fine = json(200, { ok: true });

const fetchFor = (options?: ConnectionFetchOptions) =>
  createClient({
    serverUrl: server.url,
    appId: "a",
    serviceToken: "service",
  }).asServiceRole.connectors.fetchFor({ integrationType: "slack" }, options);

const reads = () => server.requests.length;

describe("by what the server says of the API", () => {
  test("a 200 that says token_expired has the token refreshed", async () => {
    api.answerWith(expired, fine);
    expect(await (await fetchFor()(api.url)).json()).toEqual({ ok: true });
    expect([reads(), JSON.parse(server.requests[1]?.body ?? "")]).toEqual([
      2,
      { type: "slack", owner: { kind: "app" }, hosts: true, refused_version: 3 },
    ]);
  });

  test("a 401 for a lack of permission is the app's, whole, and refreshes nothing", async () => {
    api.answerWith(json(401, { code: 23, err: "not this workspace" }));
    const response = await fetchFor()(api.url);
    expect([response.status, await response.json()]).toEqual([
      401,
      { code: 23, err: "not this workspace" },
    ]);
    expect(reads()).toBe(1);
  });

  test("a number in the body is compared as a text", async () => {
    api.answerWith(json(401, { code: 19 }), fine);
    expect((await fetchFor()(api.url)).status).toBe(200);
    expect(reads()).toBe(2);
  });

  test("the API's answer is not lost where there is no newer token", async () => {
    server.answerWith(json(200, tokenBody), problem({ ...notConnectedBody, code: "needs_reauth" }));
    api.answerWith(json(401, { code: 19, err: "Token invalid" }, { "x-request-id": "api-1" }));
    const thrown = await fetchFor()(api.url).catch((error: unknown) => error);
    if (!isGrantryError(thrown, "needs_reauth")) throw thrown;
    expect([thrown.refusal?.status, thrown.refusal?.headers.get("x-request-id")]).toEqual([
      401,
      "api-1",
    ]);
    expect(await thrown.refusal?.json()).toEqual({ code: 19, err: "Token invalid" });
    expect(JSON.stringify(thrown)).not.toContain("Token invalid");
  });

  test("a second refusal is returned whole", async () => {
    api.answerWith(expired);
    expect(await (await fetchFor()(api.url)).json()).toEqual({ ok: false, error: "token_expired" });
    expect([reads(), api.requests.length]).toEqual([2, 2]);
  });

  test("is asked for once, for all clients of the program", async () => {
    let asked = 0;
    server.answerAside("/refusals", (_request, response) => {
      asked += 1;
      writeAnswer(response, { body: inTheBody });
    });
    api.answerWith(fine);
    await fetchFor()(api.url);
    await fetchFor()(api.url);
    expect(asked).toBe(1);
  });

  test.each<[string, Answer]>([
    ["an older server", problem(notConnectedBody)],
    ["something else in its place", json(200, { refused_token: "no list" })],
    ["a broken connection", { kind: "drop" }],
  ])("where it does not say (%s), a 401 refuses the token", async (_name, answer) => {
    server.answerAside("/refusals", answer);
    api.answerWith(json(401, {}), fine);
    expect(await (await fetchFor()(api.url)).json()).toEqual({ ok: true });
  });
});

describe("a body is only looked at within bounds:", () => {
  const largeOf = (start: string) => `${start}${" ".repeat(20_000)}`;
  const refusal = '{"ok":false,"error":"token_expired"}';

  test.each<[string, Record<string, string>, string]>([
    ["one that is longer than a refusal", { "content-type": "application/json" }, largeOf(refusal)],
    ["one that is no JSON", { "content-type": "text/plain" }, refusal],
  ])("%s is no refusal, and stays whole", async (_name, headers, body) => {
    api.answerWith({ kind: "answer", body, headers });
    expect(await (await fetchFor()(api.url)).text()).toBe(body);
    expect(reads()).toBe(1);
  });

  test("one that streams is returned while it comes", async () => {
    const { stream, url, close } = await streaming();
    const response = await fetchFor()(url);
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("data: 1\n\n");
    stream.end("data: 2\n\n");
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("data: 2\n\n");
    await close();
  });
});

/** An API that begins a stream of events, and goes on when the test says so. */
async function streaming() {
  const stream: { end(text: string): void } = { end: () => {} };
  const { origin, close } = await serve((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).write("data: 1\n\n");
    stream.end = (text) => response.end(text);
  });
  return { stream, url: origin, close };
}

describe("by the app's own test", () => {
  test("an answer that the server knows nothing of has the token refreshed", async () => {
    api.answerWith(json(418, { say: "token gone" }), fine);
    const refusesToken: ConnectionFetchOptions["refusesToken"] = async ({ status, text }) =>
      status === 418 && (await text())?.includes("token gone") === true;
    expect(await (await fetchFor({ refusesToken })(api.url)).json()).toEqual({ ok: true });
    expect(reads()).toBe(2);
  });

  test("false keeps the server's word from counting, undefined leaves it to it", async () => {
    api.answerWith(expired);
    const response = await fetchFor({ refusesToken: () => false })(api.url);
    expect([await response.json(), reads()]).toEqual([{ ok: false, error: "token_expired" }, 1]);
    api.answerWith(expired, fine);
    expect(await (await fetchFor({ refusesToken: () => undefined })(api.url)).json()).toEqual({
      ok: true,
    });
  });
});
