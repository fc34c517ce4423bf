/** The user's token as a function, which is asked whenever one is needed. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { meBody, receiptsBody, tokenBody, unauthorizedBody } from "../test/answers.ts";
import { json, problem, startWireServer, type WireServer } from "../test/wire-server.ts";
import { createClient } from "./client.ts";
import type { UserToken } from "./user-token.ts";

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer();
  server.answerWith(json(200, meBody));
});
afterEach(() => server.close());

const clientOf = (token: UserToken) =>
  createClient({ serverUrl: server.url, appId: "a", token, serviceToken: "service" });
const ended = problem(unauthorizedBody);

/** Gives another token each time. */
function counting() {
  let count = 0;
  return async () => {
    count += 1;
    return `token-${count}`;
  };
}
const owners = () => server.requests.map(({ body }) => JSON.parse(body).owner);
const sent = () => server.requests.map(({ headers }) => headers.authorization);

test("is asked before every request", async () => {
  const client = clientOf(counting());
  await client.auth.me();
  await client.auth.me();
  expect(sent()).toEqual(["Bearer token-1", "Bearer token-2"]);
});

test("is asked once more where the server refuses what it gave, also for what changes something", async () => {
  server.answerWith(ended, json(200, receiptsBody));
  await clientOf(counting()).connectors.disconnectAppUser("c1");
  expect(sent()).toEqual(["Bearer token-1", "Bearer token-2"]);
});

test("is not asked for ever: the second refusal is told, once", async () => {
  const seen: Error[] = [];
  server.answerWith(ended);
  const client = createClient({
    serverUrl: server.url,
    appId: "a",
    token: counting(),
    options: { onError: (error) => seen.push(error) },
  });
  await expect(client.auth.me()).rejects.toMatchObject({ code: "unauthorized" });
  expect([server.requests.length, seen.length]).toEqual([2, 1]);
});

test.each<[string, UserToken]>([
  ["a fixed token", "fixed"],
  ["a function that gives the same", () => "fixed"],
])("%s that is refused is sent once", async (_name, token) => {
  server.answerWith(ended);
  await expect(clientOf(token).auth.me()).rejects.toMatchObject({ code: "unauthorized" });
  expect(sent()).toEqual(["Bearer fixed"]);
});

test("is asked for once in the backend where the server's word is about the service token", async () => {
  server.answerWith(ended);
  const client = clientOf(() => "fixed").asServiceRole.connectors;
  await expect(client.getCurrentAppUserConnection("c1")).rejects.toMatchObject({
    code: "unauthorized",
  });
  expect(server.requests).toHaveLength(1);
});

test("that gives none keeps a call for the user from being sent, and tells onError", async () => {
  const seen: Error[] = [];
  const client = createClient({
    serverUrl: server.url,
    appId: "a",
    token: async () => null,
    serviceToken: "service",
    options: { onError: (error) => seen.push(error) },
  });
  const call = client.asServiceRole.connectors.getCurrentAppUserConnection("c1");
  const error = await call.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: "GrantryError", code: "app_user_required", status: 401 });
  expect([server.requests, seen]).toEqual([[], [error]]);
});

test("acts for the user in the backend, too", async () => {
  server.answerWith(ended, json(200, tokenBody));
  await clientOf(counting()).asServiceRole.connectors.getCurrentAppUserConnection("c1");
  expect(owners()).toEqual(["token-1", "token-2"].map((token) => ({ kind: "user_token", token })));
  expect(sent()).toEqual(["Bearer service", "Bearer service"]);
});

test("calls a function once more where the server refused it, and never where the function did", async () => {
  const body = { status: 401, code: "unauthorized", detail: "The user's token is not valid." };
  const refusedByServer = problem(body, { "Grantry-Error": "unauthorized" });
  server.answerWith(refusedByServer, json(200, { done: true }));
  const { data } = await clientOf(counting()).functions.invoke("pay");
  expect([data, sent()]).toEqual([{ done: true }, ["Bearer token-1", "Bearer token-2"]]);
  server.answerWith(json(401, { own: "no" }));
  const call = clientOf(counting()).functions.invoke("pay");
  await expect(call).rejects.toMatchObject({ code: "function_failed" });
  expect(sent()).toHaveLength(3);
});

test("that gives none signs nobody in, and one set later counts", async () => {
  const client = clientOf(() => null);
  await client.auth.me();
  client.setToken(() => "later");
  await client.auth.me();
  expect(sent()).toEqual([undefined, "Bearer later"]);
});

test("that fails is told apart from the server, and its error is the cause", async () => {
  const cause = new Error("the sign-in service is away");
  const client = clientOf(() => Promise.reject(cause));
  await expect(client.auth.me()).rejects.toMatchObject({ code: "token_unavailable", cause });
  expect(server.requests).toEqual([]);
});
