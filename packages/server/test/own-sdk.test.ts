/** Our own SDK in Node: every method, and how every refusal looks, against the real server. */

import type { VisitorChoices } from "@grantry/sandbox/visitor";
import {
  createClient,
  createClientFromRequest,
  GrantryError,
  type TokenOptions,
} from "@grantry/sdk";
import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { createFakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

const type = "sandboxcalendar";
const unknownConnector = "0123456789abcdef01234567";
const { serviceToken } = secrets;
const clock = createFakeClock();

let world: World;
let nextUser = 0;

beforeAll(async () => {
  world = await startWorld({ clock: withoutRegularWork(clock) });
});
afterEach(() => world.sandbox.faults.clear());
afterAll(() => world.close());

function clientWith(tokens: { token?: string; serviceToken?: string }) {
  return createClient({ serverUrl: world.url, appId: ids.app, ...tokens });
}

const service = () => clientWith({ serviceToken }).asServiceRole.connectors;

/** A new user, with the client of its page and the client of the backend that it calls. */
async function newUser() {
  nextUser += 1;
  const userId = `user-${nextUser}`;
  const { accessToken: token } = await service().createAppUserToken(userId);
  const headers = { Authorization: `Bearer ${token}` };
  const request = new Request("https://app.example.com/events", { headers });
  const options = { serverUrl: world.url, appId: ids.app, serviceToken };
  return {
    userId,
    token,
    connectors: clientWith({ token }).connectors,
    backend: createClientFromRequest(request, options).asServiceRole.connectors,
  };
}

type User = Awaited<ReturnType<typeof newUser>>;

async function connect({ connectors }: User, choices: VisitorChoices = {}): Promise<void> {
  const url = await connectors.connectAppUser(ids.userConnector);
  const end = await consent(createJar(), url, choices);
  // Also with less than was asked for.
  expect(end.text).toMatch(/<h1>Connected[<,]/);
}

async function connectedUser(choices: VisitorChoices = {}): Promise<User> {
  const user = await newUser();
  await connect(user, choices);
  return user;
}

async function refusalOf(call: Promise<unknown>): Promise<GrantryError> {
  const thrown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(thrown instanceof GrantryError)) throw new Error("there was no refusal", { cause: thrown });
  return thrown;
}

const token = {
  integrationType: "sandboxcalendar",
  accessToken: expect.any(String),
  connectionConfig: { port: expect.any(String) },
  connectionValues: { port: expect.any(String) },
  connectorId: expect.any(String),
  connectionId: expect.stringMatching(/^conn_/),
  expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/),
  expiresIn: expect.any(Number),
  tokenType: "Bearer",
  version: 1,
  grantedScopes: expect.arrayContaining(["openid", "offline_access", "calendar.read"]),
  account: { id: "sandbox-ada", email: "ada@sandbox.example", name: "Ada Example" },
};

