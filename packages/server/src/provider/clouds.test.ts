/** Variants of a provider that lie elsewhere: national clouds, environments, regions. */
import { describe, expect, test } from "vitest";
import { readAccount } from "./account.ts";
import { buildAuthorizationRequest } from "./authorization-request.ts";
import { checkAuthorizationResponse } from "./authorization-response.ts";
import { exchangeCode } from "./exchange-code.ts";
import { grantPartyOf } from "./grant-party.ts";
import { placeholderValues } from "./provider-client.ts";
import { missingScopes } from "./scopes.ts";
import { checkSettings } from "./settings.ts";
import { expandTexts, expandUrl } from "./template.ts";
import {
  catalogue,
  clientOf,
  type Fixture,
  neverCalled,
  readFixtures,
  scripted,
} from "./test/fixture.ts";

const fixtures = new Map(readFixtures().map((fixture) => [fixture.integration_type, fixture]));

function setUp(type: string, settings: Record<string, string>) {
  const fixture = fixtures.get(type) as Fixture;
  const client = clientOf(fixture);
  const given = { ...fixture.settings, ...settings };
  return { fixture, client: { ...client, settings: checkSettings(client.connector, given) } };
}

const national = [
  ["us_government", "login.microsoftonline.us", "graph.microsoft.us"],
  ["us_defense", "login.microsoftonline.us", "dod-graph.microsoft.us"],
  ["china", "login.partner.microsoftonline.cn", "microsoftgraph.chinacloudapi.cn"],
] as const;

const elsewhere = [
  ...["outlook", "share_point", "one_drive", "microsoft_teams"].flatMap((type) =>
    national.map(([cloud, login, api]) => [type, { cloud }, login, api] as const),
  ),
  ["zoom", { cloud: "government" }, "zoomgov.com", "api.zoomgov.com"],
  ["github", { host: "octocorp.ghe.com" }, "octocorp.ghe.com", "api.octocorp.ghe.com"],
  ["github", { host: "git.example.org" }, "git.example.org", "git.example.org"],
  ["slack", { cloud: "government" }, "slack-gov.com", "slack-gov.com"],
  ["slackbot", { cloud: "government" }, "slack-gov.com", "slack-gov.com"],
  ["contentful", { region: "eu" }, "be.eu.contentful.com", "api.eu.contentful.com"],
  ["typeform", { region: "eu" }, "api.typeform.eu", "api.typeform.eu"],
] as const;

describe.each(elsewhere)("%s with %j", (type, settings, login, api) => {
  test("signs in there, gets its tokens there and reads the account there", async () => {
    const { fixture, client } = setUp(type, settings);
    const page = await buildAuthorizationRequest(client, {
      scopes: fixture.scopes,
      state: fixture.state,
      codeVerifier: fixture.code_verifier,
    });
    expect(page.hostname).toBe(login);
    const calls = fixture.account.calls.map(({ answer }) => answer);
    const wire = scripted(fixture.token.answer, ...calls);
    const answer = new URLSearchParams(fixture.authorization_response);
    const response = checkAuthorizationResponse(client, answer, fixture.state);
    const grant = await exchangeCode(
      client,
      { response, codeVerifier: fixture.code_verifier, nonceHash: null, giveBack: neverCalled },
      wire.send,
    );
    await readAccount(client, grant, wire.send);
    const asked = wire.requests.map(({ url }) => new URL(url).hostname);
    expect(asked).toEqual([login, ...calls.map(() => api)]);
  });

  test("is another party than the usual one", () => {
    const there = grantPartyOf(setUp(type, settings).client, catalogue);
    const { client } = setUp(type, {});
    const usual = { ...client, settings: checkSettings(client.connector, {}) };
    expect(there).not.toBe(grantPartyOf(usual, catalogue));
  });

  test("names its API", () => {
    const { client } = setUp(type, settings);
    const { hosts } = client.connector.server.api;
    const filled = Object.values(
      expandTexts(
        Object.fromEntries(hosts.map(({ name, url }) => [name, url])),
        placeholderValues(client),
      ),
    );
    expect(filled.map((url) => new URL(url).hostname)).toContain(api);
    expect(filled.map((url) => new URL(url).hostname)).not.toContain("graph.microsoft.com");
  });
});

describe("a choice of where an account lives", () => {
  const chosen = catalogue
    .list()
    .flatMap(({ connector, server }) =>
      server.settings.flatMap((setting) =>
        Object.keys(setting.choices ?? {}).map(
          (choice) => [connector.integration_type, setting.name, choice] as const,
        ),
      ),
    )
    .filter(([, , choice]) => /^(?:eu|us|china|government|us_government|us_defense)$/.test(choice));

  test.each(chosen)("%s: %s %s leads to a sign-in of its own", (type, name, choice) => {
    const { client } = setUp(type, { [name]: choice });
    const { authorization_endpoint: page, token_endpoint: token } =
      client.connector.server.metadata;
    const used = [page, token].map((url) => /\{[a-z_]+\}/.test(url));
    expect(used).toEqual([true, true]);
  });
});

test.each(national)(
  "Graph in %s: its spelling of a granted scope is understood",
  (cloud, _, api) => {
    const { client } = setUp("outlook", { cloud });
    const granted = [`https://${api}/Mail.Read`, `https://${api}/Mail.Send`];
    expect(missingScopes(client.connector, ["Mail.Read", "Mail.Send"], granted)).toEqual([]);
    expect(missingScopes(client.connector, ["Calendars.Read"], granted)).toEqual([
      "Calendars.Read",
    ]);
  },
);

test.each([
  ["production", "api.intuit.com", "accounts.platform.intuit.com"],
  ["sandbox", "sandbox.api.intuit.com", "sandbox-accounts.platform.intuit.com"],
])("QuickBooks in %s has its payments and its accounts there", (environment, ...expected) => {
  const { client } = setUp("quickbooks", { environment });
  const { hosts } = client.connector.server.api;
  const filled = Object.values(
    expandTexts(
      Object.fromEntries(hosts.map(({ name, url }) => [name, url])),
      placeholderValues(client),
    ),
  );
  expect(filled.map((url) => new URL(url).hostname)).toEqual(expect.arrayContaining(expected));
});

test.each([
  ["github.com", "https://api.github.com/user"],
  ["octocorp.ghe.com", "https://api.octocorp.ghe.com/user"],
  ["git.example.org", "https://git.example.org/api/v3/user"],
  // A name that only looks like GitHub's is a server of its own.
  ["evilghe.com", "https://evilghe.com/api/v3/user"],
])("GitHub at %s has its API where its documentation says", (host, expected) => {
  const { client } = setUp("github", { host });
  const { account, api } = client.connector.server;
  const values = placeholderValues(client);
  expect(expandUrl(account.request?.url ?? "", values, false).href).toBe(expected);
  // The base that apps are told: their calls go below it.
  const [base] = api.hosts;
  expect(new URL("user", expandUrl(base?.url ?? "", values, false)).href).toBe(expected);
});

test.each(["github.com/x", "github.com@evil.example", "GitHub.com", "a..b", "-a.example"])(
  "GitHub at %j is refused",
  (host) => {
    expect(() => setUp("github", { host })).toThrow("host");
  },
);

test("an unknown cloud is refused, with the words to choose from", () => {
  expect(() => setUp("outlook", { cloud: "germany" })).toThrow("us_government");
  expect(() => setUp("zoom", { cloud: "china" })).toThrow("commercial or government");
});
