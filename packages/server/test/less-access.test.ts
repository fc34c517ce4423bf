/** A consent that kept less than was asked for: told in people's words, and the rest granted by the same person. */
import { type Api, apiOf, type UserApi } from "@grantry/testing/api";
import { consent, createJar, departureOf, type Jar, type Page } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { connectionOf, outcomeOf } from "@grantry/testing/outcomes";
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

  function formOf({ text }: Page): { readonly path: string; readonly token: string } | undefined {
    const found =
      /<form method="post" action="([^"]+\/restart\/[^"]+)">\n<input type="hidden" name="token" value="([^"]+)">/.exec(
        text,
      );
    return found === null ? undefined : { path: found[1] ?? "", token: found[2] ?? "" };
  }

  async function grant({ jar, page }: Pick<Connected, "jar" | "page">, more = {}): Promise<Page> {
    const form = formOf(page);
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
    expect(formOf(end)).toBeUndefined();
    expect(end.text).toContain("https://app.example.com/settings?grantry_connector=");
    expect(await scopesOf(connected)).toContain("profile");
  });

  test("works once for each attempt; whoever leaves it out again is asked again", async () => {
    const connected = await connect();
    const before = await attempts();
    const pages = await Promise.all([grant(connected), grant(connected), grant(connected)]);
    expect(pages.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
    expect(await attempts()).toBe(before + 1);
    const link = departureOf(pages.find(({ status }) => status === 200) as Page);
    const again = await consent(connected.jar, link, { untick: ["profile"] });
    expect(again.text).toContain("with less access than");
    expect(formOf(again)?.path).not.toBe(formOf(connected.page)?.path);
  });

  test("refused, or with another account, what was connected stays as it is", async () => {
    const connected = await connect();
    const before = await scopesOf(connected);
    const refused = await consent(connected.jar, departureOf(await grant(connected)), {
      deny: true,
    });
    expect(refused.status).toBe(400);
    const other = await consent(
      connected.jar,
      departureOf(await grant({ jar: connected.jar, page: refused })),
      { account: "sandbox-bo" },
    );
    expect(other.text).toContain("account_mismatch");
    expect(await scopesOf(connected)).toEqual(before);
    expect((await connectionOf(connected.user, ids.userConnector))?.status).toBe("active");
  });

  test("is no other browser's, and needs the page's own form", async () => {
    const connected = await connect();
    const form = formOf(connected.page);
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
    expect(formOf(page)).toBeUndefined();
    expect(page.text).toContain('"leave":true');
    const cookie = [...jar.cookies].find(([name]) => name.includes(id))?.[1] ?? "";
    expect(cookie).not.toBe("");
    const before = await attempts();
    const path = `/api/external-auth/restart/${id}`;
    const answer = await jar.post(world.url + path, { token: confirmationToken(cookie) });
    expect([answer.status, await attempts()]).toEqual([400, before]);
  });
});
