/** A consent whose token reaches several things: what is connected is chosen after it, and nothing is left behind. */

import { type Api, apiOf, type UserApi } from "@grantry/testing/api";
import {
  confirmationTokenOf,
  consent,
  createJar,
  type Jar,
  type Page,
} from "@grantry/testing/browser";
import { site, startChoiceWorld } from "@grantry/testing/choice-provider";
import { until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, type World } from "@grantry/testing/harness";
import { connectionOf, outcomeOf } from "@grantry/testing/outcomes";
import { ownApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { endWait, waitingOf } from "../src/service/connect/waiting-grant.ts";
import { findAnswered } from "../src/store/choices.ts";

const tenMinutesMs = 601_000;
const two = [site("Alpha"), site("Beta")];

/** Where the form of a page of choice leads. */
function formOf(page: Page): string {
  const path = /<form method="post" action="([^"]+)"/.exec(page.text)?.[1];
  if (path === undefined) throw new Error(`no choice on this page: ${page.text}`);
  return new URL(page.url).origin + path;
}

function pick(jar: Jar, page: Page, offer: string, more: Record<string, string> = {}) {
  const form = { decision: "continue", token: confirmationTokenOf(page), offer, ...more };
  return jar.post(formOf(page), form);
}

function cancel(jar: Jar, page: Page) {
  return jar.post(formOf(page), { decision: "cancel", token: confirmationTokenOf(page) });
}

