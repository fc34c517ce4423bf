/**
 * Settings that a connection needs and that nobody gave at the start: the connect page asks for them, of
 * whoever connects, by whatever client.
 */
import { visitDialect } from "@grantry/sandbox/dialect/visitor";
import { type Api, apiOf } from "@grantry/testing/api";
import {
  confirmationTokenOf,
  createJar,
  departureOf,
  type Jar,
  type Page,
} from "@grantry/testing/browser";
import { connectorOf as customConnector, entryAt } from "@grantry/testing/custom-provider";
import { engines } from "@grantry/testing/databases";
import { type DialectWorld, startDialectWorld } from "@grantry/testing/dialect-world";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { secrets } from "@grantry/testing/harness";
import { jsonBody } from "@grantry/testing/operators";
import { outcomeOf } from "@grantry/testing/outcomes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readFixtures } from "../src/provider/test/fixture.ts";

/** By the name under which each is asked for: what is right, what is wrong, and what it is kept as. */
const cases = [
  { type: "bamboohr", field: "subdomain", right: " acme ", wrong: "ACME.bamboohr.com/<b>" },
  { type: "snowflake", field: "subdomain", right: "myorg-myaccount", wrong: "evil.example#" },
  {
    type: "databricks",
    field: "host",
    right: "dbc-a1b2345c-d6e7.cloud.databricks.com",
    wrong: "dbc-a1b2345c-d6e7.cloud.databricks.com.evil.example",
  },
];
const types = cases.map(({ type }) => type);
const fixtures = readFixtures().filter(({ integration_type: type }) => types.includes(type));

const word = { required: true, validation_pattern: "^[a-z]{1,20}$", placeholder: "acme" };
/** A provider with two settings, one of them a choice. */
const house = entryAt("https://{tenant}.{region}.house.example", {
  settings: [
    {
      ...word,
      name: "tenant",
      display_name: "Tenant",
      description: 'The first word of "your" address.',
      validation_error: "Give one word.",
      allowed_host_suffixes: [".house.example"],
    },
    {
      ...word,
      name: "region",
      display_name: "Region",
      description: "Where it stands.",
      validation_error: "Give a region.",
      choices: { eu: "europe", us: "america" },
      allowed_host_suffixes: [".house.example"],
    },
  ],
});
const walled = entryAt("https://{cloud}.walled.example", {
  id: "walled",
  connectors: [customConnector("walledrooms")],
  settings: [
    {
      ...word,
      name: "cloud",
      set_by: "workspace",
      display_name: "Cloud",
      description: "Which one.",
      validation_error: "Give one word.",
      allowed_host_suffixes: [".walled.example"],
    },
  ],
});

