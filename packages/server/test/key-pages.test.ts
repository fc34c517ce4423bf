/** The pages on which a person makes and revokes keys of their own. */

import { toAnswer } from "@grantry/testing/api";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { declareMembers, type OperatorBrowser, signedIn } from "@grantry/testing/operators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const path = "/account/keys";
const dayMs = 86_400_000;

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let clock: FakeClock;
  let browser: OperatorBrowser;

  beforeAll(async () => {
    clock = createFakeClock();
    world = await startWorld({
      engine,
      clock: { ...clock, every: () => () => {} },
      declare: declareMembers,
    });
    browser = await signedIn(world, "member@example.com");
  });
  afterAll(() => world.close());

  const form = (more: Record<string, string> = {}) => ({
    name: "My <script>",
    scopes: "apps:read",
    expires_in_days: "30",
    ...more,
  });
  const keyIn = (text: string) => /<code>(grantry_pk_[A-Za-z0-9_-]+)<\/code>/.exec(text)?.[1] ?? "";
  const idsIn = (text: string) =>
    [...text.matchAll(/name="key" value="([^"]+)"/g)].map(([, id]) => id ?? "");
  const listed = async () => idsIn((await browser.get(path)).text);
  const use = (key: string, of: string) =>
    toAnswer(fetch(world.url + of, { headers: { authorization: `Bearer ${key}` } }));
  const ofApp = `/api/apps/${ids.app}/external-auth/list`;

  test("a key is made with its name, scopes and end, shown once, and works within its scopes", async () => {
    const made = await browser.post(path, form());
    expect(made.status).toBe(200);
    const key = keyIn(made.text);
    expect(key).not.toBe("");
    expect(made.text).toContain("My &lt;script&gt;");
    expect(made.headers.get("cache-control")).toBe("no-store");
    expect((await use(key, ofApp)).status).toBe(200);
    const beyond = await use(key, `/api/workspace/${ids.workspace}/connectors`);
    expect([beyond.status, beyond.body.reason]).toEqual([403, "forbidden"]);
    const page = await browser.get(path);
    expect(page.text).toContain("My &lt;script&gt;");
    expect(page.text).not.toContain(key);
    expect(world.logLines.join("\n")).not.toContain(key);
    const [stored] = (await browser.api("/v1/me/keys")).body.data;
    expect(stored.scopes).toEqual(["apps:read"]);
    expect(Date.parse(stored.expires_at)).toBe(Date.parse(stored.created_at) + 30 * dayMs);
  });

  test("several scopes are several boxes", async () => {
    const body = new URLSearchParams([
      ["name", "Both"],
      ["scopes", "apps:read"],
      ["scopes", "workspace:read"],
      ["expires_in_days", "7"],
    ]);
    const cookie = [...browser.jar.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { cookie, "sec-fetch-site": "same-origin" };
    const made = await fetch(world.url + path, { method: "POST", body, headers });
    const key = keyIn(await made.text());
    expect((await use(key, `/api/workspace/${ids.workspace}/connectors`)).status).toBe(200);
    clock.advance(7 * dayMs);
    expect((await use(key, ofApp)).status).toBe(401);
    browser = await signedIn(world, "member@example.com");
  });

  test("a revoked key is over at once; nobody revokes another person's", async () => {
    const before = await listed();
    const key = keyIn((await browser.post(path, form())).text);
    const id = (await listed()).find((one) => !before.includes(one)) ?? "";
    const stranger = await signedIn(world, "owner@example.com");
    expect((await stranger.get(path)).text).not.toContain(id);
    expect((await stranger.post(`${path}/revoke`, { key: id })).status).toBe(404);
    expect((await use(key, ofApp)).status).toBe(200);
    expect((await browser.post(`${path}/revoke`, { key: id })).location).toBe(path);
    expect((await use(key, ofApp)).status).toBe(401);
    expect(await listed()).toEqual(before);
  });

  test("what cannot be is said in the form, which keeps what was typed", async () => {
    const before = await listed();
    const { scopes: _, ...without } = form();
    for (const [wrong, said] of [
      [without, "Choose at least one"],
      [form({ scopes: "everything" }), "cannot be used"],
      [form({ name: " " }), "cannot be used"],
      [form({ expires_in_days: "366" }), "cannot be used"],
      [form({ expires_in_days: "0" }), "cannot be used"],
    ] as const) {
      const page = await browser.post(path, wrong);
      expect([page.status, page.text.includes(said)]).toEqual([400, true]);
      expect(page.text).toContain(
        `name="name" value="${wrong.name.replace(/[<>]/g, (c) => (c === "<" ? "&lt;" : "&gt;"))}"`,
      );
    }
    expect(await listed()).toEqual(before);
  });

  test("a form of another site makes and revokes nothing; nobody comes without a session", async () => {
    await browser.post(path, form());
    const before = await listed();
    const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    expect((await browser.post(path, form(), foreign)).status).toBe(403);
    const revoke = { key: before[0] ?? "" };
    expect((await browser.post(`${path}/revoke`, revoke, foreign)).status).toBe(403);
    expect(await listed()).toEqual(before);
    const answer = await fetch(world.url + path, { redirect: "manual" });
    expect(answer.headers.get("location")).toBe(`/sign-in?return_to=${encodeURIComponent(path)}`);
  });
});
