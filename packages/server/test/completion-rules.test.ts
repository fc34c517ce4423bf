/** What an app may demand of consents, where native apps come back to, and how long what kind of code waits. */
import { type Api, apiOf, type UserApi } from "@grantry/testing/api";
import { confirmationTokenOf, createJar } from "@grantry/testing/browser";
import { entryWithChoice, site, startChoiceWorld } from "@grantry/testing/choice-provider";
import {
  begin,
  comeBack,
  complete,
  goTo,
  newChallenge,
  returnUrl,
} from "@grantry/testing/completion";
import { connectorOf, useProvider } from "@grantry/testing/custom-provider";
import { engines } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { connectionOf, outcomeOf } from "@grantry/testing/outcomes";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

describe.each(engines)("on %s", (engine) => {
  describe("an app", () => {
    let world: World;
    let api: Api;
    let user: UserApi;
    const native = "com.example.daybook:/connected";

    beforeAll(async () => {
      world = await startWorld({ engine });
      api = apiOf(world);
      user = await api.signIn("ada");
    });
    afterAll(() => world.close());
    const change = (changes: object) => workspaceApiOf(world)("PATCH", `apps/${ids.app}`, changes);

    test("that demands completion refuses starts without a challenge, on both APIs, and takes those with one", async () => {
      expect((await change({ completion: "required" })).body.completion).toBe("required");
      const wire = await user.initiate(ids.userConnector);
      expect([wire.status, wire.body.reason]).toEqual([403, "challenge_required"]);
      const own = await user.own("POST", "authorizations", { connector_id: ids.userConnector });
      expect([own.status, own.body.code]).toEqual([403, "challenge_required"]);
      const begun = await begin(user);
      const { code } = await comeBack(begun.link);
      expect((await complete(user, begun.id, { ...begun, code })).body.authorization.status).toBe(
        "completed",
      );
      await change({ completion: "offered" });
      expect((await user.initiate(ids.userConnector)).status).toBe(200);
    });

    test("is returned to at its native apps' exact addresses, with a challenge only", async () => {
      const start = (return_url: string, more: object = { challenge: newChallenge().challenge }) =>
        user.own("POST", "authorizations", {
          connector_id: ids.userConnector,
          return_url,
          ...more,
        });
      expect((await start(native)).body).toMatchObject({
        code: "return_url_not_allowed",
        detail: expect.stringContaining("native_return_urls"),
      });
      expect((await start("https://a.example/")).body.detail).toContain(
        "add it to the app's origins",
      );
      for (const wrong of [
        "javascript:alert(1)",
        "daybook:/x",
        "http://a.example/",
        `${native}#x`,
      ]) {
        expect((await change({ native_return_urls: [wrong] })).body.code).toBe("bad_request");
      }
      expect((await change({ native_return_urls: [native] })).status).toBe(200);
      expect((await start(native, {})).body.code).toBe("return_url_not_allowed");
      expect((await start(`${native}/more`)).body.code).toBe("return_url_not_allowed");
      const begun = await begin(user, { return_url: native });
      const { url, code } = await comeBack(begun.link);
      expect(url.href.startsWith(`${native}?grantry_authorization=${begun.id}`)).toBe(true);
      expect((await complete(user, begun.id, { ...begun, code })).status).toBe(200);
    });

    test("a challenge needs a place for the code, and the form of one", async () => {
      const start = (asked: object) =>
        user.own("POST", "authorizations", { connector_id: ids.userConnector, ...asked });
      expect((await start({ challenge: newChallenge().challenge })).body.code).toBe("bad_request");
      expect((await start({ challenge: "short", return_url: returnUrl })).body.code).toBe(
        "bad_request",
      );
    });

    test.each([
      [
        "Android's web view",
        "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36",
      ],
      [
        "an app's on Apple's devices",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
      ],
      [
        "an app in which people follow links",
        "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile Safari/604.1 [FBAN/FBIOS;FBAV/470.0]",
      ],
    ])("%s is told to use the browser, and uses nothing up", async (_name, agent) => {
      const begun = await begin(user);
      const headers = { "user-agent": agent };
      const page = await goTo(createJar(), begun.link, headers);
      expect([page.status, page.location]).toEqual([200, null]);
      expect(page.text).toContain("Please use your browser for this");
      // This provider signs people in there all the same.
      const on = await goTo(createJar(), `${begun.link}?here=1`, headers);
      expect(on.location).toContain(world.sandbox.origin);
    });
  });

  test("of several things that an account reaches, the person chooses one after the app has completed", async () => {
    const world = await startChoiceWorld({ engine });
    try {
      world.sandbox.sites.set("sandbox-ada", [site("Alpha"), site("Beta")]);
      const user = await apiOf(world).signIn("ada");
      const begun = await begin(user);
      const { code, jar } = await comeBack(begun.link);
      for (const _again of [1, 2]) {
        const { body } = await complete(user, begun.id, { ...begun, code });
        expect(body).toMatchObject({ authorization: { status: "pending" }, connection: null });
        expect(body.choice_url).toMatch(/\/choice\/auz_/);
      }
      const choiceUrl = (await complete(user, begun.id, { ...begun, code })).body.choice_url;
      const page = await jar.get(choiceUrl);
      const token = confirmationTokenOf(page);
      const end = await jar.post(choiceUrl, { decision: "continue", token, offer: "1" });
      expect(end.text).toContain("grantry_status=completed");
      const { body } = await complete(user, begun.id, { ...begun, code });
      expect(body.authorization.status).toBe("completed");
      expect((await connectionOf(user, ids.userConnector)).status).toBe("active");
      expect(world.sandbox.ledger.count("token")).toBe(1);
    } finally {
      await world.close();
    }
  });

  test("where the provider's code lives shorter, so does the wait", async () => {
    const clock = createFakeClock();
    const world = await startWorld({
      engine,
      clock,
      declare: (bootstrap, sandbox) => {
        const entry = entryWithChoice(sandbox.origin, {
          authorization: { pkce: "S256", code_lifetime: 30, parameters: { prompt: "consent" } },
          choice: undefined,
          kept_values: [],
          account: { request: { url: `${sandbox.origin}/me` }, id: ["sub"], email: ["email"] },
          api: { hosts: [`${sandbox.origin}/api`] },
          connectors: [connectorOf("houserooms", { scopes: { default: ["openid", "email"] } })],
        });
        useProvider(bootstrap, "houserooms", entry);
      },
    });
    try {
      const user = await apiOf(world).signIn("ada");
      const begun = await begin(user);
      const { code } = await comeBack(begun.link);
      clock.advance(30_000);
      const late = await complete(user, begun.id, { ...begun, code });
      expect(late.body.code).toBe("completion_invalid");
      expect(await outcomeOf(user, begun.id)).toEqual({ status: "expired", error: null });
      expect(world.sandbox.ledger.count("token")).toBe(0);
    } finally {
      await world.close();
    }
  });
});
