/** The consent: what a stranger, a liar or a sick provider can make of it. */
import { visit } from "@grantry/sandbox/visitor";
import { type Api, apiOf, type UserApi } from "@grantry/testing/api";
import {
  confirmationTokenOf,
  consent,
  createJar,
  depart,
  departureOf,
} from "@grantry/testing/browser";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { connectionOf, outcomeOf } from "@grantry/testing/outcomes";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

const clock = createFakeClock();
let world: World;
let api: Api;
let nextUser = 0;

beforeAll(async () => {
  world = await startWorld({ clock });
  api = apiOf(world);
});
afterEach(() => world.sandbox.faults.clear());
afterAll(() => world.close());

/** Each test has a user of its own. */
function signIn(claims: Parameters<typeof api.signIn>[1] = {}): Promise<UserApi> {
  nextUser += 1;
  return api.signIn(`user-${nextUser}`, claims);
}

async function initiate(user: UserApi, headers: Record<string, string> = {}) {
  const { body, raw } = await user.initiate(ids.userConnector, { headers });
  return { link: body.redirect_url as string, attempt: body.connection_id as string, raw };
}

async function expectNothingStored(user: UserApi): Promise<void> {
  expect(await connectionOf(user, ids.userConnector)).toBe(null);
  expect((await user.token(ids.userConnector)).status).toBe(404);
}

const tokenRequests = () => world.sandbox.ledger.count("token");

describe("a state", () => {
  test("has 256 random bits and says nothing about anybody (SEC-1, SEC-2)", async () => {
    const user = await signIn({ name: "Ada Lovelace" });
    const states = new Set<string>();
    for (let count = 0; count < 20; count += 1) {
      const url = new URL(await depart(createJar(), (await initiate(user)).link));
      const state = url.searchParams.get("state") ?? "";
      expect(state).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(Buffer.from(state, "base64url")).toHaveLength(32);
      states.add(state);
    }
    expect(states.size).toBe(20);
  });

  test("is stored as a hash only (SEC-1)", async () => {
    const url = new URL(await depart(createJar(), (await initiate(await signIn())).link));
    const state = url.searchParams.get("state") ?? "";
    const rows = await world.app.context.store.db
      .selectFrom("authorizations")
      .selectAll()
      .execute();
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(state);
    const asBytes = rows.flatMap((row) => [row.state_hash, row.code_verifier, row.link_hash]);
    expect(asBytes.some((bytes) => bytes !== null && Buffer.from(bytes).includes(state))).toBe(
      false,
    );
  });

  test("works once (SEC-1)", async () => {
    const user = await signIn();
    const jar = createJar();
    const callback = await visit(await depart(jar, (await initiate(user)).link));
    expect((await jar.get(callback.href)).status).toBe(200);
    const before = tokenRequests();
    const again = await createJar().get(callback.href);
    expect(again.status).toBe(400);
    expect(again.text).toContain("state_invalid");
    // Its own browser sees the end again, and nothing happens.
    expect((await jar.get(callback.href)).status).toBe(200);
    expect(tokenRequests()).toBe(before);
    expect((await user.token(ids.userConnector)).status).toBe(200);
  });

  test("ends after ten minutes (SEC-1)", async () => {
    const user = await signIn();
    const jar = createJar();
    const { link, attempt } = await initiate(user);
    const callback = await visit(await depart(jar, link));
    clock.advance(600_000);
    const before = tokenRequests();
    expect((await jar.get(callback.href)).text).toContain("state_invalid");
    expect(tokenRequests()).toBe(before);
    const later = await signInAgain(user);
    expect(await outcomeOf(later, attempt)).toEqual({ status: "expired", error: null });
  });

  test.each([
    ["forged", (url: URL) => url.searchParams.set("state", "A".repeat(43))],
    ["missing", (url: URL) => url.searchParams.delete("state")],
    ["empty", (url: URL) => url.searchParams.set("state", "")],
    ["doubled", (url: URL) => url.searchParams.append("state", "A".repeat(43))],
  ])("that is %s gets an error and reaches no token endpoint (SEC-7)", async (_name, change) => {
    const user = await signIn();
    const jar = createJar();
    const callback = await visit(await depart(jar, (await initiate(user)).link));
    const before = tokenRequests();
    change(callback);
    const page = await jar.get(callback.href);
    expect(page.status).toBe(400);
    expect(page.text).toMatch(/state_invalid|callback_invalid/);
    expect(tokenRequests()).toBe(before);
    await expectNothingStored(user);
  });
});

