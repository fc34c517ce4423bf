/** Settings that a provider documents as parameters of its authorization request. */
import { describe, expect, test } from "vitest";
import { buildAuthorizationRequest } from "./authorization-request.ts";
import { checkSettings } from "./settings.ts";
import { clientOf, type Fixture, readFixtures } from "./test/fixture.ts";

const fixtures = new Map(readFixtures().map((fixture) => [fixture.integration_type, fixture]));

async function parametersOf(type: string, settings: Record<string, string>) {
  const fixture = fixtures.get(type) as Fixture;
  const client = clientOf(fixture);
  const given = checkSettings(client.connector, { ...fixture.settings, ...settings });
  const request = await buildAuthorizationRequest(
    { ...client, settings: given },
    { scopes: fixture.scopes, state: fixture.state, codeVerifier: fixture.code_verifier },
  );
  return request.searchParams;
}

describe.each([
  ["linear", "actor", "app", ["robot", "app "]],
  ["slack", "team", "T0123456789", ["t0123456789", "my-workspace"]],
  ["slackbot", "team", "E0123456789", ["https://example.slack.com"]],
  ["outlook", "login_hint", "ada@example.com", ["two words"]],
  ["share_point", "domain_hint", "example.com", ["-example.com", "a b"]],
  ["one_drive", "domain_hint", "consumers", ["consumers/"]],
  ["salesforce", "login_hint", "ada@example.com", ["a\tb"]],
  ["spotify", "show_dialog", "true", ["yes"]],
  ["tiktok", "disable_auto_auth", "1", ["true"]],
  ["instagram", "force_reauth", "true", ["1"]],
  ["discord", "permissions", "2048", ["0x800", "-1"]],
  ["discord", "disable_guild_select", "true", ["1"]],
  ["github", "login", "octocat", ["@octocat", "a b"]],
  ["github", "prompt", "select_account", ["none"]],
  ["gmail", "login_hint", "ada@example.com", ["two words"]],
  ["googledrive", "hd", "example.com", ["*", "https://example.com"]],
  ["gitlab", "root_namespace_id", "9970", ["my-group"]],
  ["dropbox", "force_reauthentication", "true", ["yes"]],
  ["square", "locale", "fr-CA", ["french"]],
])("%s: %s", (type, name, value, wrong) => {
  test("is sent where it is given, and only there", async () => {
    expect((await parametersOf(type, { [name]: value })).get(name)).toBe(value);
    expect((await parametersOf(type, {})).has(name)).toBe(false);
  });

  test.each(wrong)("refuses %j", async (bad) => {
    await expect(parametersOf(type, { [name]: bad })).rejects.toThrow(name);
  });
});

test.each([
  ["discord", "server_id", "197038439483310086", "guild_id"],
  ["hugging_face", "org_ids", "5e67bd5b1009063689407478", "orgIds"],
])("%s: %s is sent by the name that the provider has for it", async (type, name, value, sentAs) => {
  expect((await parametersOf(type, { [name]: value })).get(sentAs)).toBe(value);
  expect((await parametersOf(type, {})).has(sentAs)).toBe(false);
});

describe("hubspot: scopes that may be missing", () => {
  const ask = async (named: string | undefined) => {
    const client = clientOf(fixtures.get("hubspot") as Fixture);
    const settings = checkSettings(
      client.connector,
      named === undefined ? {} : { optional_scope: named },
    );
    const scopes = ["oauth", "crm.objects.contacts.read", "crm.lists.read"];
    const codeVerifier = (fixtures.get("hubspot") as Fixture).code_verifier;
    const request = { scopes, state: "s", codeVerifier };
    const { searchParams } = await buildAuthorizationRequest({ ...client, settings }, request);
    return [searchParams.get("scope"), searchParams.get("optional_scope")];
  };

  test("are asked for apart, and all others as before", async () => {
    expect(await ask("crm.lists.read")).toEqual([
      "oauth crm.objects.contacts.read",
      "crm.lists.read",
    ]);
    expect(await ask(undefined)).toEqual(["oauth crm.objects.contacts.read crm.lists.read", null]);
  });

  test("are none but those that are asked for: the setting allows nothing more", async () => {
    await expect(ask("a&b")).rejects.toThrow("optional_scope");
    expect(await ask("automation crm.lists.read")).toEqual([
      "oauth crm.objects.contacts.read",
      "crm.lists.read",
    ]);
  });
});

test("wrike: an account is selected by the name that Wrike has for it", async () => {
  const sent = await parametersOf("wrike", { account_id: "IEAAA7AI" });
  expect([sent.get("accountId"), sent.has("account_id")]).toEqual(["IEAAA7AI", false]);
  expect((await parametersOf("wrike", {})).has("accountId")).toBe(false);
});
