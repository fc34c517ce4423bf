/** The last page of a consent says how the connection is now, to the person and to the app, however often it is seen. */
import { visit } from "@grantry/sandbox/visitor";
import { type Api, apiOf, type UserApi } from "@grantry/testing/api";
import {
  consent,
  createJar,
  depart,
  departureOf,
  type Jar,
  type Page,
  restartOf,
} from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { connectionOf } from "@grantry/testing/outcomes";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { putFreeze } from "../src/store/frozen-workspaces.ts";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: Api;
  let clock: FakeClock;
  let users = 0;

  beforeAll(async () => {
    clock = createFakeClock();
    world = await startWorld({ engine, clock: withoutRegularWork(clock) });
    api = apiOf(world);
  });
  afterAll(() => world.close());

  interface Connected {
    readonly user: UserApi;
    readonly name: string;
    readonly jar: Jar;
    /** Where the provider's answer arrived. */
    readonly callback: string;
    readonly page: Page;
  }

  const headers = { "x-origin-url": "https://app.example.com/settings" };
  const initiate = async (user: UserApi) =>
    (await user.initiate(ids.userConnector, { headers })).body.redirect_url;

  async function connect(untick: string[] = ["profile"]): Promise<Connected> {
    users += 1;
    const name = `user-${users}`;
    const user = await api.signIn(name);
    const jar = createJar();
    const callback = (await visit(await depart(jar, await initiate(user)), { untick })).href;
    return { user, name, jar, callback, page: await jar.get(callback) };
  }

  async function grant({ jar, page }: Pick<Connected, "jar" | "page">): Promise<Page> {
    const form = restartOf(page);
    if (form === undefined) throw new Error(`no way to grant the rest: ${page.text}`);
    return await jar.post(world.url + form.path, { token: form.token });
  }

  /** The token is past its end, and nothing refreshes it. */
  const over = async ({ name }: Connected) =>
    await world.app.context.store.db
      .updateTable("connections")
      .set({ refresh_token: null, expires_at: clock.nowSeconds() - 60 })
      .where("user_id", "=", name)
      .execute();

  const policy = async (user_connections: "off" | "allowed") =>
    await workspaceApiOf(world)("PATCH", "policies/sandboxcalendar", { user_connections });
  const freeze = async (frozen: boolean) =>
    await putFreeze(
      world.app.context.store,
      ids.workspace,
      frozen ? { at: clock.nowSeconds(), by: "operator", reason: "unpaid" } : null,
    );
  const switches = {
    "the policy off": [() => policy("off"), () => policy("allowed"), "user_connections_disabled"],
    "the workspace frozen": [() => freeze(true), () => freeze(false), "workspace_frozen"],
  } as const;

  /** What is read, and what the app is told: by the return URL as by the message to the opener. */
  function seen({ status, text }: Page) {
    const data = JSON.parse(/id="data">([^<]*)</.exec(text)?.[1] ?? "null");
    const { searchParams: query } = new URL(data.returnUrl);
    const told = { status: query.get("grantry_status"), error: query.get("grantry_error") };
    expect(data.message).toMatchObject(told);
    return { code: status, title: /<h1>(.*?)<\/h1>/s.exec(text)?.[1], ...told, leave: data.leave };
  }
  const denied = { status: "denied", error: "access_denied" };

  test("declined where the token is over: nothing is connected, and the app does not hear otherwise", async () => {
    const full = await connect([]);
    await over(full);
    expect((await connectionOf(full.user, ids.userConnector))?.status).toBe("needs_reauth");
    const asked = await consent(full.jar, await initiate(full.user), { deny: true });
    expect(seen(asked)).toMatchObject({ title: "Not connected", ...denied });
    const less = await connect();
    const link = departureOf(await grant(less));
    await over(less);
    const page = await consent(less.jar, link, { deny: true });
    expect(seen(page)).toMatchObject({ title: "Not connected", ...denied });
    expect(page.text).not.toContain("as before");
  });

  test("seen again after it was disconnected, or its token is over: it is connected no more, for the app neither", async () => {
    const endings = [
      [({ user }: Connected) => user.disconnect(ids.userConnector), "not_connected"],
      [over, "needs_reauth"],
    ] as const;
    for (const [end, error] of endings) {
      for (const untick of [[], ["profile"]]) {
        const connected = await connect(untick);
        expect(seen(connected.page)).toMatchObject({ status: "completed", error: null });
        await end(connected);
        const page = await connected.jar.get(connected.callback);
        const told = { code: 400, title: "Not connected", status: "failed", error, leave: false };
        expect(seen(page)).toEqual(told);
        expect(page.text).toContain("The account was connected, and is not any more.");
        expect(page.text).toContain("To connect it again, go back to");
        expect(restartOf(page)).toBeUndefined();
      }
    }
  });

  test("seen again once another attempt has connected it anew: it is connected", async () => {
    const connected = await connect([]);
    await connected.user.disconnect(ids.userConnector);
    await consent(connected.jar, await initiate(connected.user));
    const page = await connected.jar.get(connected.callback);
    expect(seen(page)).toMatchObject({ code: 200, title: "Connected", status: "completed" });
  });

  test("pressed again, late, or once all is granted: how it is now and the way back, in place of an error", async () => {
    const connected = await connect();
    const less = { code: 200, title: expect.stringContaining("Connected, with less access") };
    const link = departureOf(await grant(connected));
    const twice = await grant(connected);
    expect(seen(twice)).toMatchObject({ ...less, status: "completed", leave: false });
    expect(restartOf(twice)).toBeUndefined();
    expect(twice.text).toContain(">Back to <bdi>Test app</bdi></a>");
    await consent(connected.jar, link);
    const full = { code: 200, title: "Connected", status: "completed", leave: true };
    expect(seen(await grant(connected))).toMatchObject(full);
    const elsewhere = await connect();
    await consent(elsewhere.jar, await initiate(elsewhere.user));
    expect(seen(await grant(elsewhere))).toMatchObject(full);
    const late = await connect();
    clock.advance(40 * 60_000);
    expect(seen(await grant(late))).toMatchObject({ ...less, status: "completed" });
    // Of another browser nobody knows whose it is.
    const stranger = await grant({ jar: createJar(), page: late.page });
    expect(stranger.text).toContain("connect_link_invalid");
  });

  test("pressed while it is switched off: refused, and there still once it is allowed again", async () => {
    const connected = await connect();
    await policy("off");
    const refused = await grant(connected);
    await policy("allowed");
    expect([refused.status, refused.text]).toEqual([
      403,
      expect.stringContaining("user_connections_disabled"),
    ]);
    expect(departureOf(await grant(connected))).toContain("/api/external-auth/connect/");
  });

  describe.each(Object.entries(switches))("with %s between departure and answer", (_what, how) => {
    const [set, reset, error] = how;

    test.each([[true], [false]])("declined: %s; nothing is said to stand", async (deny) => {
      const connected = await connect();
      const departure = await depart(connected.jar, departureOf(await grant(connected)));
      const back = (await visit(departure, { deny })).href;
      await set();
      try {
        const page = await connected.jar.get(back);
        expect(seen(page)).toMatchObject({ status: "failed", error });
        expect(page.text).toMatch(/<h1>Your .* was not connected<\/h1>/);
        expect(page.text).not.toContain("as before");
        // Nothing could begin.
        expect(restartOf(page)).toBeUndefined();
        expect((await api.tokenOf(connected.name, ids.userConnector)).status).toBe(403);
      } finally {
        await reset();
      }
      // Where it is served again, the same answer reads so.
      expect(seen(await connected.jar.get(back))).toMatchObject({
        title: "Still connected, as before",
        status: "completed",
      });
    });

    test("seen again meanwhile: not connected, and why", async () => {
      const connected = await connect([]);
      await set();
      try {
        const page = await connected.jar.get(connected.callback);
        expect(seen(page)).toMatchObject({ title: "Not connected", status: "failed", error });
        expect(page.text).toContain("may not be connected to");
      } finally {
        await reset();
      }
      const page = await connected.jar.get(connected.callback);
      expect(seen(page)).toMatchObject({ title: "Connected", status: "completed" });
    });
  });
});