describe.each(engines)("on %s", (engine) => {
  const clock = createFakeClock();
  let world: DialectWorld;
  let api: Api;
  let users = 0;

  beforeAll(async () => {
    world = await startDialectWorld(fixtures, clock, {
      engine,
      declare: ({ workspaces: [workspace] }) => {
        if (workspace === undefined) throw new Error("no workspace");
        for (const connector of workspace.connectors ?? []) connector.connection_config = {};
        workspace.providers = [house, walled];
        for (const provider of ["house", "walled"]) {
          workspace.oauth_clients?.push({
            id: `ocl_${provider}`,
            name: provider,
            provider,
            client_id: provider,
            client_secret: { env: "clientSecret" },
          });
        }
      },
    });
    api = apiOf(world);
  });
  afterAll(() => world.close());

  const put = (type: string, more: object = {}) =>
    api.operator(`external-auth/integrations/${type}`, jsonBodyAsOperator({ scopes: [], ...more }));
  const jsonBodyAsOperator = (body: object) => ({
    ...jsonBody("PUT", body),
    headers: { "content-type": "application/json", api_key: secrets.workspaceKey },
  });
  const remove = (type: string) =>
    api.operator(`external-auth/integrations/${type}/remove`, { method: "DELETE" });

  /** A user's own attempt; with `origin` a page of the server's own origin starts it. */
  async function start(type: string, { origin }: { origin?: string } = {}) {
    users += 1;
    const user = await api.signIn(`user-${users}`);
    const headers = origin === undefined ? {} : { origin };
    const started = await user.initiate(world.connectorOf(type), { headers });
    expect([started.status, started.body]).toMatchObject([200, {}]);
    const jar = createJar();
    jar.take(started.raw);
    const id: string = started.body.connection_id;
    const status = async () => (await outcomeOf(user, id)).status;
    return {
      user,
      userId: `user-${users}`,
      jar,
      link: started.body.redirect_url as string,
      status,
    };
  }

  async function fill(jar: Jar, link: string, values: Record<string, string>, shown?: Page) {
    const page = shown ?? (await jar.get(link));
    const fields = Object.entries(values).map(([name, value]) => [`setting_${name}`, value]);
    const token = confirmationTokenOf(page);
    return await jar.post(link, { decision: "continue", token, ...Object.fromEntries(fields) });
  }
  const mainOf = ({ text }: Page) => text.slice(text.indexOf("<main"));
  const settingsOf = async (userId: string) => {
    const row = await world.app.context.store.db
      .selectFrom("authorizations")
      .select("settings")
      .where("user_id", "=", userId)
      .executeTakeFirstOrThrow();
    return JSON.parse(row.settings);
  };

  test.each(cases)(
    "$type: a shared connection by a client that cannot send it",
    async ({ type, field, right, wrong }) => {
      const started = await put(type);
      expect([started.status, started.body.error]).toEqual([200, null]);
      const link: string = started.body.redirect_url;
      expect((await put(type)).body.redirect_url).toBe(link);
      const jar = createJar();
      const shown = await jar.get(link);
      expect(shown.status).toBe(200);
      expect(shown.text).toContain(`name="setting_${field}"`);
      expect(mainOf(shown)).not.toContain("aria-invalid");
      for (const value of ["", "   ", wrong]) {
        const refused = await fill(jar, link, { [field]: value });
        expect(refused.status).toBe(400);
        expect(mainOf(refused)).toContain('aria-invalid="true"');
        expect(refused.text).toContain(`id="setting_${field}_problem"`);
        // Shown as it was typed, and never as markup.
        expect(refused.text).toContain(`value="${value.replace("<b>", "&lt;b&gt;")}"`);
      }
      const departure = departureOf(await fill(jar, link, { [field]: right }));
      const { settings } = fixtures.find(({ integration_type: of }) => of === type) ?? {};
      const callback = await visitDialect(departure, "allow");
      expect((await jar.get(callback.href)).status).toBe(200);
      const { body } = await api.backend(`external-auth/tokens/${type}`);
      expect(body.connection_config).toMatchObject({ [field]: right.trim() });
      expect((await put(type)).body.already_authorized).toBe(true);
      const rows = await world.app.context.store.db
        .selectFrom("connections")
        .select("connection_config")
        .execute();
      expect(rows.map((row) => JSON.parse(row.connection_config))).toContainEqual(
        expect.objectContaining(settings),
      );
      // While it is connected, who authorizes it anew is not asked again.
      const anew = await api.operator("external-auth/initiate", {
        ...jsonBody("POST", { integration_type: type }),
        headers: { "content-type": "application/json", api_key: secrets.workspaceKey },
      });
      expect((await createJar().get(anew.body.redirect_url)).text).not.toContain("setting_");
      await remove(type);
    },
  );

  test.each(cases)("$type: a user's own connection", async ({ type, field, right }) => {
    const { user, jar, link, status } = await start(type);
    const shown = await jar.get(link);
    expect(await status()).toBe("pending");
    const callback = await visitDialect(
      departureOf(await fill(jar, link, { [field]: right }, shown)),
    );
    expect((await jar.get(callback.href)).status).toBe(200);
    expect(await status()).toBe("completed");
    const { body } = await user.token(world.connectorOf(type));
    expect(body.connection_config).toMatchObject({ [field]: right.trim() });
  });

  describe("of a browser that was bound at the start", () => {
    test("is asked on a page, and only this browser", async () => {
      const { jar, link, status, user } = await start("bamboohr", { origin: world.url });
      expect(jar.cookies.size).toBe(1);
      expect((await createJar().get(link)).status).toBe(403);
      const shown = await jar.get(link);
      expect([shown.status, shown.location]).toEqual([200, null]);
      // Nothing warns: to go on comes first.
      expect(shown.text).toMatch(
        /<button class="primary" name="decision" value="continue">[\s\S]*<button form="cancelling" name="decision" value="cancel">/,
      );
      // Another browser that knows the form's token does not get further.
      const stranger = createJar();
      expect((await fill(stranger, link, { subdomain: "evil" }, shown)).status).toBe(403);
      const [name = ""] = jar.cookies.keys();
      stranger.cookies.set(name, "guessed");
      expect((await fill(stranger, link, { subdomain: "evil" }, shown)).status).toBe(403);
      expect((await fill(jar, link, { subdomain: "A B" }, shown)).status).toBe(400);
      const callback = await visitDialect(
        departureOf(await fill(jar, link, { subdomain: "acme" })),
      );
      expect((await jar.get(callback.href)).status).toBe(200);
      expect(await status()).toBe("completed");
      expect((await user.token(world.connectorOf("bamboohr"))).status).toBe(200);
    });

    test("leaves at once where nothing is missing", async () => {
      const user = await api.signIn("nothing-missing");
      const started = await user.initiate(world.connectorOf("bamboohr"), {
        body: JSON.stringify({ connection_config: { subdomain: "acme" } }),
        headers: { origin: world.url },
      });
      const jar = createJar();
      jar.take(started.raw);
      expect((await jar.get(started.body.redirect_url)).location).toContain("acme.bamboohr.com");
    });
  });

  test("several submissions leave by one way, and so does who comes again", async () => {
    const { jar, link, userId } = await start("bamboohr");
    const shown = await jar.get(link);
    const [one, other] = await Promise.all([
      fill(jar, link, { subdomain: "acme" }, shown),
      fill(jar, link, { subdomain: "other" }, shown),
    ]);
    const departure = departureOf(one);
    expect(departureOf(other)).toBe(departure);
    const { subdomain } = await settingsOf(userId);
    expect(departure).toContain(`/~/${subdomain}.bamboohr.com/`);
    // Back, and "Continue" again, also with something else in the field.
    expect((await jar.get(link)).location).toBe(departure);
    expect(departureOf(await fill(jar, link, { subdomain: "third" }, shown))).toBe(departure);
    expect((await settingsOf(userId)).subdomain).toBe(subdomain);
  });

  test("what was not asked for is not taken", async () => {
    const { jar, link, userId } = await start("bamboohr");
    const other = { subdomain: "acme", cloud: "evil", constructor: "evil", toString: "evil" };
    expect(departureOf(await fill(jar, link, other))).toContain("/~/acme.bamboohr.com/");
    expect(await settingsOf(userId)).toEqual({ subdomain: "acme" });
  });

  test.each([
    ["not bound", false],
    ["bound", true],
  ])(
    "%s: what the workspace has fixed meanwhile is not asked for, and cannot be overridden",
    async (_what, isBound) => {
      const { jar, link, userId } = await start("databricks", isBound ? { origin: world.url } : {});
      const shown = await jar.get(link);
      const fixed = "dbc-fixed.cloud.databricks.com";
      const { db } = world.app.context.store;
      const connector = world.connectorOf("databricks");
      const fix = (settings: object) =>
        db
          .updateTable("connectors")
          .set({ settings: JSON.stringify(settings) })
          .where("connector_id", "=", connector)
          .execute();
      await fix({ host: fixed });
      try {
        if (!isBound) expect((await jar.get(link)).text).not.toContain("setting_");
        const own = await fill(jar, link, { host: "dbc-own.cloud.databricks.com" }, shown);
        expect(departureOf(own)).toContain(`/~/${fixed}/`);
        expect(await settingsOf(userId)).toEqual({ host: fixed });
      } finally {
        await fix({});
      }
    },
  );

  test("a form of another site, without the token, or with a field twice takes nothing", async () => {
    const { jar, link, userId } = await start("bamboohr");
    const shown = await jar.get(link);
    const token = confirmationTokenOf(shown);
    const form = { decision: "continue", token, setting_subdomain: "evil" };
    for (const site of ["cross-site", "same-site", "none"]) {
      expect((await jar.post(link, form, { "sec-fetch-site": site })).status).toBe(403);
    }
    expect((await jar.post(link, { ...form, token: "x" })).status).toBe(403);
    const body = `decision=continue&token=${token}&setting_subdomain=a&setting_subdomain=b`;
    const type = "application/x-www-form-urlencoded";
    const twice = await jar.get(link, { method: "POST", body, headers: { "content-type": type } });
    expect(twice.status).toBe(400);
    const long = await fill(jar, link, { subdomain: "a".repeat(600) }, shown);
    expect(long.status).toBe(400);
    expect(await settingsOf(userId)).toEqual({});
    expect((await jar.get(link)).text).toContain("setting_subdomain");
  });

  test("who cancels need not fill in anything", async () => {
    const { jar, link, status } = await start("snowflake");
    const token = confirmationTokenOf(await jar.get(link));
    const form = { decision: "cancel", token, setting_subdomain: "" };
    expect((await jar.post(link, form)).text).toContain("access_denied");
    expect(await status()).toBe("failed");
  });

  test("values that are given and wrong are refused at the start", async () => {
    for (const { type, field, wrong } of cases) {
      const { status, body } = await put(type, { connection_config: { [field]: wrong } });
      expect([status, body.reason]).toEqual([400, "connection_config_invalid"]);
    }
  });

  describe("of a workspace's own provider", () => {
    test("several are asked for, each with what is wrong with it, choices as a list", async () => {
      const link: string = (await put("houserooms")).body.redirect_url;
      const jar = createJar();
      const shown = await jar.get(link);
      expect(shown.text).toContain('<option value="eu">eu</option>');
      expect(shown.text).toContain("&quot;your&quot; address");
      const half = await fill(jar, link, { tenant: "acme", region: "" });
      expect(mainOf(half).match(/aria-invalid/g)).toHaveLength(1);
      expect(half.text.match(/autofocus/g)).toHaveLength(1);
      expect(half.text).toContain('value="acme"');
      const both = await fill(jar, link, { tenant: "a.b", region: "moon" });
      expect([both.status, mainOf(both).match(/aria-invalid/g)?.length]).toEqual([400, 2]);
      // Only the first of several that are wrong is focused.
      expect(both.text.match(/autofocus/g)).toHaveLength(1);
      expect(both.text).toContain("Give one word.");
      const kept = await fill(jar, link, { tenant: "a.b", region: "us" });
      expect(kept.text).toContain('<option value="us" selected>us</option>');
      const departure = departureOf(await fill(jar, link, { tenant: "acme", region: "us" }));
      expect(departure).toContain("/~/acme.america.house.example/authorize");
    });

    test("only what is missing is asked for", async () => {
      const given = { connection_config: { tenant: "acme" } };
      const link: string = (await put("houserooms", given)).body.redirect_url;
      const jar = createJar();
      expect((await jar.get(link)).text).not.toContain("setting_tenant");
      const answers = { tenant: "evil", region: "eu" };
      expect(departureOf(await fill(jar, link, answers))).toContain(
        "/~/acme.europe.house.example/",
      );
    });

    /** With the settings of an entry changed in the database. */
    async function withEntry(id: string, change: (text: string) => string, during: () => unknown) {
      const { db } = world.app.context.store;
      const of = db.selectFrom("providers").select("entry").where("provider_id", "=", id);
      const { entry } = await of.executeTakeFirstOrThrow();
      const set = (text: string) =>
        db.updateTable("providers").set({ entry: text }).where("provider_id", "=", id).execute();
      await set(change(entry));
      try {
        await during();
      } finally {
        await set(entry);
      }
    }
    const takesNumbers = (text: string) => text.replaceAll("^[a-z]{1,20}$", "^[0-9]{1,20}$");

    test.each([
      ["nothing", { tenant: "acme", region: "eu" }, {}],
      ["another one", { tenant: "acme" }, { region: "eu" }],
    ])(
      "what was given and fits the entry no more is said, where %s is asked for",
      async (_what, given, answers) => {
        const link: string = (await put("houserooms", { connection_config: given })).body
          .redirect_url;
        const jar = createJar();
        const shown = await jar.get(link);
        await withEntry("house", takesNumbers, async () => {
          for (const page of [await fill(jar, link, answers, shown), await jar.get(link)]) {
            expect(page.status).toBe(400);
            expect(page.text).toContain("connection_config_invalid");
            expect(page.text).toContain(
              "The setting &quot;tenant&quot; is invalid: Give one word.",
            );
            expect(page.text).not.toContain("<form");
          }
        });
        expect(departureOf(await fill(jar, link, answers, shown))).toContain(
          "/~/acme.europe.house.example/",
        );
        // The same for what left already.
        await withEntry("house", takesNumbers, async () => {
          expect((await jar.get(link)).text).toContain("connection_config_invalid");
        });
      },
    );

    test.each([
      {
        what: "the workspace's own",
        of: { provider: "walled", type: "walledrooms" },
        fixed: { before: { cloud: "one" }, after: { cloud: "two" } },
        given: {},
      },
      {
        what: "one that was given",
        of: { provider: "house", type: "houserooms" },
        fixed: { before: {}, after: { tenant: "two" } },
        given: { tenant: "acme", region: "eu" },
      },
    ])(
      "what the workspace has fixed otherwise since ends it before a secret is sent: $what (SEC-33)",
      async ({ of: { provider, type }, fixed: { before, after }, given: connection_config }) => {
        const { db } = world.app.context.store;
        const connectorId = `con_${type}`;
        const fix = (settings: object) =>
          db
            .updateTable("connectors")
            .set({ settings: JSON.stringify(settings) })
            .where("connector_id", "=", connectorId)
            .execute();
        const like = await db
          .selectFrom("connectors")
          .selectAll()
          .where("connector_id", "=", world.connectorOf("bamboohr"))
          .executeTakeFirstOrThrow();
        await db
          .insertInto("connectors")
          .values({
            ...like,
            connector_id: connectorId,
            name: connectorId,
            integration_type: type,
            oauth_client_id: `ocl_${provider}`,
            settings: JSON.stringify(before),
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        users += 1;
        const user = await api.signIn(`user-${users}`);
        const begin = async () => {
          const { body } = await user.initiate(connectorId, {
            body: JSON.stringify({ connection_config }),
          });
          const jar = createJar();
          expect(body).toMatchObject({ redirect_url: expect.any(String) });
          const link: string = body.redirect_url;
          const error = async () => (await outcomeOf(user, body.connection_id)).error;
          return { jar, link, shown: await jar.get(link), error };
        };
        const unused = await begin();
        const left = await begin();
        const departure = departureOf(await fill(left.jar, left.link, {}, left.shown));
        const state = new URL(departure).searchParams.get("state");
        const callback = new URL(new URL(departure).searchParams.get("redirect_uri") ?? "");
        callback.search = `?code=any&state=${state}`;
        await fix(after);
        for (const page of [
          await unused.jar.get(unused.link),
          await fill(unused.jar, unused.link, {}, unused.shown),
          await left.jar.get(left.link),
          await left.jar.get(callback.href),
        ]) {
          expect([page.status, page.text]).toEqual([
            400,
            expect.stringContaining("The workspace has changed the setting"),
          ]);
        }
        expect(await unused.error()).toBe(null);
        expect(await left.error()).toBe("connection_config_invalid");
        await fix(before);
        expect(departureOf(await fill(unused.jar, unused.link, {}, unused.shown))).toContain(
          `.${provider}.example/`,
        );
      },
    );

    test("what only the workspace can set is asked of nobody", async () => {
      const { status, body } = await put("walledrooms");
      expect([status, body.reason]).toEqual([400, "connection_config_invalid"]);
      expect(body.detail).toContain("only the workspace can set it");
    });
  });
});
