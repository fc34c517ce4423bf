/** The fetch of our SDK, against the real server and the sandbox provider's API. */
import {
  type ConnectionAddress,
  type ConnectionFetch,
  type ConnectionFetchOptions,
  createClient,
  type GrantryError,
} from "@grantry/sdk";
import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { createHold, until } from "@grantry/testing/connected";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

let world: World;
let events: string;
let nextUser = 0;

beforeAll(async () => {
  world = await startWorld({
    declare: ({ workspaces: [workspace] }) => {
      for (const connector of workspace?.connectors ?? []) {
        connector.scopes = ["calendar.read", "calendar.write"];
      }
    },
  });
  events = `${world.sandbox.origin}/api/calendar/events`;
});
afterEach(() => world.sandbox.faults.clear());
afterAll(() => world.close());

const service = (token?: string) => {
  const tokens = { serviceToken: secrets.serviceToken, token };
  return createClient({ serverUrl: world.url, appId: ids.app, ...tokens }).asServiceRole.connectors;
};

/** A new user with a connected calendar, and the fetch of it. */
async function connected(options?: ConnectionFetchOptions) {
  nextUser += 1;
  const userId = `user-${nextUser}`;
  const user = await apiOf(world).signIn(userId);
  const started = await user.initiate(ids.userConnector);
  await consent(createJar(), started.body.redirect_url);
  const address: ConnectionAddress = { connectorId: ids.userConnector, owner: { userId } };
  return {
    jwt: user.jwt,
    calendar: service().fetchFor(address, options),
    read: () => service().getAppUserConnection(userId, ids.userConnector),
  };
}

/** Counts from now on. */
function counter() {
  const { ledger } = world.sandbox;
  const refreshes = ledger.count("token", { grantType: "refresh_token" });
  const calls = ledger.count("api");
  return {
    refreshes: () => ledger.count("token", { grantType: "refresh_token" }) - refreshes,
    calls: () => ledger.count("api") - calls,
  };
}

const refused = { kind: "answer", status: 401 } as const;
const event = JSON.stringify({
  title: "Tea",
  start: "2030-01-01T10:00Z",
  end: "2030-01-01T11:00Z",
});

async function rejectionOf(call: Promise<unknown>): Promise<unknown> {
  return await call.then(
    () => expect.unreachable("it did not reject"),
    (reason: unknown) => reason,
  );
}

test("a call with a good token is one call, without a refresh", async () => {
  const { calendar } = await connected();
  const count = counter();
  const response = await calendar(events);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ account: "ada@sandbox.example" });
  expect([count.refreshes(), count.calls()]).toEqual([0, 1]);
});

test("a refused token is refreshed once, and the call succeeds", async () => {
  const { calendar, read } = await connected();
  await world.sandbox.expire((await read()).accessToken);
  const count = counter();
  expect((await calendar(events)).status).toBe(200);
  expect([count.refreshes(), count.calls()]).toEqual([1, 2]);
  expect((await calendar(events)).status).toBe(200);
  expect([count.refreshes(), count.calls()]).toEqual([1, 3]);
});

test("fifty calls whose token is refused share one refresh", async () => {
  const { calendar, read } = await connected();
  await world.sandbox.expire((await read()).accessToken);
  const count = counter();
  const responses = await Promise.all(Array.from({ length: 50 }, () => calendar(events)));
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
  expect(count.refreshes()).toBe(1);
  expect((await read()).version).toBe(2);
  await Promise.all(responses.map((response) => response.body?.cancel()));
});

test("an API that refuses every token is asked twice, and its second answer is the caller's", async () => {
  const { calendar } = await connected();
  const count = counter();
  world.sandbox.faults.next("api", refused);
  world.sandbox.faults.next("api", { ...refused, body: "the second" });
  world.sandbox.faults.next("api", { kind: "answer", status: 500 });
  const response = await calendar(events);
  expect([response.status, await response.text()]).toEqual([401, "the second"]);
  expect(count.refreshes()).toBe(1);
  // The third answer was not used up.
  expect((await calendar(events)).status).toBe(500);
});

test("a grant that is over is told as needs_reauth, not as a 401", async () => {
  const { calendar, read } = await connected();
  await world.sandbox.expire((await read()).accessToken);
  world.sandbox.faults.next("token", { kind: "error", error: "invalid_grant" });
  const error = await rejectionOf(calendar(events));
  expect(error).toMatchObject({ name: "GrantryError", code: "needs_reauth", status: 409 });
  expect(await rejectionOf(calendar(events))).toMatchObject({ code: "needs_reauth" });
});

test("a provider that is away while the token is refreshed is told as such", async () => {
  const { calendar, read } = await connected();
  await world.sandbox.expire((await read()).accessToken);
  world.sandbox.faults.next("token", {
    kind: "answer",
    status: 503,
    headers: { "retry-after": "60" },
  });
  const error = await rejectionOf(calendar(events));
  expect(error).toMatchObject({ code: "provider_unavailable", retryAfterSeconds: 60 });
});

