import { createPublicKey, verify } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  allScopes,
  authorizationUrl,
  connect,
  errorOf,
  exchange,
  get,
  post,
  redirectUri,
  refresh,
  revoke,
  start,
  type Tokens,
} from "../test/client.ts";
import { accounts } from "./accounts.ts";
import type { LedgerEntry } from "./ledger.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";
import { createBrowser, visit } from "./visitor.ts";

let sandbox: Sandbox;
let origin: string;

beforeEach(async () => {
  sandbox = await start();
  origin = sandbox.origin;
});

afterEach(async () => {
  vi.useRealTimers();
  await sandbox.close();
  expect(sandbox.ledger.list("server_error")).toEqual([]);
});

async function refreshed(refreshToken: string): Promise<Tokens> {
  const answer = await refresh(origin, refreshToken);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Tokens;
}

describe("an authorization", () => {
  test("answers with a code, the state and the issuer (RFC 9207)", async () => {
    const callback = await visit(authorizationUrl(origin));
    expect(callback.href.startsWith(`${redirectUri}?`)).toBe(true);
    expect(callback.searchParams.get("code")).toMatch(/^[\w-]{20,}$/);
    expect(callback.searchParams.get("state")).toBe("the-state");
    expect(callback.searchParams.get("iss")).toBe(origin);
  });

  test("a sign-in as nobody is answered, and the person may still choose", async () => {
    const browser = createBrowser(origin);
    const { url } = await browser.open(authorizationUrl(origin));
    for (const account of ["nobody", ""]) {
      const answer = browser.submit(url, new URLSearchParams({ account }));
      await expect(answer).rejects.toThrow("The provider answered 400.");
    }
    const { page } = await browser.submit(url, new URLSearchParams({ account: "sandbox-bo" }));
    expect(page).toContain("Bo Example");
  });

  test.each([
    ["without a challenge", { code_challenge: undefined, code_challenge_method: undefined }],
    ["with a plain challenge", { code_challenge_method: "plain" }],
  ])("%s is refused", async (_name, changes) => {
    const callback = await visit(authorizationUrl(origin, changes));
    expect(callback.searchParams.get("error")).toBe("invalid_request");
    expect(callback.searchParams.has("code")).toBe(false);
    expect(sandbox.ledger.count("authorization", { outcome: "invalid_request" })).toBe(1);
  });

  test.each([
    ["an unknown redirect URI", { redirect_uri: `${redirectUri}/other` }],
    ["an unknown client", { client_id: "nobody" }],
  ])("with %s leads nowhere", async (_name, changes) => {
    await expect(visit(authorizationUrl(origin, changes))).rejects.toThrow("answered 400");
  });

  test("that the account holder denies ends with access_denied", async () => {
    const callback = await visit(authorizationUrl(origin), { deny: true });
    expect(callback.searchParams.get("error")).toBe("access_denied");
    expect(callback.searchParams.get("iss")).toBe(origin);
    expect(sandbox.ledger.liveGrants()).toBe(0);
  });

  test("names the client, the account and every scope asked for", async () => {
    const browser = createBrowser(origin);
    const signIn = await browser.open(authorizationUrl(origin));
    expect(signIn.page).toContain("<title>Sign in to Grantry Sandbox</title>");
    for (const { email } of accounts) expect(signIn.page).toContain(email);
    const bo = new URLSearchParams({ account: "sandbox-bo" });
    const consent = await browser.submit(signIn.url, bo);
    expect(consent.page).toContain("The Test App");
    expect(consent.page).toContain("bo@sandbox.example");
    for (const scope of allScopes.split(" ")) expect(consent.page).toContain(`>${scope}</code>`);
  });

  test("shows the account chooser and the consent page to a browser that was here before", async () => {
    const browser = createBrowser(origin);
    for (const account of ["sandbox-ada", "sandbox-cy", "sandbox-ada"]) {
      const url = authorizationUrl(origin, { prompt: undefined });
      const signIn = await browser.open(url);
      expect(signIn.page).toContain("Sign in to Grantry Sandbox");
      const consent = await browser.submit(signIn.url, new URLSearchParams({ account }));
      expect(consent.page).toContain(`data-account="${account}"`);
      const end = await browser.submit(consent.url, new URLSearchParams({ decision: "allow" }));
      expect(end.url.searchParams.has("code")).toBe(true);
    }
    expect(sandbox.ledger.list("authorization").map((entry) => entry.account)).toEqual([
      "sandbox-ada",
      "sandbox-cy",
      "sandbox-ada",
    ]);
  });

  test("is not disturbed by another one in the same browser", async () => {
    const browser = createBrowser(origin);
    const tabs = [];
    for (const account of ["sandbox-ada", "sandbox-bo"]) {
      const { url } = await browser.open(authorizationUrl(origin, { state: account }));
      tabs.push({ account, url });
    }
    const asked = [];
    for (const { account, url } of tabs) {
      asked.push(await browser.submit(url, new URLSearchParams({ account })));
    }
    for (const { url } of asked) {
      const end = await browser.submit(url, new URLSearchParams({ decision: "allow" }));
      expect(end.url.searchParams.has("code")).toBe(true);
    }
    const outcomes = sandbox.ledger.list("authorization").map((entry) => entry.account);
    expect(outcomes).toEqual(["sandbox-ada", "sandbox-bo"]);
  });

  test("cannot be answered by another browser", async () => {
    const browser = createBrowser(origin);
    const { url } = await browser.open(authorizationUrl(origin));
    const stranger = createBrowser(origin);
    await expect(stranger.open(url.href)).rejects.toThrow("answered 400");
  });
});

