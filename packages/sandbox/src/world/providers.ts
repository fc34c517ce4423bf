/** Whom a world plays: every connector of the catalogue by its integration type, and providers with one client for several. */
import type { DialectFixture } from "../dialect/fixture.ts";
import { documentedProviders } from "../dialect/fixtures.ts";

/** The integration types of the catalogue. */
export const catalogueNames = [
  "airtable",
  "asana",
  "bamboohr",
  "box",
  "calendly",
  "clickup",
  "contentful",
  "databricks",
  "discord",
  "dropbox",
  "github",
  "gitlab",
  "gmail",
  "google_analytics",
  "google_classroom",
  "google_search_console",
  "googleads",
  "googlebigquery",
  "googlecalendar",
  "googledocs",
  "googledrive",
  "googlemeet",
  "googlesheets",
  "googleslides",
  "googletasks",
  "hubspot",
  "hugging_face",
  "instagram",
  "linear",
  "linkedin",
  "microsoft_teams",
  "notion",
  "one_drive",
  "outlook",
  "quickbooks",
  "salesforce",
  "share_point",
  "slack",
  "slackbot",
  "snowflake",
  "splitwise",
  "spotify",
  "square",
  "supabase",
  "tiktok",
  "typeform",
  "wix",
  "wrike",
  "zoom",
] as const;

/** Providers of several types: one client there that may use the APIs of all, by the type that it is made from. */
export const familyNames = { google: "googlecalendar", microsoft: "outlook" } as const;

/** A key of the world. */
export type ProviderName = (typeof catalogueNames)[number] | keyof typeof familyNames;

/** All keys, in alphabetical order. */
export const providerNames: readonly ProviderName[] = [
  ...catalogueNames,
  ...(Object.keys(familyNames) as (keyof typeof familyNames)[]),
].sort();

let read: readonly DialectFixture[] | undefined;

/** The documented requests and answers of all of them. Read once per process. */
export function worldFixtures(): readonly DialectFixture[] {
  read ??= withFamilies(documentedProviders());
  return read;
}

function withFamilies(fixtures: readonly DialectFixture[]): DialectFixture[] {
  const families = Object.entries(familyNames).map(([name, type]) =>
    familyOf(fixtures, name, type),
  );
  return [...fixtures, ...families];
}

/** What is documented of one type, with the API calls of all types whose accounts are asked at the same host. */
function familyOf(fixtures: readonly DialectFixture[], name: string, type: string): DialectFixture {
  const base = fixtures.find(({ integration_type }) => integration_type === type);
  if (base === undefined) throw new Error(`The fixture of ${type} is missing.`);
  const hostOf = (one: DialectFixture) => new URL(one.authorization_request.endpoint).host;
  const calls = fixtures
    .filter((one) => hostOf(one) === hostOf(base))
    .flatMap(({ account, choice }) => [account.calls, account.check ?? [], choice ?? []].flat());
  const byRequest = new Map(
    [...base.account.calls, ...calls].map((call) => [
      `${call.request.method} ${call.request.url}`,
      call,
    ]),
  );
  return {
    ...base,
    integration_type: name,
    settings: {},
    account: { ...base.account, calls: [...byRequest.values()] },
  };
}