/** The same user later: the token of before has expired by the fake clock. */
async function signInAgain(user: UserApi): Promise<UserApi> {
  const claims = JSON.parse(Buffer.from(user.jwt.split(".")[1] ?? "", "base64url").toString());
  return await api.signIn(claims.sub);
}

describe("the code verifier", () => {
  test("is another for each authorization and appears in no address, page or log (SEC-3, SEC-4)", async () => {
    const user = await signIn();
    const challenges = new Set<string>();
    const seen: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const jar = createJar();
      const { link } = await initiate(user);
      const url = new URL(await depart(jar, link));
      expect(url.searchParams.get("code_challenge_method")).toBe("S256");
      challenges.add(url.searchParams.get("code_challenge") ?? "");
      const end = await jar.get((await visit(url.href)).href);
      seen.push(url.href, end.text, link, [...jar.cookies.values()].join());
      await user.disconnect(ids.userConnector);
    }
    expect(challenges.size).toBe(5);
    // The sandbox demands the verifier, so it was sent there; its hash is the challenge.
    const { hash } = await import("node:crypto");
    const everything = [...seen, ...world.logLines].join("\n");
    const words = everything.match(/[A-Za-z0-9_-]{43,128}/g) ?? [];
    const verifiers = words.filter((word) => challenges.has(hash("sha256", word, "base64url")));
    expect(verifiers).toEqual([]);
  });
});

describe("a stranger", () => {
  test("who finishes what a user started connects nothing to anybody (SEC-5, SEC-6, SEC-7)", async () => {
    const ada = await signIn();
    const bo = await signIn();
    const { link, attempt } = await initiate(ada);
    // Ada leaves for the provider and sends Bo the provider's address instead of going on.
    const authorizationUrl = await depart(createJar(), link);
    const callback = await visit(authorizationUrl, { account: "sandbox-bo" });
    const before = tokenRequests();
    const page = await createJar().get(callback.href);
    expect(page.status).toBe(400);
    expect(page.text).toContain("browser_mismatch");
    expect(tokenRequests()).toBe(before);
    await expectNothingStored(ada);
    await expectNothingStored(bo);
    expect(await outcomeOf(ada, attempt)).toEqual({ status: "failed", error: "browser_mismatch" });
  });

  test("with a cookie of another authorization is refused (SEC-5, SEC-27)", async () => {
    const ada = await signIn();
    const bo = await signIn();
    const bosJar = createJar();
    await depart(bosJar, (await initiate(bo)).link);
    const callback = await visit(await depart(createJar(), (await initiate(ada)).link));
    const name = [...bosJar.cookies.keys()][0] ?? "";
    const value = bosJar.cookies.get(name) ?? "";
    // Bo's browser holds a cookie, even one renamed to fit, but not the value that left.
    const started = await world.app.context.store.db
      .selectFrom("authorizations")
      .select("authorization_id")
      .orderBy("created_at", "desc")
      .execute();
    for (const row of started) bosJar.cookies.set(`grantry-${row.authorization_id}`, value);
    const before = tokenRequests();
    expect((await bosJar.get(callback.href)).text).toContain("browser_mismatch");
    expect(tokenRequests()).toBe(before);
    await expectNothingStored(ada);
  });

  test("who opens a link that is bound to the app's own page is refused, and the link survives (SEC-5)", async () => {
    const user = await signIn();
    const { link, raw } = await initiate(user, { origin: world.url });
    const stranger = await createJar().get(link);
    expect(stranger.status).toBe(403);
    expect(stranger.text).toContain("browser_mismatch");
    expect(stranger.location).toBeNull();
    const own = createJar();
    own.take(raw);
    expect((await own.get(link)).location).toContain(`${world.sandbox.origin}/auth`);
  });

  test("who is sent a link sees whom it is for before anything happens (SEC-6, SEC-22)", async () => {
    const user = await signIn({ email: "mallory@app.example", email_verified: true });
    const { link, attempt } = await initiate(user);
    const page = await createJar().get(link);
    expect(page.status).toBe(200);
    for (const text of [
      "Test app",
      "mallory@app.example",
      "Grantry Sandbox",
      "See the events on your sandbox calendar",
    ]) {
      expect(page.text).toContain(text);
    }
    expect(await outcomeOf(user, attempt)).toEqual({ status: "pending", error: null });
    expect((await createJar().get(link)).status).toBe(200);
  });
});

