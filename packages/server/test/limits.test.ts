/** Floods: what a process counts, of whom, and what is answered (SEC-24, SEC-85, SEC-88). */
import { type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { declareMembers, operatorBrowser, password, signedIn } from "@grantry/testing/operators";
import { ownApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { limitsOf } from "../src/http/limits.ts";
import { routes } from "../src/http/routes.ts";
import { jsonBounds } from "../src/lib/json.ts";
import { policies } from "../src/service/limits/index.ts";

describe("every route", () => {
  test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
    "%s has a limit, or says why it needs none",
    (_name, route) => {
      const limits = limitsOf(route);
      if (limits.length === 0) {
        expect(route.limits).toEqual({ none: expect.stringMatching(/^[A-Z].{20,}\.$/) });
      }
      for (const policy of limits) expect(Object.keys(policies)).toContain(policy);
    },
  );
});

/** Of the server as it is built: a thousand reads a second of one app, from one address. */
test("an app that reads at once what it may in a second meets no limit", async () => {
  const world = await startWorld({ engine: "sqlite", clock: createFakeClock() });
  try {
    const api = apiOf(world);
    const user = await api.signIn("user-1");
    await consent(createJar(), (await user.initiate(ids.userConnector)).body.redirect_url);
    // Behind a proxy that is not known everybody counts as one: that is told, once.
    const forwarded = { "x-forwarded-for": "192.0.2.1" };
    for (let tries = 0; tries < 3; tries += 1) {
      await world.app.http.inject({ url: "/v1", headers: forwarded });
    }
    const told = world.logLines.filter((line) => line.includes("no trusted proxy"));
    expect(told).toHaveLength(1);
    for (let round = 0; round < 5; round += 1) {
      const reads = Array.from({ length: 200 }, () => api.tokenOf("user-1", ids.userConnector));
      const answers = await Promise.all(reads);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      for (const { headers } of answers) expect(headers.get("ratelimit")).toBeNull();
    }
  } finally {
    await world.close();
  }
});

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let clock: FakeClock;
  let api: Api;

  beforeAll(async () => {
    clock = createFakeClock();
    world = await startWorld({
      engine,
      clock,
      declare: declareMembers,
      trustedProxies: ["127.0.0.1"],
      limits: [
        "token_reads=8/60",
        "connection_reads=6/60",
        `${ids.otherApp}:token_reads=off`,
        "consent_starts=3/60",
        "page_requests=10/60",
        "open_requests=10/60",
        "refused_user_tokens=5/60",
        "unknown_apps=5/60",
        "signals=3/60",
        "signals_of_address=8/60",
        "function_calls=off",
      ],
    });
    api = apiOf(world);
    const user = await api.signIn("user-1");
    await consent(createJar(), (await user.initiate(ids.userConnector)).body.redirect_url);
  });
  afterAll(() => world.close());
  beforeEach(() => clock.advance(120_000));

  const http = () => world.app.http;
  const from = (remoteAddress: string, forwarded?: string) => ({
    remoteAddress,
    headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
  });
  const page = async (remoteAddress: string, forwarded?: string) =>
    (
      await http().inject({
        method: "GET",
        url: "/sign-in",
        ...from(remoteAddress, forwarded),
      })
    ).statusCode;

  test("reads of a connection and of an app have each a budget, and 429 tells which (SEC-88)", async () => {
    const own = ownApiOf(world);
    const body = {
      connector_id: ids.userConnector,
      owner: { kind: "user", user_id: "user-1" },
    };
    const read = () => own("POST", `/v1/apps/${ids.app}/tokens`, { body });
    const answers = [];
    for (let count = 0; count < 9; count += 1) answers.push(await read());
    expect(answers.map(({ status }) => status)).toEqual([
      ...Array(6).fill(200),
      ...Array(3).fill(429),
    ]);
    expect(answers[6]?.body).toMatchObject({
      status: 429,
      code: "rate_limited",
      retry: "later",
      limit: { policy: "connection_reads", of: "connection" },
    });
    expect(answers[8]?.body.limit).toEqual({ policy: "token_reads", of: "app" });
    // The next may come when an eighth of the minute has gone by.
    expect(answers[8]?.headers.get("retry-after")).toBe("8");
    expect(answers[8]?.headers.get("ratelimit-policy")).toBe('"token_reads";q=8;w=60');
    expect(answers[8]?.headers.get("ratelimit")).toBe('"token_reads";r=0;t=60');
    clock.advance(11_000);
    expect((await read()).status).toBe(200);
  });

  test("what is left is told once it is less than a quarter", async () => {
    const read = () => ownApiOf(world)("POST", `/v1/apps/${ids.app}/tokens`, { body });
    const body = { connector_id: ids.userConnector, owner: { kind: "user", user_id: "nobody" } };
    const told = [];
    for (let count = 0; count < 6; count += 1) {
      const { status, headers } = await read();
      expect(status).toBe(404);
      told.push(headers.get("ratelimit"));
    }
    // Refusals say nothing of it: a stranger would hear how busy an app is.
    expect(new Set(told)).toEqual(new Set([null]));
    const good = { ...body, owner: { kind: "user", user_id: "user-1" } };
    const { headers } = await ownApiOf(world)("POST", `/v1/apps/${ids.app}/tokens`, { body: good });
    expect(headers.get("ratelimit")).toBe('"token_reads";r=1;t=53');
  });

  test("the official clients read the same in their shape, and an app may have a limit of its own", async () => {
    const shared = () => api.backend("external-auth/tokens/sandboxcalendar");
    for (let count = 0; count < 8; count += 1) expect((await shared()).status).toBe(404);
    const refused = await shared();
    expect([refused.status, refused.body.code, refused.body.reason]).toEqual([
      429,
      "rate_limited",
      "rate_limited",
    ]);
    expect(refused.headers.get("x-base44-connector-error")).toBe("rate_limited");
    expect(refused.headers.get("retry-after")).toBe("8");
    const other = () =>
      ownApiOf(world)("POST", `/v1/apps/${ids.otherApp}/tokens`, {
        as: secrets.otherServiceToken,
        body: { type: "sandboxcalendar", owner: { kind: "app" } },
      });
    for (let count = 0; count < 20; count += 1) expect((await other()).status).toBe(404);
  });

  test("a stranger's calls use up nothing of an app's, and refusals are counted for it", async () => {
    const guess = (token: string) =>
      ownApiOf(world)("POST", `/v1/apps/${ids.app}/tokens`, {
        as: token,
        body: { type: "sandboxcalendar", owner: { kind: "app" } },
      });
    for (let count = 0; count < 20; count += 1) {
      expect((await guess(`grantry_st_${"z".repeat(38)}${count + 10}`)).status).toBe(401);
    }
    for (let count = 0; count < 8; count += 1) {
      expect((await guess(secrets.serviceToken)).status).toBe(404);
    }
    expect((await guess(secrets.serviceToken)).status).toBe(429);
    const { context } = world.app;
    await context.statistics.flush();
    const counted = await context.store.db
      .selectFrom("statistics")
      .select(["app_id", "count"])
      .where("metric", "=", "rate_limited")
      .where("detail", "=", "token_reads")
      .where("span", "=", "day")
      .execute();
    const ofApp = counted.filter((row) => row.app_id === ids.app);
    const ofWorkspace = counted.filter((row) => row.app_id === "");
    expect(ofApp.map((row) => row.count)).toEqual(ofWorkspace.map((row) => row.count));
    const { body } = await context.metrics.render();
    expect(body).toMatch(/^grantry_rate_limited_total\{policy="token_reads"\} \d+$/m);
  });

  test("addresses of one IPv6 network are one, and IPv4 within IPv6 is IPv4 (SEC-24)", async () => {
    for (let host = 1; host <= 10; host += 1) {
      expect(await page("127.0.0.1", `2001:db8:1:2::${host.toString(16)}`)).toBe(200);
    }
    expect(await page("127.0.0.1", "2001:db8:1:2:ffff:1:2:3")).toBe(429);
    expect(await page("127.0.0.1", "2001:db8:1:3::1")).toBe(200);
    for (let tries = 0; tries < 5; tries += 1) {
      expect(await page("127.0.0.1", "192.0.2.7")).toBe(200);
      expect(await page("127.0.0.1", "::ffff:192.0.2.7")).toBe(200);
    }
    expect(await page("127.0.0.1", "192.0.2.7")).toBe(429);
  });

  test("only proxies that are trusted say who asks (SEC-24)", async () => {
    for (let tries = 1; tries <= 10; tries += 1) {
      expect(await page("198.51.100.9", `192.0.2.${tries}`)).toBe(200);
    }
    expect(await page("198.51.100.9", "192.0.2.200")).toBe(429);
    // And of several in a row, what the trusted one heard itself.
    for (let tries = 1; tries <= 10; tries += 1) {
      expect(await page("127.0.0.1", `192.0.2.${tries}, 198.51.100.8`)).toBe(200);
    }
    expect(await page("127.0.0.1", "192.0.2.201, 198.51.100.8")).toBe(429);
  });

  test("ten thousand addresses are remembered in bounded memory", async () => {
    const { floods, credentials } = world.app.context.limits;
    for (let address = 0; address < 10_000; address += 1) {
      const key = `10.${address >> 8}.0.${address & 255}`;
      floods.take({ policy: "page_requests", key, appId: null });
    }
    expect(floods.size()).toBeLessThan(10_100);
    expect(credentials.size()).toBeLessThan(100);
  });

  test("a page says in words that it was asked for too often, and when it can be again", async () => {
    for (let tries = 0; tries < 10; tries += 1) await page("198.51.100.20");
    const refused = await http().inject({ url: "/sign-in", ...from("198.51.100.20") });
    expect(refused.statusCode).toBe(429);
    expect(refused.headers["content-type"]).toMatch(/^text\/html/);
    expect(refused.headers["retry-after"]).toBe("6");
    const connect = await http().inject({
      url: "/api/external-auth/connect/x",
      ...from("198.51.100.20"),
    });
    expect(connect.statusCode).toBe(429);
    expect(connect.headers["content-type"]).toMatch(/^text\/html/);
  });

  test("a user begins so many consents, and another user is not held up by that", async () => {
    const user = await api.signIn("eager");
    for (let count = 0; count < 3; count += 1) {
      expect((await user.initiate(ids.userConnector)).status).toBe(200);
    }
    const refused = await user.initiate(ids.userConnector);
    expect([refused.status, refused.body.code]).toEqual([429, "rate_limited"]);
    const own = await user.own("POST", "authorizations", { connector_id: ids.userConnector });
    expect(own.body).toMatchObject({ limit: { policy: "consent_starts", of: "user" } });
    const other = await api.signIn("patient");
    expect((await other.initiate(ids.userConnector)).status).toBe(200);
  });

  test("users' tokens that are refused too often are told to wait, and none that is right is held up", async () => {
    const me = (jwt: string) => ownApiOf(world)("GET", `/v1/apps/${ids.app}/me`, { as: jwt });
    const { jwt } = await api.signIn("known");
    expect((await me(jwt)).status).toBe(200);
    const [head = "", payload = ""] = jwt.split(".");
    const forged = (n: number) => `${head}.${payload}.${"A".repeat(84)}${n}A`;
    for (let tries = 0; tries < 5; tries += 1) expect((await me(forged(tries))).status).toBe(401);
    expect((await me(forged(5))).body).toMatchObject({
      code: "rate_limited",
      limit: { policy: "refused_user_tokens", of: "address" },
    });
    expect((await me(jwt)).status).toBe(200);
    expect((await me((await api.signIn("fresh")).jwt)).status).toBe(200);
  });

  test("a body beyond its levels or values is refused before anything looks at its parts", async () => {
    const send = (payload: string) =>
      world.app.http.inject({
        method: "POST",
        url: `/v1/apps/${ids.app}/tokens`,
        headers: {
          authorization: `Bearer ${secrets.serviceToken}`,
          "content-type": "application/json",
        },
        payload,
      });
    const { depthMax, valuesMax } = jsonBounds;
    const nested = (levels: number) => `{"a":${"[".repeat(levels)}${"]".repeat(levels)}}`;
    const long = (values: number) => `[${"0,".repeat(values - 1)}0]`;
    for (const [payload, code] of [
      [nested(depthMax - 1), "bad_request"],
      [nested(depthMax), "invalid_json"],
      [nested(30_000), "invalid_json"],
      [long(valuesMax - 2), "bad_request"],
      [long(valuesMax + 1), "invalid_json"],
    ] as const) {
      const answer = await send(payload);
      expect([answer.statusCode, answer.json().code]).toEqual([400, code]);
    }
  });

  test("pages that name apps that are not there stop being looked up, and those of an app are not held up", async () => {
    const call = (appId: string) =>
      world.app.http.inject({
        url: `/v1/apps/${appId}/me/connectors`,
        remoteAddress: "198.51.100.40",
        headers: { origin: "https://app.example.com" },
      });
    const answers = [];
    for (let tries = 0; tries < 7; tries += 1)
      answers.push((await call(`app_none${tries}`)).statusCode);
    expect(answers).toEqual([403, 403, 403, 403, 403, 429, 429]);
    clock.advance(60_000);
    for (let tries = 0; tries < 10; tries += 1) {
      expect((await call(ids.app)).statusCode).toBe(401);
    }
  });

  test("what an identity provider of many tells of one stream or company holds up no other's, up to a bound for all", async () => {
    const send = async (url: string, type: string) =>
      (
        await world.app.http.inject({
          method: "POST",
          url,
          remoteAddress: "198.51.100.50",
          headers: { "content-type": type },
          payload: "logout_token=none",
        })
      ).statusCode;
    const push = (stream: string) => send(`/v1/signals/${stream}`, "application/secevent+jwt");
    const logout = (workspaceId: string) =>
      send(`/sign-in/company/${workspaceId}/logout`, "application/x-www-form-urlencoded");
    for (let tries = 0; tries < 3; tries += 1) expect(await push("sst_one")).toBe(404);
    expect(await push("sst_one")).toBe(429);
    expect(await push("sst_two")).toBe(404);
    for (let tries = 0; tries < 3; tries += 1) expect(await logout(ids.workspace)).toBe(400);
    expect(await logout(ids.foreignWorkspace)).toBe(400);
    expect(await logout(ids.foreignWorkspace)).toBe(429);
  });

  test("a person comes in by a known browser while a stranger floods from the same address", async () => {
    const known = await signedIn(world, "admin@example.com");
    const stranger = operatorBrowser(world);
    const tries = [];
    for (let count = 0; count < 15; count += 1) {
      const wrong = { email: "admin@example.com", password: "wrong password", code: "" };
      tries.push((await stranger.post("/sign-in", wrong)).status);
    }
    expect(tries.at(-1)).toBe(429);
    expect((await stranger.get("/sign-in")).status).toBe(429);
    await known.post("/sign-out", {});
    const again = { email: "admin@example.com", password, code: "" };
    const { status } = await known.post("/sign-in", again);
    expect(status).toBeLessThan(400);
    expect((await known.get("/account")).status).toBe(200);
  });
});
