/** Trying again from the page of a failed consent: by its own browser, once, for half an hour, checked anew. */

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
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { connectionOf, outcomeOf } from "@grantry/testing/outcomes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: Api;
  let clock: FakeClock;
  let users = 0;

  beforeAll(async () => {
    clock = createFakeClock();
    world = await startWorld({ engine, clock });
    api = apiOf(world);
  });
  afterAll(() => world.close());

  interface Failed {
    readonly user: UserApi;
    readonly jar: Jar;
    readonly page: Page;
    readonly id: string;
  }

  /** A consent that the person refused at the provider. */
  async function fail(headers: Record<string, string> = {}): Promise<Failed> {
    users += 1;
    const user = await api.signIn(`user-${users}`);
    const { body, raw } = await user.initiate(ids.userConnector, { headers });
    const jar = createJar();
    jar.take(raw);
    const page = await consent(jar, body.redirect_url, { deny: true });
    expect(page.status).toBe(400);
    return { user, jar, page, id: body.connection_id };
  }

  const returning = { "x-origin-url": "https://app.example.com/settings" };

  async function again({ jar, page }: Pick<Failed, "jar" | "page">, more = {}): Promise<Page> {
    const form = restartOf(page);
    if (form === undefined) throw new Error(`no way to try again: ${page.text}`);
    return await jar.post(world.url + form.path, { token: form.token, ...more });
  }

  const statusOf = async ({ user }: Failed) =>
    (await connectionOf(user, ids.userConnector))?.status ?? null;
  const attempts = async () =>
    (
      await world.app.context.store.db
        .selectFrom("authorizations")
        .select("authorization_id")
        .execute()
    ).length;

  test.each([
    ["asks again where the browser was not known at the start", {}, 200],
    ["leads on at once where it was", "own origin", 303],
  ] as const)("%s, and connects the same user", async (_what, headers, status) => {
    const failed = await fail({
      ...returning,
      ...(headers === "own origin" ? { origin: world.url } : headers),
    });
    const page = await again(failed);
    expect(page.status).toBe(200);
    const link = departureOf(page);
    expect(link.startsWith(`${world.url}/api/external-auth/connect/`)).toBe(true);
    expect((await failed.jar.get(link)).status).toBe(status);
    const end = await consent(failed.jar, link);
    expect(end.status).toBe(200);
    // It goes back to where the first attempt would have gone.
    expect(end.text).toContain("https://app.example.com/settings?grantry_connector=");
    expect(await statusOf(failed)).toBe("active");
    // What the app was told of the first attempt stays true.
    expect(await outcomeOf(failed.user, failed.id)).toEqual({
      status: "failed",
      error: "access_denied",
    });
  });

  test("works once for each attempt, also when pressed twice at once; the next failure offers it again", async () => {
    const failed = await fail();
    const before = await attempts();
    const pages = await Promise.all([again(failed), again(failed), again(failed)]);
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
    expect(await attempts()).toBe(before + 1);
    const link = departureOf(pages.find(({ status }) => status === 200) as Page);
    const next = await consent(failed.jar, link, { deny: true });
    expect(restartOf(next)?.token).not.toBe(restartOf(failed.page)?.token);
    expect((await again({ jar: failed.jar, page: next })).status).toBe(200);
  });

  test("ends half an hour after the app's call, however often it was used", async () => {
    let { jar, page } = await fail();
    for (const minutes of [9, 9, 9]) {
      clock.advance(minutes * 60_000);
      page = await consent(jar, departureOf(await again({ jar, page })), { deny: true });
    }
    const last = page;
    clock.advance(3 * 60_000);
    const late = await again({ jar, page: last });
    // It reads how the attempt ended, and the way back to the app.
    expect([late.status, late.text]).toEqual([
      400,
      expect.stringContaining("<h1>Not connected</h1>"),
    ]);
    expect(restartOf(late)).toBeUndefined();
  });

  test("is no other browser's, and needs the page's own form (SEC-5)", async () => {
    const failed = await fail();
    const form = restartOf(failed.page);
    const before = await attempts();
    const stranger = createJar();
    const other = await fail();
    expect((await again({ jar: stranger, page: failed.page })).status).toBe(400);
    expect((await again({ jar: other.jar, page: failed.page })).status).toBe(400);
    expect((await again(failed, { token: "A".repeat(43) })).status).toBe(403);
    const address = world.url + (form?.path ?? "");
    for (const site of ["cross-site", "same-site", "none"]) {
      const sent = { token: form?.token ?? "" };
      expect((await failed.jar.post(address, sent, { "sec-fetch-site": site })).status).toBe(403);
    }
    expect((await failed.jar.get(address)).status).toBe(404);
    expect(await attempts()).toBe(before + 1);
    expect((await again(failed)).status).toBe(200);
  });

  test("is not offered to a browser that brings another's answer", async () => {
    users += 1;
    const user = await api.signIn(`user-${users}`);
    const { body } = await user.initiate(ids.userConnector);
    const callback = await visit(await depart(createJar(), body.redirect_url));
    const page = await createJar().get(callback.href);
    expect(page.text).toContain("browser_mismatch");
    expect(restartOf(page)).toBeUndefined();
  });

  test("is checked as of now: a connector that users may not connect any more begins nothing", async () => {
    const failed = await fail();
    const { db } = world.app.context.store;
    const set = async (value: number) => {
      await db
        .updateTable("connectors")
        .set({ per_user_enabled: value })
        .where("connector_id", "=", ids.userConnector)
        .execute();
    };
    await set(0);
    const before = await attempts();
    const page = await again(failed);
    expect([page.status, page.text]).toEqual([
      403,
      expect.stringContaining("user_connections_disabled"),
    ]);
    expect(await attempts()).toBe(before);
    // A start that was refused has used nothing up.
    await set(1);
    expect((await again(failed)).status).toBe(200);
    expect(await attempts()).toBe(before + 1);
  });

  test("is for users alone: who authorizes for the whole app starts again where they did", async () => {
    const { body } = await api.operator("external-auth/initiate", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ integration_type: "sandboxcalendar" }),
    });
    const page = await consent(createJar(), body.redirect_url, { deny: true });
    expect(page.status).toBe(400);
    expect(restartOf(page)).toBeUndefined();
  });
});