describe("a connect link", () => {
  test("works once (SEC-22)", async () => {
    const user = await signIn();
    const { link } = await initiate(user);
    const jar = createJar();
    await depart(jar, link);
    const again = await createJar().get(link);
    expect(again.status).toBe(400);
    expect(again.text).toContain("connect_link_invalid");
  });

  test("that is confirmed twice at once leaves by one way (SEC-22)", async () => {
    const user = await signIn();
    const { link } = await initiate(user);
    const jar = createJar();
    const token = confirmationTokenOf(await jar.get(link));
    const form = { decision: "continue", token };
    const pages = await Promise.all([1, 2, 3, 4].map(() => jar.post(link, form)));
    expect(pages.map((page) => page.status)).toEqual([200, 200, 200, 200]);
    expect(new Set(pages.map(departureOf)).size).toBe(1);
  });

  test("ends after ten minutes (SEC-22)", async () => {
    const { link } = await initiate(await signIn());
    clock.advance(600_000);
    expect((await createJar().get(link)).text).toContain("connect_link_invalid");
  });
});

describe("two authorizations in one browser", () => {
  test("do not disturb each other (SEC-27)", async () => {
    const user = await signIn();
    const jar = createJar();
    const first = await depart(jar, (await initiate(user)).link);
    const second = await depart(jar, (await initiate(user)).link);
    const secondBack = await visit(second);
    const firstBack = await visit(first);
    expect((await jar.get(secondBack.href)).status).toBe(200);
    expect((await jar.get(firstBack.href)).status).toBe(200);
    expect(jar.cookies.size).toBe(2);
    expect((await user.token(ids.userConnector)).body.version).toBe(2);
  });
});

