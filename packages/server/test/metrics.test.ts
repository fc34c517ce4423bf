/** `/metrics`: what it says after real reads, what it never says, and to whom. */
import { authorizationServers } from "@grantry/catalogue/list";
import { apiOf, type UserApi } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type RawRequest, rawRequest } from "@grantry/testing/raw-request";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

const token = "metrics-token-of-this-test";
const bearer = (value: string) => ({ authorization: `Bearer ${value}` });

/** What an address that does not exist says, and nothing more. */
async function refusalOf(world: World, request: RawRequest): Promise<unknown> {
  const [refused, unknown] = await Promise.all([
    rawRequest(world.url, "/metrics", request),
    rawRequest(world.url, "/no-such-address", request),
  ]);
  expect([unknown.status, unknown.json.reason]).toEqual([404, "route_not_found"]);
  const shown = ({ status, json, headers }: typeof refused) => {
    const { date, "x-request-id": id, ...others } = headers;
    return { status, json: { ...json, request_id: "" }, headers: others };
  };
  expect(shown(refused)).toEqual(shown(unknown));
  return refused.json;
}

describe("after real reads", () => {
  let world: World;
  let user: UserApi;
  let text: string;

  beforeAll(async () => {
    world = await startWorld();
    const api = apiOf(world);
    user = await api.signIn("somebody-in-particular", { email: "mia@app.example", name: "Mia" });
    const started = await user.initiate(ids.userConnector);
    await consent(createJar(), started.body.redirect_url);
    expect((await user.token(ids.userConnector)).status).toBe(200);
    const refused = { refused_version: 1 };
    const forced = await api.tokenOf("somebody-in-particular", ids.userConnector, refused);
    expect(forced.status).toBe(200);
    expect((await api.backend("external-auth/tokens/sandboxcalendar")).status).toBe(404);
    // What no read has told yet.
    const { metrics } = world.app.context;
    metrics.leaseStolen("sandbox");
    metrics.breakerChanged(`${ids.workspace}/house`, "closed", "open");
    metrics.backgroundClaimed("sandbox", 1);
    const answer = await fetch(`${world.url}/metrics`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      200,
      "text/plain; version=0.0.4; charset=utf-8",
    ]);
    text = await answer.text();
  });
  afterAll(() => world.close());

  test("the numbers of the process and of the engine are there", () => {
    expect(text).toMatch(
      /^grantry_refreshes_total\{provider="sandbox",trigger="forced",outcome="ok"\} 1$/m,
    );
    expect(text).toMatch(/^grantry_refresh_seconds_count\{provider="sandbox"\} 1$/m);
    expect(text).toMatch(/^process_cpu_seconds_total [\d.]+$/m);
    expect(text).toMatch(/^grantry_lease_steals_total\{provider="sandbox"\} 1$/m);
    expect(text).toMatch(/^grantry_breakers_open\{provider="custom"\} 1$/m);
    expect(text).toMatch(/^grantry_tokens_served_total\{how="fresh"\} \d+$/m);
  });

  test("no label names a user, an app, a workspace, a connector, a connection or a secret", async () => {
    const { db } = world.app.context.store;
    const connections = await db.selectFrom("connections").select("connection_id").execute();
    expect(connections).toHaveLength(1);
    const named = [
      ...Object.values(ids),
      ...Object.values(secrets),
      ...connections.map(({ connection_id }) => connection_id),
      ...["somebody-in-particular", "mia@app.example", "Mia", "sandbox-ada", user.jwt],
    ];
    expect(named.filter((name) => text.includes(name))).toEqual([]);
  });

  test("labels have only the values that the catalogue and the code have", () => {
    const labels = [...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => ({
      name,
      value,
    }));
    const names = new Set(labels.map(({ name }) => name));
    const known = ["how", "code", "provider", "trigger", "outcome", "le"];
    expect([...names].filter((name) => !known.includes(name ?? ""))).toEqual([]);
    const providers = new Set(["custom", ...authorizationServers.map(({ id }) => id)]);
    const given = labels.filter(({ name }) => name === "provider").map(({ value }) => value ?? "");
    expect(given.length).toBeGreaterThan(0);
    expect(given.filter((value) => !providers.has(value))).toEqual([]);
  });
});

describe("without a token, the numbers are for programs on this machine", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  const fromAddress = async (remoteAddress: string) =>
    (await world.app.http.inject({ url: "/metrics", remoteAddress })).statusCode;

  test.each(["127.0.0.1", "127.0.0.53", "::1", "::ffff:127.0.0.1"])("%s may", async (address) => {
    expect(await fromAddress(address)).toBe(200);
  });

  test.each(["10.0.0.7", "192.168.1.9", "203.0.113.7", "2001:db8::1", "::ffff:10.0.0.7"])(
    "an address such as %j may not",
    async (address) => {
      expect(await fromAddress(address)).toBe(404);
    },
  );

  test.each(["localhost", "LOCALHOST:4400", "127.0.0.1:4400", "[::1]:4400"])(
    "called as %s they are answered",
    async (host) => {
      expect((await rawRequest(world.url, "/metrics", { headers: { host } })).status).toBe(200);
    },
  );

  test.each(["grantry.example.com", "127.0.0.1.example.com", "localhost.example.com:4400"])(
    "called as %s, through a proxy or by a page whose name was bent, they are not there",
    async (host) => {
      await refusalOf(world, { headers: { host } });
    },
  );

  test.each([
    ["x-forwarded-for", "127.0.0.1"],
    ["X-Forwarded-For", ""],
    ["forwarded", "for=127.0.0.1"],
    ["x-real-ip", "127.0.0.1"],
    ["via", "1.1 proxy"],
    ["x-forwarded-proto", "https"],
  ])("a request that %s says was passed on finds nothing", async (name, value) => {
    await refusalOf(world, { headers: { [name]: value } });
  });

  test("a token opens nothing where none is configured", async () => {
    const headers = { ...bearer(secrets.workspaceKey), "x-forwarded-for": "203.0.113.7" };
    await refusalOf(world, { headers });
  });
});

describe("with a token, the numbers are for whoever has it", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ metricsToken: token });
  });
  afterEach(() => {
    expect(world.logLines.join("\n")).not.toContain(token);
  });
  afterAll(() => world.close());

  test.each([
    ["alone", {}],
    ["through a proxy", { "x-forwarded-for": "203.0.113.7", host: "grantry.example.com" }],
  ])("%s", async (_name, headers) => {
    const answer = await rawRequest(world.url, "/metrics", {
      headers: { ...headers, ...bearer(token) },
    });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain("grantry_tokens_served_total");
  });

  test.each<[string, Record<string, string>]>([
    ["nobody, on this machine too", {}],
    ["a longer token", bearer(`${token}x`)],
    ["a shorter token", bearer(token.slice(0, -1))],
    ["a token in other letters", bearer(token.toUpperCase())],
    ["another scheme", { authorization: `Basic ${btoa(`x:${token}`)}` }],
    ["the backend's token", bearer(secrets.serviceToken)],
    ["an operator's key", bearer(secrets.workspaceKey)],
  ])("not for %s", async (_name, headers) => {
    const refused = await refusalOf(world, { headers });
    expect(JSON.stringify(refused)).not.toContain(token);
  });
});
