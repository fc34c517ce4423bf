/**
 * Clients that others wrote, each set up as docs/sandbox.md has it: the code flow, refreshes where the library does them, a
 * grant that was revoked, and a token that has ended. Fetched from the npm registry into a folder of their own.
 */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type SandboxWorld, startSandbox } from "../../src/index.ts";
import { type Blocks, writeBlocks } from "../blocks.ts";

let folder: string;
let blocks: Blocks;
let installed: NodeJS.Require;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "grantry-libraries-"));
  await copyFile(new URL("package.json", import.meta.url), join(folder, "package.json"));
  const install = ["install", "--no-audit", "--no-fund", "--prefer-offline"];
  await promisify(execFile)("npm", install, { cwd: folder });
  blocks = writeBlocks({ folder });
  installed = createRequire(join(folder, "package.json"));
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

let world: SandboxWorld;
beforeEach(async () => {
  world = await startSandbox();
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await world.close();
});

/** The cookies of one browser. */
function createCookies() {
  const kept = new Map<string, string>();
  return {
    header: () => [...kept].map(([name, value]) => `${name}=${value}`).join("; "),
    keep: (answer: Response) => {
      for (const line of answer.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        kept.set(name, value);
      }
    },
  };
}

describe("Auth.js", () => {
  const ids = { github: "github", google: "google", microsoft: "microsoft-entra-id" } as const;

  /** As far as it is used here, as below: where this is compiled it is not installed. */
  interface Config {
    readonly secret: string;
  }
  interface AuthJs {
    Auth(request: Request, config: Config): Promise<Response>;
    getToken(asked: {
      req: { headers: Record<string, string> };
      secret: string;
    }): Promise<{ tokens: { access_token: string } }>;
  }
  const load = async (): Promise<AuthJs> => {
    const modules = ["@auth/core", "@auth/core/jwt"].map(
      (name) => import(pathToFileURL(installed.resolve(name)).href),
    );
    return Object.assign({}, ...(await Promise.all(modules)));
  };

  /** Signs in by its own routes; resolves with what the app keeps of it. */
  async function signIn(name: keyof typeof ids) {
    vi.stubGlobal("fetch", world.fetch);
    const { Auth, getToken } = await load();
    const { authConfig } = (await blocks.load("auth-js.ts")) as {
      authConfig(world: SandboxWorld): Config;
    };
    const config = authConfig(world);
    const cookies = createCookies();
    const send = async (url: string, form?: Record<string, string>) => {
      const answer = await Auth(
        new Request(url, {
          headers: { cookie: cookies.header() },
          ...(form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) }),
        }),
        config,
      );
      cookies.keep(answer);
      return answer;
    };
    const site = "http://localhost:3000/auth";
    const { csrfToken } = await (await send(`${site}/csrf`)).json();
    const leaving = await send(`${site}/signin/${ids[name]}`, { csrfToken });
    const callback = await world[name].consent(leaving.headers.get("location") ?? "", "bo");
    await send(callback.href);
    const session = await (await send(`${site}/session`)).json();
    const headers = { cookie: cookies.header() };
    const token = await getToken({ req: { headers }, secret: config.secret });
    return { session, tokens: token.tokens };
  }

  test.each(["github", "google", "microsoft"] as const)("signs in with %s", async (name) => {
    const { session, tokens } = await signIn(name);
    expect(session.user).toMatchObject({ name: "Bo Example", email: "bo@example.com" });
    expect(tokens.access_token).toBe(world[name].grants("bo")[0]?.accessToken);
  });

  test("keeps a token that ends with its time, or with the grant", async () => {
    const { tokens } = await signIn("github");
    const profile = async () => {
      const headers = { authorization: `Bearer ${tokens.access_token}` };
      return (await fetch("https://api.github.com/user", { headers })).status;
    };
    expect(await profile()).toBe(200);
    world.clock.advance("8h");
    expect(await profile()).toBe(401);
    world.github.revoke("bo");
    expect(await profile()).toBe(401);
  });
});