describe("an app user", () => {
  test("is who the token says", async () => {
    const { accessToken, tokenType, expiresIn } = await service().createAppUserToken("ada", {
      email: "ada@app.example",
      name: "Ada",
      expiresIn: 120,
    });
    expect({ tokenType, expiresIn }).toEqual({ tokenType: "Bearer", expiresIn: 120 });
    expect(await clientWith({ token: accessToken }).auth.me()).toEqual({
      id: "ada",
      email: "ada@app.example",
      fullName: "Ada",
      full_name: "Ada",
    });
    clock.advance(181_000);
    const error = await refusalOf(clientWith({ token: accessToken }).auth.me());
    expect(error).toMatchObject({ status: 401, code: "unauthorized" });
    expect(error.message).toContain("expired");
  });

  test("connects, is read by the backend with and without the user, and disconnects", async () => {
    const user = await newUser();
    expect(await user.connectors.getConnectionStatus(ids.userConnector)).toMatchObject({
      connectorName: "My calendar",
      integrationType: type,
      status: "not_connected",
      reason: null,
      account: null,
    });
    await connect(user);

    const connection = await user.backend.getCurrentAppUserConnection(ids.userConnector);
    expect(connection).toEqual(token);
    expect(Date.parse(connection.expiresAt ?? "") / 1_000).toBe(
      clock.nowSeconds() + (connection.expiresIn ?? 0),
    );
    expect(await user.backend.getCurrentAppUserAccessToken(ids.userConnector)).toBe(
      connection.accessToken,
    );
    expect(await service().getAppUserConnection(user.userId, ids.userConnector)).toEqual(
      connection,
    );
    const status = await user.connectors.getConnectionStatus(ids.userConnector);
    expect(status).toMatchObject({
      connectorId: ids.userConnector,
      connectionId: connection.connectionId,
      status: "active",
      account: token.account,
      missingScopes: [],
      expiresAt: connection.expiresAt,
      connectedAt: new Date(clock.nowSeconds() * 1_000).toISOString().replace(".000Z", "Z"),
    });
    expect(JSON.stringify(status)).not.toContain(connection.accessToken);
    expect(await user.connectors.listConnections()).toEqual([status]);

    expect(await user.connectors.disconnect(ids.userConnector)).toEqual([
      { connectionId: connection.connectionId, revocation: "revoked" },
    ]);
    expect(await world.sandbox.ledger.isLive(connection.accessToken)).toBe(false);
    const after = await user.connectors.getConnectionStatus(ids.userConnector);
    expect(after).toMatchObject({ status: "disconnected", account: null });
  });

  test("disconnects through disconnectAppUser, which answers nothing", async () => {
    const { connectors, backend } = await connectedUser();
    expect(await connectors.disconnectAppUser(ids.userConnector)).toBeUndefined();
    const error = await refusalOf(backend.getCurrentAppUserConnection(ids.userConnector));
    expect(error.code).toBe("not_connected");
  });

  test("who withheld what is not needed is connected, and the status says what is missing", async () => {
    const { connectors } = await connectedUser({ untick: ["email"] });
    const status = await connectors.getConnectionStatus(ids.userConnector);
    expect(status).toMatchObject({ status: "active", missingScopes: ["email"] });
    expect(status.requestedScopes).toContain("email");
    expect(status.grantedScopes).not.toContain("email");
    expect(status.account).toMatchObject({ id: "sandbox-ada", email: null });
  });

  test("comes back to the return URL, which says how it ended", async () => {
    const { connectors } = await newUser();
    const returnUrl = "https://app.example.com/settings?tab=accounts";
    const url = await connectors.connectAppUser(ids.userConnector, { returnUrl });
    const end = await consent(createJar(), url);
    const back = /"returnUrl":"([^"]+)"/.exec(end.text)?.[1] ?? "";
    expect(new URL(back).origin).toBe("https://app.example.com");
    expect(connectors.connectResult(back)).toEqual({
      connectorId: ids.userConnector,
      outcome: "completed",
      error: null,
    });
  });
});

describe("the whole app", () => {
  test("a shared connection is read by integration type and by connector ID", async () => {
    const before = await refusalOf(service().getConnection(type));
    expect(before).toMatchObject({
      status: 404,
      code: "not_connected",
      retry: "after_consent",
    });

    const started = await apiOf(world).operator("external-auth/initiate", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ integration_type: type }),
    });
    await consent(createJar(), started.body.redirect_url);
    const connection = await service().getConnection(type);
    expect(connection).toEqual(token);
    expect(await service().getAccessToken(type)).toBe(connection.accessToken);
    expect(await service().getWorkspaceConnection(ids.sharedConnector)).toEqual(connection);
  });
});

