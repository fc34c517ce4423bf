/** Operators' accounts: the first one, signing in, sessions, and what a session may be used for. */

import { apiOf } from "@grantry/testing/api";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import {
  declareMembers,
  operatorBrowser,
  password,
  setUp,
  setupPath,
  signedIn,
} from "@grantry/testing/operators";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSetupLink } from "../src/service/accounts/set-up.ts";

const hour = 3_600_000;
const day = 24 * hour;
const sessionName = "grantry-session";
const status = `/api/apps/${ids.app}/external-auth/available-integrations`;
const gracesPassword = "compilers of nineteen fifty-two";

function startAccounts(engine: (typeof engines)[number], clock: FakeClock): Promise<World> {
  return startWorld({
    engine,
    clock: unswept(clock),
    declare: (bootstrap) => {
      declareMembers(bootstrap);
      // Her password is hashed by the server: that of the others is a test's, of little cost.
      const own = { email: "grace@example.com", name: "Grace", role: "viewer" } as const;
      bootstrap.workspaces[0]?.members?.push({ ...own, password: { file: gracesPassword } });
    },
  });
}

/** What is over must be refused before anything sweeps it away. */
function unswept(clock: FakeClock): FakeClock {
  return { ...clock, every: () => () => {} };
}

describe.each(engines)("the first account on %s", (engine) => {
  let world: World;
  let clock: FakeClock;

  beforeAll(async () => {
    clock = createFakeClock();
    world = await startWorld({ engine, clock });
  });
  afterAll(() => world.close());

  test("is not made without a link, with a wrong one, or with one older than a day", async () => {
    const browser = operatorBrowser(world);
    const form = { email: "eve@example.com", name: "Eve", password };
    for (const path of ["/setup/wrong", "/setup/%00"]) {
      expect((await browser.get(path)).status).toBe(400);
      expect((await browser.post(path, form)).status).toBe(400);
    }
    const old = await setupPath(world);
    expect((await browser.get(old)).status).toBe(200);
    clock.advance(day);
    expect((await browser.get(old)).text).toContain("entry_link_invalid");
    expect((await browser.post(old, form)).status).toBe(400);
    expect(browser.jar.cookies.size).toBe(0);
  });

  test("needs an address that command lines accept, a name and a long password; the link stays", async () => {
    const browser = operatorBrowser(world);
    const path = await setupPath(world);
    const good = { email: "ada@example.com", name: "Ada", password };
    for (const [change, said] of [
      [{ email: "admin@localhost" }, "its domain needs a dot"],
      [{ email: "ada" }, "its domain needs a dot"],
      [{ name: " " }, "The name must have"],
      [{ password: "short" }, "at least 12 characters"],
    ] as const) {
      const page = await browser.post(path, { ...good, ...change });
      expect(page.status).toBe(400);
      expect(page.text).toContain(said);
      expect(page.text).not.toContain(password);
    }
    expect((await browser.get(path)).status).toBe(200);
  });

  test("is not made by a form of another site", async () => {
    const path = await setupPath(world);
    const form = { email: "eve@example.com", name: "Eve", password };
    for (const headers of foreignHeaders) {
      const page = await operatorBrowser(world).post(path, form, headers);
      expect([page.status, page.text.includes("cross_site_refused")]).toEqual([403, true]);
    }
  });

  test("is one, however many links are used at once; it owns every workspace", async () => {
    const paths = [await setupPath(world), await setupPath(world)];
    const tries = await Promise.all(
      [...paths, ...paths].map(async (path, index) => {
        const browser = operatorBrowser(world);
        const email = `first-${index}@example.com`;
        return { browser, page: await browser.post(path, { email, name: "Ada", password }) };
      }),
    );
    expect(tries.map(({ page }) => page.status).sort()).toEqual([303, 400, 400, 400]);
    const made = tries.find(({ page }) => page.status === 303);
    const account = await made?.browser.get("/account");
    expect(account?.text).toContain("Test workspace");
    expect(account?.text).toContain("Foreign workspace");
    expect(account?.text.match(/<dd>owner<\/dd>/g)).toHaveLength(2);
    const { db } = world.app.context.store;
    expect(await db.selectFrom("operators").select("email").execute()).toHaveLength(1);
    for (const path of paths) expect((await made?.browser.get(path))?.status).toBe(400);
    expect(await createSetupLink(world.app.context)).toBe(null);
  });

  test("is not in the log, nor is its link", async () => {
    expect(world.logLines.join("\n")).not.toMatch(/\/setup\/[A-Za-z0-9_-]{20}/);
    expect(world.logLines.join("\n")).not.toContain(password);
  });
});