describe("the provider's answer", () => {
  test("that the user said no ends the attempt as denied (SEC-16)", async () => {
    const user = await signIn();
    const { link, attempt } = await initiate(user);
    const before = tokenRequests();
    const page = await consent(createJar(), link, { deny: true });
    expect(page.text).toContain("access_denied");
    expect(tokenRequests()).toBe(before);
    expect(await outcomeOf(user, attempt)).toMatchObject({
      status: "failed",
      error: "access_denied",
    });
    await expectNothingStored(user);
  });

  test.each([
    [
      "another issuer",
      (url: URL) => url.searchParams.set("iss", "https://evil.example"),
      "issuer_mismatch",
    ],
    ["no issuer", (url: URL) => url.searchParams.delete("iss"), "issuer_mismatch"],
    [
      "two issuers",
      (url: URL) => url.searchParams.append("iss", "https://evil.example"),
      "callback_invalid",
    ],
    ["two codes", (url: URL) => url.searchParams.append("code", "other"), "callback_invalid"],
    ["no code", (url: URL) => url.searchParams.delete("code"), "callback_invalid"],
    [
      "code and error",
      (url: URL) => url.searchParams.set("error", "access_denied"),
      "callback_invalid",
    ],
    [
      "a token in the query",
      (url: URL) => url.searchParams.set("access_token", "x"),
      "callback_invalid",
    ],
    [
      "an over-long code",
      (url: URL) => url.searchParams.set("code", "c".repeat(40_000)),
      "callback_invalid",
    ],
  ])(
    "with %s is refused before the code is exchanged (SEC-12, SEC-14, SEC-15)",
    async (_name, change, code) => {
      const user = await signIn();
      const jar = createJar();
      const { link, attempt } = await initiate(user);
      const callback = await visit(await depart(jar, link));
      const before = tokenRequests();
      change(callback);
      const page = await jar.get(callback.href);
      expect(page.status).toBe(400);
      expect(await outcomeOf(user, attempt)).toMatchObject({ status: "failed", error: code });
      expect(tokenRequests()).toBe(before);
      await expectNothingStored(user);
    },
  );

  test("at another redirect URI is refused before the code is exchanged", async () => {
    const user = await signIn();
    const jar = createJar();
    const { link, attempt } = await initiate(user);
    const callback = await visit(await depart(jar, link));
    callback.pathname = "/api/external-auth/callback/ocl_foreign";
    const before = tokenRequests();
    expect((await jar.get(callback.href)).status).toBe(400);
    expect(await outcomeOf(user, attempt)).toEqual({ status: "failed", error: "callback_invalid" });
    expect(tokenRequests()).toBe(before);
  });

  test("with a code that the provider refuses connects nothing", async () => {
    const user = await signIn();
    const jar = createJar();
    const { link, attempt } = await initiate(user);
    const callback = await visit(await depart(jar, link));
    callback.searchParams.set("code", "not-a-code");
    const page = await jar.get(callback.href);
    expect(page.text).toContain("authorization_failed");
    expect(await outcomeOf(user, attempt)).toMatchObject({
      status: "failed",
      error: "authorization_failed",
    });
    await expectNothingStored(user);
  });

  test.each([
    ["down", { kind: "answer", status: 503 } as const, "provider_unavailable"],
    ["gone before it answered", { kind: "drop", processed: true } as const, "provider_unavailable"],
    ["answering without end", { kind: "huge", bytes: 5_000_000 } as const, "provider_unavailable"],
    [
      "redirecting",
      { kind: "answer", status: 302, headers: { location: "http://127.0.0.1:1/" } } as const,
      "provider_unavailable",
    ],
    ["answering rubbish", { kind: "answer", body: "<html>" } as const, "provider_answer_invalid"],
    [
      "answering no token",
      { kind: "answer", body: { token_type: "Bearer" } } as const,
      "provider_answer_invalid",
    ],
    [
      "answering wrong types",
      { kind: "answer", body: { access_token: 7, token_type: "Bearer" } } as const,
      "provider_answer_invalid",
    ],
    [
      "refusing our client",
      { kind: "error", error: "invalid_client", status: 401 } as const,
      "connector_misconfigured",
    ],
  ])(
    "from a token endpoint that is %s leaves nothing behind (SEC-28, SEC-29, SEC-36)",
    async (_name, fault, code) => {
      const user = await signIn();
      const jar = createJar();
      const { link, attempt } = await initiate(user);
      const callback = await visit(await depart(jar, link));
      world.sandbox.faults.next("token", fault, 3);
      expect((await jar.get(callback.href)).status).toBe(400);
      expect(await outcomeOf(user, attempt)).toMatchObject({ status: "failed", error: code });
      await expectNothingStored(user);
    },
  );

  test.each([
    ["hanging", { kind: "hang" } as const],
    ["dripping", { kind: "drip" } as const],
  ])(
    "from a token endpoint that is %s leaves nothing behind once it was waited for (SEC-29)",
    async (_name, fault) => {
      const user = await signIn();
      const jar = createJar();
      const { link, attempt } = await initiate(user);
      const callback = await visit(await depart(jar, link));
      const impatient = await world.another({ outboundTimeoutMs: 300 });
      world.sandbox.faults.next("token", fault);
      const there = `${impatient.url}${callback.pathname}${callback.search}`;
      expect((await jar.get(there)).status).toBe(400);
      const failed = { status: "failed", error: "provider_unavailable" };
      expect(await outcomeOf(user, attempt)).toEqual(failed);
      await expectNothingStored(user);
    },
  );

  test("whose account cannot be read leaves nothing behind and gives the grant back", async () => {
    const user = await signIn();
    const jar = createJar();
    const { link, attempt } = await initiate(user);
    const before = await world.sandbox.ledger.liveGrants();
    const callback = await visit(await depart(jar, link));
    world.sandbox.faults.next("userinfo", { kind: "answer", status: 500 }, 100);
    expect((await jar.get(callback.href)).status).toBe(400);
    expect((await outcomeOf(user, attempt)).status).toBe("failed");
    await expectNothingStored(user);
    expect(await world.sandbox.ledger.liveGrants()).toEqual(before);
  });
});