describe("a refusal names its reason, status and request", () => {
  test("not_connected: never connected, and after a disconnect", async () => {
    const { connectors, backend } = await newUser();
    const error = await refusalOf(backend.getCurrentAppUserConnection(ids.userConnector));
    expect(error).toMatchObject({
      status: 404,
      code: "not_connected",
      retry: "after_consent",
    });
    expect(error.requestId).toMatch(/^[\w-]{8,}$/);
    expect((await refusalOf(connectors.disconnect(ids.userConnector))).code).toBe("not_connected");
  });

  test("connector_not_found: unknown and foreign connectors read alike", async () => {
    const { connectors, backend } = await newUser();
    for (const id of [unknownConnector, ids.foreignConnector]) {
      const calls = [
        connectors.connectAppUser(id),
        connectors.disconnect(id),
        connectors.getConnectionStatus(id),
        backend.getCurrentAppUserConnection(id),
        backend.getWorkspaceConnection(id),
        backend.getAppUserConnection("user-1", id),
      ];
      for (const error of await Promise.all(calls.map(refusalOf))) {
        expect(error).toMatchObject({
          status: 404,
          code: "connector_not_found",
          retry: "no",
          message: `Connector not found: this app has none with the ID "${id}".`,
        });
      }
    }
    const error = await refusalOf(service().getConnection("unknown"));
    expect(error.code).toBe("connector_not_found");
  });

  test("unauthorized: no token, or one that is not of this app", async () => {
    const foreign = clientWith({ serviceToken: secrets.foreignServiceToken }).asServiceRole;
    const calls = [
      clientWith({}).connectors.listConnections(),
      clientWith({ token: "no-jwt" }).connectors.connectAppUser(ids.userConnector),
      foreign.connectors.getConnection(type),
      foreign.connectors.createAppUserToken("user-1"),
    ];
    for (const error of await Promise.all(calls.map(refusalOf))) {
      expect(error).toMatchObject({ status: 401, code: "unauthorized" });
    }
  });

  test("service_token_required and user_token_required: the other kind of token", async () => {
    const user = await newUser();
    const asService = clientWith({ serviceToken: user.token }).asServiceRole.connectors;
    expect(await refusalOf(asService.getConnection(type))).toMatchObject({
      status: 403,
      code: "service_token_required",
    });
    const asUser = clientWith({ token: serviceToken }).connectors;
    expect(await refusalOf(asUser.listConnections())).toMatchObject({
      status: 403,
      code: "user_token_required",
    });
  });

  test("app_user_required: no user beside the service token", async () => {
    const error = await refusalOf(service().getCurrentAppUserConnection(ids.userConnector));
    expect(error).toMatchObject({ status: 401, code: "app_user_required" });
  });

  test("return_url_not_allowed and connection_config_invalid: nothing is started", async () => {
    const { connectors } = await newUser();
    const elsewhere = { returnUrl: "https://elsewhere.example/settings" };
    const error = await refusalOf(connectors.connectAppUser(ids.userConnector, elsewhere));
    expect(error).toMatchObject({ status: 400, code: "return_url_not_allowed" });
    const fixed = { connectionConfig: { port: "1234" } };
    expect(await refusalOf(connectors.connectAppUser(ids.userConnector, fixed))).toMatchObject({
      status: 400,
      code: "connection_config_invalid",
    });
  });

  test("bad_request: a lifetime that is not allowed", async () => {
    const error = await refusalOf(service().createAppUserToken("user-1", { expiresIn: 10 }));
    expect(error).toMatchObject({ status: 400, code: "bad_request", retry: "after_change" });
    expect(error.errors).toEqual([
      { in: "body", pointer: "/expires_in", code: "too_small", detail: "It must be at least 60." },
    ]);
  });

  test("needs_reauth: the provider ended the grant, and the status says so too", async () => {
    const { userId } = await connectedUser();
    clock.advance(3_600_000);
    world.sandbox.faults.next("token", { kind: "error", error: "invalid_grant" });
    const error = await refusalOf(service().getAppUserConnection(userId, ids.userConnector));
    expect(error).toMatchObject({
      status: 409,
      code: "needs_reauth",
      retry: "after_consent",
    });

    const { accessToken } = await service().createAppUserToken(userId);
    const { connectors } = clientWith({ token: accessToken });
    const status = await connectors.getConnectionStatus(ids.userConnector);
    expect(status).toMatchObject({ status: "needs_reauth", reason: "invalid_grant" });
  });

  test("provider_unavailable: an expired token while the provider is down says when to ask again", async () => {
    const { userId } = await connectedUser();
    clock.advance(3_600_000);
    const headers = { "retry-after": "30" };
    world.sandbox.faults.next("token", { kind: "answer", status: 503, headers });
    const read = () => service().getAppUserConnection(userId, ids.userConnector);
    expect(await refusalOf(read())).toMatchObject({
      status: 503,
      code: "provider_unavailable",
      retry: "later",
      retryAfterSeconds: 30,
    });
    // Nobody asks the provider again before that.
    const asked = world.sandbox.ledger.count("token");
    clock.advance(10_000);
    expect((await refusalOf(read())).retryAfterSeconds).toBe(20);
    expect(world.sandbox.ledger.count("token")).toBe(asked);

    clock.advance(21_000);
    expect(await read()).toMatchObject({ version: 2, account: token.account });
  });

  test("network_error: no server at the address", async () => {
    const gone = await startWorld();
    await gone.close();
    const client = createClient({ serverUrl: gone.url, appId: ids.app, serviceToken });
    const error = await refusalOf(client.asServiceRole.connectors.createAppUserToken("user-1"));
    expect(error).toMatchObject({ code: "network_error", status: undefined });
  });
});

test("no error holds a credential", async () => {
  const user = await newUser();
  const foreign = clientWith({ serviceToken: secrets.foreignServiceToken }).asServiceRole;
  const errors = [
    await refusalOf(clientWith({ token: `${user.token}x` }).connectors.listConnections()),
    await refusalOf(user.backend.getCurrentAppUserConnection(ids.userConnector)),
    await refusalOf(foreign.connectors.getConnection(type)),
  ];
  const told = errors.map((error) => JSON.stringify(error) + error.stack).join();
  for (const secret of [user.token, ...Object.values(secrets)]) expect(told).not.toContain(secret);
});

