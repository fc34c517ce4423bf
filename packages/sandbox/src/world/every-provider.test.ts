/** A client that knows nothing but the RFCs goes through a whole life with every provider of the catalogue. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

/** One call that tells whose account it is, with no more than the token; null where there is none by GET. */
async function readAccount(name: ProviderName): Promise<{ isFine: boolean; text: string } | null> {
  const fixture = fixtures.get(typeOf(name));
  const call = fixture?.account.calls.find(({ request }) => request.method === "GET");
  const token = world[name].grants("bo")[0]?.accessToken ?? null;
  if (call === undefined) return null;
  // Where the token is part of the address, it is there.
  const documented = fixture?.token.grant.access_token ?? "";
  const url = world.url(call.request.url.replace(documented, token ?? "none"));
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  const text = await answer.text();
  return { isFine: answer.ok && !text.includes('"ok":false'), text };
}

describe.each(names)("%s", (name) => {
  test("gives tokens, of the account of whoever consented", async () => {
    const callback = await world[name].consent(authorizationUrl(world[name]), "bo");
    const code = callback.searchParams.get("code") ?? "";
    const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
    const { status, body } = await askForTokens(world[name], form);
    expect([Math.floor(status / 100), body["error"]]).toEqual([2, undefined]);
    expect(world[name].grants("bo")).toHaveLength(1);
    const { email, name: called } = world[name].account("bo");
    expect([email, called].some((text) => text === null || /bo|example/i.test(text))).toBe(true);
    expect(JSON.stringify([email, called])).not.toMatch(/\bada\b/i);
  });

  test("tells whose they are, until they end", async () => {
    if (world[name].grants("bo")[0]?.accessToken === null) return;
    const before = await readAccount(name);
    expect(before?.isFine ?? true).toBe(true);
    expect(before?.text ?? "").not.toMatch(/\bada\b/i);
    world[name].expire("bo");
    expect((await readAccount(name))?.isFine ?? false).toBe(false);
  });

  test("refreshes where it does that, until the user takes it back", async () => {
    const [grant] = world[name].grants("bo");
    if (grant?.refreshToken === null || grant?.refreshToken === undefined) return;
    const { status, body } = await refresh(refreshing(name), grant.refreshToken);
    expect([Math.floor(status / 100), body["error"]]).toEqual([2, undefined]);
    expect((await readAccount(name))?.isFine ?? true).toBe(true);
    const [rotated] = world[name].grants("bo");
    world[name].revoke("bo");
    expect((await readAccount(name))?.isFine ?? false).toBe(false);
    const again = await refresh(refreshing(name), rotated?.refreshToken ?? "");
    expect(again.status >= 400 || again.body["ok"] === false || "error" in again.body).toBe(true);
  });
});