describe("scopes", () => {
  test("that were withheld although they are needed connect nothing, and say which (SEC-19)", async () => {
    const user = await signIn();
    const { link, attempt } = await initiate(user);
    const page = await consent(createJar(), link, { untick: ["calendar.read"] });
    expect(page.text).toContain("Missing: calendar.read.");
    expect(await outcomeOf(user, attempt)).toEqual({ status: "failed", error: "missing_scopes" });
    await expectNothingStored(user);
  });

  test("that were withheld and can be done without are stored and shown as missing (SEC-19)", async () => {
    const user = await signIn();
    await consent(createJar(), (await initiate(user)).link, { untick: ["profile"] });
    const connection = await connectionOf(user, ids.userConnector);
    expect(connection).toMatchObject({ status: "active", missing_scopes: ["profile"] });
    expect(connection.requested_scopes).toContain("profile");
    expect(connection.granted_scopes).not.toContain("profile");
  });
});

describe("connecting again", () => {
  test("keeps the connection and takes the new tokens", async () => {
    const user = await signIn();
    await consent(createJar(), (await initiate(user)).link);
    const first = await user.token(ids.userConnector);
    await consent(createJar(), (await initiate(user)).link);
    const second = await user.token(ids.userConnector);
    expect(second.body.version).toBe(2);
    expect(second.body.access_token).not.toBe(first.body.access_token);
  });

  test("with another account is refused and changes nothing (SEC-18)", async () => {
    const user = await signIn();
    await consent(createJar(), (await initiate(user)).link, { account: "sandbox-ada" });
    const before = await user.token(ids.userConnector);
    const { link, attempt } = await initiate(user);
    const grants = await world.sandbox.ledger.liveGrants();
    const page = await consent(createJar(), link, { account: "sandbox-bo" });
    expect(page.text).toContain("account_mismatch");
    expect(await outcomeOf(user, attempt)).toEqual({ status: "failed", error: "account_mismatch" });
    expect((await user.token(ids.userConnector)).body).toEqual(before.body);
    expect(await world.sandbox.ledger.liveGrants()).toEqual(grants);
  });

  test("with another account works after a disconnect", async () => {
    const user = await signIn();
    await consent(createJar(), (await initiate(user)).link, { account: "sandbox-ada" });
    await user.disconnect(ids.userConnector);
    await consent(createJar(), (await initiate(user)).link, { account: "sandbox-bo" });
    expect((await user.token(ids.userConnector)).body.account.id).toBe("sandbox-bo");
  });
});

describe("a shared connection", () => {
  test("is authorized by an operator and read by type and by connector ID", async () => {
    const started = await api.operator("external-auth/initiate", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ integration_type: "sandboxcalendar" }),
    });
    const page = await createJar().get(started.body.redirect_url);
    expect(page.text).toContain("operator with the key");
    const end = await consent(createJar(), started.body.redirect_url);
    expect(end.status).toBe(200);
    const status = await api.operator(
      `external-auth/status?connection_id=${started.body.connection_id}`,
    );
    expect(status.body).toEqual({ status: "ACTIVE", error: null });
    const byType = await api.backend("external-auth/tokens/sandboxcalendar");
    const byId = await api.backend(`external-auth/tokens/connectors/${ids.sharedConnector}`);
    expect(byType.status).toBe(200);
    expect(byId.body).toEqual(byType.body);
    const user = await signIn();
    for (const list of ["connectors", "connections"]) {
      const { status, body } = await user.own("GET", list);
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toContain(ids.sharedConnector);
    }
  });
});
