/** A client that knows nothing but the RFCs goes through a whole life with every provider of the catalogue. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { askForTokens, authorizationUrl, redirectUri, refresh } from "../../test/plain-client.ts";
import { documentedProviders } from "../dialect/fixtures.ts";
import { catalogueNames, familyNames, type ProviderName } from "./providers.ts";
import { type SandboxWorld, startSandbox } from "./start.ts";

let world: SandboxWorld;
beforeAll(async () => {
  world = await startSandbox();
});
afterAll(() => world.close());

const fixtures = new Map(documentedProviders().map((one) => [one.integration_type, one]));

/** Those whose browser brings a code; wix installs an app instead. */
const names: readonly ProviderName[] = [
  ...catalogueNames.filter((name) => name !== "wix"),
  ...(Object.keys(familyNames) as ProviderName[]),
];

const typeOf = (name: ProviderName) =>
  name in familyNames ? familyNames[name as keyof typeof familyNames] : name;

/** Wrike says with its tokens where they are refreshed: elsewhere. */
function refreshing(name: ProviderName) {
  const { clientId, clientSecret, metadata } = world[name];
  const url = fixtures.get(typeOf(name))?.refresh?.request.url ?? "";
  return { clientId, clientSecret, metadata: { ...metadata, token_endpoint: world.url(url) } };
}

/** Those of which no documented call by GET tells whose account it is. */
const withoutAccountCall: readonly ProviderName[] = [
  "asana",
  "dropbox",
  "linear",
  "notion",
  "slackbot",
  "snowflake",
];
/** Those whose grant has no access token of the user's. */
const withoutAccessToken: readonly ProviderName[] = ["instagram"];
const withoutRefreshToken: readonly ProviderName[] = [
  "clickup",
  "contentful",
  "instagram",
  "splitwise",
];

const accountCallOf = (name: ProviderName) =>
  fixtures.get(typeOf(name))?.account.calls.find(({ request }) => request.method === "GET");

/** One call that tells whose account it is, with no more than the token; null where there is none by GET. */
async function readAccount(name: ProviderName): Promise<{ isFine: boolean; text: string } | null> {
  const call = accountCallOf(name);
  const token = world[name].grants("bo")[0]?.accessToken ?? null;
  if (call === undefined) return null;
  // Where the token is part of the address, it is there.
  const documented = fixtures.get(typeOf(name))?.token.grant.access_token ?? "";
  const url = world.url(call.request.url.replace(documented, token ?? "none"));
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  const text = await answer.text();
  return { isFine: answer.ok && !text.includes('"ok":false'), text };
}

test("of all, these alone have no call that tells whose account it is", () => {
  expect(names.filter((name) => accountCallOf(name) === undefined)).toEqual(withoutAccountCall);
});

/** What the call of this one answers where it is `fine`; nothing where it has none. */
const ifAsked = (name: ProviderName, fine: boolean) =>
  withoutAccountCall.includes(name) ? undefined : fine;

test.each(names)("%s gives tokens, of the account of whoever consented", async (name) => {
  const callback = await world[name].consent(authorizationUrl(world[name]), "bo");
  const code = callback.searchParams.get("code") ?? "";
  const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
  const { status, body } = await askForTokens(world[name], form);
  expect([Math.floor(status / 100), body["error"]]).toEqual([2, undefined]);
  expect(
    world[name]
      .grants("bo")
      .map(({ accessToken, refreshToken }) => [accessToken === null, refreshToken === null]),
  ).toEqual([[withoutAccessToken.includes(name), withoutRefreshToken.includes(name)]]);
  const { email, name: called } = world[name].account("bo");
  const told = [email, called].filter((text) => text !== null);
  expect(told.some((text) => /bo|example/i.test(text))).toBe(true);
  expect(JSON.stringify(told)).not.toMatch(/\bada\b/i);
});

test.each(names.filter((name) => !withoutAccessToken.includes(name)))(
  "%s tells whose tokens they are, until they end",
  async (name) => {
    const before = await readAccount(name);
    expect(before?.isFine).toBe(ifAsked(name, true));
    expect(before?.text ?? "").not.toMatch(/\bada\b/i);
    world[name].expire("bo");
    expect((await readAccount(name))?.isFine).toBe(ifAsked(name, false));
  },
);

test.each(names.filter((name) => !withoutRefreshToken.includes(name)))(
  "%s refreshes until the user takes it back",
  async (name) => {
    const [grant] = world[name].grants("bo");
    const { status, body } = await refresh(refreshing(name), grant?.refreshToken ?? "");
    expect([Math.floor(status / 100), body["error"]]).toEqual([2, undefined]);
    expect((await readAccount(name))?.isFine).toBe(ifAsked(name, true));
    const [rotated] = world[name].grants("bo");
    world[name].revoke("bo");
    expect((await readAccount(name))?.isFine).toBe(ifAsked(name, false));
    const again = await refresh(refreshing(name), rotated?.refreshToken ?? "");
    expect(again.status >= 400 || again.body["ok"] === false || "error" in again.body).toBe(true);
  },
);
