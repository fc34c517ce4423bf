/** Code written for the official SDK must do the same after its import was changed. */
import * as official from "@base44/sdk";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createClient } from "../src/client.ts";
import { createClientFromRequest } from "../src/client-from-request.ts";
import { disconnectBody, initiateBodyAnswer, notConnectedBody, tokenBody } from "./answers.ts";
import { json, startWireServer, type WireServer } from "./wire-server.ts";

/** What both SDKs offer for connectors. */
interface Migrated {
  connectors: official.UserConnectorsModule;
  asServiceRole: { connectors: Omit<official.ConnectorsModule, "callApi"> };
}

let server: WireServer;
beforeEach(async () => {
  // The official SDK prints every error body elsewhere than in production.
  vi.stubEnv("NODE_ENV", "production");
  server = await startWireServer();
  server.answerWith(json(200, { ...tokenBody, ...initiateBodyAnswer, ...disconnectBody }));
});
afterEach(() => {
  vi.unstubAllEnvs();
  return server.close();
});

function bothClients(tokens: { token?: string; serviceToken?: string }): [Migrated, Migrated] {
  const config = { serverUrl: server.url, appId: "app_1", ...tokens };
  return [official.createClient(config), createClient(config)];
}

const calls: [string, (client: Migrated) => Promise<unknown>][] = [
  ["getConnection", (client) => client.asServiceRole.connectors.getConnection("a b/c")],
  ["getAccessToken", (client) => client.asServiceRole.connectors.getAccessToken("slack")],
  [
    "getWorkspaceConnection",
    (client) => client.asServiceRole.connectors.getWorkspaceConnection("c1"),
  ],
  [
    "getCurrentAppUserConnection",
    (client) => client.asServiceRole.connectors.getCurrentAppUserConnection("c1"),
  ],
  [
    "getCurrentAppUserAccessToken",
    (client) => client.asServiceRole.connectors.getCurrentAppUserAccessToken("c1"),
  ],
  ["connectAppUser", (client) => client.connectors.connectAppUser("c1")],
  ["disconnectAppUser", (client) => client.connectors.disconnectAppUser("c1")],
];

describe.each(calls)("%s", (_name, call) => {
  test("asks the same address with the same token and body, and gives at least the same", async () => {
    const [theirs, ours] = bothClients({ token: "user", serviceToken: "service" });
    const theirResult = await call(theirs);
    const ourResult = await call(ours);
    const [theirRequest, ourRequest] = server.requests.map(({ method, path, headers, body }) => ({
      method,
      path,
      body,
      authorization: headers.authorization,
      app: headers["x-app-id"],
    }));
    expect(ourRequest).toEqual(theirRequest);
    if (typeof theirResult === "object") expect(ourResult).toMatchObject(theirResult ?? {});
    else expect(ourResult).toBe(theirResult);
  });

  test("fails with the server's text", async () => {
    server.answerWith(json(404, notConnectedBody));
    for (const client of bothClients({ token: "user", serviceToken: "service" })) {
      await expect(call(client)).rejects.toMatchObject({
        message: notConnectedBody.detail,
        status: 404,
        data: notConnectedBody,
      });
    }
  });
});

test("the current app user is named in the same header", async () => {
  for (const client of bothClients({ token: "user", serviceToken: "service" })) {
    await client.asServiceRole.connectors.getCurrentAppUserConnection("c1");
  }
  const named = server.requests.map((request) => request.headers["on-behalf-of"]);
  expect(named).toEqual(["Bearer user", "Bearer user"]);
});

test.each<[string, (client: Migrated) => Promise<unknown>]>([
  ["getConnection", (client) => client.asServiceRole.connectors.getConnection("")],
  ["getAccessToken", (client) => client.asServiceRole.connectors.getAccessToken("")],
  [
    "getWorkspaceConnection",
    (client) => client.asServiceRole.connectors.getWorkspaceConnection(""),
  ],
  [
    "getCurrentAppUserConnection",
    (client) => client.asServiceRole.connectors.getCurrentAppUserConnection(""),
  ],
  ["connectAppUser", (client) => client.connectors.connectAppUser("")],
  ["disconnectAppUser", (client) => client.connectors.disconnectAppUser("")],
])("the same mistake in %s has the same words", async (_name, call) => {
  const messages: string[] = [];
  for (const client of bothClients({ serviceToken: "service" })) {
    await call(client).catch((error: Error) => messages.push(error.message));
  }
  expect(messages).toHaveLength(2);
  expect(messages[1]).toBe(messages[0]);
});

test("a missing service token has the same words", () => {
  const messages = bothClients({}).map((client) => messageOf(() => client.asServiceRole));
  expect(messages[1]).toBe(messages[0]);
});

test.each(["Basic x", "Bearer a b"])(
  "a malformed header (%s) makes the official client throw, and ours not: strangers send such",
  (value) => {
    const headers = { "Base44-App-Id": "a", "Base44-Api-Url": server.url, Authorization: value };
    const request = new Request("https://app.example.com", { headers });
    expect(() => official.createClientFromRequest(request)).toThrow();
    expect(() => createClientFromRequest(request)).not.toThrow();
  },
);

function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : "";
  }
  throw new Error("nothing was thrown");
}
