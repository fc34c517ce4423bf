/** A provider that says no in words of its own is quoted; it is not taken for one that answers rubbish. */
import { visit } from "@grantry/sandbox/visitor";
import { type Api, apiOf } from "@grantry/testing/api";
import { createJar, depart } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: Api;
  let users = 0;

  beforeAll(async () => {
    world = await startWorld({ engine });
    api = apiOf(world);
  });
  afterEach(() => world.sandbox.faults.clear());
  afterAll(() => world.close());

  async function start() {
    users += 1;
    const user = await api.signIn(`user-${users}`);
    const { body } = await user.initiate(ids.userConnector);
    const jar = createJar();
    const away = await depart(jar, body.redirect_url);
    const status = async () => {
      const { status, error } = (await user.attempt(body.connection_id)).body;
      return { status, error: error.code, provider_error: error.provider_error };
    };
    return { jar, away, status };
  }

  /** The browser comes back with this in place of the provider's answer. */
  async function comeBack(answer: Record<string, string>) {
    const { jar, away, status } = await start();
    const asked = new URL(away).searchParams;
    const url = new URL(asked.get("redirect_uri") ?? "");
    const own = { state: asked.get("state") ?? "", iss: world.sandbox.origin };
    for (const [name, value] of Object.entries({ ...own, ...answer }))
      url.searchParams.set(name, value);
    world.logLines.length = 0;
    const page = await jar.get(url.href);
    const again = await jar.get(url.href);
    return { page, again, status: await status(), log: world.logLines.join("\n") };
  }

  test("an unknown word of the callback stands on the page, in the status and in the log", async () => {
    const { page, again, status, log } = await comeBack({
      error: "OAUTH_EC_APP_NOT_FOUND",
      error_description: "External client app is not installed in this org",
    });
    for (const { text } of [page, again]) {
      expect(text).toContain("<code>OAUTH_EC_APP_NOT_FOUND</code>");
      expect(text).toContain("External client app is not installed in this org");
      expect(text).not.toContain("malformed");
    }
    expect(status).toEqual({
      status: "failed",
      error: "authorization_failed",
      provider_error: {
        code: "OAUTH_EC_APP_NOT_FOUND",
        description: "External client app is not installed in this org",
      },
    });
    expect(log).toContain("OAUTH_EC_APP_NOT_FOUND");
    expect(log).toContain("not installed in this org");
  });

  test.each([
    ["access_denied", "access_denied"],
    ["interaction_required", "authorization_failed"],
    ["invalid_scope", "connector_misconfigured"],
  ])("a known word (%s) keeps its meaning and brings its text along", async (error, code) => {
    const { page, status } = await comeBack({ error, error_description: "Ask your admin." });
    expect(page.text).toContain("<bdi>Ask your admin.</bdi>");
    const provider_error = { code: error, description: "Ask your admin." };
    expect(status).toEqual({ status: "failed", error: code, provider_error });
  });

  test("a broken answer is still one, and quotes nothing", async () => {
    const { page, status } = await comeBack({ code: "", error_description: "nothing" });
    expect(page.text).not.toContain("own words");
    expect(status).toEqual({ status: "failed", error: "callback_invalid", provider_error: null });
  });

  test("a text can neither turn, hide, break out of its place, nor forge a line (SEC-16, SEC-104)", async () => {
    const { page, status, log } = await comeBack({
      error: '"><script>',
      error_description: `\u202e</bdi></q><script>alert(1)</script>\r\n{"level":60}\u0000${"z".repeat(3_000)}`,
    });
    expect(page.text).not.toMatch(/\u202e|<script>alert|z{40}/);
    expect(page.text).toContain("&lt;script&gt;alert(1)");
    expect(status.provider_error.code).toBe("?>?script>".replaceAll(">", "?"));
    expect(status.provider_error.description).not.toMatch(/\p{C}/u);
    expect(status.provider_error.description.length).toBeLessThanOrEqual(200);
    expect(log.split("\n").every((line) => line === "" || JSON.parse(line).level < 60)).toBe(true);
  });

  test.each([400, 403, 200])(
    "an unknown word of the token endpoint (%i) is quoted as well",
    async (code) => {
      const { jar, away, status } = await start();
      const callback = await visit(away);
      const sent = callback.searchParams.get("code");
      const error = "app_suspended";
      const description = `The app is suspended. You sent ${sent} and ${secrets.clientSecret}.`;
      world.sandbox.faults.next("token", { kind: "error", error, description, status: code });
      const { text } = await jar.get(callback.href);
      expect(text).toContain("<code>app_suspended</code>");
      expect(text).toContain("The app is suspended. You sent … and …");
      expect(await status()).toMatchObject({
        error: "authorization_failed",
        provider_error: { code: "app_suspended" },
      });
      const everything = world.logLines.join("\n") + text;
      expect(everything).not.toContain(sent);
      expect(everything).not.toContain(secrets.clientSecret);
    },
  );

  test("and what an API says where it keeps the account back", async () => {
    const { jar, away, status } = await start();
    const callback = await visit(away);
    const body = { message: "Your plan has no API" };
    world.sandbox.faults.next("userinfo", { kind: "answer", status: 403, body });
    expect((await jar.get(callback.href)).text).toContain("Your plan has no API");
    expect(await status()).toMatchObject({
      error: "provider_answer_invalid",
      provider_error: { code: "HTTP 403", description: "Your plan has no API" },
    });
  });
});
