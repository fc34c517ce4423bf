/** The pages on which the server's operator sees, creates, freezes and unfreezes workspaces. */
import { engines } from "@grantry/testing/databases";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import {
  declareMembers,
  type OperatorBrowser,
  operatorBrowser,
  password,
  signedIn,
} from "@grantry/testing/operators";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appointServerOperator } from "../src/service/accounts/index.ts";

const path = "/account/workspaces";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let browser: OperatorBrowser;

  beforeAll(async () => {
    world = await startWorld({ engine, declare: declareMembers });
    await appointServerOperator(world.app.context.store, "viewer@example.com");
    browser = await signedIn(world, "viewer@example.com");
  });
  afterAll(() => world.close());

  test("the account page leads there, for the server's operator alone", async () => {
    expect((await browser.get("/account")).text).toContain(`href="${path}"`);
    const owner = await signedIn(world, "owner@example.com");
    expect((await owner.get("/account")).text).not.toContain(path);
    for (const page of [
      await owner.get(path),
      await owner.post(path, { name: "x", email: "x@example.com" }),
      await owner.post(`${path}/${ids.workspace}/freeze`, { reason: "x" }),
    ])
      expect([page.status, page.text.includes("server_operator_required")]).toEqual([403, true]);
    const nobody = await operatorBrowser(world).get(path);
    expect(nobody.location).toBe(`/sign-in?return_to=${encodeURIComponent(path)}`);
  });

  test("a workspace is created with its first owner's link, which is shown once and works", async () => {
    const made = await browser.post(path, { name: "Day <b>", email: "mia@day.example" });
    expect([made.status, made.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(made.text).toContain("Day &lt;b&gt; is created");
    const [, link = ""] = /<code>([^<]*\/invitation\/[^<]+)<\/code>/.exec(made.text) ?? [];
    const list = await browser.get(path);
    expect(list.text).toContain("Day &lt;b&gt;");
    expect(list.text).not.toContain("/invitation/");
    expect(world.logLines.join("\n")).not.toContain(new URL(link).pathname);
    const owner = operatorBrowser(world);
    const joined = await owner.post(new URL(link).pathname, { name: "Mia", password });
    expect(joined.location).toBe("/account");
  });

  test("what cannot be is said in the form, and nothing is made", async () => {
    const seen = async () => (await browser.get(path)).text.replace(/nonce="[^"]+"/g, "");
    const before = await seen();
    for (const form of [
      { name: "Kept", email: "nobody" },
      { name: " ", email: "a@example.com" },
    ]) {
      const page = await browser.post(path, form);
      expect([page.status, page.text.includes('role="alert"')]).toEqual([400, true]);
      expect(page.text).toContain(`value="${form.email}"`);
    }
    const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    const form = { name: "Evil", email: "a@example.com" };
    expect((await browser.post(path, form, foreign)).status).toBe(403);
    expect(await seen()).toBe(before);
  });

  test("where the invitation cannot be stored there is no workspace without an owner, either", async () => {
    const { db } = world.app.context.store;
    const rename = (from: string, to: string) =>
      sql`ALTER TABLE ${sql.table(from)} RENAME TO ${sql.table(to)}`.execute(db);
    await rename("entry_links", "entry_links_away");
    try {
      const failed = await browser.post(path, { name: "Orphan", email: "a@example.com" });
      expect(failed.status).toBeGreaterThanOrEqual(500);
    } finally {
      await rename("entry_links_away", "entry_links");
    }
    const named = db.selectFrom("workspaces").select("name").where("name", "=", "Orphan");
    expect(await named.execute()).toEqual([]);
  });

  test("freezing asks first and for a reason; unfreezing asks first", async () => {
    const of = `${path}/${ids.workspace}`;
    expect((await browser.get(`${of}/freeze`)).text).toContain("Freeze");
    expect((await browser.post(`${of}/freeze`, { reason: " " })).status).toBe(400);
    expect((await browser.post(`${of}/freeze`, { reason: "Unpaid & late" })).location).toBe(path);
    expect((await browser.get(path)).text).toContain("Unpaid &amp; late");
    const owner = await signedIn(world, "owner@example.com");
    expect((await owner.api(`/v1/workspaces/${ids.workspace}/apps`)).status).toBe(200);
    expect((await browser.get(`${of}/unfreeze`)).text).toContain("Unpaid &amp; late");
    expect((await browser.post(`${of}/unfreeze`, {})).location).toBe(path);
    expect((await browser.get(path)).text).not.toContain("Unpaid");
    expect((await browser.get(`${path}/ws_none/freeze`)).status).toBe(404);
  });
});