describe("what a backend asks of a token", () => {
  test("force: a newer one than the API refused; minTtl and scopes are passed on", async () => {
    const { userId } = await connectedUser();
    const read = (options: TokenOptions = {}) =>
      service().getAppUserConnection(userId, ids.userConnector, options);
    const first = await read();
    const second = await read({ force: first.version });
    expect(second.version).toBe(first.version + 1);
    expect(second.accessToken).not.toBe(first.accessToken);
    expect((await read({ minTtl: 300, scopes: ["calendar.read"] })).version).toBe(second.version);
    const refusal = await read({ scopes: ["calendar.write"] }).catch((thrown: unknown) => thrown);
    expect(refusal).toMatchObject({
      code: "missing_scopes",
      status: 403,
      missingScopes: ["calendar.write"],
    });
  });
});

describe("where the calls go", () => {
  /** What the server was asked while this ran, without ids and queries. */
  async function askedBy(run: () => Promise<unknown>): Promise<string[]> {
    const seen = new Set<string>();
    const note = ({ method, url = "" }: { method?: string; url?: string }) =>
      seen.add(`${method} ${url.split("?")[0]}`.replace(ids.userConnector, "{id}"));
    const { server } = world.app.http;
    server.on("request", note);
    try {
      await run();
    } finally {
      server.off("request", note);
    }
    return [...seen].sort();
  }

  test.each(["/", "//", "/api", "/api/"])(
    "to the same where the server's address ends in %s",
    async (end) => {
      const { userId, token } = await newUser();
      const client = createClient({ serverUrl: world.url + end, appId: ids.app, token });
      expect((await client.auth.me()).id).toBe(userId);
      const call = client.functions.invoke("sum");
      await expect(call).rejects.toMatchObject({ code: "functions_not_configured" });
    },
  );

  test("to /v1, those of functions as well", async () => {
    const user = await connectedUser();
    const { connectors, functions, auth } = clientWith({ token: user.token });
    const module = user.backend;
    const id = ids.userConnector;
    const address = { connectorId: id, owner: "current_user" } as const;
    const events = `${world.sandbox.origin}/api/calendar/events`;
    const refused = () => undefined;
    const returnUrl = "https://app.example.com/connected";
    const consent = { connectorId: id, owner: { userId: user.userId }, returnUrl };
    const ofUsers: Record<keyof typeof connectors, () => unknown> = {
      connectAppUser: () => connectors.connectAppUser(id),
      // A page's: its other calls are shown by the tests in a browser.
      connect: () => connectors.connect(id).catch(refused),
      complete: () => connectors.complete().catch(refused),
      connectResult: () => connectors.connectResult("https://app.example.com/"),
      listConnections: () => connectors.listConnections(),
      getConnectionStatus: () => connectors.getConnectionStatus(id),
      disconnect: () => connectors.disconnect(id),
      disconnectAppUser: () => connectors.disconnectAppUser(id).catch(refused),
    };
    const ofBackends: Record<keyof typeof module, () => unknown> = {
      getConnection: () => module.getConnection(type).catch(refused),
      getAccessToken: () => module.getAccessToken(type).catch(refused),
      getWorkspaceConnection: () =>
        module.getWorkspaceConnection(ids.sharedConnector).catch(refused),
      getCurrentAppUserConnection: () => module.getCurrentAppUserConnection(id),
      getCurrentAppUserAccessToken: () => module.getCurrentAppUserAccessToken(id),
      getAppUserConnection: () => module.getAppUserConnection(user.userId, id),
      fetchFor: () => module.fetchFor(address)(events),
      createAppUserToken: () => module.createAppUserToken(user.userId),
      authorize: () => module.authorize(consent),
      completeAuthorization: () =>
        module
          .completeAuthorization("auz_none", { ...consent, code: "none", verifier: "none" })
          .catch(refused),
    };
    const app = `/v1/apps/${ids.app}`;
    const asked = await askedBy(async () => {
      await auth.me();
      for (const call of [...Object.values(ofBackends), ...Object.values(ofUsers)]) await call();
    });
    expect(asked).toEqual([
      `GET ${app}/me`,
      `GET ${app}/me/connectors`,
      `GET ${app}/me/connectors/{id}`,
      `GET ${app}/types/${type}/refusals`,
      `POST ${app}/authorizations`,
      `POST ${app}/authorizations/auz_none/complete`,
      `POST ${app}/me/authorizations`,
      `POST ${app}/me/connectors/{id}/disconnect`,
      `POST ${app}/tokens`,
      `POST ${app}/user-tokens`,
    ]);
    const ofFunctions = await askedBy(async () => {
      await functions.invoke("sum").catch(refused);
      await functions.fetch("sum");
    });
    expect(ofFunctions).toEqual([`GET ${app}/functions/sum`, `POST ${app}/functions/sum`]);
  });
});
