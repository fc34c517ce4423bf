/** A consent that kept less than was asked for: told in people's words, and the rest granted by the same person. */
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
  restartOf,
} from "@grantry/testing/browser";
import { connectorOf, entryAt, useProvider } from "@grantry/testing/custom-provider";
import { engines } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { connectionOf, outcomeOf } from "@grantry/testing/outcomes";
import { startScriptedServer } from "@grantry/testing/scripted-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { confirmationToken } from "../src/service/connect/browser-cookie.ts";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: Api;
  let users = 0;

  beforeAll(async () => {
    world = await startWorld({ engine });
    api = apiOf(world);
  });
  afterAll(() => world.close());

  interface Connected {
    readonly user: UserApi;
    readonly jar: Jar;
    readonly page: Page;
    readonly id: string;
  }

  /** A consent in which the person left something out at the provider. */
  async function connect(untick: readonly string[] = ["profile"]): Promise<Connected> {
    users += 1;
    const user = await api.signIn(`user-${users}`);
    const headers = { "x-origin-url": "https://app.example.com/settings" };
    const { body, raw } = await user.initiate(ids.userConnector, { headers });
    const jar = createJar();
    jar.take(raw);
    const page = await consent(jar, body.redirect_url, { untick: [...untick] });
    expect(page.status).toBe(200);
    return { user, jar, page, id: body.connection_id };
  }

  async function grant({ jar, page }: Pick<Connected, "jar" | "page">, more = {}): Promise<Page> {
    const form = restartOf(page);
    if (form === undefined) throw new Error(`no way to grant the rest: ${page.text}`);
    return await jar.post(world.url + form.path, { token: form.token, ...more });
  }

  const scopesOf = async ({ user }: Connected) =>
    (await connectionOf(user, ids.userConnector))?.granted_scopes ?? [];
  const attempts = async () =>
    (
      await world.app.context.store.db
        .selectFrom("authorizations")
        .select("authorization_id")
        .execute()
    ).length;

  test("says what was left out and what was not, in people's words, and waits for the person", async () => {
    const { page, user, id } = await connect();
    expect(page.text).toContain(
      "<h1>Connected, with less access than <bdi>Test app</bdi> asked for</h1>",
    );
    const [, missing = "", granted = ""] = page.text.split('<ul class="asks"');
    expect(missing).toContain("See your sandbox name");
    expect(missing).not.toContain("See your sandbox email address");
    expect(granted).toContain("See your sandbox email address");
    expect(granted.split("</ul>")[0]).not.toContain("See your sandbox name");
    expect(page.text).toContain('<button class="primary">Grant it now</button>');
    expect(page.text).toContain(">Not now</a>");
    expect(page.text).toContain('"leave":false');
    expect(page.text).not.toMatch(/calendar\.read|offline_access/);
    // For the app it is connected.
    expect(await outcomeOf(user, id)).toEqual({ status: "completed", error: null });
  });

  test("the rest is granted by a consent of its own, and the page is then as ever", async () => {
    const connected = await connect();
    expect(await scopesOf(connected)).not.toContain("profile");
    const page = await grant(connected);
    expect(page.status).toBe(200);
    const link = departureOf(page);
    expect(link.startsWith(`${world.url}/api/external-auth/connect/`)).toBe(true);
    const end = await consent(connected.jar, link);
    expect(end.text).toContain("<h1>Connected</h1>");
    expect(restartOf(end)).toBeUndefined();
    expect(end.text).toContain("https://app.example.com/settings?grantry_connector=");
    expect(await scopesOf(connected)).toContain("profile");
  });

  test("works once for each attempt; whoever leaves it out again is asked again", async () => {
    const connected = await connect();
    const before = await attempts();
    const pages = await Promise.all([grant(connected), grant(connected), grant(connected)]);
    expect(await attempts()).toBe(before + 1);
    const ends = pages.filter(({ text }) => text.includes("<h1>Connected, with less access than"));
    expect(ends.map((page) => [page.status, restartOf(page)])).toEqual([
      [200, undefined],
      [200, undefined],
    ]);
    const link = departureOf(pages.find((page) => !ends.includes(page)) as Page);
    const again = await consent(connected.jar, link, { untick: ["profile"] });
    expect(again.text).toContain("with less access than");
    expect(restartOf(again)?.path).not.toBe(restartOf(connected.page)?.path);
  });

  /** What the app is told by the return URL, and by the message to the page that opened the window. */
  function toldBy({ text }: Page) {
    const data = JSON.parse(/id="data">([^<]*)</.exec(text)?.[1] ?? "null");
    const { searchParams: query } = new URL(data.returnUrl);
    const { status, error } = data.message;
    return {
      leave: data.leave,
      message: { status, error },
      query: { status: query.get("grantry_status"), error: query.get("grantry_error") },
    };
  }
  const completed = { status: "completed", error: null };
  const asBefore = "<h1>Still connected, as before</h1>";

  async function expectAsBefore(connected: Connected, { status, text }: Page): Promise<void> {
    expect(status).toBe(400);
    expect(text).toContain(asBefore);
    expect(text).not.toMatch(/not connected|Nothing was stored|"(denied|failed)"/i);
    expect(await scopesOf(connected)).not.toContain("profile");
    expect((await connectionOf(connected.user, ids.userConnector))?.status).toBe("active");
  }

  async function cancel({ jar }: Connected, link: string): Promise<Page> {
    const token = confirmationTokenOf(await jar.get(link));
    return await jar.post(link, { decision: "cancel", token });
  }

  test.each([
    [
      "refused at the provider",
      (connected: Connected, link: string) => consent(connected.jar, link, { deny: true }),
    ],
    ["cancelled on our own page", cancel],
  ])("%s, what was connected stays, and person and app are told so", async (_how, end) => {
    const connected = await connect();
    const page = await end(connected, departureOf(await grant(connected)));
    await expectAsBefore(connected, page);
    expect(page.text).toContain("You did not give any more access.");
    expect(toldBy(page)).toEqual({ leave: true, message: completed, query: completed });
    // The same browser sees the same again, and may still grant it.
    const again = await grant({ jar: connected.jar, page });
    const last = await consent(connected.jar, departureOf(again));
    expect(last.text).toContain("<h1>Connected</h1>");
    expect(await scopesOf(connected)).toContain("profile");
  });

  test("with another account, or after a fault, likewise; the page waits to be read", async () => {
    const connected = await connect();
    const other = await consent(connected.jar, departureOf(await grant(connected)), {
      account: "sandbox-bo",
    });
    expect(other.text).toContain("account_mismatch");
    await expectAsBefore(connected, other);
    expect(toldBy(other)).toEqual({ leave: false, message: completed, query: completed });
    const link = departureOf(await grant({ jar: connected.jar, page: other }));
    world.sandbox.faults.next("token", { kind: "error", error: "invalid_grant" });
    const faulty = await consent(connected.jar, link);
    await expectAsBefore(connected, faulty);
    expect(toldBy(faulty)).toEqual({ leave: false, message: completed, query: completed });
  });

  test("refused once the connection has ended: then nothing is connected, and nothing more begins", async () => {
    const connected = await connect();
    const link = departureOf(await grant(connected));
    await connected.user.disconnect(ids.userConnector);
    const page = await consent(connected.jar, link, { deny: true });
    expect(page.text).toContain("<h1>Not connected</h1>");
    const denied = { status: "denied", error: "access_denied" };
    expect(toldBy(page)).toEqual({ leave: true, message: denied, query: denied });
    expect(restartOf(page)).toBeUndefined();
  });

  test("of a connection that another call of the app was about, the page says that it stands, and the app hears how that call ended", async () => {
    const connected = await connect([]);
    const headers = { "x-origin-url": "https://app.example.com/settings" };
    const { body } = await connected.user.initiate(ids.userConnector, { headers });
    const page = await consent(connected.jar, body.redirect_url, { deny: true });
    expect(page.text).toContain(asBefore);
    const denied = { status: "denied", error: "access_denied" };
    expect(toldBy(page)).toEqual({ leave: true, message: denied, query: denied });
    // Of another browser nobody knows whose it is: it hears nothing of the connection.
    const { body: next } = await connected.user.initiate(ids.userConnector, { headers });
    const callback = await visit(await depart(connected.jar, next.redirect_url), { deny: true });
    const stranger = await createJar().get(callback.href);
    expect(stranger.text).toContain("browser_mismatch");
    expect(stranger.text).not.toContain("Still connected");
  });

  test("is told by the call that it came of: attempts of one call hang together, those of the next begin anew", async () => {
    const user = await apiOf(world).signIn("slow");
    const jar = createJar();
    const headers = { "x-origin-url": "https://app.example.com/settings" };
    const call = async () =>
      (await user.initiate(ids.userConnector, { headers })).body.redirect_url;
    const again = async (page: Page) => {
      const form = restartOf(page);
      return departureOf(await jar.post(world.url + form?.path, { token: form?.token ?? "" }));
    };
    const denied = { status: "denied", error: "access_denied" };
    // Declined, tried again, connected with less; the rest declined twice; then called anew within the same second.
    const first = await consent(jar, await call(), { deny: true });
    expect(toldBy(first).query).toEqual(denied);
    const less = await consent(jar, await again(first), { untick: ["profile"] });
    const once = await consent(jar, await again(less), { deny: true });
    const twice = await consent(jar, await again(once), { deny: true });
    expect([once, twice].map((page) => toldBy(page).query)).toEqual([completed, completed]);
    expect(toldBy(await consent(jar, await call(), { deny: true })).query).toEqual(denied);
  });

  test("the browser is known for longer than it may grant the rest, however long it took before", async () => {
    const slow = createFakeClock();
    const later = await startWorld({ engine, clock: slow });
    try {
      const user = await apiOf(later).signIn("slow");
      const { body } = await user.initiate(ids.userConnector);
      const jar = createJar();
      const away = await depart(jar, body.redirect_url);
      slow.advance(8 * 60_000);
      const page = await jar.get((await visit(away, { untick: ["profile"] })).href);
      const [cookie = ""] = page.headers.getSetCookie();
      expect(cookie).toContain(body.connection_id);
      expect(cookie).toContain("Max-Age=4920;");
      slow.advance(21 * 60_000);
      const form = restartOf(page);
      const granting = await jar.post(later.url + form?.path, { token: form?.token ?? "" });
      expect(granting.status).toBe(200);
    } finally {
      await later.close();
    }
  });

  test("where nothing of it was granted, has no empty list of what was", async () => {
    const site = await startScriptedServer();
    const scopes = { default: ["rooms.read"], reducible_by_user: true, optional: ["rooms.read"] };
    const connectors = [connectorOf("houserooms", { scopes })];
    const house = await startWorld({
      engine,
      allowedPrivateOrigins: [site.origin],
      declare: (bootstrap) =>
        useProvider(bootstrap, "houserooms", entryAt(site.origin, { connectors })),
    });
    try {
      const granted = { access_token: "at", token_type: "Bearer", refresh_token: "rt", scope: "" };
      site.on("/token", { body: granted });
      site.on("/me", { body: { sub: "account-1" } });
      const user = await apiOf(house).signIn("ada");
      const jar = createJar();
      const link = (await user.initiate(ids.userConnector)).body.redirect_url;
      const { searchParams: sent } = new URL(await depart(jar, link));
      const page = await jar.get(`${sent.get("redirect_uri")}?code=x&state=${sent.get("state")}`);
      expect(page.text).toContain("Not granted:");
      expect(page.text.match(/<ul class="asks"/g)).toHaveLength(1);
      expect(page.text).not.toContain(">Granted:");
    } finally {
      await house.close();
      await site.close();
    }
  });

  test("is no other browser's, and needs the page's own form", async () => {
    const connected = await connect();
    const form = restartOf(connected.page);
    const other = await connect();
    const before = await attempts();
    expect((await grant({ jar: createJar(), page: connected.page })).status).toBe(400);
    expect((await grant({ jar: other.jar, page: connected.page })).status).toBe(400);
    expect((await grant(connected, { token: "A".repeat(43) })).status).toBe(403);
    const sent = { token: form?.token ?? "" };
    const address = world.url + (form?.path ?? "");
    for (const site of ["cross-site", "same-site", "none"]) {
      const answer = await connected.jar.post(address, sent, { "sec-fetch-site": site });
      expect([site, answer.status]).toEqual([site, 403]);
    }
    expect(await attempts()).toBe(before);
    expect((await grant(connected)).status).toBe(200);
  });

  test("begins nothing once the connection was ended", async () => {
    const connected = await connect();
    await connected.user.disconnect(ids.userConnector);
    const before = await attempts();
    expect((await grant(connected)).status).toBe(400);
    expect(await attempts()).toBe(before);
  });

  test("is not there for whoever granted all, not by a form of one's own either", async () => {
    const { jar, page, id } = await connect([]);
    expect(page.text).toContain("<h1>Connected</h1>");
    expect(restartOf(page)).toBeUndefined();
    expect(page.text).toContain('"leave":true');
    const cookie = [...jar.cookies].find(([name]) => name.includes(id))?.[1] ?? "";
    expect(cookie).not.toBe("");
    const before = await attempts();
    const path = `/api/external-auth/restart/${id}`;
    const answer = await jar.post(world.url + path, { token: confirmationToken(cookie) });
    expect([answer.status, await attempts()]).toEqual([200, before]);
  });
});
