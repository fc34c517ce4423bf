/** What `/v1` says of requests that are not right: a problem document with a stable code, and nothing done. */
import { errorEntry } from "@grantry/contract/errors";
import { retryOf } from "@grantry/contract/retry";
import { problem, type RequestFault } from "@grantry/contract/v1/common";
import type { Answer } from "@grantry/testing/api";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, type OwnCall, ownApiOf } from "@grantry/testing/own-api";
import { stateOf } from "@grantry/testing/witness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let world: World;
let call: OwnApi;

beforeAll(async () => {
  world = await startWorld({ origins: ["https://app.example.com"] });
  call = ownApiOf(world);
});
afterAll(() => world.close());

const tokens = `/v1/apps/${ids.app}/tokens`;
const userTokens = `/v1/apps/${ids.app}/user-tokens`;

/** One shape for every refusal, as the table of errors has it, and nothing from inside the server. */
function expectProblem(answer: Answer, code: Parameters<typeof errorEntry>[0]): void {
  const { title, status } = errorEntry(code);
  expect(answer.body).toMatchObject({ code, status, title, retry: retryOf(code) });
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  expect(answer.headers.get("x-base44-connector-error")).toBeNull();
  expect(answer.headers.get("x-request-id")).toBe(answer.body.request_id);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.body.type).toBe(`${world.url}/docs/errors#${code}`);
  expect(problem.strict().parse(answer.body)).toEqual(answer.body);
  const text = JSON.stringify(answer.body);
  expect(text).not.toMatch(/node_modules|\bat .+\.ts|FST_|ZodError/);
  for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
}

async function refused(
  [method, path, options]: readonly [string, string, OwnCall?],
  code: Parameters<typeof errorEntry>[0],
): Promise<Answer> {
  const before = await stateOf(world);
  const answer = await call(method, path, options);
  expectProblem(answer, code);
  expect(await stateOf(world)).toEqual(before);
  return answer;
}

describe("a body that is not right", () => {
  const owner = { kind: "user", user_id: "ada" };
  const connector_id = ids.userConnector;
  const cases: Record<string, readonly [body: unknown, faults: readonly (readonly string[])[]]> = {
    "an unknown member": [{ connector_id, owner, scope: ["a"] }, [["/scope", "unknown"]]],
    "a wrong type": [{ connector_id, owner, min_ttl: "soon" }, [["/min_ttl", "wrong_type"]]],
    "null where nothing is meant": [{ connector_id, owner: null }, [["/owner", "wrong_type"]]],
    "a number out of its bounds": [
      { connector_id, owner, min_ttl: 0 },
      [["/min_ttl", "too_small"]],
    ],
    "a fraction": [
      { connector_id, owner, refused_version: 1.5 },
      [["/refused_version", "wrong_type"]],
    ],
    "an unknown kind of owner": [
      { connector_id, owner: { kind: "organization" } },
      [["/owner/kind", "not_allowed"]],
    ],
    "an owner without its id": [
      { connector_id, owner: { kind: "user" } },
      [["/owner/user_id", "invalid"]],
    ],
    "a type of a user": [{ type: "sandboxcalendar", owner }, [["/type", "invalid"]]],
    "nothing that names a connection": [
      {},
      [
        ["/connector_id", "invalid"],
        ["/owner", "invalid"],
      ],
    ],
    "two names of a connection": [
      { connection_id: "conn_x", connector_id, owner },
      [
        ["/connector_id", "invalid"],
        ["/owner", "invalid"],
      ],
    ],
    "many faults at once": [
      { connector_id: 5, owner: { kind: "user", user_id: 5 }, min_ttl: 90_000, surprise: 1 },
      [
        ["/connector_id", "wrong_type"],
        ["/owner/user_id", "wrong_type"],
        ["/min_ttl", "too_big"],
        ["/surprise", "unknown"],
      ],
    ],
    "a name that a pointer must escape": [
      { connector_id, owner, "a/b~c": 1 },
      [["/a~1b~0c", "unknown"]],
    ],
    "a list": [[], [["", "wrong_type"]]],
    "a text": ['"text"', [["", "wrong_type"]]],
    nothing: [undefined, [["", "missing"]]],
  };
  test.each(Object.entries(cases))("%s", async (_name, [body, faults]) => {
    const { body: answer } = await refused(["POST", tokens, { body }], "bad_request");
    const said = answer.errors.map((fault: RequestFault) => [fault.pointer, fault.code]);
    expect(said.sort()).toEqual([...faults].sort());
    for (const fault of answer.errors) expect(fault.in).toBe("body");
  });

  test("is never repeated in the answer", async () => {
    const body = {
      connector_id,
      owner: { kind: "user_token", token: 5, secret: "hunter2hunter2" },
    };
    const answer = await refused(["POST", tokens, { body }], "bad_request");
    expect(JSON.stringify(answer.body)).not.toContain("hunter2");
  });

  test("of a thousand faults is answered with a few", async () => {
    const body = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`m${at}`, at]));
    const answer = await refused(["POST", tokens, { body }], "bad_request");
    expect(answer.body.errors).toHaveLength(50);
  });

  test.each([
    "{cut",
    "{'user_id':'ada'}",
    " ",
    "{}{}",
    "\u0000",
    `{"__proto__":{"user_id":"ada"}}`,
    `{"constructor":{"prototype":{"user_id":"ada"}}}`,
    "[".repeat(30_000),
  ])("that is no sound JSON (%.40s) has a code of its own", async (body) => {
    for (const path of [tokens, userTokens]) {
      await refused(["POST", path, { body }], "invalid_json");
    }
  });

  test.each([
    ["text/csv", "a"],
    ["text/plain", "{}"],
    ["application/x-www-form-urlencoded", "user_id=ada"],
    ["multipart/form-data; boundary=x", "--x--"],
    ["application/xml", "<x/>"],
    ["bogus", "{}"],
  ])("of the type %s has a code of its own", async (type, body) => {
    const headers = { "content-type": type };
    for (const path of [tokens, userTokens]) {
      await refused(["POST", path, { body, headers }], "unsupported_media_type");
    }
  });

  test("that is too long has a code of its own", async () => {
    await refused(["POST", tokens, { body: { type: "a".repeat(70_000) } }], "body_too_large");
    await refused(
      ["POST", userTokens, { body: { user_id: "a".repeat(70_000) } }],
      "body_too_large",
    );
  });
});

