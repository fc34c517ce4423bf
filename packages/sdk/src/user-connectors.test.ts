import { initiateBody } from "@grantry/contract/app-user";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connectionBody, disconnectBody, initiateBodyAnswer, meBody } from "../test/answers.ts";
import { json, startWireServer, type WireServer } from "../test/wire-server.ts";
import { createClient } from "./client.ts";

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer();
});
afterEach(() => server.close());

const clientOf = (token?: string) => createClient({ serverUrl: server.url, appId: "app_1", token });
const connectors = () => clientOf("user").connectors;
const root = "/api/apps/app_1";

const connection = {
  connectorId: "665f00000000000000000001",
  connectorName: "Calendar",
  integrationType: "googlecalendar",
  status: "needs_reauth",
  reason: "revoked",
  statusSince: 1_700_000_000,
  account: null,
  requestedScopes: ["a", "b"],
  grantedScopes: ["a"],
  missingScopes: ["b"],
  expiresAt: null,
  lastRefreshedAt: null,
  connectedAt: 1_690_000_000,
  revocation: null,
};

describe("connectAppUser", () => {
  test("starts an authorization with an empty body and gives its address", async () => {
    server.answerWith(json(200, initiateBodyAnswer));
    expect(await connectors().connectAppUser("c1")).toBe(initiateBodyAnswer.redirect_url);
    expect(server.requests[0]).toMatchObject({
      method: "POST",
      path: `${root}/app-user-auth/connectors/c1/initiate`,
      headers: { authorization: "Bearer user" },
      body: "",
    });
  });

  test("names return URL and settings in the contract's words", async () => {
    server.answerWith(json(200, initiateBodyAnswer));
    await connectors().connectAppUser("c1", {
      returnUrl: "https://app.example.com/settings",
      connectionConfig: { subdomain: "acme" },
    });
    expect(server.requests[0]?.headers["content-type"]).toBe("application/json");
    expect(initiateBody.parse(JSON.parse(server.requests[0]?.body ?? ""))).toEqual({
      return_url: "https://app.example.com/settings",
      connection_config: { subdomain: "acme" },
    });
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "/relative", ""])(
    "never gives an address that is not of the web (%s)",
    async (address) => {
      server.answerWith(json(200, { ...initiateBodyAnswer, redirect_url: address }));
      await expect(connectors().connectAppUser("c1")).rejects.toMatchObject({
        code: "unexpected_answer",
      });
    },
  );
});

test("listConnections lists what the user can connect", async () => {
  server.answerWith(json(200, { connections: [connectionBody] }));
  expect(await connectors().listConnections()).toEqual([connection]);
  expect(server.requests[0]).toMatchObject({
    method: "GET",
    path: `${root}/app-user-auth/connections`,
    headers: { authorization: "Bearer user" },
  });
});

test.each<[string | null | undefined, string | null]>([
  ["queued", "queued"],
  ["kept_for_other_servers", "kept_for_other_servers"],
  [null, null],
  [undefined, null],
])("a connection tells what became of its grant (%s)", async (told, revocation) => {
  server.answerWith(json(200, { ...connectionBody, status: "disconnected", revocation: told }));
  expect(await connectors().getConnectionStatus("c1")).toMatchObject({ revocation });
});

test("getConnectionStatus tells where one connection stands", async () => {
  server.answerWith(json(200, connectionBody));
  expect(await connectors().getConnectionStatus("c1")).toEqual(connection);
  expect(server.requests[0]).toMatchObject({
    method: "GET",
    path: `${root}/app-user-auth/connectors/c1`,
  });
});

test("disconnectAppUser ends the connection and says nothing; disconnect gives the receipt", async () => {
  server.answerWith(json(200, disconnectBody));
  expect(await connectors().disconnectAppUser("c1")).toBeUndefined();
  expect(await connectors().disconnect("c1")).toEqual({
    connectorId: "665f00000000000000000001",
    revocation: "revoked",
  });
  const expected = { method: "DELETE", path: `${root}/app-user-auth/connectors/c1`, body: "" };
  expect(server.requests).toMatchObject([expected, expected]);
});

test("auth.me tells who is signed in", async () => {
  server.answerWith(json(200, meBody));
  expect(await clientOf("user").auth.me()).toEqual({
    id: "user-1",
    email: "ann@example.com",
    fullName: "Ann",
    full_name: "Ann",
  });
  expect(server.requests[0]?.path).toBe(`${root}/entities/User/me`);
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
