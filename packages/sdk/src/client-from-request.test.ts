import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { tokenBody } from "../test/answers.ts";
import { json, startWireServer, type WireServer } from "../test/wire-server.ts";
import { createClientFromRequest } from "./client-from-request.ts";

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer();
  server.answerWith(json(200, tokenBody));
});
afterEach(() => server.close());

const requestOf = (headers: Record<string, string>) =>
  new Request("https://app.example.com/api/events", { headers });

async function sentBy(client: ReturnType<typeof createClientFromRequest>) {
  await client.asServiceRole.connectors.getCurrentAppUserConnection("c1");
  const [request] = server.requests;
  return {
    path: request?.path,
    service: request?.headers.authorization,
    owner: JSON.parse(request?.body ?? "").owner,
  };
}

const expected = {
  path: "/v1/apps/app_1/tokens",
  service: "Bearer service",
  owner: { kind: "user_token", token: "user" },
};

/** A call for the user says that there is none, and nothing was sent. */
async function expectNobody(client: ReturnType<typeof createClientFromRequest>) {
  const call = client.asServiceRole.connectors.getCurrentAppUserConnection("c1");
  await expect(call).rejects.toMatchObject({ code: "app_user_required", status: 401 });
  expect(server.requests).toHaveLength(0);
}

describe("a request of a platform that sets the headers", () => {
  test.each(["Base44", "Grantry"])("is read under the name %s", async (name) => {
    const request = requestOf({
      [`${name}-App-Id`]: "app_1",
      [`${name}-Api-Url`]: server.url,
      [`${name}-Service-Authorization`]: "Bearer service",
      Authorization: "Bearer user",
    });
    expect(await sentBy(createClientFromRequest(request))).toEqual(expected);
  });

  test("is read from Node's own headers too", async () => {
    const headers = {
      "base44-app-id": "app_1",
      "base44-api-url": server.url,
      "base44-service-authorization": "Bearer service",
      authorization: "Bearer user",
    };
    expect(await sentBy(createClientFromRequest({ headers }))).toEqual(expected);
  });
});

describe("a backend with its own settings", () => {
  test("uses them, and takes the user from the request", async () => {
    const request = requestOf({ Authorization: "Bearer user" });
    const options = { serverUrl: server.url, appId: "app_1", serviceToken: "service" };
    expect(await sentBy(createClientFromRequest(request, options))).toEqual(expected);
  });

  test("never sends its service token where a request's header points", async () => {
    const hostile = await startWireServer();
    const request = requestOf({
      Authorization: "Bearer user",
      "Grantry-Api-Url": hostile.url,
      "Base44-Api-Url": hostile.url,
      "Grantry-App-Id": "other",
      "Grantry-Service-Authorization": "Bearer other",
    });
    const options = { serverUrl: server.url, appId: "app_1", serviceToken: "service" };
    expect(await sentBy(createClientFromRequest(request, options))).toEqual(expected);
    expect(hostile.requests).toHaveLength(0);
    await hostile.close();
  });

  test("must name the server beside its service token", () => {
    const request = requestOf({ "Grantry-App-Id": "app_1", "Grantry-Api-Url": server.url });
    expect(() => createClientFromRequest(request, { serviceToken: "service" })).toThrow(
      "serverUrl is required beside serviceToken",
    );
  });
});

test("the app's id is needed", () => {
  const request = requestOf({ "Base44-Api-Url": server.url });
  expect(() => createClientFromRequest(request)).toThrow("Base44-App-Id header is required");
});

test("the server's address is needed", () => {
  const request = requestOf({ "Base44-App-Id": "app_1" });
  expect(() => createClientFromRequest(request)).toThrow("serverUrl is required");
});

describe("what a stranger sends", () => {
  const own = () => ({ serverUrl: server.url, appId: "app_1", serviceToken: "service" });

  test.each([
    "",
    "secret",
    "Basic secret",
    "Bearer",
    "Bearer ",
    "Bearer a secret",
    "Bearer s\u00e9cret",
  ])(
    "in place of a user's token (%j) throws nothing, and is read as none",
    async (authorization) => {
      const client = createClientFromRequest({ headers: { authorization } }, own());
      await expectNobody(client);
    },
  );

  test("in place of what the platform sets throws nothing beside a backend's own settings", async () => {
    const headers = {
      authorization: "Bearer user",
      "grantry-service-authorization": "Basic secret",
      "grantry-app-id": "..",
      "grantry-api-url": "no address",
    };
    expect(await sentBy(createClientFromRequest({ headers }, own()))).toEqual(expected);
  });

  test("as a service token that is none opens nothing", () => {
    const headers = {
      "grantry-app-id": "app_1",
      "grantry-api-url": server.url,
      "grantry-service-authorization": "Basic secret",
    };
    const client = createClientFromRequest({ headers });
    expect(() => client.asServiceRole).toThrow("Service token is required");
  });
});

describe("the user is found", () => {
  const own = () => ({ serverUrl: server.url, appId: "app_1", serviceToken: "service" });

  test.each<[string, Parameters<typeof createClientFromRequest>[0]]>([
    ["under a name that kept its case", { headers: { Authorization: "Bearer user" } }],
    ["under a name in capitals", { headers: { AUTHORIZATION: "Bearer user" } }],
    ["in a list of one", { headers: { Authorization: ["Bearer user"] } }],
    ["behind a scheme in lower case", { headers: { authorization: "bearer user" } }],
    ["behind two spaces", { headers: { authorization: "Bearer  user" } }],
    [
      "in the web's request within a framework's",
      { raw: requestOf({ authorization: "Bearer user" }) },
    ],
    [
      "in Node's headers beside a raw request",
      { headers: { authorization: "Bearer user" }, raw: { headers: {} } } as never,
    ],
  ])("%s", async (_name, request) => {
    expect(await sentBy(createClientFromRequest(request, own()))).toEqual(expected);
  });

  test("or not, where an event has no headers at all", async () => {
    const client = createClientFromRequest({ headers: null }, own());
    await expectNobody(client);
  });

  test("and something that is no request is named as such", () => {
    for (const wrong of [undefined, null, "text", {}, { req: {} }] as never[]) {
      expect(() => createClientFromRequest(wrong, own())).toThrow("needs a request");
    }
  });
});

test("without a service token there is no service role", () => {
  const request = requestOf({ "Base44-App-Id": "app_1", "Base44-Api-Url": server.url });
  expect(() => createClientFromRequest(request).asServiceRole).toThrow("Service token is required");
});
