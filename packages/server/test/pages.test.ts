/** The pages that a person meets during a consent, in the hands of people who mean harm. */
import { runInNewContext } from "node:vm";
import { visit } from "@grantry/sandbox/visitor";
import { type Api, apiOf, type UserApi } from "@grantry/testing/api";
import {
  confirmationTokenOf,
  consent,
  createJar,
  depart,
  departureOf,
  type Jar,
  type Page,
} from "@grantry/testing/browser";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { connectionOf, outcomeOf } from "@grantry/testing/outcomes";
import { rawRequest } from "@grantry/testing/raw-request";
import { stateOf } from "@grantry/testing/witness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { confirmationToken } from "../src/service/connect/browser-cookie.ts";

/** Hostile wherever it is put: in an element, an attribute, a script, an address. */
const hostile = `"><img src=x onerror=alert(1)></script><script>alert('1')</script>&lt;`;
const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapedOf = (text: string) =>
  text.replace(/[&<>"']/g, (one) => entities[one as keyof typeof entities]);
const escaped = escapedOf(hostile);
/** Short enough to be shown whole where somebody is named. */
const hostileName = `"><img src=x onerror=alert(1)><script>alert('1')</script>`;

const clock = createFakeClock();
let world: World;
let api: Api;
let nextUser = 0;

beforeAll(async () => {
  world = await startWorld({
    clock,
    declare: ({ workspaces: [workspace] }) => {
      const [app] = workspace?.apps ?? [];
      const [connector] = workspace?.connectors ?? [];
      const [key] = workspace?.api_keys ?? [];
      if (!app || !connector || !key) throw new Error("nothing declared");
      app.name = `App ${hostile}`;
      connector.name = `Connector ${hostile}`;
      key.name = `Key ${hostile}`;
    },
  });
  api = apiOf(world);
});
afterAll(() => world.close());

interface Attempt {
  readonly user: UserApi;
  readonly link: string;
  readonly id: string;
  /** The browser that was bound at the start, where it was. */
  readonly bound: Jar;
}

/** Starts an authorization of a new user. */
async function start(
  headers: Record<string, string> = {},
  { id, ...claims }: Parameters<Api["signIn"]>[1] & { id?: string } = {},
): Promise<Attempt> {
  nextUser += 1;
  const user = await api.signIn(id ?? `user-${nextUser}`, claims);
  const { body, raw } = await user.initiate(ids.userConnector, { headers });
  const bound = createJar();
  bound.take(raw);
  return { user, link: body.redirect_url, id: body.connection_id, bound };
}

/** An authorization that a page of our own origin started: its browser is known. */
const startBound = () => start({ origin: world.url });

const statusOf = ({ user, id }: Attempt) => outcomeOf(user, id);

async function expectNotConnected({ user }: Attempt): Promise<void> {
  expect(await connectionOf(user, ids.userConnector)).toBe(null);
}

/** The link still leads to a connection. */
async function expectStillWorks(attempt: Attempt): Promise<void> {
  const end = await consent(attempt.bound, attempt.link);
  expect(end.status).toBe(200);
  expect(await statusOf(attempt)).toEqual({ status: "completed", error: null });
}

/** The callback's address, as the provider would send the browser to it with an error. */
function refusal(authorizationUrl: string, parameters: Record<string, string>): string {
  const asked = new URL(authorizationUrl).searchParams;
  const url = new URL(asked.get("redirect_uri") ?? "");
  url.searchParams.set("state", asked.get("state") ?? "");
  url.searchParams.set("iss", world.sandbox.origin);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

function expectGuarded({ headers, text }: Page): void {
  const policy = headers.get("content-security-policy") ?? "";
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
  const seen = {
    referrer: headers.get("referrer-policy"),
    cache: headers.get("cache-control"),
    type: headers.get("content-type"),
    sniffing: headers.get("x-content-type-options"),
    frames: headers.get("x-frame-options"),
    policy: policy.replaceAll(nonce, "N").split("; "),
  };
  expect(seen).toEqual({
    referrer: "no-referrer",
    cache: "no-store",
    type: "text/html; charset=utf-8",
    sniffing: "nosniff",
    frames: "DENY",
    policy: [
      "default-src 'none'",
      "style-src 'nonce-N'",
      "script-src 'nonce-N'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ],
  });
  expect(headers.get("access-control-allow-origin")).toBeNull();
  // Nothing is fetched from anywhere, and no script runs that the policy does not name.
  const tags = text.match(/<[a-z][^>]*>/g) ?? [];
  expect(tags.filter((tag) => /\s(src|on\w+|style|srcdoc)=/i.test(tag))).toEqual([]);
  // Forms lead to ourselves alone.
  for (const tag of tags.filter((one) => /\saction=/i.test(one))) {
    expect(tag).toMatch(
      /^<form method="post" action="\/api\/external-auth\/restart\/auz_[\w-]+">$/,
    );
  }
  const scripts = tags.filter((tag) => /^<(script|style)\b/.test(tag));
  for (const tag of scripts) expect(tag).toMatch(/ nonce="[^"]+"| type="application\/json"/);
}

function expectHarmless({ text }: Page): void {
  expect(text).not.toContain("<img");
  expect(text).not.toContain("alert('1')");
  expect(text).not.toContain(hostile);
}

/** Every page, each from an authorization of its own, with hostile names wherever they may stand. */
const pages: Record<string, () => Promise<Page>> = {
  confirmation: async () => createJar().get((await start({}, { id: hostileName })).link),
  departure: async () => {
    const { link, bound } = await start({}, { id: hostileName });
    const token = confirmationTokenOf(await bound.get(link));
    return await bound.post(link, { decision: "continue", token });
  },
  "end, completed": async () => {
    const { link, bound } = await start({ "x-origin-url": "https://app.example.com/" });
    return await consent(bound, link);
  },
  "end, cancelled": async () => {
    const { link, bound } = await start();
    const token = confirmationTokenOf(await bound.get(link));
    return await bound.post(link, { decision: "cancel", token });
  },
  "end, denied at the provider": async () => {
    const { link, bound } = await start();
    return await consent(bound, link, { deny: true });
  },
  "end, refused by the provider": async () => {
    const { link, bound } = await start();
    const address = await depart(bound, link);
    return await bound.get(refusal(address, { error: hostile, error_description: hostile }));
  },
  "end, in another browser": async () => {
    const { link, bound } = await start();
    return await createJar().get((await visit(await depart(bound, link))).href);
  },
  "failure, unknown link": () => createJar().get(`${world.url}/api/external-auth/connect/x`),
  "failure, hostile link": () =>
    createJar().get(`${world.url}/api/external-auth/connect/${encodeURIComponent(hostile)}`),
  "failure, hostile answer": () =>
    createJar().get(
      `${world.url}/api/external-auth/callback/${encodeURIComponent(hostile)}?${new URLSearchParams(
        {
          state: hostile,
          error: hostile,
          error_description: hostile,
          error_uri: "javascript:alert(1)",
          code: hostile,
          iss: hostile,
        },
      )}`,
    ),
  "failure, no state": () => createJar().get(`${world.url}/api/external-auth/callback`),
  "failure, another browser": async () => createJar().get((await startBound()).link),
  "failure, form without proof": async () =>
    createJar().post((await start()).link, { decision: "continue", token: hostile }),
};

describe("every page (SEC-16, SEC-20)", () => {
  test.each(Object.keys(pages))("%s: guarded by its headers, and harmless", async (name) => {
    const page = (await pages[name]?.()) as Page;
    expectGuarded(page);
    expectHarmless(page);
  });

  test("the way to the provider tells nobody where it came from", async () => {
    const { link, bound } = await startBound();
    const { status, headers, location } = await bound.get(link);
    expect(status).toBe(303);
    expect(location).toMatch(new RegExp(`^${world.sandbox.origin}/auth\\?`));
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cache-control")).toBe("no-store");
  });

  test("no page shows the link's secret, a state, a code or a token", async () => {
    const attempt = await start({ "x-origin-url": "https://app.example.com/" });
    const { link, bound, user } = attempt;
    const address = await depart(bound, link);
    const callback = await visit(address);
    const end = await bound.get(callback.href);
    expect(end.status).toBe(200);
    const token = (await user.token(ids.userConnector)).body.access_token;
    const secrets = [
      link.split("/").at(-1),
      callback.searchParams.get("state"),
      callback.searchParams.get("code"),
      token,
      user.jwt,
    ];
    for (const secret of secrets) {
      expect(String(secret).length).toBeGreaterThan(20);
      expect(end.text).not.toContain(secret);
      expect(world.logLines.join("\n")).not.toContain(secret);
    }
  });
});

describe("the confirmation (SEC-22)", () => {
  test("names the app, the user, the provider and the access asked for", async () => {
    const { link } = await start({}, { id: hostileName });
    const { status, text } = await createJar().get(link);
    expect(status).toBe(200);
    expect(text).toContain(
      `<h1>Connect your <bdi>Sandbox Calendar</bdi> to <bdi>App ${escaped}</bdi></h1>`,
    );
    expect(text).toContain(`For <strong><bdi>${escapedOf(hostileName)}</bdi></strong>`);
    expect(text).toContain(`Did you start this yourself, as <bdi>${escapedOf(hostileName)}</bdi>?`);
    expect(text).toContain("Continue to <bdi>Grantry Sandbox</bdi>");
    for (const scope of [
      "See your sandbox email address",
      "See the events on your sandbox calendar",
    ]) {
      expect(text).toContain(`<span><bdi>${scope}</bdi>`);
    }
    expect(text).not.toContain("Add events to your sandbox calendar");
    expect(text).toContain("If somebody sent you this link, choose Cancel.");
  });

  test("that warns has Cancel first, as its main button and out of reach of Enter in a field", async () => {
    const { text } = await createJar().get((await start()).link);
    const buttons = [...text.matchAll(/<button[^>]*name="decision"[^>]*>/g)].map(([tag]) => tag);
    expect(buttons).toEqual([
      '<button class="primary" form="cancelling" name="decision" value="cancel">',
      '<button name="decision" value="continue">',
    ]);
  });

  /** As whom somebody is asked to confirm, with its markup. */
  const askedAs = async (claims: Parameters<typeof start>[1]) => {
    const { link } = await start({}, claims);
    const { text } = await createJar().get(link);
    const [, shown] = /Did you start this yourself, as (<bd[io]\b.*?<\/bd[io]>)\?/.exec(text) ?? [];
    expect(text).toContain(`For <strong>${shown}</strong>`);
    expect(text).toContain(`will belong to <strong>${shown}</strong>`);
    return shown;
  };

  test("names the user by what is verified, never by what they say of themselves", async () => {
    const victim = { name: "Victoria (victim@bank.example)", email: "victim@bank.example" };
    for (const claims of [{}, victim, { ...victim, email_verified: false }]) {
      expect(await askedAs(claims)).toBe(`<bdi>user-${nextUser}</bdi>`);
    }
    expect(await askedAs({ ...victim, email_verified: true })).toBe(
      "<bdi>victim@bank.example</bdi>",
    );
    expect(await askedAs({ name: "Ada", email_verified: true })).toBe(
      `<bdi>user-${nextUser}</bdi>`,
    );
  });

  test.each([
    ["turns nothing round", "ada\u202emoc.knab", "<bdi>adamoc.knab</bdi>"],
    ["hides nothing", "a\u200bd\u00ad\u2060a", "<bdi>ada</bdi>"],
    ["has one blank between words", "ada  \u3000 of\u00a0bank", "<bdi>ada of bank</bdi>"],
    ["covers nothing", `ada${"\u0336".repeat(40)}`, `<bdi>ada${"\u0336".repeat(3)}</bdi>`],
    ["is of one direction, or as it is spelled", "ada@דוגמה", '<bdo dir="ltr">ada@דוגמה</bdo>'],
    ["may be of another direction", "דוגמה 7", "<bdi>דוגמה 7</bdi>"],
    [
      "stands beside whose it is",
      "דוגמה (ada.example)",
      "<bdi>דוגמה</bdi> <bdi>(ada.example)</bdi>",
    ],
    [
      "is short, with how it ends",
      `ada@bank.example${".".repeat(300)}@evil.example`,
      `<bdi>ada@bank.example${".".repeat(15)}…${".".repeat(19)}@evil.example</bdi>`,
    ],
  ])("what names the user %s", async (_what, id, shown) => {
    expect(await askedAs({ id })).toBe(shown);
  });

  test("of a shared connection names the operator's key, and says that all will use it", async () => {
    const { body } = await api.operator("external-auth/initiate", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ integration_type: "sandboxcalendar" }),
    });
    const page = await createJar().get(body.redirect_url);
    expectHarmless(page);
    expect(page.text).toContain(
      `Started by <strong><bdi>operator with the key &quot;Key ${escapedOf(hostile.slice(0, 4))}`,
    );
    expect(page.text).toContain("Everyone who uses");
  });

  test("binds the browser by a cookie of ten minutes (SEC-5, SEC-26)", async () => {
    const { link, id } = await start();
    const jar = createJar();
    const asked = await jar.get(link);
    expect(asked.headers.getSetCookie().map((line) => line.replace(/=[^;]{43};/, "=…;"))).toEqual([
      `grantry-${id}=…; Max-Age=600; Path=/; HttpOnly; SameSite=Lax`,
    ]);
    // It is not refreshed: what it opens afterwards is the end of its own attempt.
    const end = await consent(jar, link);
    expect(end.headers.getSetCookie()).toEqual([]);
  });

  test("cancelled ends the authorization, and the provider hears nothing of it", async () => {
    const attempt = await start();
    const jar = createJar();
    const heard = world.sandbox.ledger.entries.length;
    const token = confirmationTokenOf(await jar.get(attempt.link));
    const end = await jar.post(attempt.link, { decision: "cancel", token });
    expect(end.status).toBe(400);
    expect(end.text).toContain("<code>access_denied</code>");
    expect(await statusOf(attempt)).toEqual({ status: "failed", error: "access_denied" });
    await expectNotConnected(attempt);
    const before = await stateOf(world);
    expect((await createJar().get(attempt.link)).text).toContain("connect_link_invalid");
    expect((await jar.get(attempt.link)).text).toContain("<code>access_denied</code>");
    const again = await jar.post(attempt.link, { decision: "continue", token });
    expect(again.text).toContain("<code>access_denied</code>");
    expect(await stateOf(world)).toEqual(before);
    expect(world.sandbox.ledger.entries.length).toBe(heard);
  });

  test("is asked once: after it the link is used up for others", async () => {
    const attempt = await start();
    const jar = createJar();
    const token = confirmationTokenOf(await jar.get(attempt.link));
    // Injected, so that all of them are under way before the first one is through.
    const post = () =>
      world.app.http.inject({
        method: "POST",
        url: new URL(attempt.link).pathname,
        headers: {
          cookie: [...jar.cookies].map((pair) => pair.join("=")).join("; "),
          "content-type": "application/x-www-form-urlencoded",
        },
        payload: `decision=continue&token=${token}`,
      });
    const sent = await Promise.all(Array.from({ length: 5 }, post));
    expect(sent.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(sent.map(({ body }) => /0;url=([^"]+)/.exec(body)?.[1])).size).toBe(1);
    expect((await createJar().get(attempt.link)).text).toContain("connect_link_invalid");
  });

  test("cannot be had once the ten minutes are over", async () => {
    const attempt = await start();
    const jar = createJar();
    const token = confirmationTokenOf(await jar.get(attempt.link));
    clock.advance(600_000);
    const before = await stateOf(world);
    expect((await jar.get(attempt.link)).text).toContain("connect_link_invalid");
    const late = await jar.post(attempt.link, { decision: "continue", token });
    expect(late.status).toBe(400);
    expect(late.text).toContain("connect_link_invalid");
    expect(await stateOf(world)).toEqual(before);
  });
});

describe("a link that others open first still works (SEC-22, SEC-23)", () => {
  const starts = { confirmed: () => start(), bound: startBound };
  const looks: Record<string, (link: string, id: string) => Promise<number>> = {
    "HEAD by a scanner": async (link) => {
      const answer = await rawRequest(world.url, new URL(link).pathname, { method: "HEAD" });
      expect(answer.headers.location).toBeUndefined();
      expect(answer.headers["set-cookie"]).toBeUndefined();
      return answer.status;
    },
    OPTIONS: async (link) =>
      (await rawRequest(world.url, new URL(link).pathname, { method: "OPTIONS" })).status,
    "a preflight": async (link) => {
      const headers = { origin: "https://evil.example", "access-control-request-method": "POST" };
      const path = new URL(link).pathname;
      return (await rawRequest(world.url, path, { method: "OPTIONS", headers })).status;
    },
    "GET by a link preview": async (link) => {
      const headers = { "user-agent": "Slackbot-LinkExpanding 1.0" };
      const page = await createJar().get(link, { headers });
      expect(page.location).toBeNull();
      return page.status;
    },
    "GET with a made-up cookie": async (link, id) => {
      const jar = createJar();
      jar.cookies.set(`grantry-${id}`, "A".repeat(43));
      return (await jar.get(link)).status;
    },
  };
  const rows = Object.keys(looks).flatMap((look) =>
    (Object.keys(starts) as (keyof typeof starts)[]).map((kind) => [look, kind] as const),
  );
  test.each(rows)("%s, of a link that is %s", async (look, kind) => {
    const attempt = await starts[kind]();
    const before = await stateOf(world);
    for (let count = 0; count < 3; count += 1) {
      const expected = look.startsWith("GET") ? (kind === "bound" ? 403 : 200) : 404;
      expect(await looks[look]?.(attempt.link, attempt.id)).toBe(expected);
    }
    expect(await stateOf(world)).toEqual(before);
    expect(await statusOf(attempt)).toEqual({ status: "pending", error: null });
    await expectStillWorks(attempt);
  });
});

describe("an answer to the confirmation that its page did not give is refused (SEC-5, SEC-6)", () => {
  interface Given {
    readonly link: string;
    /** The browser that was shown the page, and what the page held. */
    readonly jar: Jar;
    readonly token: string;
  }
  const yes = { decision: "continue" };
  const refusals: Record<string, [number, (given: Given) => Promise<Page>]> = {
    "no cookie": [403, ({ link, token }) => createJar().post(link, { ...yes, token })],
    "another browser's cookie": [
      403,
      async ({ link, token }) => {
        const other = createJar();
        await other.get(link);
        return await other.post(link, { ...yes, token });
      },
    ],
    "the cookie of another attempt": [
      403,
      async ({ link, token }) => {
        const other = createJar();
        await other.get((await start()).link);
        return await other.post(link, { ...yes, token });
      },
    ],
    "a wrong token": [403, ({ link, jar }) => jar.post(link, { ...yes, token: "A".repeat(43) })],
    "a token of another page": [
      403,
      async ({ link, jar }) =>
        jar.post(link, { ...yes, token: confirmationTokenOf(await createJar().get(link)) }),
    ],
    "the token cut short": [
      403,
      ({ link, jar, token }) => jar.post(link, { ...yes, token: token.slice(0, -1) }),
    ],
    "no token": [400, ({ link, jar }) => jar.post(link, yes)],
    "an empty token": [400, ({ link, jar }) => jar.post(link, { ...yes, token: "" })],
    "no decision": [400, ({ link, jar, token }) => jar.post(link, { token })],
    "another decision": [400, ({ link, jar, token }) => jar.post(link, { decision: "yes", token })],
    "no body": [400, ({ link, jar }) => jar.get(link, { method: "POST" })],
    "from another site": [
      403,
      ({ link, jar, token }) =>
        jar.post(link, { ...yes, token }, { "sec-fetch-site": "cross-site" }),
    ],
    "from another host of the site": [
      403,
      ({ link, jar, token }) =>
        jar.post(link, { ...yes, token }, { "sec-fetch-site": "same-site" }),
    ],
    "from nowhere": [
      403,
      ({ link, jar, token }) => jar.post(link, { ...yes, token }, { "sec-fetch-site": "none" }),
    ],
    "a body of five kilobytes": [
      413,
      ({ link, jar, token }) => jar.post(link, { ...yes, token, padding: "x".repeat(5_000) }),
    ],
    "plain text, which a foreign form can send": [
      415,
      ({ link, jar, token }) =>
        jar.get(link, {
          method: "POST",
          headers: { "content-type": "text/plain" },
          body: `decision=continue&token=${token}`,
        }),
    ],
  };

  test.each(Object.keys(refusals))("%s; and the link still works after", async (name) => {
    const attempt = await start();
    const { link, bound: jar } = attempt;
    const token = confirmationTokenOf(await jar.get(link));
    const [status, send] = refusals[name] as (typeof refusals)[string];
    // Another attempt that a refusal begins for itself is not a change of this one.
    const before = await ownState(attempt);
    const page = await send({ link, jar, token });
    expect(page.status).toBe(status);
    expectGuarded(page);
    expect(page.location).toBeNull();
    expect(page.text).not.toContain(world.sandbox.origin);
    expect(await ownState(attempt)).toEqual(before);
    await expectStillWorks(attempt);
  });

  async function ownState({ id }: Attempt) {
    const { authorizations, ...rest } = await stateOf(world);
    return { ...rest, own: authorizations.find((row) => row.authorization_id === id) };
  }

  test("and nobody can confirm for a browser that was bound at the start", async () => {
    const attempt = await startBound();
    const before = await stateOf(world);
    const form = { decision: "continue", token: "x" };
    expect((await createJar().post(attempt.link, form)).status).toBe(403);
    expect((await attempt.bound.post(attempt.link, form)).status).toBe(403);
    const [cookie = ""] = attempt.bound.cookies.values();
    const right = { decision: "continue", token: confirmationToken(cookie) };
    expect((await attempt.bound.post(attempt.link, right)).status).toBe(403);
    const chosen = createJar();
    chosen.cookies.set(`grantry-${attempt.id}`, "chosen");
    const matching = { decision: "continue", token: confirmationToken("chosen") };
    expect((await chosen.post(attempt.link, matching)).status).toBe(403);
    expect(await stateOf(world)).toEqual(before);
    await expectStillWorks(attempt);
  });
});

describe("an error of the provider (SEC-16)", () => {
  test.each([
    ["that the person refused", "access_denied", "access_denied"],
    ["that it is ill", "server_error", "provider_unavailable"],
    ["that the client may not ask this", "invalid_scope", "connector_misconfigured"],
    ["of hostile text", hostile, "authorization_failed"],
    ["of nothing", "", "callback_invalid"],
    ["without end", "x".repeat(5_000), "authorization_failed"],
  ])(
    "%s ends the authorization as its kind, and is repeated as a harmless text only",
    async (_what, error, code) => {
      const attempt = await start();
      const { link, bound } = attempt;
      const answer = refusal(await depart(bound, link), {
        error,
        error_description: `described ${hostile}`,
        error_uri: "https://evil.example/",
      });
      const before = world.sandbox.ledger.count("token");
      const page = await bound.get(answer);
      expect(page.status).toBe(400);
      expectHarmless(page);
      expect(page.text).not.toMatch(/evil\.example|x{100}/);
      expect(await statusOf(attempt)).toMatchObject({ status: "failed", error: code });
      await expectNotConnected(attempt);
      expect(world.sandbox.ledger.count("token")).toBe(before);
      expect((await createJar().get(answer)).text).toContain("state_invalid");
      const withoutNonce = (text: string) => text.replace(/nonce="[^"]+"/g, "");
      expect(withoutNonce((await bound.get(answer)).text)).toBe(withoutNonce(page.text));
    },
  );
});

interface Message {
  readonly message: unknown;
  readonly origin: string;
}

/** Runs the page's own script as a browser would, with an opener that hears everything. */
function run(page: Page, hasOpener = true) {
  const data = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page.text)?.[1];
  const source = /<script nonce="[^"]+">(.*?)<\/script>/s.exec(page.text)?.[1];
  if (data === undefined || source === undefined) throw new Error("no script on this page");
  const heard: Message[] = [];
  const left: string[] = [];
  const pressed = new Map<string, (press: object) => void>();
  const heldBack: true[] = [];
  const postMessage = (message: unknown, origin: string) => heard.push({ message, origin });
  const partAt = (at: string) => ({
    addEventListener: (_event: string, work: (press: object) => void) => pressed.set(at, work),
  });
  runInNewContext(source, {
    window: {
      opener: hasOpener ? { postMessage } : null,
      close: () => left.push("closed"),
      postMessage: () => left.push("told itself"),
    },
    document: {
      getElementById: (id: string) => (id === "data" ? { textContent: data } : partAt(id)),
      querySelector: partAt,
    },
    setTimeout: (work: () => void) => work(),
    location: { replace: (url: string) => left.push(url) },
  });
  /** Presses what stands there; whether the page then does itself what the browser would have done. */
  const press = (at: string, how: object = {}): boolean => {
    const before = heldBack.length;
    pressed.get(at)?.({ ...how, preventDefault: () => heldBack.push(true) });
    return heldBack.length > before;
  };
  return { data: JSON.parse(data), heard, left, press };
}

describe("the last page (SEC-21)", () => {
  const returnUrl = "https://app.example.com/after?a=1#part";
  const connect = async (headers: Record<string, string>, deny = false) => {
    const attempt = await start(headers);
    return { attempt, page: await consent(attempt.bound, attempt.link, { deny }) };
  };

  test("tells exactly the app's origin, and no credential", async () => {
    const { attempt, page } = await connect({ "x-origin-url": returnUrl });
    const { heard, left } = run(page);
    expect(heard).toEqual([
      {
        origin: "https://app.example.com",
        message: {
          type: "grantry:authorization",
          authorizationId: attempt.id,
          status: "completed",
          error: null,
        },
      },
    ]);
    const back = new URL(left[1] ?? "");
    expect(left).toEqual(["closed", back.href]);
    expect(back.origin).toBe("https://app.example.com");
    expect(back.hash).toBe("#part");
    expect(Object.fromEntries(back.searchParams)).toEqual({
      a: "1",
      grantry_connector: ids.userConnector,
      grantry_status: "completed",
    });
    expect(page.text).not.toContain('"*"');
  });

  test("tells nobody where no origin of the app is known", async () => {
    const { page } = await connect({});
    const { data, heard, left } = run(page);
    expect(data.messageOrigin).toBeNull();
    expect(data.returnUrl).toBeNull();
    expect(heard).toEqual([]);
    expect(left).toEqual(["closed"]);
  });

  test("does without an opener", async () => {
    const { page } = await connect({ "x-origin-url": returnUrl });
    expect(run(page, false).heard).toEqual([]);
  });

  test("says that it was denied, and goes back", async () => {
    const { page } = await connect({ "x-origin-url": returnUrl }, true);
    const { heard, left } = run(page);
    expect(heard).toMatchObject([{ message: { status: "denied", error: "access_denied" } }]);
    expect(new URL(left[1] ?? "").searchParams.get("grantry_error")).toBe("access_denied");
  });

  test("of a failure stays until it is closed", async () => {
    const { link, bound } = await start({ "x-origin-url": returnUrl });
    const address = await depart(bound, link);
    const page = await bound.get(refusal(address, { error: "invalid_scope" }));
    expect(page.text).toContain("Nothing was stored.");
    const { heard, left, press } = run(page);
    expect(heard).toMatchObject([
      { origin: "https://app.example.com", message: { status: "failed" } },
    ]);
    expect(left).toEqual([]);
    press("close");
    expect(left[0]).toBe("closed");
    expect(new URL(left[1] ?? "").origin).toBe("https://app.example.com");
  });

  test("by the link back first tries to close, where nobody can tell whether it is a popup", async () => {
    const { link, bound } = await start({ "x-origin-url": returnUrl });
    const page = await consent(bound, link, { untick: ["profile"] });
    const { left, press } = run(page, false);
    expect(left).toEqual([]);
    // Whoever opens it in a window of its own gets what the browser does.
    for (const key of ["metaKey", "ctrlKey", "shiftKey", "altKey"]) {
      expect([key, press("#back a", { [key]: true })]).toEqual([key, false]);
    }
    expect(left).toEqual([]);
    expect(press("#back a")).toBe(true);
    expect(left[0]).toBe("closed");
    expect(new URL(left[1] ?? "").searchParams.get("grantry_status")).toBe("completed");
  });

  test("puts no hostile return URL into its markup or its script", async () => {
    const asked = `https://app.example.com/"><img src=x>?q=</script><script>alert('1')</script>#'"><img src=x>`;
    const { page } = await connect({ "x-origin-url": encodeURI(asked).replaceAll("%22", '"') });
    expectGuarded(page);
    expectHarmless(page);
    const { left } = run(page);
    expect(new URL(left[1] ?? "").origin).toBe("https://app.example.com");
  });

  test("in another browser tells the app of the failure only, and connects nothing (SEC-5)", async () => {
    const attempt = await start({ "x-origin-url": returnUrl });
    const callback = await visit(await depart(attempt.bound, attempt.link));
    const before = world.sandbox.ledger.count("token");
    const page = await createJar().get(callback.href);
    expect(page.status).toBe(400);
    expect(run(page).heard).toMatchObject([
      { message: { status: "failed", error: "browser_mismatch" } },
    ]);
    expect(page.text).toContain("Nothing was stored.");
    expect(world.sandbox.ledger.count("token")).toBe(before);
    await expectNotConnected(attempt);
  });
});

test("the departure page leads to the provider and nowhere else", async () => {
  const { link, bound } = await start();
  const token = confirmationTokenOf(await bound.get(link));
  const page = await bound.post(link, { decision: "continue", token });
  const address = new URL(departureOf(page));
  expect(address.origin + address.pathname).toBe(`${world.sandbox.origin}/auth`);
  const addresses = [...page.text.matchAll(/(?:href|url)="?([^"\s>]+)/g)].map(([, found]) => found);
  for (const found of addresses) {
    expect(new URL(String(found).replaceAll("&amp;", "&")).href).toBe(address.href);
  }
  expect(addresses.length).toBeGreaterThan(0);
});

test("a callback that is looked at by a scanner is not used up", async () => {
  const attempt = await start();
  const callback = await visit(await depart(attempt.bound, attempt.link));
  const before = await stateOf(world);
  for (const method of ["HEAD", "OPTIONS", "POST"]) {
    const path = callback.pathname + callback.search;
    expect((await rawRequest(world.url, path, { method })).status).toBe(404);
  }
  expect(await stateOf(world)).toEqual(before);
  expect((await attempt.bound.get(callback.href)).status).toBe(200);
  expect(await statusOf(attempt)).toEqual({ status: "completed", error: null });
});
