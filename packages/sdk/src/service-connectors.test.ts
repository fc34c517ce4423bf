import { createUserTokenRequest, getTokenRequest } from "@grantry/contract/v1/tokens";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { tokenBody, userTokenBody } from "../test/answers.ts";
import { json, startWireServer, type WireServer } from "../test/wire-server.ts";
import { createClient } from "./client.ts";
import type { ConnectorsModule } from "./connector-modules.ts";

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer();
  server.answerWith(json(200, tokenBody));
});
afterEach(() => server.close());

const clientOf = (token?: string) =>
  createClient({ serverUrl: server.url, appId: "app 1", token, serviceToken: "service" });
const connectors = () => clientOf("user").asServiceRole.connectors;

const connection = {
  integrationType: "googlecalendar",
  connectorId: "665f00000000000000000001",
  connectionId: "conn_1",
  accessToken: "provider-token",
  connectionConfig: { subdomain: "acme" },
  connectionValues: { subdomain: "acme", username: "ADA" },
  expiresAt: "2027-01-15T08:00:00Z",
  expiresIn: 3412,
  tokenType: "Bearer",
  version: 3,
  grantedScopes: ["calendar.events"],
  account: { id: "108", email: "ann@example.com", name: null },
};
const ofApp = { kind: "app" };
const ofUser = { kind: "user_token", token: "user" };

test.each<[string, object, (module: ConnectorsModule) => Promise<unknown>, unknown]>([
  ["getConnection", { type: "a/b", owner: ofApp }, (m) => m.getConnection("a/b"), connection],
  [
    "getAccessToken",
    { type: "slack", owner: ofApp },
    (m) => m.getAccessToken("slack"),
    "provider-token",
  ],
  [
    "getWorkspaceConnection",
    { connector_id: "c1", owner: ofApp },
    (m) => m.getWorkspaceConnection("c1"),
    connection,
  ],
  [
    "getCurrentAppUserConnection",
    { connector_id: "c1", owner: ofUser },
    (m) => m.getCurrentAppUserConnection("c1"),
    connection,
  ],
  [
    "getCurrentAppUserAccessToken",
    { connector_id: "c1", owner: ofUser },
    (m) => m.getCurrentAppUserAccessToken("c1"),
    "provider-token",
  ],
  [
    "getAppUserConnection",
    { connector_id: "c1", owner: { kind: "user", user_id: "u?1" } },
    (m) => m.getAppUserConnection("u?1", "c1"),
    connection,
  ],
  [
    "getAppUserConnection with all that can be asked",
    {
      connector_id: "c1",
      owner: { kind: "user", user_id: "u1", issuer: "https://id.example" },
      min_ttl: 60,
      refused_version: 2,
      scopes: ["a", "b"],
    },
    (m) =>
      m.getAppUserConnection("u1", "c1", {
        issuer: "https://id.example",
        minTtl: 60,
        force: 2,
        scopes: ["a", "b"],
      }),
    connection,
  ],
])(
  "%s reads the token by one operation, in the contract's words",
  async (_name, body, call, result) => {
    expect(await call(connectors())).toEqual(result);
    expect(server.requests).toHaveLength(1);
    const [request] = server.requests;
    expect(request).toMatchObject({
      method: "POST",
      path: "/v1/apps/app%201/tokens",
      headers: {
        authorization: "Bearer service",
        accept: "application/json",
        "content-type": "application/json",
      },
    });
    expect(getTokenRequest.parse(JSON.parse(request?.body ?? ""))).toEqual(body);
    expect(JSON.parse(request?.body ?? "")).toEqual(body);
  },
);

test.each([
  ["settings", "connectionConfig"],
  ["values", "connectionValues"],
])("a connection without %s has null for them", async (name, member) => {
  server.answerWith(json(200, { ...tokenBody, [name]: {} }));
  expect(await connectors().getConnection("slack")).toMatchObject({ [member]: null });
});

describe("the app user's token", () => {
  const sent = () => JSON.parse(server.requests[0]?.body ?? "").owner.token;

  test("goes along where the call is for the current user", async () => {
    await connectors().getCurrentAppUserConnection("c1");
    expect(sent()).toBe("user");
  });

  test("is the one set last", async () => {
    const client = clientOf("user");
    client.setToken("fresh");
    await client.asServiceRole.connectors.getCurrentAppUserConnection("c1");
    expect(sent()).toBe("fresh");
  });

  test("is missed where nobody is signed in, and nothing is sent", async () => {
    const call = clientOf().asServiceRole.connectors.getCurrentAppUserConnection("c1");
    await expect(call).rejects.toMatchObject({ code: "app_user_required", status: 401 });
    expect(server.requests).toHaveLength(0);
  });

  test.each<[string, (module: ConnectorsModule) => Promise<unknown>]>([
    ["getConnection", (m) => m.getConnection("slack")],
    ["getWorkspaceConnection", (m) => m.getWorkspaceConnection("c1")],
    ["getAppUserConnection", (m) => m.getAppUserConnection("u1", "c1")],
  ])("stays here in %s, which does not need it", async (_name, call) => {
    await call(connectors());
    expect(server.requests).toHaveLength(1);
    expect(sent()).toBeUndefined();
  });
});

describe("createAppUserToken", () => {
  test("asks for a token in the contract's words", async () => {
    server.answerWith(json(201, userTokenBody));
    const options = { email: "ann@example.com", emailVerified: true, name: "Ann", expiresIn: 900 };
    const token = await connectors().createAppUserToken("user-1", options);
    expect(token).toEqual({ accessToken: "user-jwt", tokenType: "Bearer", expiresIn: 900 });
    const [request] = server.requests;
    expect(request).toMatchObject({
      method: "POST",
      path: "/v1/apps/app%201/user-tokens",
    });
    expect(createUserTokenRequest.parse(JSON.parse(request?.body ?? ""))).toEqual({
      user_id: "user-1",
      email: "ann@example.com",
      email_verified: true,
      name: "Ann",
      expires_in: 900,
    });
  });

  test("needs no more than the user", async () => {
    server.answerWith(json(201, userTokenBody));
    await connectors().createAppUserToken("user-1");
    expect(server.requests[0]?.body).toBe('{"user_id":"user-1"}');
  });
});

describe("an id that is no id", () => {
  const wrong = [undefined, null, "", 7, {}] as never[];

  test.each(wrong)("(%j) is refused before anything is sent", async (id) => {
    const module = connectors();
    const type = "Integration type is required and must be a string";
    const connector = "Connector ID is required and must be a string";
    const user = "User ID is required and must be a string";
    await expect(module.getConnection(id)).rejects.toThrow(type);
    await expect(module.getAccessToken(id)).rejects.toThrow(type);
    await expect(module.getWorkspaceConnection(id)).rejects.toThrow(connector);
    await expect(module.getCurrentAppUserConnection(id)).rejects.toThrow(connector);
    await expect(module.getCurrentAppUserAccessToken(id)).rejects.toThrow(connector);
    await expect(module.getAppUserConnection("u", id)).rejects.toThrow(connector);
    await expect(module.getAppUserConnection(id, "c")).rejects.toThrow(user);
    await expect(module.createAppUserToken(id)).rejects.toThrow(user);
    expect(server.requests).toHaveLength(0);
  });
});