describe("what is sent is sent again", () => {
  const post = { method: "POST", headers: { "content-type": "application/json" } };
  const ways: Record<string, (calendar: ConnectionFetch) => Promise<Response>> = {
    "a text": (calendar) => calendar(events, { ...post, body: event }),
    bytes: (calendar) => calendar(events, { ...post, body: new TextEncoder().encode(event) }),
    "a Blob": (calendar) => calendar(events, { ...post, body: new Blob([event]) }),
    "a Request": (calendar) => calendar(new Request(events, { ...post, body: event })),
    "a Request of a stream": (calendar) =>
      calendar(
        new Request(events, { ...post, body: stream(event), duplex: "half" } as RequestInit),
      ),
    "a Request with another body": (calendar) =>
      calendar(new Request(events, { ...post, body: "other" }), { body: event }),
  };
  test.each(Object.keys(ways))("%s", async (name) => {
    const { calendar, read } = await connected();
    await world.sandbox.expire((await read()).accessToken);
    const count = counter();
    const response = await ways[name]?.(calendar);
    expect([response?.status, await response?.json()]).toEqual([
      201,
      expect.objectContaining({ title: "Tea" }),
    ]);
    expect([count.refreshes(), count.calls()]).toEqual([1, 2]);
  });

  test("but not a stream: its 401 is returned, and the next call has a new token", async () => {
    const { calendar, read } = await connected();
    await world.sandbox.expire((await read()).accessToken);
    const count = counter();
    const send = () =>
      calendar(events, { ...post, body: stream(event), duplex: "half" } as RequestInit);
    const first = await send();
    expect([first.status, await first.json()]).toEqual([401, { error: "invalid_token" }]);
    expect([count.refreshes(), count.calls()]).toEqual([1, 1]);
    expect((await send()).status).toBe(201);
    expect([count.refreshes(), count.calls()]).toEqual([1, 2]);
  });
});

/** A body that can be read once. */
function stream(text: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
      controller.close();
    },
  });
}

describe("an aborted call", () => {
  test("rejects while the API does not answer", async () => {
    const { calendar } = await connected();
    world.sandbox.faults.next("api", { kind: "hang" });
    const abort = new AbortController();
    const call = rejectionOf(calendar(events, { signal: abort.signal }));
    await until(() => world.sandbox.ledger.count("fault", { endpoint: "api" }) > 0);
    abort.abort(new Error("enough"));
    expect(await call).toMatchObject({ message: "enough" });
  });

  test("rejects while the token is refreshed, and sends nothing more", async () => {
    const { calendar, read } = await connected();
    await world.sandbox.expire((await read()).accessToken);
    const hold = createHold();
    world.sandbox.faults.next("token", { kind: "held", until: hold.until });
    const before = world.sandbox.ledger.count("fault", { endpoint: "token" });
    const count = counter();
    const abort = new AbortController();
    const call = rejectionOf(calendar(new Request(events, { signal: abort.signal })));
    await until(() => world.sandbox.ledger.count("fault", { endpoint: "token" }) === before + 1);
    abort.abort(new Error("enough"));
    // A Request makes a signal of its own, which keeps the reason.
    expect(await call).toMatchObject({ message: "enough" });
    expect(count.calls()).toBe(1);
    hold.release();
  });
});

describe("every kind of address", () => {
  test("the current user's, a named user's, and the app's by type and by ID", async () => {
    const { jwt, read } = await connected();
    const started = await apiOf(world).operator("external-auth/initiate", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ integration_type: "sandboxcalendar" }),
    });
    await consent(createJar(), started.body.redirect_url, { account: "sandbox-bo" });
    const accountOf = async (calendar: ConnectionFetch) =>
      ((await (await calendar(events)).json()) as { account: string }).account;
    const ofUser = { connectorId: ids.userConnector, owner: "current_user" } as const;
    expect(await accountOf(service(jwt).fetchFor(ofUser))).toBe("ada@sandbox.example");
    const byType = { integrationType: "sandboxcalendar" };
    expect(await accountOf(service().fetchFor(byType))).toBe("bo@sandbox.example");
    const byId = { connectorId: ids.sharedConnector, owner: "app" } as const;
    expect(await accountOf(service().fetchFor(byId))).toBe("bo@sandbox.example");
    expect((await read()).account?.id).toBe("sandbox-ada");
  });
});

test("the connection says where relative addresses lead", async () => {
  const { calendar } = await connected({
    baseUrl: ({ connectionConfig }) => `http://127.0.0.1:${connectionConfig?.["port"]}`,
  });
  expect((await calendar("/api/calendar/events")).status).toBe(200);
});

test("what every call needs is asked of every token", async () => {
  const { calendar } = await connected({ scopes: ["calendar.admin"] });
  const error = (await rejectionOf(calendar(events))) as GrantryError;
  expect([error.code, error.missingScopes]).toEqual(["missing_scopes", ["calendar.admin"]]);
});
