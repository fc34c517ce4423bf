/** The store at a server that speaks HTTP, outside a browser: what is read, and what of several readings counts. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { json, problem, startWireServer, type WireServer } from "../../test/wire-server.ts";
import { createClient } from "../client.ts";
import { connectionsOf } from "./store.ts";

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer();
});
afterEach(() => server.close());

const connector = (name: string) => ({ id: "c1", type: "slack", name, connections: [] });
const list = (name: string) => json(200, { data: [connector(name)], next_cursor: null });
const settings = () => ({
  serverUrl: server.url,
  appId: "a",
  token: "t",
  options: { retryForMs: 0 },
});
const names = (store: ReturnType<typeof connectionsOf>) =>
  store.getSnapshot().connections.map(({ connectorName }) => connectorName);

test("one client has one store, which asks nothing before somebody listens", async () => {
  server.answerWith(list("Slack"));
  const client = createClient(settings());
  const store = connectionsOf(client);
  expect(connectionsOf(client)).toBe(store);
  expect(store.getSnapshot()).toMatchObject({ phase: "loading", connections: [] });
  expect(server.requests).toHaveLength(0);
  // As React does it in development: come, gone, come again.
  store.subscribe(() => {})();
  store.subscribe(() => {});
  store.subscribe(() => {});
  await expect.poll(() => store.getSnapshot().phase).toBe("ready");
  expect(names(store)).toEqual(["Slack"]);
  expect(server.requests).toHaveLength(1);
});

test("a list that was read stays when reading it again fails, and the failure is said", async () => {
  server.answerWith(
    list("Slack"),
    problem({ status: 500, code: "internal", retry: "no" }),
    list("New"),
  );
  const store = connectionsOf(createClient(settings()));
  await store.refresh();
  await store.refresh();
  expect(store.getSnapshot()).toMatchObject({ phase: "ready", failure: { code: "internal" } });
  expect(names(store)).toEqual(["Slack"]);
  await store.refresh();
  expect(store.getSnapshot()).toMatchObject({ phase: "ready", failure: null });
  expect(names(store)).toEqual(["New"]);
});

test("a list that could never be read is said to have failed", async () => {
  server.answerWith(problem({ status: 401, code: "unauthorized", retry: "no" }));
  const store = connectionsOf(createClient(settings()));
  await store.refresh();
  expect(store.getSnapshot()).toMatchObject({ phase: "failed", failure: { code: "unauthorized" } });
});

test("of two readings the later one counts, whichever is answered first", async () => {
  server.answerWith(list("Old"), list("New"));
  const store = connectionsOf(createClient(settings()));
  const first = store.refresh();
  await Promise.all([first, store.refresh()]);
  const { phase, failure } = store.getSnapshot();
  expect([phase, failure]).toEqual(["ready", null]);
  expect(store.getSnapshot().connections).toHaveLength(1);
});

test("ended elsewhere is ended; what failed is kept with its code until it is put away", async () => {
  const store = connectionsOf(createClient(settings()));
  server.answerWith(problem({ status: 404, code: "not_connected", retry: "no" }), list("Slack"));
  await store.disconnect("c1");
  expect(store.getSnapshot()).toMatchObject({ steps: {}, news: { kind: "disconnected" } });
  server.answerWith(problem({ status: 403, code: "forbidden", retry: "no" }), list("Slack"));
  await store.disconnect("c1");
  const failed = { kind: "failed", during: "disconnect", failure: { code: "forbidden" } };
  expect(store.getSnapshot()).toMatchObject({
    steps: { c1: failed },
    news: { kind: "disconnect_failed" },
  });
  store.dismiss("c1");
  expect(store.getSnapshot().steps).toEqual({});
});

test("outside a browser connecting fails, and says so", async () => {
  server.answerWith(list("Slack"));
  const store = connectionsOf(createClient(settings()));
  expect(await store.connect("c1")).toBe(null);
  expect(store.getSnapshot().steps).toMatchObject({ c1: { kind: "failed", during: "connect" } });
});

test("another user on the same client: everything is forgotten first", async () => {
  server.answerWith(list("Of Ada"), list("Of Bo"));
  const store = connectionsOf(createClient(settings()));
  await store.refresh();
  const seen: string[][] = [];
  store.subscribe(() => seen.push(names(store)));
  await store.reset();
  expect(seen[0]).toEqual([]);
  expect(names(store)).toEqual(["Of Bo"]);
});
