/**
 * The official `@base44/sdk`, as npm has it, in Node: every connectors method against the real
 * server, with nothing changed but `serverUrl`.
 */
import type { IncomingMessage } from "node:http";
import { Base44Error, createClient, createClientFromRequest } from "@base44/sdk";
import { type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { createFakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";

const type = "sandboxcalendar";
const unknownConnector = "0123456789abcdef01234567";
const clock = createFakeClock();

let world: World;
let api: Api;
let seen: Pick<IncomingMessage, "method" | "url" | "headers">[] = [];

beforeAll(async () => {
  // The SDK prints every error body elsewhere than in production.
  vi.stubEnv("NODE_ENV", "production");
  world = await startWorld({ clock: withoutRegularWork(clock) });
  api = apiOf(world);
  world.app.http.server.on("request", ({ method, url, headers }: IncomingMessage) => {
    seen.push({ method, url, headers });
  });
});
afterEach(() => {
  seen = [];
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await world.close();
});

function clientWith(tokens: { token?: string; serviceToken?: string }) {
  return createClient({ serverUrl: world.url, appId: ids.app, ...tokens });
}

/** The client of a backend function that a signed-in user has called. */
function functionClient(userToken: string) {
  const headers = {
    Authorization: `Bearer ${userToken}`,
    "Base44-App-Id": ids.app,
    "Base44-Service-Authorization": `Bearer ${secrets.serviceToken}`,
    "Base44-Api-Url": world.url,
    "X-Data-Env": "prod",
  };
  return createClientFromRequest(new Request("https://app.example.com/probe", { headers }));
}

async function jwtOf(userId: string): Promise<string> {
  return (await api.signIn(userId)).jwt;
}

async function connect(userId: string): Promise<string> {
  const token = await jwtOf(userId);
  const url = await clientWith({ token }).connectors.connectAppUser(ids.userConnector);
  expect((await consent(createJar(), url)).text).toContain("<h1>Connected</h1>");
  return token;
}

/** An operator authorizes a connection of the whole app. */
async function connectShared(address: { integration_type?: string; connector_id?: string }) {
  const started = await api.operator("external-auth/initiate", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(address),
  });
  const end = await consent(createJar(), started.body.redirect_url, { account: "sandbox-bo" });
  expect(end.text).toContain("<h1>Connected</h1>");
}

/** Whose calendar an access token opens. */
async function accountOf(accessToken: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${accessToken}` };
  const answer = await fetch(`${world.sandbox.origin}/api/calendar/events`, { headers });
  return ((await answer.json()) as { account?: unknown }).account;
}

async function refusalOf(call: Promise<unknown>): Promise<Base44Error> {
  const thrown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(thrown instanceof Base44Error)) throw new Error("there was no refusal", { cause: thrown });
  return thrown;
}

describe("an app user", () => {
  test("connects; a backend function gets a token that works; disconnects", async () => {
    const token = await connect("user-main");
    const { connectors } = functionClient(token).asServiceRole;

    const connection = await connectors.getCurrentAppUserConnection(ids.userConnector);
    expect(connection).toEqual({
      accessToken: expect.any(String),
      connectionConfig: { port: String(world.sandbox.port) },
    });
    expect(await accountOf(connection.accessToken)).toBe("ada@sandbox.example");
    expect(await connectors.getCurrentAppUserAccessToken(ids.userConnector)).toBe(
      connection.accessToken,
    );

    const user = clientWith({ token });
    await expect(user.connectors.disconnectAppUser(ids.userConnector)).resolves.toBeUndefined();
    expect(await world.sandbox.ledger.isLive(connection.accessToken)).toBe(false);
  });

  test("is served where JSON is announced and nothing is sent", async () => {
    const token = await connect("user-empty");
    await clientWith({ token }).connectors.disconnectAppUser(ids.userConnector);
    const [initiate, disconnect] = seen.filter(({ url }) => url?.includes("app-user-auth"));
    expect(initiate).toMatchObject({
      method: "POST",
      headers: { "content-type": "application/json", "content-length": "0" },
    });
    expect(disconnect).toMatchObject({
      method: "DELETE",
      headers: { "content-type": "application/json" },
    });
    expect(disconnect?.headers["content-length"]).toBeUndefined();
  });

  test("who is not connected is told so in the words that apps look for", async () => {
    const { connectors } = functionClient(await jwtOf("user-new")).asServiceRole;
    const calls = [
      connectors.getCurrentAppUserConnection(ids.userConnector),
      connectors.getCurrentAppUserAccessToken(ids.userConnector),
    ];
    for (const error of await Promise.all(calls.map(refusalOf))) {
      expect(error).toMatchObject({ status: 404, code: "NOT_FOUND" });
      expect(error.message).toContain("No active connection found");
      expect(error.message).toContain("not connected");
      expect(error.message).not.toMatch(/credentials|client_id|OAuth/i);
    }
  });

  test("who is disconnected already cannot be disconnected again", async () => {
    const token = await connect("user-twice");
    const { connectors } = clientWith({ token });
    await connectors.disconnectAppUser(ids.userConnector);
    const error = await refusalOf(connectors.disconnectAppUser(ids.userConnector));
    expect(error).toMatchObject({ status: 404, code: "NOT_FOUND" });
    expect(error.message).toContain("No active connection found for this connector");
    const read = functionClient(token).asServiceRole.connectors;
    expect((await refusalOf(read.getCurrentAppUserConnection(ids.userConnector))).status).toBe(404);
  });

  test("whose grant the provider has ended is told so in the same words", async () => {
    await connect("user-ended");
    clock.advance(3_600_000);
    world.sandbox.faults.next("token", { kind: "error", error: "invalid_grant" });
    const { connectors } = functionClient(await jwtOf("user-ended")).asServiceRole;
    const error = await refusalOf(connectors.getCurrentAppUserConnection(ids.userConnector));
    expect(error).toMatchObject({ status: 404, code: "NOT_FOUND" });
    expect(error.data).toMatchObject({ reason: "needs_reauth" });
    expect(error.message).toContain("No active connection found");
    expect(error.message).toContain("not connected");
    expect(error.message).not.toMatch(/credentials|client_id|OAuth/i);
  });
});

describe("the whole app", () => {
  test("a shared connection is read by its integration type", async () => {
    const { connectors } = clientWith({ serviceToken: secrets.serviceToken }).asServiceRole;
    const before = await refusalOf(connectors.getConnection(type));
    expect(before).toMatchObject({ status: 404, code: "NOT_FOUND" });
    expect(before.message).toContain("No active connection found");

    await connectShared({ integration_type: type });
    const connection = await connectors.getConnection(type);
    expect(connection).toEqual({
      accessToken: expect.any(String),
      connectionConfig: { port: String(world.sandbox.port) },
    });
    expect(await accountOf(connection.accessToken)).toBe("bo@sandbox.example");
    expect(await connectors.getAccessToken(type)).toBe(connection.accessToken);
    const byId = await connectors.getWorkspaceConnection(ids.sharedConnector);
    expect(byId.accessToken).toBe(connection.accessToken);
  });

  test("a shared connection on a workspace connector is read by its connector ID", async () => {
    const { connectors } = clientWith({ serviceToken: secrets.serviceToken }).asServiceRole;
    const before = await refusalOf(connectors.getWorkspaceConnection(ids.userConnector));
    expect(before).toMatchObject({ status: 404, code: "NOT_FOUND" });

    await connectShared({ connector_id: ids.userConnector });
    const connection = await connectors.getWorkspaceConnection(ids.userConnector);
    expect(connection.connectionConfig).toEqual({ port: String(world.sandbox.port) });
    expect(await accountOf(connection.accessToken)).toBe("bo@sandbox.example");
  });

  test("a shared connection is nobody's own", async () => {
    await connectShared({ connector_id: ids.userConnector });
    const { connectors } = functionClient(await jwtOf("user-without-own")).asServiceRole;
    const error = await refusalOf(connectors.getCurrentAppUserConnection(ids.userConnector));
    expect(error).toMatchObject({ status: 404, code: "NOT_FOUND" });
  });
});

type Client = ReturnType<typeof createClient>;
type Call = readonly [name: string, call: (client: Client) => Promise<unknown>];

const userCalls: readonly Call[] = [
  ["connectAppUser", ({ connectors }) => connectors.connectAppUser(ids.userConnector)],
  ["disconnectAppUser", ({ connectors }) => connectors.disconnectAppUser(ids.userConnector)],
];
const currentUserCalls: readonly Call[] = [
  [
    "getCurrentAppUserConnection",
    ({ asServiceRole }) => asServiceRole.connectors.getCurrentAppUserConnection(ids.userConnector),
  ],
  [
    "getCurrentAppUserAccessToken",
    ({ asServiceRole }) => asServiceRole.connectors.getCurrentAppUserAccessToken(ids.userConnector),
  ],
];
const serviceCalls: readonly Call[] = [
  ["getConnection", ({ asServiceRole }) => asServiceRole.connectors.getConnection(type)],
  ["getAccessToken", ({ asServiceRole }) => asServiceRole.connectors.getAccessToken(type)],
  [
    "getWorkspaceConnection",
    ({ asServiceRole }) => asServiceRole.connectors.getWorkspaceConnection(ids.userConnector),
  ],
  ...currentUserCalls,
];

describe.each(userCalls)("%s", (_name, call) => {
  test("without a token is refused with 401", async () => {
    const error = await refusalOf(call(clientWith({})));
    expect(error).toMatchObject({ status: 401, code: "unauthorized", message: "Unauthorized" });
  });

  test.each([
    ["no JWT", () => "no-jwt"],
    ["a JWT with a broken signature", async () => `${await jwtOf("user-1")}x`],
    [
      "the JWT of another app's user",
      async () =>
        (await apiOf(world, ids.foreignApp, secrets.foreignServiceToken).signIn("user-1")).jwt,
    ],
  ])("with %s is refused with 401", async (_what, token) => {
    const error = await refusalOf(call(clientWith({ token: await token() })));
    expect(error).toMatchObject({ status: 401, code: "unauthorized" });
    expect(error.message).toMatch(/^Unauthorized: /);
  });

  test("with a service token is refused with 403", async () => {
    const error = await refusalOf(call(clientWith({ token: secrets.serviceToken })));
    expect(error).toMatchObject({ status: 403, code: "user_token_required" });
    expect(error.message).toContain("only accessible to signed-in app users");
  });
});

describe.each(serviceCalls)("%s", (_name, call) => {
  test.each([
    ["no service token of the server", "grantry_st_unknown"],
    ["the service token of another workspace's app", secrets.foreignServiceToken],
    ["the service token of another app", secrets.otherServiceToken],
  ])("with %s is refused with 401", async (_what, serviceToken) => {
    const error = await refusalOf(call(clientWith({ serviceToken, token: await jwtOf("user-1") })));
    expect(error).toMatchObject({ status: 401, code: "unauthorized", message: "Unauthorized" });
  });

  test("with a user's token is refused with 403", async () => {
    const token = await jwtOf("user-1");
    const error = await refusalOf(call(clientWith({ token, serviceToken: token })));
    expect(error).toMatchObject({
      status: 403,
      code: "service_token_required",
      message: "This endpoint is only accessible to service tokens",
    });
  });
});

describe.each(currentUserCalls)("%s", (_name, call) => {
  const { serviceToken } = secrets;

  test("without a user is refused with 401", async () => {
    const error = await refusalOf(call(clientWith({ serviceToken })));
    expect(error).toMatchObject({ status: 401, code: "app_user_required" });
    expect(error.message).toContain("no signed-in user");
  });

  test("with the user of another app is refused with 401", async () => {
    const foreign = apiOf(world, ids.foreignApp, secrets.foreignServiceToken);
    const { jwt: token } = await foreign.signIn("user-1");
    const error = await refusalOf(call(clientWith({ serviceToken, token })));
    expect(error).toMatchObject({ status: 401, code: "app_user_required" });
  });
});

test.each<Call>([
  ["connectAppUser", ({ connectors }) => connectors.connectAppUser(unknownConnector)],
  ["disconnectAppUser", ({ connectors }) => connectors.disconnectAppUser(unknownConnector)],
  ["getConnection", ({ asServiceRole }) => asServiceRole.connectors.getConnection("unknown")],
  [
    "getWorkspaceConnection",
    ({ asServiceRole }) => asServiceRole.connectors.getWorkspaceConnection(unknownConnector),
  ],
  [
    "getCurrentAppUserConnection",
    ({ asServiceRole }) => asServiceRole.connectors.getCurrentAppUserConnection(unknownConnector),
  ],
  [
    "getCurrentAppUserConnection of a foreign connector",
    ({ asServiceRole }) =>
      asServiceRole.connectors.getCurrentAppUserConnection(ids.foreignConnector),
  ],
])("%s finds no connector that the app does not have", async (_name, call) => {
  const { serviceToken } = secrets;
  const error = await refusalOf(call(clientWith({ serviceToken, token: await jwtOf("user-1") })));
  expect(error).toMatchObject({ status: 404, code: "NOT_FOUND" });
  expect(error.message).toContain("Connector not found");
});

describe.each<readonly [string, string, (client: Client) => Promise<unknown>]>([
  [
    "callApi",
    "getConnection",
    ({ asServiceRole }) => asServiceRole.connectors.callApi(type, { path: "/calendar/events" }),
  ],
  [
    "sso.getAccessToken",
    "identity provider",
    ({ asServiceRole }) => asServiceRole.sso.getAccessToken("user-1"),
  ],
  [
    "entities.Task.list",
    "Entities",
    ({ entities }) => entities["Task"]?.list() ?? Promise.resolve(),
  ],
  [
    "auth.loginViaEmailPassword",
    "identity provider",
    ({ auth }) => auth.loginViaEmailPassword("a@example.com", "b"),
  ],
])("%s", (_name, hint, call) => {
  test("is told clearly that it is not served, and what to do", async () => {
    const error = await refusalOf(call(clientWith({ serviceToken: secrets.serviceToken })));
    expect(error).toMatchObject({ status: 501, code: "not_served" });
    expect(error.message).toContain(" not served here");
    expect(error.message).toContain(hint);
  });
});

describe.each(["/", "/api", "/api/", "//"])("a serverUrl that ends in %s", (end) => {
  test("is the server all the same, for a user and for a backend function", async () => {
    const token = await jwtOf("user-slash");
    const serverUrl = world.url + end;
    const user = createClient({ serverUrl, appId: ids.app, token });
    const url = await user.connectors.connectAppUser(ids.userConnector);
    expect(url.startsWith(`${world.url}/api/external-auth/connect/`)).toBe(true);
    await consent(createJar(), url);
    const headers = {
      Authorization: `Bearer ${token}`,
      "Base44-App-Id": ids.app,
      "Base44-Service-Authorization": `Bearer ${secrets.serviceToken}`,
      "Base44-Api-Url": serverUrl,
    };
    const { asServiceRole } = createClientFromRequest(
      new Request("https://app.example.com/", { headers }),
    );
    const { connectors } = asServiceRole;
    const { accessToken } = await connectors.getCurrentAppUserConnection(ids.userConnector);
    expect(await accountOf(accessToken)).toBe("ada@sandbox.example");
    await user.connectors.disconnectAppUser(ids.userConnector);
  });
});

test("an app that does not exist refuses as any other app would (SEC-70)", async () => {
  const token = await jwtOf("user-1");
  const messages: string[] = [];
  for (const appId of ["app_unknown", ids.otherApp]) {
    const client = createClient({ serverUrl: world.url, appId, token });
    const error = await refusalOf(client.connectors.connectAppUser(ids.userConnector));
    expect(error).toMatchObject({ status: 401, code: "unauthorized" });
    messages.push(error.message);
  }
  expect(messages[0]).toBe(messages[1]);
});

describe("what the SDK and older apps ask for on their own", () => {
  test("who is signed in", async () => {
    const { jwt: token } = await api.signIn("user-me", { email: "ada@app.example", name: "Ada" });
    expect(await clientWith({ token }).auth.me()).toMatchObject({
      id: "user-me",
      email: "ada@app.example",
      full_name: "Ada",
    });
    expect((await refusalOf(clientWith({}).auth.me())).status).toBe(401);
  });

  test("usage events are taken, signed in or not", async () => {
    const body = JSON.stringify({ events: [{ event_name: "__initialization_event__" }] });
    const headers = { "content-type": "application/json", "x-base44-anonymous-id": "visitor" };
    const answer = await api.call("analytics/track/batch", { method: "POST", headers, body });
    expect(answer).toMatchObject({ status: 200, body: {} });
  });

  test("the app's public settings", async () => {
    const path = `/api/apps/public/prod/public-settings/by-id/${ids.app}`;
    const answer = await fetch(world.url + path);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ id: ids.app, public_settings: {} });
  });
});
