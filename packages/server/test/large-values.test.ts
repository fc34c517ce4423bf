/** What providers and browsers really send is longer than one would think: it is taken, or cut where that loses nothing. */
import { type Api, apiOf } from "@grantry/testing/api";
import { createJar, depart } from "@grantry/testing/browser";
import { entryAt, providersOf, useProvider } from "@grantry/testing/custom-provider";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { type ScriptedServer, startScriptedServer } from "@grantry/testing/scripted-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** A provider that takes any code, notes it, and answers with large heads. */
const codes: (string | null)[] = [];
let provider: ScriptedServer;
let origin: string;
let world: World;
let api: Api;
let nextUser = 0;

beforeAll(async () => {
  const large = `img-src ${"https://cdn.example ".repeat(1_500)}`;
  const headers = { "content-security-policy": large };
  provider = await startScriptedServer({
    answers: {
      "/token": ({ form }) => {
        codes.push(form.get("code"));
        const token = { access_token: `t${codes.length}`, refresh_token: "r" };
        return { headers, body: { ...token, token_type: "Bearer" } };
      },
      "*": () => ({ headers, body: { sub: `${codes.length}` } }),
    },
  });
  origin = provider.origin;
  world = await startWorld({
    allowedPrivateOrigins: [origin],
    declare: (bootstrap) => useProvider(bootstrap, "houserooms", entryAt(origin)),
  });
  api = apiOf(world);
});
afterAll(async () => {
  await world.close();
  await provider.close();
});

function signIn(claims = {}) {
  nextUser += 1;
  return api.signIn(`user-${nextUser}`, claims);
}

/** Comes back from the provider with this code and these further parameters. */
async function comeBack(code: string, more: Record<string, string> = {}) {
  const user = await signIn();
  const jar = createJar();
  const started = await user.initiate(ids.userConnector);
  const left = new URL(await depart(jar, started.body.redirect_url));
  const back = new URL(left.searchParams.get("redirect_uri") ?? "");
  const state = left.searchParams.get("state") ?? "";
  back.search = new URLSearchParams({ code, state, ...more }).toString();
  const page = await jar.get(back.href);
  return { page, token: await user.token(ids.userConnector) };
}

describe("a provider", () => {
  test.each([2_049, 6_000, 24_000])(
    "may send a code of %i characters, which reaches it again as it was",
    async (length) => {
      const code = `M.C5_${"aZ0-._~!*".repeat(length)}`.slice(0, length);
      const { page, token } = await comeBack(code);
      expect([page.status, token.status]).toEqual([200, 200]);
      expect(codes.at(-1)).toBe(code);
    },
  );

  test("may send a long parameter that nobody asked for", async () => {
    const { page } = await comeBack("c", { session_state: "s".repeat(5_000) });
    expect(page.status).toBe(200);
  });
});

describe("a browser", () => {
  const page = "https://app.example.com/rooms/7";
  const kept = async (href: string) => {
    const user = await signIn();
    const headers = { "x-origin-url": href };
    const { status, body } = await user.initiate(ids.userConnector, { headers });
    const { db } = world.app.context.store;
    const row = await db
      .selectFrom("authorizations")
      .select("return_url")
      .where("authorization_id", "=", body.connection_id ?? "")
      .executeTakeFirst();
    return [status, row?.return_url];
  };

  test.each([
    ["of 4,000 characters, as it is", `${page}?q=${"x".repeat(4_000)}`, undefined],
    ["with a long query, without it", `${page}?q=${"x".repeat(20_000)}`, page],
    ["with a long fragment, without it", `${page}#${"x".repeat(20_000)}`, page],
    [
      "with a long path, its start page",
      `${page}/${"x".repeat(20_000)}`,
      "https://app.example.com/",
    ],
  ])("may be on a page with an address %s", async (_what, href, shorter = href) => {
    expect(await kept(href)).toEqual([200, shorter]);
  });

  test("is held to the app's origins, however long the address", async () => {
    const evil = `https://evil.example/?q=${"x".repeat(20_000)}`;
    expect(await kept(evil)).toEqual([400, undefined]);
  });

  test("gets every answer from such a page, whatever it asks", async () => {
    const { jwt } = await signIn();
    const answer = await api.call("entities/User/me", {
      headers: {
        authorization: `Bearer ${jwt}`,
        "x-origin-url": `${page}?q=${"x".repeat(30_000)}`,
      },
    });
    expect(answer.status).toBe(200);
  });

  test("is told that a return URL that was chosen is too long, not that its origin is unknown", async () => {
    const user = await signIn();
    const body = JSON.stringify({ return_url: `${page}?q=${"x".repeat(9_000)}` });
    const answer = await user.initiate(ids.userConnector, { body });
    expect([answer.status, answer.body.reason]).toEqual([400, "return_url_not_allowed"]);
    expect(answer.body.detail).toMatch(/longer than 8192 characters/);
  });

  test("may carry the cookies of many consents at once", async () => {
    const cookie = Array.from({ length: 60 }, (_, at) => `c${at}=${"v".repeat(500)}`).join("; ");
    const { status } = await api.call("entities/User/me", { headers: { cookie } });
    expect(status).toBe(401);
  });
});

describe("a backend", () => {
  test("may name a user by 512 characters of any script", async () => {
    const userId = "語".repeat(512);
    expect((await api.signIn(userId)).jwt).toMatch(/\./);
  });

  test("may pass on a long name, of which the beginning is kept", async () => {
    const user = await signIn({ name: "Ada ".repeat(300) });
    const { body } = await user.get("entities/User/me");
    expect(body.full_name).toBe("Ada ".repeat(50));
  });

  test("may demand two hundred scopes", async () => {
    const scopes = Array.from({ length: 200 }, (_, at) => `https://api.example/auth/scope.${at}`);
    const { jwt } = await signIn();
    const named = await api.tokenOf(`user-${nextUser}`, ids.userConnector, { scopes });
    expect(named.body.code).toBe("not_connected");
    const query = new URLSearchParams({ scopes: scopes.join(" ") });
    const path = `app-user-auth/connectors/${ids.userConnector}/token?${query}`;
    const official = await api.backend(path, { headers: { "on-behalf-of": `Bearer ${jwt}` } });
    expect(official.body.reason).toBe("not_connected");
  });
});

test("an operator may declare a provider with the scopes of a large one", async () => {
  const available = Array.from({ length: 1_000 }, (_, at) => ({
    scope: `https://api.example/auth/scope.${at}`,
    description: "See and change what belongs to this part of it.",
  }));
  const entry = entryAt(origin);
  const [room] = entry.connectors;
  const scopes = { default: ["rooms.read"], available };
  const connectors = [{ ...room, integration_type: "largerooms", scopes }];
  const { status } = await providersOf(world).put("large", { ...entry, id: "large", connectors });
  expect(status).toBe(200);
});
