/** Browsers prefetch, people reload and go back: their own attempt is neither lost nor told as a failure. */
import { visit } from "@grantry/sandbox/visitor";
import { type Api, apiOf, type UserApi } from "@grantry/testing/api";
import { confirmationTokenOf, createJar, depart, departureOf } from "@grantry/testing/browser";
import { createHold, until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { stateOf } from "@grantry/testing/witness";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

const returnUrl = "https://app.example.com/settings";

describe.each(engines)("on %s", (engine) => {
  const clock = createFakeClock();
  let world: World;
  let api: Api;
  let users = 0;

  beforeAll(async () => {
    world = await startWorld({ engine, clock });
    api = apiOf(world);
  });
  afterEach(() => world.sandbox.faults.clear());
  afterAll(() => world.close());

  async function start(headers: Record<string, string> = {}) {
    users += 1;
    const user = await api.signIn(`user-${users}`);
    const jar = createJar();
    const started = await user.initiate(ids.userConnector, {
      headers: { "x-origin-url": returnUrl, ...headers },
    });
    jar.take(started.raw);
    return { user, jar, link: started.body.redirect_url as string };
  }
  const tokenOf = async (user: UserApi) => (await user.token(ids.userConnector)).status;
  const tokenRequests = () => world.sandbox.ledger.count("token");

  test("an answer that is loaded again shows the end and the way back", async () => {
    const { user, jar, link } = await start();
    const callback = await visit(await depart(jar, link));
    expect((await jar.get(callback.href)).status).toBe(200);
    const before = tokenRequests();
    for (const address of [callback.href, callback.href, link]) {
      const again = await jar.get(address);
      expect(again.status).toBe(200);
      expect(again.text).toContain("<h1>Connected</h1>");
      expect(again.text).toContain(`href="${returnUrl}?`);
    }
    expect(tokenRequests()).toBe(before);
    expect(await tokenOf(user)).toBe(200);
  });

  test("a failure that is loaded again says the same", async () => {
    const { jar, link } = await start();
    const callback = await visit(await depart(jar, link), { deny: true });
    const first = await jar.get(callback.href);
    const again = await jar.get(callback.href);
    expect([first.status, again.status]).toEqual([400, 400]);
    expect(again.text).toContain("<code>access_denied</code>");
    expect(again.text).toContain(`href="${returnUrl}?`);
  });

  test("nobody else sees anything of it: another browser, another redirect URI, a later day", async () => {
    const { jar, link } = await start();
    const other = await start();
    const callback = await visit(await depart(jar, link));
    await jar.get(callback.href);
    await depart(other.jar, other.link);
    const common = new URL(callback.href);
    common.pathname = "/api/external-auth/callback";
    for (const [browser, address] of [
      [createJar(), callback.href],
      [other.jar, callback.href],
      [jar, common.href],
    ] as const) {
      const page = await browser.get(address);
      expect(page.status).toBe(400);
      expect(page.text).toContain("state_invalid");
      expect(page.text).not.toContain(returnUrl);
    }
    expect((await other.jar.get(link)).text).toContain("connect_link_invalid");
  });

  test("an answer that is loaded again while it is dealt with waits for the end", async () => {
    const { user, jar, link } = await start();
    const callback = await visit(await depart(jar, link));
    const hold = createHold();
    const before = tokenRequests();
    world.sandbox.faults.next("userinfo", { kind: "held", until: hold.until });
    const first = jar.get(callback.href);
    await until(() => tokenRequests() > before);
    const meanwhile = await jar.get(callback.href);
    expect(meanwhile.status).toBe(202);
    expect(meanwhile.text).toMatch(/http-equiv="refresh" content="\d+"/);
    hold.release();
    expect((await first).status).toBe(200);
    expect((await jar.get(callback.href)).status).toBe(200);
    expect(tokenRequests()).toBe(before + 1);
    expect(await tokenOf(user)).toBe(200);
  });

  test.each(["confirmed", "bound"])(
    "a person who goes back before answering leaves again by the same way (%s)",
    async (proof) => {
      const { user, jar, link } = await start(proof === "bound" ? { origin: world.url } : {});
      const away = await depart(jar, link);
      const again = await jar.get(link);
      expect(again.location).toBe(away);
      // Whichever of the two pages of the provider is answered.
      const callback = await visit(away);
      expect((await jar.get(callback.href)).status).toBe(200);
      expect(await tokenOf(user)).toBe(200);
    },
  );

  test("the confirmation that is answered again continues, or cancels", async () => {
    const { jar, link } = await start();
    const token = confirmationTokenOf(await jar.get(link));
    const away = departureOf(await jar.post(link, { decision: "continue", token }));
    expect(departureOf(await jar.post(link, { decision: "continue", token }))).toBe(away);
    const before = await stateOf(world);
    const forged = await jar.post(link, { decision: "continue", token: "x".repeat(43) });
    expect(forged.status).toBe(403);
    expect(await stateOf(world)).toEqual(before);
    const end = await jar.post(link, { decision: "cancel", token });
    expect(end.text).toContain("<code>access_denied</code>");
    const late = await visit(away);
    expect((await jar.get(late.href)).text).toContain("state_invalid");
  });

  test("once the ten minutes are over nothing can be left for again", async () => {
    const { jar, link } = await start();
    await depart(jar, link);
    clock.advance(600_000);
    expect((await jar.get(link)).text).toContain("connect_link_invalid");
  });

  test.each([
    ["sec-purpose", "prefetch"],
    ["sec-purpose", "prefetch;prerender"],
    ["purpose", "prefetch"],
    ["x-purpose", "preview"],
    ["x-moz", "prefetch"],
  ])("a browser that looks ahead (%s: %s) takes nothing", async (name, value) => {
    const { user, jar, link } = await start({ origin: world.url });
    const looks = { headers: { [name]: value } };
    expect((await jar.get(link, looks)).status).toBe(503);
    const callback = await visit(await depart(jar, link));
    const before = await stateOf(world);
    const page = await jar.get(callback.href, looks);
    expect([page.status, page.text]).toEqual([503, ""]);
    expect(await stateOf(world)).toEqual(before);
    expect((await jar.get(callback.href)).status).toBe(200);
    expect(await tokenOf(user)).toBe(200);
  });

  test("nor does one that looks ahead at a page of operators", async () => {
    const looks = { headers: { "sec-purpose": "prefetch" } };
    const page = await createJar().get(
      `${world.url}/sign-in/company/ws_test/callback?state=x`,
      looks,
    );
    expect(page.status).toBe(503);
  });
});