test("parameters that an operation does not know are refused, where it takes none as well", async () => {
  const answer = await refused(
    ["POST", `${tokens}?min_ttl=5`, { body: { type: "x", owner: { kind: "app" } } }],
    "bad_request",
  );
  expect(answer.body.errors).toEqual([
    expect.objectContaining({ in: "query", name: "min_ttl", code: "unknown" }),
  ]);
  await refused(["GET", "/v1?verbose=1", { as: null }], "bad_request");
});

test("faults of the query and of the body are said together", async () => {
  const answer = await refused(
    ["POST", `${userTokens}?a=1`, { body: { user: "ada" } }],
    "bad_request",
  );
  const places = answer.body.errors.map((fault: RequestFault) => [
    fault.in,
    fault.name ?? fault.pointer,
  ]);
  expect(places.sort()).toEqual([
    ["body", "/user"],
    ["body", "/user_id"],
    ["query", "a"],
  ]);
});

test("an id in the address that cannot be one is refused by name", async () => {
  const path = `/v1/apps/${"a".repeat(129)}/tokens`;
  const answer = await refused(["POST", path, { body: {} }], "bad_request");
  expect(answer.body.errors).toEqual([expect.objectContaining({ in: "path", name: "app_id" })]);
});

describe("text that no database keeps as it is", () => {
  const halves = ["\ud800", "a\udfff", "\ud800\u0000"];
  test.each(halves)("half a character, or none (%j), names nobody", async (user_id) => {
    const owner = { kind: "user", user_id };
    await refused(
      ["POST", tokens, { body: { connector_id: ids.userConnector, owner } }],
      "bad_request",
    );
    await refused(["POST", userTokens, { body: { user_id } }], "bad_request");
    const search = { body: { user_id } };
    await refused(["POST", `/v1/apps/${ids.app}/users/search`, search], "bad_request");
    const connections = { body: { user: { user_id } } };
    await refused(["POST", `/v1/apps/${ids.app}/connections/search`, connections], "bad_request");
  });

  test("is refused as a name, and as what a provider calls an OAuth client", async () => {
    const workspace = `/v1/workspaces/${ids.workspace}`;
    const as = secrets.workspaceKey;
    for (const text of ["x\ud800", "x\u0000"]) {
      await refused(["POST", `${workspace}/apps`, { as, body: { name: text } }], "bad_request");
      const oauth_client = { client_id: text, client_secret: "s" };
      const body = { type: "sandboxcalendar", name: "New", oauth_client };
      await refused(["POST", `${workspace}/connectors`, { as, body }], "bad_request");
      const path = `${workspace}/connectors/${ids.userConnector}`;
      await refused(["PATCH", path, { as, body: { oauth_client } }], "bad_request");
    }
  });
});

test.each(["QUERY", "PROPFIND", "REPORT"])(
  "the method %s is the caller's mistake, not the server's",
  async (method) => {
    for (const path of ["/v1/me", tokens, "/api/x", "/nothing"]) {
      const { status } = await fetch(world.url + path, { method });
      expect([path, status]).toEqual([
        path,
        expect.toSatisfy((code: number) => code >= 400 && code < 500),
      ]);
    }
  },
);

