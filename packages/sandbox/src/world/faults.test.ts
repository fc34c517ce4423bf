/** What goes wrong at a provider goes wrong as often as was ordered, where it was ordered, and can be seen. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { authorizationUrl, connect, get, refresh } from "../../test/plain-client.ts";
import type { SandboxEndpoint } from "./endpoints.ts";
import { type SandboxWorld, startSandbox } from "./start.ts";

let world: SandboxWorld;
beforeEach(async () => {
  world = await startSandbox();
});
afterEach(() => world.close());

const userUrl = () => world.github.metadata.userinfo_endpoint ?? "";

describe("faults", () => {
  test("are an answer, so many times", async () => {
    const { access_token } = await connect(world.github);
    world.github.fail("api", { status: 503, body: { busy: true } }, 2);
    const answers = [1, 2, 3].map(() => get(userUrl(), access_token));
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 503, 503]);
  });

  test("leave other providers and endpoints alone, and can be taken back", async () => {
    const [github, gitlab] = [await connect(world.github), await connect(world.gitlab)];
    world.github.fail("refresh", { status: 500 }, Number.POSITIVE_INFINITY);
    expect((await get(userUrl(), github.access_token)).status).toBe(200);
    expect((await refresh(world.gitlab, gitlab.refresh_token)).status).toBe(200);
    expect((await refresh(world.github, github.refresh_token)).status).toBe(500);
    world.github.recover();
    expect((await refresh(world.github, github.refresh_token)).status).toBe(200);
  });

  test("are said in the provider's own words", async () => {
    const { refresh_token } = await connect(world.slack, "ada", { user_scope: "users:read" });
    expect(refresh_token).toBeUndefined();
    const [grant] = world.slack.grants("ada");
    world.slack.fail("refresh", { kind: "documented", failure: "transient" });
    const answer = await refresh(world.slack, grant?.refreshToken ?? "");
    expect(answer).toEqual({ status: 429, body: { ok: false, error: "ratelimited" } });
  });

  test.each([
    ["before it acts", {}, 0],
    ["after it has acted", { processed: true }, 1],
  ])("are a connection that drops %s", async (_when, acting, rotated) => {
    const { refresh_token } = await connect(world.github);
    world.github.fail("refresh", { kind: "drop", ...acting });
    await expect(refresh(world.github, refresh_token)).rejects.toThrow();
    const current = world.github.grants()[0]?.refreshToken;
    expect(Number(current !== refresh_token)).toBe(rotated);
  });

  test("are an answer that comes late", async () => {
    const { access_token } = await connect(world.github);
    world.github.fail("api", { kind: "slow", ms: 1 });
    expect((await get(userUrl(), access_token)).status).toBe(200);
    const { promise, resolve } = Promise.withResolvers<void>();
    world.github.fail("api", { kind: "held", until: promise });
    const held = get(userUrl(), access_token);
    await expect.poll(() => world.requests({ endpoint: "api" })).toHaveLength(2);
    expect(world.requests({ endpoint: "api" }).at(-1)?.status).toBeNull();
    resolve();
    expect((await held).status).toBe(200);
  });

  test("are an answer that breaks off in the middle, after the provider has acted", async () => {
    const { refresh_token } = await connect(world.github);
    world.github.fail("refresh", { kind: "cut" });
    await expect(refresh(world.github, refresh_token)).rejects.toThrow("terminated");
    expect(world.github.grants()[0]?.refreshToken).not.toBe(refresh_token);
  });

  test("are an answer that never comes, until the world closes", async () => {
    world.github.fail("authorize", { kind: "hang" });
    const asked = world.github.consent(authorizationUrl(world.github));
    const refused = expect(asked).rejects.toThrow();
    await expect.poll(() => world.requests({ endpoint: "authorize" })).toHaveLength(1);
    await world.close();
    await refused;
  });

  test("are met by one call of several", async () => {
    const { access_token } = await connect(world.github);
    world.github.fail("GET https://api.github.com/user/emails", { status: 502 });
    expect((await get(userUrl(), access_token)).status).toBe(200);
    const emails = get(world.url("https://api.github.com/user/emails"), access_token);
    await expect(emails).rejects.toThrow("JSON");
  });

  test("at an endpoint that there is not are refused, and those that there are named", () => {
    expect(() => world.github.fail("tokens" as SandboxEndpoint, { status: 500 })).toThrow(
      'github has no endpoint "tokens". It has "authorize", "exchange", "refresh", "api", "revoke", and single calls by method and address: "POST https://github.com/login/oauth/access_token"',
    );
    expect(() => world.clickup.fail("refresh", { status: 500 })).toThrow("clickup has no endpoint");
    const odd = { kind: "explode" } as unknown as { kind: "hang" };
    expect(() => world.github.fail("api", odd)).toThrow(
      'no fault of kind "explode"; there are "ans',
    );
    const nothing = {} as { status: number };
    expect(() => world.github.fail("api", nothing)).toThrow("an answer with a status, such as");
    const documented = { kind: "documented", failure: "dead_grant" } as const;
    expect(() => world.github.fail("api", documented)).toThrow('those of "exchange" and "refresh"');
    expect(() => world.github.fail("api", { status: 500 }, 0)).toThrow("once or more often");
  });
});

describe("requests", () => {
  test("are kept as they came, and found by provider, endpoint and user", async () => {
    const { access_token, refresh_token } = await connect(world.github, "bo");
    await connect(world.gitlab, "ada");
    await refresh(world.github, refresh_token);
    expect(world.requests({ provider: "github" }).map(({ endpoint }) => endpoint)).toEqual([
      "authorize",
      "exchange",
      "refresh",
    ]);
    expect(world.requests({ endpoint: "refresh", user: "bo" })).toMatchObject([
      {
        method: "POST",
        url: "https://github.com/login/oauth/access_token",
        parameters: { grant_type: "refresh_token", refresh_token },
        headers: { authorization: expect.stringContaining("Basic ") },
        status: 200,
      },
    ]);
    expect(world.requests({ user: "bo" })).toHaveLength(2);
    world.github.revoke("bo");
    await get(userUrl(), access_token);
    expect(world.requests({ endpoint: "api" })).toMatchObject([{ user: "bo", status: 401 }]);
  });

  test("that are no provider's are kept, too", async () => {
    await fetch(world.url("https://api.example.com/nothing"));
    expect(world.requests()).toMatchObject([{ provider: null, endpoint: "unknown", status: 400 }]);
    expect(() => world.url("api.example.com")).toThrow("is no address of a provider");
  });
});

describe("calls of the API that a test adds", () => {
  const call = "GET https://api.github.com/user/repos";
  const url = () => world.url("https://api.github.com/user/repos?page=2");

  test("answer a token that works, and no other", async () => {
    const { access_token } = await connect(world.github, "bo");
    world.github.api(call, { body: { first: true } });
    world.github.api(call, ({ user, parameters }) => ({ body: { user, ...parameters } }));
    expect(await get(url(), access_token)).toEqual({
      status: 200,
      body: { user: "bo", page: "2" },
    });
    world.github.revoke("bo");
    expect((await get(url(), access_token)).status).toBe(401);
  });

  test("fail as ordered", async () => {
    const { access_token } = await connect(world.github);
    world.github.api(call, { body: {} });
    world.github.fail(call, { status: 429, body: {} });
    expect((await get(url(), access_token)).status).toBe(429);
  });

  test("are told by method and address", () => {
    expect(() => world.github.api("/user/repos" as typeof call, {})).toThrow("is no call");
  });
});

describe("a client that takes a fetch", () => {
  test("reaches the world by the providers' own addresses", async () => {
    const document = await world.fetch(
      "https://accounts.google.com/.well-known/openid-configuration",
    );
    expect(await document.json()).toMatchObject({
      issuer: "https://accounts.google.com",
      token_endpoint: "https://oauth2.googleapis.com/token",
    });
    const own = await fetch(`${world.google.metadata.issuer}/.well-known/openid-configuration`);
    expect(await own.json()).toMatchObject(world.google.metadata);
  });

  test("reaches every other address as it is", async () => {
    const page = await world.fetch(world.origin);
    expect(await page.text()).toContain("Every provider, played from its documentation");
  });
});