describe.each(engines)("on %s", (engine) => {
  const clock = createFakeClock();
  let world: World;
  let api: Api;
  let users = 0;

  beforeAll(async () => {
    world = await startChoiceWorld({ engine, clock });
    api = apiOf(world);
  });
  beforeEach(async () => {
    await world.app.context.store.db.deleteFrom("connections").execute();
    world.sandbox.sites.set("sandbox-ada", two);
  });
  afterAll(() => world.close());

  async function begin(user?: UserApi, headers: Record<string, string> = {}) {
    users += 1;
    const who = user ?? (await api.signIn(`user-${users}`));
    const jar = createJar();
    const { body, raw } = await who.initiate(ids.userConnector, { headers });
    jar.take(raw);
    const link = body.redirect_url as string;
    const page = await consent(jar, link);
    const attempt = () => outcomeOf(who, body.connection_id);
    return { user: who, jar, link, page, attempt, id: body.connection_id as string };
  }
  const configOf = async (user: UserApi) =>
    (await user.token(ids.userConnector)).body.connection_config;
  const ownConnection = (user: UserApi) => connectionOf(user, ids.userConnector);
  const listed = async () => {
    const path = `/v1/workspaces/${ids.workspace}/revocations?limit=200`;
    return (await ownApiOf(world)("GET", path, { as: secrets.workspaceKey })).body.data;
  };
  const waiting = () =>
    world.app.context.store.db
      .selectFrom("revocations")
      .selectAll()
      .where("result", "is", null)
      .execute();
  const live = () => world.sandbox.ledger.liveGrants();
  /** So many grants live at the provider, once all is given back that is due. */
  const settled = (grants: number) => until(async () => (await live()) === grants);

  test("one thing is kept, and nobody is asked", async () => {
    world.sandbox.sites.set("sandbox-ada", [site("Alpha")]);
    const { user, page } = await begin();
    expect([page.status, page.text]).toEqual([200, expect.stringContaining("<h1>Connected</h1>")]);
    expect(await configOf(user)).toEqual({
      site_id: "alpha",
      site_url: "https://alpha.house.example",
    });
    expect(await waiting()).toEqual([]);
  });

  test("of several the person chooses; until then nothing is connected", async () => {
    const before = await live();
    const { user, jar, page, attempt } = await begin();
    expect(page.status).toBe(200);
    expect(page.text).toContain("Which site should <bdi>Test app</bdi> use?");
    expect(page.text).toMatch(
      /Alpha[\s\S]*alpha\.house\.example[\s\S]*Beta[\s\S]*beta\.house\.example/,
    );
    expect(await attempt()).toEqual({ status: "pending", error: null });
    expect(await ownConnection(user)).toBe(null);
    expect((await user.token(ids.userConnector)).status).toBe(404);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    const end = await pick(jar, page, "1");
    expect([end.status, end.text]).toEqual([200, expect.stringContaining("<h1>Connected</h1>")]);
    expect(await attempt()).toEqual({ status: "completed", error: null });
    expect(await configOf(user)).toEqual({
      site_id: "beta",
      site_url: "https://beta.house.example",
    });
    expect(await waiting()).toEqual([]);
    expect(await live()).toBe(before + 1);
    // What was kept stays with the connection when its token is refreshed.
    clock.advance(3_600_000);
    const later = await api.signIn(`user-${users}`);
    const refreshed = await later.token(ids.userConnector);
    expect(refreshed.body).toMatchObject({ version: 2, connection_config: { site_id: "beta" } });
  });

  test("of none nothing is connected, and the grant is given back", async () => {
    const before = await live();
    world.sandbox.sites.set("sandbox-ada", []);
    const { user, page, attempt } = await begin();
    expect(page.status).toBe(400);
    expect(page.text).toContain("this account has no site at House that the app may use");
    expect(await attempt()).toEqual({ status: "failed", error: "nothing_to_choose" });
    expect(await ownConnection(user)).toBe(null);
    expect(await live()).toBe(before);
  });

  test("what is listed twice is one; what lacks a value or has an unsound one is none", async () => {
    world.sandbox.sites.set("sandbox-ada", [
      { name: "No id" },
      site("Alpha", { scopes: ["jira"] }),
      site("Alpha", { scopes: ["wiki"] }),
      site("Evil", { id: "../../admin" }),
      "Alpha",
      null,
    ]);
    const { user } = await begin();
    expect(await configOf(user)).toMatchObject({ site_id: "alpha" });
    world.sandbox.sites.set("sandbox-ada", [site("Evil", { id: "../../admin" })]);
    const { page, attempt } = await begin();
    expect(page.status).toBe(400);
    expect((await attempt()).error).toBe("provider_answer_invalid");
  });

  test("an answer that is no list, or a call that fails, connects nothing and gives the grant back", async () => {
    const before = await live();
    world.sandbox.sites.set("sandbox-ada", { sites: [] } as never);
    expect((await (await begin()).attempt()).error).toBe("provider_answer_invalid");
    world.sandbox.sites.set("sandbox-ada", two);
    for (let count = 0; count < 40; count += 1)
      world.sandbox.faults.next("api", { kind: "answer", status: 503 });
    expect((await (await begin()).attempt()).error).toBe("provider_unavailable");
    world.sandbox.faults.clear();
    expect(await live()).toBe(before);
  });

  test("names are text, whatever is in them, and fifty are shown", async () => {
    const names = ['<script>alert(1)</script>"', "a\u202Eb\u0007c", "x".repeat(5_000)];
    world.sandbox.sites.set("sandbox-ada", [
      ...names.map((name, index) => site("s", { id: `s-${index}`, name })),
      ...Array.from({ length: 70 }, (_, index) => site("t", { id: `t-${index}` })),
    ]);
    const { page, jar } = await begin();
    expect(page.text).not.toContain("<script>alert");
    expect(page.text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&quot;");
    expect(page.text).toContain("abc");
    expect(page.text).not.toContain("x".repeat(400));
    expect(page.text.match(/type="radio"/g)).toHaveLength(50);
    expect(page.text).toContain("only the first 50 are shown");
    await cancel(jar, page);
  });

  test("nothing counts but one of those that were offered", async () => {
    const { user, jar, page, attempt } = await begin();
    const token = confirmationTokenOf(page);
    for (const offer of ["2", "999", "-1", "alpha", "site-x", "__proto__", "0.5", ""]) {
      const answer = await pick(jar, page, offer);
      expect(answer.status, offer).toBe(400);
    }
    const without = await jar.post(formOf(page), { decision: "continue", token });
    expect([without.status, without.text]).toEqual([
      400,
      expect.stringContaining("Choose one of them first."),
    ]);
    expect(await attempt()).toEqual({ status: "pending", error: null });
    expect(await ownConnection(user)).toBe(null);
    expect((await pick(jar, without, "0")).status).toBe(200);
    expect(await configOf(user)).toMatchObject({ site_id: "alpha" });
  });

  test("it counts from its own page in its own browser alone", async () => {
    const { user, jar, page, attempt } = await begin();
    const stranger = createJar();
    expect((await stranger.get(formOf(page))).status).toBe(400);
    expect((await pick(stranger, page, "0")).status).toBe(400);
    const form = { decision: "continue", offer: "0" };
    expect((await jar.post(formOf(page), { ...form, token: "x".repeat(43) })).status).toBe(403);
    const right = { ...form, token: confirmationTokenOf(page) };
    for (const from of ["cross-site", "same-site", "none"]) {
      const answer = await jar.post(formOf(page), right, { "sec-fetch-site": from });
      expect(answer.status, from).toBe(403);
    }
    expect(await attempt()).toEqual({ status: "pending", error: null });
    expect(await ownConnection(user)).toBe(null);
    await cancel(jar, page);
  });

  test("reloaded, gone back to, or opened by its link it asks again; afterwards it shows the end", async () => {
    const { jar, link, page } = await begin();
    for (const address of [page.url, link, formOf(page)]) {
      expect((await jar.get(address)).text).toContain("Which site should <bdi>Test app</bdi> use?");
    }
    await pick(jar, page, "0");
    for (const address of [page.url, link, formOf(page)]) {
      expect((await jar.get(address)).text).toContain("<h1>Connected</h1>");
    }
  });

  test("a browser that was bound at the start chooses as well, and no other does", async () => {
    const { user, jar, page } = await begin(undefined, { origin: world.url });
    expect((await pick(createJar(), page, "1")).status).toBe(400);
    expect((await pick(jar, page, "1")).text).toContain("<h1>Connected</h1>");
    expect(await configOf(user)).toMatchObject({ site_id: "beta" });
  });

  test("what was changed while it waits gets no tokens: nothing is connected, and the grant is given back", async () => {
    const before = await live();
    const { jar, page, attempt } = await begin();
    const { db } = world.app.context.store;
    const { entry } = await db.selectFrom("providers").select("entry").executeTakeFirstOrThrow();
    const moved = entry.replace("/me?site=", "/elsewhere?site=");
    await db.updateTable("providers").set({ entry: moved }).execute();
    const end = await pick(jar, page, "0");
    await db.updateTable("providers").set({ entry }).execute();
    expect([end.status, end.text]).toEqual([400, expect.stringContaining("was changed while")]);
    expect((await attempt()).error).toBe("connector_misconfigured");
    expect(await live()).toBe(before);
  });

  test.each([
    ["chosen", "user_connections_disabled", pick],
    ["cancelled", "access_denied", cancel],
  ] as const)(
    "where the type was switched off while it waits, %s it ends and the grant is given back at once",
    async (_what, error, decide) => {
      const before = await live();
      const { user, jar, page, attempt } = await begin();
      const { db } = world.app.context.store;
      const turn = (per_user_enabled: number) =>
        db.updateTable("connectors").set({ per_user_enabled }).execute();
      await turn(0);
      try {
        expect((await jar.get(formOf(page))).status).toBe(403);
        const end = await decide(jar, page, "0");
        expect([end.status, end.text]).toEqual([400, expect.stringContaining(error)]);
      } finally {
        await turn(1);
      }
      expect(await attempt()).toMatchObject({ status: "failed", error });
      expect(await live()).toBe(before);
      expect((await decide(jar, page, "0")).text).toContain(error);
      expect(await ownConnection(user)).toBe(null);
    },
  );

  test("sent twice, at once or from the page of before, it counts once", async () => {
    const before = await live();
    const { user, jar, page } = await begin();
    const answers = await Promise.all(["0", "1", "0", "1"].map((one) => pick(jar, page, one)));
    for (const { status } of answers) expect([200, 202]).toContain(status);
    const chosen = await configOf(user);
    expect((await pick(jar, page, "0")).text).toContain("<h1>Connected</h1>");
    expect((await pick(jar, page, "1")).text).toContain("<h1>Connected</h1>");
    expect((await cancel(jar, page)).text).toContain("<h1>Connected</h1>");
    expect(await configOf(user)).toEqual(chosen);
    expect(await live()).toBe(before + 1);
  });

  test("cancelled, the grant is given back", async () => {
    const before = await live();
    const { user, jar, page, attempt } = await begin();
    expect(await live()).toBe(before + 1);
    const end = await cancel(jar, page);
    expect(end.status).toBe(400);
    expect(await attempt()).toMatchObject({ status: "failed", error: "access_denied" });
    expect(await live()).toBe(before);
    expect((await pick(jar, page, "0")).status).toBe(400);
    expect(await ownConnection(user)).toBe(null);
  });

  test("while it waits nobody is told of a revocation, and nothing is readable; never made, the grant is given back", async () => {
    const before = await live();
    const receipts = (await listed()).length;
    const { jar, page, attempt, id } = await begin();
    expect(await listed()).toHaveLength(receipts);
    const { db } = world.app.context.store;
    const row = await db
      .selectFrom("authorizations")
      .selectAll()
      .where("authorization_id", "=", id)
      .executeTakeFirstOrThrow();
    expect(row.sealed_choice).not.toBeNull();
    expect(row.code_verifier).toBeNull();
    expect(Buffer.from(row.sealed_choice ?? []).includes("alpha")).toBe(false);
    clock.advance(tenMinutesMs);
    await settled(before);
    expect(await attempt()).toEqual({ status: "expired", error: null });
    expect((await pick(jar, page, "0")).status).toBe(400);
    await until(async () => (await waiting()).length === 0);
    expect(await listed()).toHaveLength(receipts + 1);
    expect((await listed())[0]).toMatchObject({
      cause: "not_kept",
      result: "revoked",
    });
  });

  test("a process that dies after the choice leaves no grant behind", async () => {
    const before = await live();
    const { id, jar, page, attempt } = await begin();
    const { context } = world.app;
    const found = await findAnswered(context.store, id);
    const grant = found && (await waitingOf(context, found));
    if (!found || !grant) throw new Error("nothing waits");
    // As far as it came.
    expect(await endWait(context, found, grant)).toBeDefined();
    expect((await pick(jar, page, "0")).status).toBe(202);
    clock.advance(tenMinutesMs);
    await settled(before);
    expect((await attempt()).status).toBe("expired");
  });

  test("what is deleted while it waits leaves no grant behind", async () => {
    const before = await live();
    await begin();
    await world.app.context.store.db.deleteFrom("authorizations").execute();
    expect(await live()).toBe(before + 1);
    clock.advance(tenMinutesMs);
    await settled(before);
  });

  test("who connects again gets what was chosen before, while it is there; else is asked", async () => {
    const { user, jar, page } = await begin();
    await pick(jar, page, "1");
    world.sandbox.sites.set("sandbox-ada", [site("Gamma"), site("Beta", { name: "New" }), ...two]);
    const again = await begin(user);
    expect(again.page.text).toContain("<h1>Connected</h1>");
    expect(await configOf(user)).toMatchObject({ site_id: "beta" });
    world.sandbox.sites.set("sandbox-ada", [site("Alpha"), site("Gamma")]);
    const gone = await begin(user);
    expect(gone.page.text).toContain("Which site");
    expect(await configOf(user)).toMatchObject({ site_id: "beta" });
    await pick(gone.jar, gone.page, "1");
    expect(await configOf(user)).toMatchObject({ site_id: "gamma" });
    await user.disconnect(ids.userConnector);
    const anew = await begin(user);
    expect(anew.page.text).toContain("Which site");
    await cancel(anew.jar, anew.page);
  });

  test("another account than the connected one is refused after the choice, and given back", async () => {
    const { user, jar, page } = await begin();
    await pick(jar, page, "0");
    world.sandbox.sites.set("sandbox-bo", [site("Gamma"), site("Delta")]);
    const before = await live();
    const { body } = await user.initiate(ids.userConnector);
    const other = createJar();
    const asked = await consent(other, body.redirect_url, { account: "sandbox-bo" });
    const end = await pick(other, asked, "1");
    expect([end.status, end.text]).toEqual([400, expect.stringContaining("Another account")]);
    expect(await configOf(user)).toMatchObject({ site_id: "alpha" });
    expect(await live()).toBe(before);
  });

  test("of a shared connection the choice is recorded", async () => {
    const started = await api.operator("external-auth/initiate", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ integration_type: "houserooms" }),
    });
    const jar = createJar();
    const page = await consent(jar, started.body.redirect_url);
    expect(page.text).toContain("everyone who uses the app");
    await pick(jar, page, "1");
    const token = await api.backend("external-auth/tokens/houserooms");
    expect(token.body.connection_config).toMatchObject({ site_id: "beta" });
    const records = await world.app.context.store.db
      .selectFrom("audit_records")
      .selectAll()
      .where("action", "=", "shared_connection.connected")
      .execute();
    expect(records.map(({ details }) => details).join()).toContain("beta");
    expect(JSON.stringify(world.logLines)).not.toContain(secrets.clientSecret);
  });
});
