/** What an entry says for whoever sets a connector up and calls its API first. */
import { describe, expect, test } from "vitest";
import { authorizationServers } from "./list.ts";
import { authorizationServerSchema } from "./schema.ts";

const types =
  "airtable asana bamboohr box calendly clickup contentful databricks discord dropbox github gitlab gmail google_analytics google_classroom google_search_console googleads googlebigquery googlecalendar googledocs googledrive googlemeet googlesheets googleslides googletasks hubspot hugging_face instagram linear linkedin microsoft_teams notion one_drive outlook quickbooks salesforce share_point slack slackbot snowflake splitwise spotify square supabase tiktok typeform wix wrike zoom".split(
    " ",
  );

const entries = authorizationServers
  .map((input) => authorizationServerSchema.parse(input))
  .flatMap((server) => server.connectors.map((connector) => ({ server, connector })));

function entryOf(type: string) {
  const found = entries.find(({ connector }) => connector.integration_type === type);
  if (found === undefined) throw new Error(`there is no ${type}`);
  const { server, connector } = found;
  return {
    server,
    connector,
    api: connector.overrides.api ?? server.api,
    registration: connector.overrides.registration ?? server.registration,
  };
}

describe.each(types)("%s", (type) => {
  const { api, connector, registration, server } = entryOf(type);

  test("leads to the place of every step", () => {
    for (const { do: what, url } of registration.steps) {
      expect(url, what).toMatch(/^https:\/\//);
      expect(what).toMatch(/[.]$/);
    }
  });

  test("says what is reviewed, what goes without, where accounts come from and what goes wrong", () => {
    const { review, test_accounts: accounts, unreviewed, troubleshooting } = registration;
    for (const text of [review, accounts, unreviewed]) expect(text).toMatch(/^[A-Z].*\.$/);
    expect(troubleshooting.length).toBeGreaterThan(0);
    for (const { means, mend } of troubleshooting) {
      expect(means).toMatch(/\.$/);
      expect(mend).toMatch(/\.$/);
    }
  });

  test("has a base, limits and the way through its lists", () => {
    expect(api.hosts[0]?.name).toBe("default");
    expect(api.rate_limit?.documented).toMatch(/\.$/);
    expect(api.pagination.length).toBeGreaterThan(0);
  });

  test("has a first call that the scopes of a new connection allow", () => {
    const { default: defaults, always } = connector.scopes;
    const { first_call: call } = connector;
    expect(call).toBeDefined();
    expect([...defaults, ...always]).toEqual(expect.arrayContaining(call?.scopes ?? []));
    // What tells the account is a call that works with any grant: it may be the same.
    const base = api.hosts[0]?.url ?? "";
    expect(new URL(`${base}${call?.path}`.replace(/\{[a-z_]+\}/g, "x")).protocol).toBe("https:");
    if (call?.body !== undefined) expect(call.headers["content-type"]).toBe("application/json");
  });

  test("names no host twice, and none that is only the provider's sign-in", () => {
    const urls = api.hosts.map(({ url }) => url);
    expect(new Set(urls).size).toBe(urls.length);
    expect(urls).not.toContain(server.metadata.token_endpoint);
  });
});

describe("hosts that once were missing", () => {
  test.each([
    ["slack", "https://{files}", true],
    ["linear", "https://uploads.linear.app", true],
    ["quickbooks", "https://{payments}", true],
    ["zoom", "https://{api_url}/v2", true],
    ["outlook", "https://{graph}", true],
    ["tiktok", "https://open-upload.tiktokapis.com", false],
    ["instagram", "https://rupload.facebook.com", true],
    ["one_drive", "https://*.sharepoint.com", false],
    ["google_search_console", "https://indexing.googleapis.com", true],
    ["googlemeet", "https://www.googleapis.com/drive", true],
    ["googlebigquery", "https://storage.googleapis.com", true],
    ["googlesheets", "https://www.googleapis.com/upload/drive", true],
    ["google_analytics", "https://analyticsadmin.googleapis.com", true],
    ["hugging_face", "https://datasets-server.huggingface.co", true],
    ["contentful", "https://upload.{region}", true],
    ["dropbox", "https://content.dropboxapi.com", true],
    ["airtable", "https://content.airtable.com", true],
  ])("%s: %s, with the token: %s", (type, url, needsToken) => {
    const host = entryOf(type).api.hosts.find((one) => one.url === url);
    expect(host?.needs_token).toBe(needsToken);
  });
});

describe("what a program can read of limits", () => {
  test.each([
    ["linear", { status: 400, headers: { reset_unit: "epoch_milliseconds" } }],
    ["salesforce", { status: 403 }],
    ["slack", { status: 429, retry_after: "seconds" }],
    ["outlook", { status: 429, retry_after: "seconds", also_statuses: [503] }],
    ["zoom", { headers: { limit: "X-RateLimit-Limit", reset_unit: "epoch_seconds" } }],
    ["instagram", { status: 400, also_statuses: [403, 429] }],
    ["spotify", { status: 429, retry_after: "seconds" }],
  ])("%s", (type, limits) => {
    expect(entryOf(type).api.rate_limit).toMatchObject(limits);
  });

  test("what is left is told by the services of Graph that tell it, and said of no other", () => {
    const told = (type: string) => entryOf(type).api.rate_limit?.headers.remaining;
    expect([told("one_drive"), told("share_point")]).toEqual(Array(2).fill("RateLimit-Remaining"));
    expect([told("outlook"), told("microsoft_teams")]).toEqual([undefined, undefined]);
  });
});