/** What a browser sends along with another site's request, or what is sent without one. */
const foreignHeaders: Record<string, string>[] = [
  { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
  { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
  { origin: "https://evil.example" },
  { origin: "null" },
  { "sec-fetch-site": "same-site" },
  { "sec-fetch-site": "none" },
  {},
];

test("the first account of a server without workspaces gets one", async () => {
  const world = await startWorld({ declare: (bootstrap) => void bootstrap.workspaces.splice(0) });
  const browser = await setUp(world);
  expect((await browser.get("/account")).text).toContain("Main");
  await world.close();
});

describe.each(engines)("signing in on %s", (engine) => {
  let world: World;
  let clock: FakeClock;

  beforeAll(async () => {
    clock = createFakeClock();
    world = await startAccounts(engine, clock);
  });
  afterAll(() => world.close());

  test("says the same of a wrong password and of nobody, and opens no session", async () => {
    const said = [];
    for (const email of ["owner@example.com", "nobody@example.com"]) {
      const browser = operatorBrowser(world);
      const page = await browser.post("/sign-in", { email, password: `${password}!` });
      expect(page.status).toBe(401);
      expect(page.text).toContain("The email address, password, or code is wrong.");
      expect(browser.jar.cookies.size).toBe(0);
      said.push(page.text.replaceAll(email, "").replace(/nonce="[^"]+"/g, ""));
    }
    expect(said[0]).toBe(said[1]);
  });

  test("takes the address in any case, and goes back to a path of ours and nowhere else", async () => {
    for (const [asked, got] of [
      ["/device?user_code=ABCD-EFGH", "/device?user_code=ABCD-EFGH"],
      ["//evil.example", "/account"],
      ["/\\evil.example", "/account"],
      ["https://evil.example", "/account"],
      ["/a\r\nset-cookie: x=y", "/account"],
    ]) {
      const form = { email: " Owner@Example.COM ", password, return_to: asked ?? "" };
      const page = await operatorBrowser(world).post("/sign-in", form);
      expect([page.status, page.location]).toEqual([303, got]);
    }
  });

  test("sets a cookie that no script reads and no other site sends along with a form", async () => {
    const form = { email: "owner@example.com", password };
    const { headers } = await operatorBrowser(world).post("/sign-in", form);
    const [device = "", line = "", ...others] = headers.getSetCookie();
    expect(others).toEqual([]);
    expect(device).toMatch(/^grantry-device=[A-Za-z0-9_-]{43}; /);
    expect(device.split("; ").slice(1).sort()).toEqual([
      "HttpOnly",
      "Max-Age=31536000",
      "Path=/",
      "SameSite=Lax",
    ]);
    expect(line).toMatch(/^grantry-session=[A-Za-z0-9_-]{43}; /);
    expect(line.split("; ").slice(1).sort()).toEqual([
      "HttpOnly",
      "Max-Age=604800",
      "Path=/",
      "SameSite=Lax",
    ]);
  });

  test("never takes over a session that the browser brought along, and ends it", async () => {
    const browser = operatorBrowser(world);
    browser.jar.cookies.set(sessionName, "fixed-by-somebody-else");
    await browser.post("/sign-in", { email: "owner@example.com", password });
    const first = browser.jar.cookies.get(sessionName) ?? "";
    expect(first).not.toBe("fixed-by-somebody-else");
    await browser.post("/sign-in", { email: "owner@example.com", password });
    expect(browser.jar.cookies.get(sessionName)).not.toBe(first);
    const before = operatorBrowser(world);
    before.jar.cookies.set(sessionName, first);
    expect((await before.get("/account")).location).toBe("/sign-in?return_to=%2Faccount");
  });

  test("keeps neither the session's token nor the password (SEC-69)", async () => {
    const browser = operatorBrowser(world);
    const form = { email: "grace@example.com", password: gracesPassword };
    expect((await browser.post("/sign-in", form)).status).toBe(303);
    const token = browser.jar.cookies.get(sessionName) ?? "";
    const { db } = world.app.context.store;
    const rows = await sql`SELECT * FROM operator_sessions`.execute(db);
    const accounts = await sql`SELECT * FROM operators`.execute(db);
    const dump = JSON.stringify([rows.rows, accounts.rows]) + bytesOf(rows.rows);
    expect(dump).toContain("grace@example.com");
    expect(dump).toContain("$argon2id$v=19$m=19456,t=2,p=1$");
    const said = dump + world.logLines.join("\n");
    for (const secret of [token, password, gracesPassword]) expect(said).not.toContain(secret);
  });

  test("ends when it is signed out, after twelve idle hours, and after seven days however busy", async () => {
    const out = await signedIn(world, "owner@example.com");
    const copy = operatorBrowser(world);
    copy.jar.cookies.set(sessionName, out.jar.cookies.get(sessionName) ?? "");
    expect((await out.post("/sign-out", {})).location).toBe("/sign-in");
    expect(out.jar.cookies.has(sessionName)).toBe(false);
    expect((await copy.get("/account")).status).toBe(303);

    const idle = await signedIn(world, "owner@example.com");
    clock.advance(12 * hour - 1_000);
    expect((await idle.get("/account")).status).toBe(200);
    clock.advance(12 * hour - 1_000);
    expect((await idle.get("/account")).status).toBe(200);
    clock.advance(12 * hour);
    expect((await idle.get("/account")).status).toBe(303);

    const busy = await signedIn(world, "owner@example.com");
    for (let hours = 0; hours < 7 * 24 - 11; hours += 11) {
      clock.advance(11 * hour);
      expect((await busy.get("/account")).status).toBe(200);
    }
    clock.advance(11 * hour);
    expect((await busy.get("/account")).status).toBe(303);
  });

  test("is refused after ten wrong passwords, for a quarter of an hour, also the right one", async () => {
    clock.advance(hour);
    const post = (email: string, given: string) =>
      operatorBrowser(world).post("/sign-in", { email, password: given });
    for (let count = 0; count < 10; count += 1) {
      expect((await post("admin@example.com", "wrong password")).status).toBe(401);
    }
    const refused = await post("admin@example.com", password);
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(900);
    expect((await post("member@example.com", password)).status).toBe(303);
    clock.advance(seconds * 1_000);
    expect((await post("admin@example.com", password)).status).toBe(303);
  });

  test("lets no more than the limit through when they come at once", async () => {
    clock.advance(hour);
    const tries = Array.from({ length: 25 }, () =>
      operatorBrowser(world).post("/sign-in", { email: "viewer@example.com", password: "wrong" }),
    );
    const statuses = (await Promise.all(tries)).map((page) => page.status);
    expect(statuses.filter((one) => one === 401)).toHaveLength(10);
    expect(statuses.filter((one) => one === 429)).toHaveLength(15);
  });
});

function bytesOf(rows: readonly unknown[]): string {
  return rows
    .flatMap((row) => Object.values(row as object))
    .filter((value) => value instanceof Uint8Array)
    .map((value) => Buffer.from(value).toString("latin1"))
    .join("\n");
}

test("under https the session's cookie is Secure and bound to the host", async () => {
  const world = await startWorld({ publicUrl: "https://grantry.example" });
  const { http, context } = world.app;
  const link = await createSetupLink(context);
  const answer = await http.inject({
    method: "POST",
    url: new URL(link?.reveal() ?? "").pathname,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      origin: "https://grantry.example",
    },
    payload: new URLSearchParams({ email: "ada@example.com", name: "Ada", password }).toString(),
  });
  expect(answer.statusCode).toBe(303);
  expect(answer.headers["set-cookie"]).toMatch(/^__Host-grantry-session=.*; Secure/);
  await world.close();
});

describe.each(engines)("a session at the API on %s", (engine) => {
  let world: World;

  beforeAll(async () => {
    world = await startAccounts(engine, createFakeClock());
  });
  afterAll(() => world.close());

  test("counts for pages of ours, and for no other site (SEC-80)", async () => {
    const browser = await signedIn(world, "owner@example.com");
    expect((await browser.api(status)).status).toBe(200);
    const cookie = `${sessionName}=${browser.jar.cookies.get(sessionName)}`;
    for (const headers of foreignHeaders) {
      const answer = await apiOf(world).call("external-auth/available-integrations", {
        headers: { cookie, ...headers },
      });
      expect([answer.status, answer.body.reason]).toEqual([403, "cross_site_refused"]);
    }
    const withOrigin = { cookie, origin: world.url };
    const path = "external-auth/available-integrations";
    expect((await apiOf(world).call(path, { headers: withOrigin })).status).toBe(200);
  });

  test("is found in every form of the cookie header that a browser or a proxy writes", async () => {
    const browser = await signedIn(world, "owner@example.com");
    const value = browser.jar.cookies.get(sessionName) ?? "";
    const encoded = `%${value.charCodeAt(0).toString(16)}${value.slice(1)}`;
    const statusOf = async (cookie: string) => {
      const path = "external-auth/available-integrations";
      return (await apiOf(world).call(path, { headers: { cookie, origin: world.url } })).status;
    };
    for (const cookie of [
      `${sessionName} = ${value}`,
      `${sessionName}=${encoded}`,
      `a=1;${sessionName}=${value};${sessionName}=other`,
      `;;no-pair; x=%zz;\t${sessionName}=${value}`,
    ]) {
      expect(await statusOf(cookie), cookie.replace(value, "…")).toBe(200);
    }
    for (const cookie of [
      `x${sessionName}=${value}`,
      `a="${sessionName}=${value}"`,
      `${sessionName.toUpperCase()}=${value}`,
      `${sessionName}=`,
      "__proto__=x; constructor=y",
    ]) {
      expect(await statusOf(cookie), cookie.replace(value, "…")).toBe(401);
    }
  });

  test("does not reach an app of a workspace that its person is not in", async () => {
    const browser = await signedIn(world, "owner@example.com");
    const path = (appId: string) => `/api/apps/${appId}/external-auth/available-integrations`;
    const foreign = await browser.api(path(ids.foreignApp));
    const unknown = await browser.api(path("app_unknown"));
    expect([foreign.status, foreign.body.reason]).toEqual([404, "app_not_found"]);
    expect([unknown.status, unknown.body.reason]).toEqual([404, "app_not_found"]);
  });

  test("a viewer sees, a member authorizes, an admin manages; each refusal names the role", async () => {
    const initiate = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ integration_type: "sandboxcalendar" }),
    };
    const connectors = `/api/workspace/${ids.workspace}/connectors`;
    const calls: [string, string, RequestInit, string][] = [
      ["see", status, {}, "viewer"],
      ["list", connectors, {}, "viewer"],
      ["authorize", `/api/apps/${ids.app}/external-auth/initiate`, initiate, "member"],
      ["manage", `${connectors}/none`, { method: "DELETE" }, "admin"],
    ];
    const order = ["viewer", "member", "admin", "owner"];
    for (const role of order) {
      const browser = await signedIn(world, `${role}@example.com`);
      for (const [what, path, init, needed] of calls) {
        const answer = await browser.api(path, init);
        const allowed = order.indexOf(role) >= order.indexOf(needed);
        expect(answer.status === 403, `${role}: ${what}`).toBe(!allowed);
        if (allowed) continue;
        expect(answer.body.reason).toBe("forbidden");
        expect(answer.body.detail).toBe(
          `This needs the role ${needed} in the workspace; yours is ${role}.`,
        );
      }
    }
  });

  test("names its person where the account at the provider is chosen", async () => {
    const browser = await signedIn(world, "member@example.com");
    const started = await browser.api(`/api/apps/${ids.app}/external-auth/initiate`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ integration_type: "sandboxcalendar" }),
    });
    const page = await browser.get(started.body.redirect_url);
    expect(page.text).toContain("member (member@example.com)");
  });

  test("a workspace key still works beside it, and a garbled cookie is nobody", async () => {
    const withKey = await apiOf(world).operator("external-auth/available-integrations", {
      headers: { cookie: `${sessionName}=garbage` },
    });
    expect(withKey.status).toBe(200);
    const without = await apiOf(world).call("external-auth/available-integrations", {
      headers: { cookie: `${sessionName}=garbage`, origin: world.url },
    });
    expect([without.status, without.body.reason]).toEqual([401, "unauthorized"]);
    const header = { authorization: `Bearer ${secrets.serviceToken}` };
    const mixed = await (await signedIn(world, "owner@example.com")).api(status, {
      headers: header,
    });
    expect([mixed.status, mixed.body.reason]).toEqual([403, "operator_required"]);
  });
});
