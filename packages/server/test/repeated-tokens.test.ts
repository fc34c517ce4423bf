/** A provider that repeats tokens where its entry reads words, scopes, accounts, values or things to choose from. */

import { apiOf, type UserApi } from "@grantry/testing/api";
import { createJar, depart } from "@grantry/testing/browser";
import { entryAt, useProvider } from "@grantry/testing/custom-provider";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { type ScriptedServer, startScriptedServer } from "@grantry/testing/scripted-server";
import { stateOf } from "@grantry/testing/witness";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

const access = "at-repeated-0123456789";
const refresh = "rt-repeated-0123456789";
const good = {
  access_token: access,
  token_type: "Bearer",
  refresh_token: refresh,
  expires_in: 3600,
};
const kept = { name: "one", validation_pattern: "^.*$" };
const choice = (origin: string) => ({
  kept_values: [{ ...kept, from: "choice", path: "id", required: true }],
  choice: { request: { url: `${origin}/sites` }, noun: "site", label: ["name"] },
});

describe.each(engines)("on %s", (engine) => {
  let provider: ScriptedServer;
  let world: World | undefined;
  beforeAll(async () => {
    provider = await startScriptedServer();
  });
  beforeEach(() => {
    provider.reset();
    provider.on("/token", { body: good });
    provider.on("/me", { body: { sub: "1" } });
  });
  afterEach(() => world?.close());
  afterAll(() => provider.close());

  const start = async (changes: object): Promise<World> => {
    world = await startWorld({
      engine,
      clock: withoutRegularWork(createFakeClock()),
      allowedPrivateOrigins: [provider.origin],
      declare: (bootstrap) =>
        useProvider(bootstrap, "houserooms", entryAt(provider.origin, changes)),
    });
    return world;
  };
  /** A consent that the provider's answer ends. */
  const connect = async (user: UserApi) => {
    const jar = createJar();
    const started = await user.initiate(ids.userConnector);
    const url = new URL(await depart(jar, started.body.redirect_url));
    const back = new URL(url.searchParams.get("redirect_uri") ?? "");
    back.searchParams.set("code", "code-of-this-consent");
    back.searchParams.set("state", url.searchParams.get("state") ?? "");
    const page = await jar.get(back.href);
    const attempt = await user.attempt(started.body.connection_id);
    return { page, attempt: attempt.body };
  };
  /** Everything that is stored, logged and shown. */
  const writtenBy = async (here: World, ...shown: unknown[]) => {
    const operate = workspaceApiOf(here);
    const lists = [await operate("GET", "connections"), await operate("GET", "revocations")];
    const all = [await stateOf(here), here.logLines, ...lists.map(({ body }) => body), ...shown];
    return JSON.stringify(all);
  };
  const expectNone = (written: string) => {
    expect(written).not.toContain(access);
    expect(written).not.toContain(refresh);
  };

  test.each<[string, (origin: string) => object, Record<string, unknown>]>([
    [
      "an error word",
      () => ({ token_answer: { error: ["data.one", "error"] } }),
      { "/token": { ...good, data: { one: refresh } } },
    ],
    [
      "a finer word",
      () => ({ token_answer: { error_subtype: ["data.one"] } }),
      { "/token": { ...good, error: "odd", data: { one: access } } },
    ],
    ["an account", () => ({}), { "/me": { sub: access } }],
    [
      "an account's name and address",
      (origin) => ({
        account: { request: { url: `${origin}/me` }, id: ["sub"], name: ["name"], email: ["mail"] },
      }),
      { "/me": { sub: "1", name: `Ada ${access}`, mail: access } },
    ],
    [
      "the address of a second call",
      (origin) => ({
        account: {
          request: { url: `${origin}/me` },
          id: ["sub"],
          email_request: { request: { url: `${origin}/mail` }, email: "mail" },
        },
      }),
      { "/mail": { mail: access } },
    ],
    ["a thing to choose", choice, { "/sites": [{ id: access, name: "Alpha" }] }],
    [
      "a label",
      choice,
      {
        "/sites": [
          { id: "1", name: access },
          { id: "2", name: "Beta" },
        ],
      },
    ],
    [
      "what the first of two exchanges brought",
      (origin) => ({
        token_answer: { code: { scope: ["data.one"] } },
        kept_values: [{ ...kept, from: "token_answer", path: "data.one" }],
        account: { id: ["data.id"], name: ["data.one"] },
        second_exchange: {
          endpoint: `${origin}/second`,
          request: {},
          grant_type: "exchange",
          token_parameter: "access_token",
        },
      }),
      {
        "/token": { ...good, data: { id: "1", one: refresh } },
        "/second": { ...good, access_token: "at-lasting", refresh_token: "rt-lasting" },
      },
    ],
  ])(
    "no token is stored, shown or logged as %s (SEC-64, SEC-65)",
    async (_what, changes, answers) => {
      for (const [path, body] of Object.entries(answers)) provider.on(path, { body });
      const here = await start(changes(provider.origin));
      const user = await apiOf(here).signIn("ada");
      const { page, attempt } = await connect(user);
      expect(provider.requests.map(({ url }) => url)).toContain("/token");
      expectNone(await writtenBy(here, page.text, attempt));
    },
  );

  test("no word or value of a refresh holds what was sent for it", async () => {
    const here = await start({
      token_answer: { error: ["data.word", "error"] },
      kept_values: [{ ...kept, from: "token_answer", path: "data.one" }],
    });
    const user = await apiOf(here).signIn("ada");
    await connect(user);
    const { body: list } = await workspaceApiOf(here)("GET", "connections");
    const again = () => workspaceApiOf(here)("POST", `connections/${list.data[0].id}/refresh`);
    const fresh = { access_token: "at-fresh", token_type: "Bearer", expires_in: 3600 };
    provider.on("/token", { body: { ...fresh, data: { one: refresh } } });
    const refreshed = await again();
    expect([refreshed.status, refreshed.body.version]).toEqual([200, 2]);
    provider.on("/token", { body: { ...fresh, data: { word: refresh } } });
    const failed = await again();
    expect(failed.body.code).toBe("provider_answer_invalid");
    const read = await user.token(ids.userConnector);
    expectNone(await writtenBy(here, failed.body, read.body));
  });
});