describe("a code", () => {
  async function freshCode(): Promise<string> {
    return (await visit(authorizationUrl(origin))).searchParams.get("code") ?? "";
  }

  test("becomes tokens with which the account can be asked for", async () => {
    const tokens = await connect(origin, { account: "sandbox-bo" });
    expect(tokens).toMatchObject({ scope: allScopes, expires_in: 3600, token_type: "Bearer" });
    const account = await (await get(`${origin}/me`, tokens.access_token)).json();
    expect(account).toMatchObject({
      sub: "sandbox-bo",
      email: "bo@sandbox.example",
      name: "Bo Example",
    });
  });

  test("brings an ID token signed with the published key, RS256 as clients expect it", async () => {
    const callback = await visit(authorizationUrl(origin));
    const answer = await exchange(origin, callback.searchParams.get("code") ?? "");
    const { id_token } = (await answer.json()) as { id_token: string };
    const [header, payload, signature] = id_token.split(".");
    const jwks = (await (await fetch(`${origin}/jwks`)).json()) as {
      keys: { kty: string; n: string; e: string }[];
    };
    const key = createPublicKey({ key: jwks.keys[0]!, format: "jwk" });
    const signed = Buffer.from(`${header}.${payload}`);
    expect(verify("RSA-SHA256", signed, key, Buffer.from(signature ?? "", "base64url"))).toBe(true);
    const claims = JSON.parse(Buffer.from(payload ?? "", "base64url").toString());
    expect(claims).toMatchObject({ iss: origin, aud: "app", sub: "sandbox-ada" });
  });

  test("is refused with the wrong verifier", async () => {
    const answer = await exchange(origin, await freshCode(), { code_verifier: "w".repeat(43) });
    expect([answer.status, await errorOf(answer)]).toEqual([400, "invalid_grant"]);
  });

  test("used again ends its grant", async () => {
    const code = await freshCode();
    const tokens = (await (await exchange(origin, code)).json()) as Tokens;
    expect(await errorOf(await exchange(origin, code))).toBe("invalid_grant");
    expect(await sandbox.ledger.isLive(tokens.access_token)).toBe(false);
    expect(sandbox.ledger.count("reuse", { used: "authorization_code" })).toBe(1);
  });

  test("is refused to a client with the wrong secret", async () => {
    const form = { grant_type: "authorization_code", code: await freshCode() };
    const answer = await post(`${origin}/token`, form, "wrong");
    expect([answer.status, await errorOf(answer)]).toEqual([401, "invalid_client"]);
  });

  test("may also be exchanged with the secret in the body", async () => {
    const answer = await fetch(`${origin}/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "refresh_token",
        refresh_token: (await connect(origin)).refresh_token,
        client_id: "app",
        client_secret: "app-secret",
      }),
    });
    expect(answer.status).toBe(200);
  });
});

describe("scopes", () => {
  test("that were unticked are not granted", async () => {
    const tokens = await connect(origin, { untick: ["calendar.write", "email"] });
    expect(tokens.scope).toBe("openid offline_access profile calendar.read");
    const account = await (await get(`${origin}/me`, tokens.access_token)).json();
    expect(account).toEqual({ sub: "sandbox-ada", name: "Ada Example" });
  });

  test("decide what the API allows", async () => {
    const events = `${origin}/api/calendar/events`;
    const { access_token } = await connect(origin, { untick: ["calendar.read"] });
    const refused = await get(events, access_token);
    expect([refused.status, await errorOf(refused)]).toEqual([403, "insufficient_scope"]);
    expect(refused.headers.get("www-authenticate")).toContain('scope="calendar.read"');
  });
});

describe("the calendar", () => {
  const path = "/api/calendar/events";

  test("shows the events of the account whose token it is", async () => {
    const { access_token } = await connect(origin, { account: "sandbox-cy" });
    const answer = await get(origin + path, access_token);
    expect(await answer.json()).toMatchObject({
      account: "cy@sandbox.example",
      events: [{ title: "Swimming" }, { title: "Budget planning" }, { title: "Parents' evening" }],
    });
  });

  test("takes a new event and keeps it to its account", async () => {
    const add = (accessToken: string, event: unknown) =>
      fetch(origin + path, {
        method: "POST",
        headers: { authorization: `Bearer ${accessToken}` },
        body: JSON.stringify(event),
      });
    const event = { title: "Tea", start: "2031-01-02T15:00:00Z", end: "2031-01-02T16:00:00Z" };
    const ada = await connect(origin);
    const bo = await connect(origin, { account: "sandbox-bo" });
    expect((await add(ada.access_token, event)).status).toBe(201);
    expect((await add(ada.access_token, { ...event, end: event.start })).status).toBe(400);
    expect((await add(ada.access_token, "not an event")).status).toBe(400);
    expect(await (await get(origin + path, ada.access_token)).text()).toContain("Tea");
    expect(await (await get(origin + path, bo.access_token)).text()).not.toContain("Tea");
  });

  test.each(["", "Bearer", "Bearer wrong", "Basic YTpi"])("refuses %j", async (authorization) => {
    const answer = await fetch(origin + path, { headers: { authorization } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer /);
  });

  test("refuses an access token whose time is over", async () => {
    const { access_token } = await connect(origin);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_601_000 });
    expect((await get(origin + path, access_token)).status).toBe(401);
    expect((await get(`${origin}/me`, access_token)).status).toBe(401);
    expect(await sandbox.ledger.isLive(access_token)).toBe(false);
  });

  test("refuses an access token that was ended early, and takes the next one", async () => {
    const tokens = await connect(origin);
    await sandbox.expire(tokens.access_token);
    expect((await get(origin + path, tokens.access_token)).status).toBe(401);
    const next = await refreshed(tokens.refresh_token);
    expect((await get(origin + path, next.access_token)).status).toBe(200);
  });
});

describe("a refresh token", () => {
  test("rotates with every use, and the newest always works", async () => {
    let tokens = await connect(origin);
    const seen = new Set([tokens.refresh_token]);
    for (let i = 0; i < 3; i += 1) {
      tokens = await refreshed(tokens.refresh_token);
      seen.add(tokens.refresh_token);
    }
    expect(seen.size).toBe(4);
    expect(await sandbox.ledger.isLive(tokens.access_token)).toBe(true);
    expect(sandbox.ledger.count("refresh")).toBe(3);
    expect(sandbox.ledger.count("token", { grantType: "refresh_token", outcome: "ok" })).toBe(3);
    expect(sandbox.ledger.count("reuse")).toBe(0);
  });

  test("used again ends the grant and every token of it", async () => {
    const first = await connect(origin);
    const second = await refreshed(first.refresh_token);
    expect(await sandbox.ledger.grantAlive(second.refresh_token)).toBe(true);
    expect(await errorOf(await refresh(origin, first.refresh_token))).toBe("invalid_grant");
    expect(await errorOf(await refresh(origin, second.refresh_token))).toBe("invalid_grant");
    for (const { access_token } of [first, second]) {
      expect((await get(`${origin}/me`, access_token)).status).toBe(401);
    }
    expect(await sandbox.ledger.grantAlive(second.refresh_token)).toBe(false);
    expect(sandbox.ledger.count("reuse", { used: "refresh_token" })).toBe(1);
  });

  test("used by several requests at once works for one at most and ends the grant", async () => {
    const { refresh_token } = await connect(origin);
    const answers = await Promise.all([1, 2, 3, 4].map(() => refresh(origin, refresh_token)));
    expect(answers.filter((answer) => answer.ok).length).toBeLessThanOrEqual(1);
    for (const answer of answers.filter(({ ok }) => ok)) {
      const tokens = (await answer.json()) as Tokens;
      expect(await sandbox.ledger.isLive(tokens.access_token)).toBe(false);
      expect((await refresh(origin, tokens.refresh_token)).status).toBe(400);
    }
    expect(sandbox.ledger.liveGrants()).toBe(0);
    expect(sandbox.ledger.count("reuse")).toBeGreaterThanOrEqual(1);
  });

  test("of another grant is untouched by the end of one", async () => {
    const ada = await connect(origin);
    const again = await connect(origin);
    await revoke(origin, ada.refresh_token);
    expect(await sandbox.ledger.isLive(again.access_token)).toBe(true);
    await refreshed(again.refresh_token);
    expect(sandbox.ledger.liveGrants()).toBe(1);
  });

  test("whose grant the account holder withdrew is refused", async () => {
    const tokens = await connect(origin);
    await sandbox.withdraw(tokens.refresh_token);
    expect(await errorOf(await refresh(origin, tokens.refresh_token))).toBe("invalid_grant");
    expect(await sandbox.ledger.isLive(tokens.access_token)).toBe(false);
  });

  test("is not issued without offline_access", async () => {
    const callback = await visit(authorizationUrl(origin, { scope: "openid calendar.read" }));
    const answer = await exchange(origin, callback.searchParams.get("code") ?? "");
    expect(await answer.json()).not.toHaveProperty("refresh_token");
  });
});

describe("a revocation (RFC 7009)", () => {
  test.each(["refresh_token", "access_token"] as const)(
    "of the %s ends all tokens",
    async (kind) => {
      const tokens = await connect(origin);
      expect((await revoke(origin, tokens[kind])).status).toBe(200);
      expect(await sandbox.ledger.isLive(tokens.access_token)).toBe(false);
      expect((await get(`${origin}/me`, tokens.access_token)).status).toBe(401);
      expect(await errorOf(await refresh(origin, tokens.refresh_token))).toBe("invalid_grant");
      expect(sandbox.ledger.count("revocation", { token: kind, outcome: "ok" })).toBe(1);
    },
  );

  test("of an unknown token succeeds", async () => {
    expect((await revoke(origin, "unknown")).status).toBe(200);
    expect(sandbox.ledger.count("revocation", { token: "unknown" })).toBe(1);
  });

  test("by another client ends nothing", async () => {
    const other = { clientId: "other", clientSecret: "other-secret", redirectUris: [redirectUri] };
    await sandbox.addClient(other);
    const tokens = await connect(origin);
    const form = { client_id: "other", client_secret: "other-secret", token: tokens.refresh_token };
    await fetch(`${origin}/token/revocation`, { method: "POST", body: new URLSearchParams(form) });
    expect(await sandbox.ledger.isLive(tokens.access_token)).toBe(true);
  });
});

describe("the provider", () => {
  test("takes a client that is registered later", async () => {
    const uri = "https://late.example/callback";
    await sandbox.addClient({ clientId: "late", clientSecret: "s", redirectUris: [uri] });
    const url = authorizationUrl(origin, { client_id: "late", redirect_uri: uri });
    expect((await visit(url)).origin).toBe("https://late.example");
  });

  test("refuses a client whose redirect URI is no URI", async () => {
    const client = { clientId: "odd", clientSecret: "s", redirectUris: ["nonsense"] };
    await expect(sandbox.addClient(client)).rejects.toThrow("invalid_redirect_uri");
    await expect(startSandbox({ clients: [client] })).rejects.toThrow("invalid_redirect_uri");
  });

  test("rejects when its port is taken", async () => {
    await expect(startSandbox({ port: sandbox.port, clients: [] })).rejects.toThrow("EADDRINUSE");
  });

  test("prints nothing and puts no secret into its ledger", async () => {
    const printed = [
      vi.spyOn(process.stdout, "write"),
      vi.spyOn(process.stderr, "write"),
      ...(["log", "info", "warn", "error"] as const).map((name) => vi.spyOn(console, name)),
    ];
    const told: LedgerEntry[] = [];
    const app = { clientId: "app", clientSecret: "app-secret", redirectUris: [redirectUri] };
    const own = await startSandbox({ clients: [app], log: (entry) => told.push(entry) });
    const tokens = await connect(own.origin);
    await refresh(own.origin, tokens.refresh_token);
    await refresh(own.origin, tokens.refresh_token);
    await revoke(own.origin, tokens.access_token);
    await visit(authorizationUrl(own.origin, { client_id: "nobody" })).catch(() => undefined);
    await own.close();
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
    expect(told).toEqual(own.ledger.entries);
    expect(told.length).toBeGreaterThan(5);
    const text = JSON.stringify(told);
    for (const secret of [tokens.access_token, tokens.refresh_token, "app-secret"]) {
      expect(text).not.toContain(secret);
    }
  });
});