describe("better-auth", () => {
  interface Auth {
    handler(request: Request): Promise<Response>;
    api: {
      getAccessToken(call: object): Promise<{ accessToken: string }>;
      listUserAccounts(call: { headers: Headers }): Promise<{ id: string }[]>;
      getSession(call: { headers: Headers }): Promise<{ user: { email: string } } | null>;
    };
  }
  const site = "http://localhost:3000/api/auth";

  async function signIn(provider: "github" | "google" | "microsoft") {
    vi.stubGlobal("fetch", world.fetch);
    const { createAuth } = (await blocks.load("better-auth.ts")) as {
      createAuth(world: SandboxWorld): Auth;
    };
    const auth = createAuth(world);
    const cookies = createCookies();
    const send = async (url: string, body?: object) => {
      const headers = { cookie: cookies.header(), "content-type": "application/json" };
      const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
      const answer = await auth.handler(new Request(url, { headers, ...sent }));
      cookies.keep(answer);
      return answer;
    };
    const leaving = await send(`${site}/sign-in/social`, { provider, callbackURL: "/home" });
    const { url } = (await leaving.json()) as { url: string };
    await send((await world[provider].consent(url, "bo")).href);
    const headers = new Headers({ cookie: cookies.header() });
    const [account] = await auth.api.listUserAccounts({ headers });
    const body = { accountId: account?.id };
    const accessToken = async () => (await auth.api.getAccessToken({ body, headers })).accessToken;
    return { session: await auth.api.getSession({ headers }), accessToken };
  }

  test.each(["github", "google", "microsoft"] as const)("signs in with %s", async (provider) => {
    const { session } = await signIn(provider);
    expect(session?.user).toMatchObject({ name: "Bo Example", email: "bo@example.com" });
  });

  test("refreshes a token that has ended, until the grant is revoked", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      const { accessToken } = await signIn("google");
      const first = await accessToken();
      expect(first).toBe(world.google.grants("bo")[0]?.accessToken);
      vi.setSystemTime(Date.now() + 3_600_000);
      const second = await accessToken();
      expect(second).not.toBe(first);
      expect(world.requests({ provider: "google", endpoint: "refresh" })).toHaveLength(1);
      world.google.revoke("bo");
      vi.setSystemTime(Date.now() + 3_600_000);
      await expect(accessToken()).rejects.toThrow();
      expect(world.requests({ endpoint: "refresh" }).at(-1)?.status).toBe(400);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("Passport", () => {
  /** As far as it is used here: it comes without types. */
  interface Strategy {
    readonly _oauth2: {
      get(url: string, token: string, done: (error: { statusCode: number } | null) => void): void;
      useAuthorizationHeaderforGET(use: boolean): void;
    };
  }
  type Handler = (...given: [...Parameters<RequestListener>, (error?: unknown) => void]) => void;
  interface Passport {
    use(strategy: Strategy): void;
    authenticate(strategy: "oauth2", options: { session: false }): Handler;
  }
  const strategy = async () => {
    const { createStrategy } = (await blocks.load("passport.ts")) as {
      createStrategy(provider: SandboxWorld["github"]): Strategy;
    };
    return createStrategy(world.github);
  };

  interface User {
    readonly accessToken: string;
    readonly refreshToken: string;
  }

  /** A site that signs in by Passport; answers who is signed in. */
  async function startSite() {
    const { Passport } = installed("passport") as { Passport: new () => Passport };
    const passport = new Passport();
    passport.use(await strategy());
    const authenticate = passport.authenticate("oauth2", { session: false });
    const server = createServer((request, response) => {
      // What Express would have put there.
      const { searchParams } = new URL(request.url ?? "", "http://site.example");
      Object.assign(request, { query: Object.fromEntries(searchParams) });
      authenticate(request, response, (error) => {
        const { user } = request as unknown as { user?: User };
        response.statusCode = error === undefined ? 200 : 502;
        response.end(JSON.stringify(user ?? { error: String(error) }));
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { origin, close: () => server.close() };
  }

  async function signIn(): Promise<User> {
    const site = await startSite();
    try {
      const leaving = await fetch(site.origin, { redirect: "manual" });
      const callback = await world.github.consent(leaving.headers.get("location") ?? "", "bo");
      const answer = await fetch(`${site.origin}${callback.pathname}${callback.search}`);
      return (await answer.json()) as User;
    } finally {
      site.close();
    }
  }

  test("signs in", async () => {
    const { accessToken, refreshToken } = await signIn();
    expect(world.github.grants("bo")).toMatchObject([{ accessToken, refreshToken }]);
  });

  test("says that a code cannot be exchanged", async () => {
    world.github.fail("exchange", { status: 503, body: { error: "busy" } });
    expect(await signIn()).toEqual({ error: "TokenError" });
  });

  test("reads with a token until it has ended, and not once the grant is revoked", async () => {
    const { accessToken } = await signIn();
    const { _oauth2: client } = await strategy();
    client.useAuthorizationHeaderforGET(true);
    const profile = () =>
      new Promise<number>((resolve) => {
        client.get(world.url("https://api.github.com/user"), accessToken, (error) =>
          resolve(error === null ? 200 : error.statusCode),
        );
      });
    expect(await profile()).toBe(200);
    world.clock.advance("8h");
    expect(await profile()).toBe(401);
    world.github.revoke("bo");
    expect(await profile()).toBe(401);
  });
});
