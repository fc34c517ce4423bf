/** What an entry may say of a choice after consent; the documented one, run as it stands in the page. */
import { readFileSync } from "node:fs";
import { apiOf } from "@grantry/testing/api";
import { confirmationTokenOf } from "@grantry/testing/browser";
import { entryWithChoice, keptOfSite } from "@grantry/testing/choice-provider";
import { codeBlocks } from "@grantry/testing/code-blocks";
import { connectorOf, providersOf } from "@grantry/testing/custom-provider";
import { startDialectWorld } from "@grantry/testing/dialect-world";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { startWorld, type World } from "@grantry/testing/harness";
import { jiraFixture } from "@grantry/testing/jira-fixture";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Fixture } from "../src/provider/test/fixture.ts";
import { isMoved } from "../src/service/providers/destination.ts";

const at = "https://house.example";
const call = (url: string, more: object = {}) => ({
  choice: { request: { url }, noun: "site", label: ["name"], ...more },
});
const sites = `${at}/api/sites`;

describe("the operator's API", () => {
  let world: World;
  let own: ReturnType<typeof providersOf>;

  beforeAll(async () => {
    world = await startWorld();
    own = providersOf(world);
  });
  afterAll(() => world.close());
  afterEach(async () => {
    await world.app.context.store.db.deleteFrom("providers").execute();
  });

  test("takes an entry with a choice, also of one connector, and gives it back as it was", async () => {
    const whole = entryWithChoice(at);
    const put = await own.put("house", whole);
    expect([put.status, put.body.entry]).toEqual([200, whole]);
    const { kept_values, choice, account, api, ...rest } = whole as ReturnType<
      typeof entryWithChoice
    > & { kept_values: unknown; choice: unknown };
    const overrides = { kept_values, choice, account, api };
    const plain = { account: { request: { url: `${at}/me` }, id: ["sub"] }, api: { hosts: [at] } };
    const connectors = [connectorOf("houserooms", { overrides })];
    expect((await own.put("house", { ...rest, ...plain, connectors })).status).toBe(200);
  });

  const [id, url] = keptOfSite;
  test.each<[string, object, string]>([
    [
      "an address in the clear",
      call("http://house.example/sites"),
      "choice.request.url: must be https",
    ],
    [
      "a private address",
      call("https://10.0.0.7/sites"),
      "choice.request.url: must not be a private address",
    ],
    [
      "user information",
      call("https://house.example@evil.example/sites"),
      "choice.request.url: must not hold user information",
    ],
    [
      "a placeholder that nothing fills",
      call(`${at}/{tenant}/sites`),
      "choice.request.url: nothing fills {tenant}",
    ],
    [
      "a private address of one connector",
      {
        connectors: [connectorOf("houserooms", { overrides: call("https://127.0.0.1/sites") })],
      },
      "connectors[0].overrides.choice.request.url: must not be a private address",
    ],
    [
      "a value that is known only afterwards",
      call(`${at}/{site_id}/sites`),
      "choice: {site_id} is not known yet when this address is called",
    ],
    [
      "a revocation that could not be made without the choice",
      {
        revocation: {
          endpoint: `${at}/{site_id}/revoke`,
          tokens: ["access_token"],
          authentication: "client",
          ends: "token_set",
        },
      },
      "revocation: {site_id} is not known yet",
    ],
    [
      "an account of which the choice is a part and that is read before",
      { account: { id: ["user", "kept:site_id"] } },
      "account: kept:site_id is not known yet",
    ],
    [
      "values of no choice",
      { choice: undefined },
      "kept_values: from choice needs the section choice",
    ],
    [
      "a choice of nothing",
      { kept_values: [{ ...id, required: false }, url] },
      "choice: needs a required one of kept_values",
    ],
    [
      "a secret that would be kept",
      { kept_values: [id, { ...url, path: "api_token" }] },
      "kept_values[1].path: names a secret",
    ],
    [
      "a secret that would be shown",
      call(sites, { hint: ["webhook.url"] }),
      "choice.hint[0]: names a secret",
    ],
    [
      "a host that any answer could name",
      { api: { hosts: ["https://{site_id}"] } },
      "allowed_host_suffixes is needed where a value ends a host",
    ],
    ["markup in place of a word", call(sites, { noun: "<b>site</b>" }), "choice.noun: must be"],
    ["an unknown member", call(sites, { limit: 5 }), "choice.limit: there is no such field"],
  ])("refuses %s", async (_what, changes, text) => {
    const { status, body } = await own.put("house", entryWithChoice(at, changes));
    expect([status, body.code], body.detail).toEqual([400, "provider_invalid"]);
    expect(body.detail).toContain(text);
  });
});

test("an entry is moved where its choice asks another server, or asks otherwise (SEC-33)", () => {
  const text = (changes: object) => JSON.stringify(entryWithChoice(at, changes));
  expect(isMoved(text({}), text({}))).toBe(false);
  expect(isMoved(text({}), text(call("https://evil.example/sites")))).toBe(true);
  const asked = { request: { url: sites, headers: { "x-to": "evil.example" } }, noun: "site" };
  expect(isMoved(text({}), text({ choice: { ...asked, label: ["name"] } }))).toBe(true);
  const connectors = [connectorOf("houserooms", { overrides: call("https://evil.example/s") })];
  expect(isMoved(text({}), text({ connectors }))).toBe(true);
});

describe("the entry of Jira in docs/custom-providers.md", () => {
  const page = readFileSync("docs/custom-providers.md", "utf8");
  const [, section = ""] = page.split("## A choice after consent");
  const documented = JSON.parse(codeBlocks(section, "json")[0]?.code ?? "");

  test("connects the site that was chosen, calls it, and is refreshed", async () => {
    const clock = createFakeClock();
    const fixture = jiraFixture as unknown as Fixture;
    const world = await startDialectWorld([fixture], clock, {
      declare: ({ workspaces: [workspace] }) => {
        const [client] = workspace?.oauth_clients ?? [];
        if (workspace === undefined || client === undefined) throw new Error("no workspace");
        workspace.providers = [documented];
        client.provider = documented.id;
      },
    });
    const user = await apiOf(world).signIn("user-1");
    const started = await user.initiate(world.connectorOf("jira"));
    const asked = await world.consent(started.body.redirect_url, "allow");
    expect([...world.sandbox.ledger.problems]).toEqual([]);
    // Jira and Jira Service Management list the same site once each.
    expect(asked.text.match(/type="radio"/g)).toHaveLength(2);
    expect(asked.text).toContain("Which site should <bdi>Test app</bdi> use?");
    expect(asked.text).toContain("https://ada-two.atlassian.net");
    const jar = world.lastJar();
    const action = /<form method="post" action="([^"]+)"/.exec(asked.text)?.[1] ?? "";
    const form = { decision: "continue", token: confirmationTokenOf(asked), offer: "1" };
    const end = await jar.post(world.url + action, form);
    expect([end.status, ...world.sandbox.ledger.problems]).toEqual([200]);
    const first = await user.token(world.connectorOf("jira"));
    const site = {
      cloud_id: "FAKE0002-0000-4000-8000-000000000002",
      site_url: "https://ada-two.atlassian.net",
    };
    expect(first.body).toMatchObject({
      connection_config: site,
      account: { id: "FAKE:ada", email: "ada@example.com", name: "Ada Example" },
    });
    clock.advance(3_600_000);
    const later = await (await apiOf(world).signIn("user-1")).token(world.connectorOf("jira"));
    expect(later.body).toMatchObject({ version: 2, connection_config: site });
    expect([...world.sandbox.ledger.problems]).toEqual([]);
    await world.close();
  });
});
