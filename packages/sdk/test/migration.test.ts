/** Code written for the official SDK must do the same after its import was changed: on a real server. */
import * as official from "@base44/sdk";
import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createClient } from "../src/client.ts";
import { createClientFromRequest } from "../src/client-from-request.ts";

/** What both SDKs offer for connectors. */
interface Migrated {
  connectors: official.UserConnectorsModule;
  asServiceRole: { connectors: Omit<official.ConnectorsModule, "callApi"> };
}

let world: World;
let nextUser = 0;
const type = "sandboxcalendar";
const { serviceToken } = secrets;

beforeAll(async () => {
  world = await startWorld();
  const started = await apiOf(world).operator("external-auth/initiate", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ integration_type: type }),
  });
  await consent(createJar(), started.body.redirect_url);
});
afterAll(() => world.close());
beforeEach(() => {
  // The official SDK prints every error body elsewhere than in production.
  vi.stubEnv("NODE_ENV", "production");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

function bothClients(tokens: { token?: string; serviceToken?: string }): [Migrated, Migrated] {
  const config = { serverUrl: world.url, appId: ids.app, ...tokens };
  return [official.createClient(config), createClient(config)];
}

/** The clients of a user who has connected an account, or has not. */
async function clientsOfUser(isConnected: boolean): Promise<[Migrated, Migrated]> {
  nextUser += 1;
  const user = await apiOf(world).signIn(`user-${nextUser}`);
  if (isConnected) {
    const started = await user.initiate(ids.userConnector);
    await consent(createJar(), started.body.redirect_url);
  }
  return bothClients({ token: user.jwt, serviceToken });
}

type Call = (client: Migrated, id?: string) => Promise<unknown>;

const tokenCalls: Record<string, Call> = {
  getConnection: (client, id = type) => client.asServiceRole.connectors.getConnection(id),
  getAccessToken: (client, id = type) => client.asServiceRole.connectors.getAccessToken(id),
  getWorkspaceConnection: (client, id = ids.sharedConnector) =>
    client.asServiceRole.connectors.getWorkspaceConnection(id),
  getCurrentAppUserConnection: (client, id = ids.userConnector) =>
    client.asServiceRole.connectors.getCurrentAppUserConnection(id),
  getCurrentAppUserAccessToken: (client, id = ids.userConnector) =>
    client.asServiceRole.connectors.getCurrentAppUserAccessToken(id),
};
const userCalls: Record<string, Call> = {
  connectAppUser: (client, id = ids.userConnector) => client.connectors.connectAppUser(id),
  disconnectAppUser: (client, id = ids.userConnector) => client.connectors.disconnectAppUser(id),
};
const calls = Object.entries({ ...tokenCalls, ...userCalls });

test.each(Object.entries(tokenCalls))("%s gives at least the same", async (_name, call) => {
  const [theirs, ours] = await clientsOfUser(true);
  const theirResult = await call(theirs);
  const ourResult = await call(ours);
  if (typeof theirResult === "object") {
    expect(theirResult).toHaveProperty("accessToken", expect.stringMatching(/./));
    expect(ourResult).toMatchObject(theirResult ?? {});
  } else {
    expect(theirResult).toMatch(/./);
    expect(ourResult).toBe(theirResult);
  }
});

test("connectAppUser gives an address at which the account is connected", async () => {
  for (const at of [0, 1] as const) {
    const client = (await clientsOfUser(false))[at];
    const end = await consent(
      createJar(),
      await client.connectors.connectAppUser(ids.userConnector),
    );
    expect(end.text).toContain("<h1>Connected</h1>");
  }
});

test("disconnectAppUser ends the connection and says nothing", async () => {
  for (const at of [0, 1] as const) {
    const client = (await clientsOfUser(true))[at];
    expect(await client.connectors.disconnectAppUser(ids.userConnector)).toBeUndefined();
    const read = client.asServiceRole.connectors.getCurrentAppUserConnection(ids.userConnector);
    await expect(read).rejects.toMatchObject({ status: 404 });
  }
});

/** What a call rejects with: what code of both SDKs reads. */
async function refusalOf(call: Promise<unknown>) {
  const error = await call.then(
    () => expect.unreachable("it did not reject"),
    (thrown: unknown) => thrown as Error & { status?: number; data?: { detail?: string } },
  );
  return { message: error.message, status: error.status, detail: error.data?.detail };
}

describe.each(calls)("%s", (_name, call) => {
  test("fails with the server's text and status where there is no such connector", async () => {
    const [theirs, ours] = await clientsOfUser(false);
    const refusal = await refusalOf(call(theirs, "nothing"));
    expect(refusal).toMatchObject({ status: 404, detail: refusal.message });
    expect(await refusalOf(call(ours, "nothing"))).toEqual(refusal);
  });

  test("has the same words for the same mistake", async () => {
    const [theirs, ours] = bothClients({ serviceToken });
    const mistake = await refusalOf(call(theirs, ""));
    expect(mistake.message).toContain("is required");
    expect(await refusalOf(call(ours, ""))).toEqual(mistake);
  });
});

test.each(["getCurrentAppUserConnection", "disconnectAppUser"])(
  "%s fails alike where nothing is connected",
  async (name) => {
    const call = Object.fromEntries(calls)[name] as Call;
    const [theirs, ours] = await clientsOfUser(false);
    const refusal = await refusalOf(call(theirs));
    expect(refusal.status).toBe(404);
    expect(await refusalOf(call(ours))).toEqual(refusal);
  },
);

test.each(Object.keys(userCalls))(
  "%s fails with the same status where nobody is signed in",
  async (name) => {
    const call = Object.fromEntries(calls)[name] as Call;
    const [theirs, ours] = bothClients({ serviceToken });
    // The official clients read a bare word; ours says what to send.
    expect(await refusalOf(call(theirs))).toMatchObject({ status: 401, message: "Unauthorized" });
    expect(await refusalOf(call(ours))).toMatchObject({
      status: 401,
      message: "Send a valid token, as Authorization: Bearer …",
    });
  },
);

test("a missing service token has the same words", () => {
  const messages = bothClients({}).map((client) => messageOf(() => client.asServiceRole));
  expect(messages[1]).toBe(messages[0]);
});

test.each(["Basic x", "Bearer a b"])(
  "a malformed header (%s) makes the official client throw, and ours not: strangers send such",
  (value) => {
    const headers = { "Base44-App-Id": "a", "Base44-Api-Url": world.url, Authorization: value };
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
