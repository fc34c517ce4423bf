import { userTokenBody as userTokenBodySchema } from "@grantry/contract/service";
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
  accessToken: "provider-token",
  connectionConfig: { subdomain: "acme" },
  connectionValues: { subdomain: "acme", username: "ADA" },
  expiresAt: 1_800_000_000,
  tokenType: "Bearer",
  version: 3,
  grantedScopes: ["calendar.events"],
  account: { id: "108", email: "ann@example.com", name: null },
};

test.each<[string, string, (module: ConnectorsModule) => Promise<unknown>, unknown]>([
  ["getConnection", "/external-auth/tokens/a%2Fb", (m) => m.getConnection("a/b"), connection],
  [
    "getAccessToken",
    "/external-auth/tokens/slack",
    (m) => m.getAccessToken("slack"),
    "provider-token",
  ],
  [
    "getWorkspaceConnection",
    "/external-auth/tokens/connectors/c1",
    (m) => m.getWorkspaceConnection("c1"),
    connection,
  ],
  [
    "getCurrentAppUserConnection",
    "/app-user-auth/connectors/c1/token",
    (m) => m.getCurrentAppUserConnection("c1"),
    connection,
  ],
  [
    "getCurrentAppUserAccessToken",
    "/app-user-auth/connectors/c1/token",
    (m) => m.getCurrentAppUserAccessToken("c1"),
    "provider-token",
  ],
  [
    "getAppUserConnection",
    "/app-users/u%3F1/connectors/c1/token",
    (m) => m.getAppUserConnection("u?1", "c1"),
    connection,
  ],
])("%s reads %s with the service token", async (_name, path, call, result) => {
  expect(await call(connectors())).toEqual(result);
  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]).toMatchObject({
    method: "GET",
    path: `/api/apps/app%201${path}`,
    body: "",
    headers: { authorization: "Bearer service", accept: "application/json", "x-app-id": "app 1" },
  });
  expect(server.requests[0]?.headers).not.toHaveProperty("content-type");
});

describe("the app user's token", () => {
  const sent = () => server.requests[0]?.headers["on-behalf-of"];

  test("goes along where the call is for the current user", async () => {
    await connectors().getCurrentAppUserConnection("c1");
    expect(sent()).toBe("Bearer user");
  });

  test("is the one set last", async () => {
    const client = clientOf("user");
    client.setToken("fresh");
    await client.asServiceRole.connectors.getCurrentAppUserConnection("c1");
    expect(sent()).toBe("Bearer fresh");
  });

  test("is absent where nobody is signed in", async () => {
    await clientOf().asServiceRole.connectors.getCurrentAppUserConnection("c1");
    expect(sent()).toBeUndefined();
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
    server.answerWith(json(200, userTokenBody));
    const options = { email: "ann@example.com", name: "Ann", expiresIn: 900 };
    const token = await connectors().createAppUserToken("user-1", options);
    expect(token).toEqual({ accessToken: "user-jwt", tokenType: "Bearer", expiresIn: 900 });
    const [request] = server.requests;
    expect(request).toMatchObject({
      method: "POST",
      path: "/api/apps/app%201/app-users/user-1/token",
    });
    expect(userTokenBodySchema.parse(JSON.parse(request?.body ?? ""))).toEqual({
      email: "ann@example.com",
      name: "Ann",
      expires_in: 900,
    });
  });

  test("needs no more than the user", async () => {
    server.answerWith(json(200, userTokenBody));
    await connectors().createAppUserToken("user-1");
    expect(server.requests[0]?.body).toBe("{}");
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

  test.each([".", ".."])("(%s) cannot lead to another address under the same token", async (id) => {
    await expect(connectors().getConnection(id)).rejects.toThrow("must not be");
    await expect(connectors().getAppUserConnection(id, "c")).rejects.toThrow("must not be");
    expect(server.requests).toHaveLength(0);
  });
});
