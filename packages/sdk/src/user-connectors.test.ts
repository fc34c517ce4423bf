import { startMyAuthorizationRequest } from "@grantry/contract/v1/authorizations";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connectorBody, meBody, receiptsBody, startedBody } from "../test/answers.ts";
import { json, startWireServer, type WireServer } from "../test/wire-server.ts";
import { createClient } from "./client.ts";

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer();
});
afterEach(() => server.close());

const clientOf = (token?: string) => createClient({ serverUrl: server.url, appId: "app_1", token });
const connectors = () => clientOf("user").connectors;
const root = "/v1/apps/app_1/me";
const [connectionBody] = connectorBody.connections;

const connection = {
  connectionId: "conn_1",
  connectorId: "665f00000000000000000001",
  connectorName: "Calendar",
  logo: connectorBody.logo,
  integrationType: "googlecalendar",
  status: "needs_reauth",
  reason: "revoked",
  statusSince: "2023-11-14T22:13:20Z",
  account: null,
  requestedScopes: ["a", "b"],
  grantedScopes: ["a"],
  missingScopes: ["b"],
  expiresAt: null,
  lastRefreshedAt: null,
  connectedAt: "2023-07-22T04:26:40Z",
  revocation: null,
};

describe("connectAppUser", () => {
  test("starts an authorization and gives its address", async () => {
    server.answerWith(json(201, startedBody));
    expect(await connectors().connectAppUser("c1")).toBe(startedBody.connect_url);
    expect(server.requests[0]).toMatchObject({
      method: "POST",
      path: `${root}/authorizations`,
      headers: { authorization: "Bearer user" },
      body: '{"connector_id":"c1"}',
    });
  });

  test("names return URL and settings in the contract's words", async () => {
    server.answerWith(json(201, startedBody));
    await connectors().connectAppUser("c1", {
      returnUrl: "https://app.example.com/settings",
      connectionConfig: { subdomain: "acme" },
    });
    expect(server.requests[0]?.headers["content-type"]).toBe("application/json");
    expect(startMyAuthorizationRequest.parse(JSON.parse(server.requests[0]?.body ?? ""))).toEqual({
      connector_id: "c1",
      return_url: "https://app.example.com/settings",
      settings: { subdomain: "acme" },
    });
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "/relative", ""])(
    "never gives an address that is not of the web (%s)",
    async (address) => {
      server.answerWith(json(201, { ...startedBody, connect_url: address }));
      await expect(connectors().connectAppUser("c1")).rejects.toMatchObject({
        code: "unexpected_answer",
      });
    },
  );
});

describe("listConnections", () => {
  const other = {
    ...connectorBody,
    id: "665f00000000000000000002",
    name: "Mail",
    logo: null,
    connections: [],
  };
  const pageOf = (data: object[], cursor: string | null) =>
    json(200, { data, next_cursor: cursor });

  test("lists what the user can connect, also what never was, over all pages", async () => {
    server.answerWith(pageOf([connectorBody], "a&b"), pageOf([other], null));
    expect(await connectors().listConnections()).toEqual([
      connection,
      {
        connectionId: null,
        connectorId: "665f00000000000000000002",
        connectorName: "Mail",
        logo: null,
        integrationType: "googlecalendar",
        status: "not_connected",
        reason: null,
        statusSince: null,
        account: null,
        requestedScopes: [],
        grantedScopes: [],
        missingScopes: [],
        expiresAt: null,
        lastRefreshedAt: null,
        connectedAt: null,
        revocation: null,
      },
    ]);
    const path = `${root}/connectors?limit=200`;
    const expected = { method: "GET", headers: { authorization: "Bearer user" } };
    expect(server.requests).toMatchObject([
      { ...expected, path },
      { ...expected, path: `${path}&cursor=a%26b` },
    ]);
  });

  test("gives up a list that does not end", async () => {
    server.answerWith(pageOf([], "more"));
    await expect(connectors().listConnections()).rejects.toMatchObject({
      code: "unexpected_answer",
    });
    expect(server.requests).toHaveLength(100);
  });
});

test.each<[string | null, string]>([
  ["queued", "disconnected"],
  ["kept_for_other_servers", "disconnected"],
  ["what a newer server says", "disconnected"],
  [null, "what a newer server says"],
])("a connection tells what became of it (%s, %s)", async (revocation, status) => {
  const connections = [{ ...connectionBody, status, revocation }];
  server.answerWith(json(200, { ...connectorBody, connections }));
  expect(await connectors().getConnectionStatus("c1")).toMatchObject({ status, revocation });
});

test("getConnectionStatus tells where one connection stands", async () => {
  server.answerWith(json(200, connectorBody));
  expect(await connectors().getConnectionStatus("c1")).toEqual(connection);
  expect(server.requests[0]).toMatchObject({ method: "GET", path: `${root}/connectors/c1` });
});

test("disconnectAppUser ends the connection and says nothing; disconnect gives the receipts", async () => {
  server.answerWith(json(200, receiptsBody));
  expect(await connectors().disconnectAppUser("c1")).toBeUndefined();
  expect(await connectors().disconnect("c1")).toEqual([
    { connectionId: "conn_1", revocation: "revoked" },
  ]);
  const expected = { method: "POST", path: `${root}/connectors/c1/disconnect`, body: "" };
  expect(server.requests).toMatchObject([expected, expected]);
});

test.each([".", ".."])(
  "an id (%s) cannot lead to another address under the same token",
  async (id) => {
    await expect(connectors().getConnectionStatus(id)).rejects.toThrow("must not be");
    await expect(connectors().disconnect(id)).rejects.toThrow("must not be");
    expect(server.requests).toHaveLength(0);
  },
);

test("auth.me tells who is signed in", async () => {
  server.answerWith(json(200, meBody));
  expect(await clientOf("user").auth.me()).toEqual({
    id: "user-1",
    email: "ann@example.com",
    fullName: "Ann",
    full_name: "Ann",
  });
  expect(server.requests[0]?.path).toBe(root);
});

test("setToken changes who asks, and null signs out", async () => {
  server.answerWith(json(200, meBody));
  const client = clientOf();
  await client.auth.me();
  client.setToken("first");
  await client.auth.me();
  client.setToken(null);
  await client.auth.me();
  const sent = server.requests.map((request) => request.headers.authorization);
  expect(sent).toEqual([undefined, "Bearer first", undefined]);
});

describe("connect", () => {
  test("outside a browser says what to use instead", async () => {
    await expect(connectors().connect("c1")).rejects.toThrow("connectAppUser()");
    expect(server.requests).toHaveLength(0);
  });

  test.each([undefined, "", 7] as never[])("needs a connector ID (%j)", async (id) => {
    const message = "Connector ID is required and must be a string";
    await expect(connectors().connect(id)).rejects.toThrow(message);
    await expect(connectors().connectAppUser(id)).rejects.toThrow(message);
    await expect(connectors().disconnectAppUser(id)).rejects.toThrow(message);
    await expect(connectors().getConnectionStatus(id)).rejects.toThrow(message);
  });
});