describe("an address", () => {
  test("that has nothing is route_not_found, in the words of /v1", async () => {
    await refused(["GET", "/v1/nothing"], "route_not_found");
    await refused(["POST", `/v1/apps/${ids.app}/token`, { body: {} }], "route_not_found");
  });

  test("that has other methods says which", async () => {
    const answer = await refused(["GET", tokens], "method_not_allowed");
    expect(answer.headers.get("allow")).toBe("POST");
    const me = await refused(["DELETE", `/v1/apps/${ids.app}/me`], "method_not_allowed");
    expect(me.headers.get("allow")).toBe("GET, HEAD");
    await refused(["DELETE", `/v1/apps/${ids.app}/me`], "method_not_allowed");
  });
});

describe("a credential", () => {
  const body = { connector_id: ids.userConnector, owner: { kind: "user", user_id: "ada" } };
  const cases: Record<string, readonly [OwnCall, Parameters<typeof errorEntry>[0]]> = {
    "that is missing": [{ as: null }, "unauthorized"],
    "that is unknown": [{ as: `${secrets.serviceToken}s` }, "unauthorized"],
    "of another app": [{ as: secrets.otherServiceToken }, "unauthorized"],
    "of an operator": [{ as: secrets.workspaceKey }, "unauthorized"],
    "of a user": [{ as: "a.b.c" }, "service_token_required"],
    "in a header of the official clients": [
      { as: null, headers: { api_key: secrets.workspaceKey } },
      "bad_request",
    ],
    "and a second one": [{ headers: { "on-behalf-of": "Bearer a.b.c" } }, "bad_request"],
  };
  test.each(Object.entries(cases))("%s", async (_name, [options, code]) => {
    const answer = await refused(["POST", tokens, { body, ...options }], code);
    const scheme = answer.status === 401 ? "Bearer" : null;
    expect(answer.headers.get("www-authenticate")).toBe(scheme);
    // Whoever reads it learns what to send, and where.
    if (answer.status === 401) expect(answer.body.detail).toContain("Authorization: Bearer");
  });

  test("is asked for before anything that was sent is looked at", async () => {
    await refused(["POST", tokens, { as: null, body: "{cut" }], "unauthorized");
    await refused(["POST", `${tokens}?a=1`, { as: null, body: {} }], "unauthorized");
  });
});

describe("a page of another origin", () => {
  const from = (origin: string, headers: Record<string, string> = {}) => ({ origin, ...headers });
  const preflight = (origin: string, method: string) =>
    from(origin, { "access-control-request-method": method });
  const me = `/v1/apps/${ids.app}/me`;

  test("may call what is for users, from the app's origins", async () => {
    const answer = await call("OPTIONS", me, {
      as: null,
      headers: preflight("https://app.example.com", "GET"),
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-methods")).toBe("GET, POST, PATCH, DELETE");
    expect(answer.headers.get("access-control-allow-headers")).toContain("idempotency-key");
    const exposed = (await call("GET", me, { headers: from("https://app.example.com") })).headers;
    expect(exposed.get("access-control-expose-headers")).toContain("retry-after");
  });

  test("may not call what is for backends, and reads no answer of it", async () => {
    const answer = await call("OPTIONS", tokens, {
      as: null,
      headers: preflight("https://app.example.com", "POST"),
    });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("that is not declared reads that it is not", async () => {
    const answer = await call("GET", me, { headers: from("https://evil.example") });
    expectProblem(answer, "origin_not_allowed");
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://evil.example");
  });
});

describe("what a use case refuses", () => {
  const here = `/v1/workspaces/${ids.workspace}`;
  const oauth_client = { client_id: "c", client_secret: "s" };
  const ofConnector = `${here}/connectors/${ids.userConnector}`;

  test.each<[string, "bad_request" | "secret_required", readonly [string, string, object]]>([
    [
      "a type that there is not",
      "bad_request",
      ["POST", `${here}/connectors`, { type: "none", name: "n", oauth_client }],
    ],
    [
      "the policy of one",
      "bad_request",
      ["PATCH", `${here}/policies/none`, { user_connections: "off" }],
    ],
    [
      "another client without its secret",
      "secret_required",
      ["PATCH", ofConnector, { oauth_client: { client_id: "d" } }],
    ],
  ])(
    "is said without the official clients' words: %s",
    async (_what, code, [method, path, body]) => {
      const answer = await refused([method, path, { as: secrets.workspaceKey, body }], code);
      expect(answer.body.detail).not.toMatch(/integration_type|connection_config|client_secret:/);
    },
  );
});
