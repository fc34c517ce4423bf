/** A world plays every provider for any OAuth client, with users, faults and time as a test says. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  askForTokens,
  authorizationUrl,
  connect,
  exchange,
  get,
  redirectUri,
  refresh,
} from "../../test/plain-client.ts";
import { documentedProviders } from "../dialect/fixtures.ts";
import { catalogueNames, familyNames } from "./providers.ts";
import { type SandboxWorld, startSandbox } from "./start.ts";

let world: SandboxWorld;
beforeEach(async () => {
  world = await startSandbox();
});
afterEach(() => world.close());

const userUrl = () => world.github.metadata.userinfo_endpoint ?? "";

test("the keys of a world are the catalogue's types, and the two providers of several", () => {
  const types = documentedProviders().map(({ integration_type }) => integration_type);
  expect(catalogueNames).toEqual(types);
  for (const name of [...types, ...Object.keys(familyNames)]) {
    expect(world).toHaveProperty([name, "name"], name);
  }
});

/** Those whose browser brings a code; wix installs an app instead. */
const withCode = catalogueNames.filter((name) => name !== "wix");

test.each(withCode)("any client gets a code of %s for a user of its choice", async (name) => {
  const callback = await world[name].consent(authorizationUrl(world[name], { state: "s" }), "bo");
  expect(callback.href).toContain(redirectUri);
  expect(callback.searchParams.get("code")).toMatch(/./);
  expect(callback.searchParams.get("state")).toBe("s");
});

describe("users", () => {
  test("each has an account of their own, under an id of their own", async () => {
    const mails = await Promise.all(
      (["ada", "bo"] as const).map(async (user) => {
        const { access_token } = await connect(world.google, user);
        return (await get(world.google.metadata.userinfo_endpoint ?? "", access_token)).body;
      }),
    );
    expect(mails).toMatchObject([
      { email: "ada@example.com", name: "Ada Example" },
      { email: "bo@example.com", name: "Bo Example" },
    ]);
    expect(mails.map(({ sub }) => sub)).toEqual([
      world.google.account("ada").id,
      world.google.account("bo").id,
    ]);
    expect(new Set(mails.map(({ sub }) => sub)).size).toBe(2);
  });

  test("are those that were declared", async () => {
    await using other = await startSandbox({ users: { mia: { email: "mia@example.org" } } });
    expect(other.users).toEqual([{ key: "mia", name: "Mia Example", email: "mia@example.org" }]);
    const { access_token } = await connect(other.gitlab);
    const account = await get(other.gitlab.metadata.userinfo_endpoint ?? "", access_token);
    expect(account.body).toMatchObject({ email: "mia@example.org", name: "Mia Example" });
  });

  test("that nobody declared are refused, and those that there are named", async () => {
    const nobody = "mia" as "ada";
    const says = 'The sandbox has no user "mia"; it has "ada", "bo", "cy".';
    expect(() => world.github.revoke(nobody)).toThrow(says);
    expect(() => world.github.account(nobody)).toThrow(says);
    const unnamed = undefined as unknown as "ada";
    expect(() => world.github.revoke(unnamed)).toThrow("The sandbox has no user");
    expect(() => world.github.expire(unnamed)).toThrow("The sandbox has no user");
    await expect(world.github.consent(authorizationUrl(world.github), nobody)).rejects.toThrow(
      says,
    );
    await expect(startSandbox({ users: {} })).rejects.toThrow("one to 9 users; 0 are declared");
  });
});

describe("consent", () => {
  test("may be refused", async () => {
    const url = authorizationUrl(world.slack, { state: "s" });
    const callback = await world.slack.consent(url, "ada", { deny: true });
    expect(Object.fromEntries(callback.searchParams)).toEqual({
      error: "access_denied",
      state: "s",
    });
  });

  test("grants what was asked for, or the part that the user allows", async () => {
    const asked = { scope: "repo gist" };
    expect((await connect(world.github, "ada", asked)).scope).toBe("repo,gist");
    const url = authorizationUrl(world.github, asked);
    const callback = await world.github.consent(url, "bo", { scopes: ["gist"] });
    expect((await exchange(world.github, callback)).scope).toBe("gist");
    expect(world.github.grants().map(({ user, scopes }) => [user, scopes])).toEqual([
      ["ada", ["repo", "gist"]],
      ["bo", ["gist"]],
    ]);
    await expect(world.github.consent(url, "bo", { scopes: ["all"] })).rejects.toThrow(
      "The URL does not ask for all.",
    );
  });

  test("takes the provider's own address, too", async () => {
    const own = new URL(authorizationUrl(world.github));
    const url = `https://github.com/login/oauth/authorize${own.search}`;
    expect((await world.github.consent(url)).searchParams.get("code")).toMatch(/./);
  });

  test("at another provider is refused, and that one named", async () => {
    await expect(world.google.consent(authorizationUrl(world.github))).rejects.toThrow(
      "This URL has the client of github, not that of google: `world.github.consent(url)`.",
    );
    await expect(world.github.consent("https://example.com/authorize")).rejects.toThrow(
      "github refuses: example.com/authorize: no authorization request is documented.",
    );
  });

  test("is not asked for by a client that the provider does not know, or with another redirect URI", async () => {
    const client = { clientId: "mine", clientSecret: "secret", redirectUris: [redirectUri] };
    await using other = await startSandbox({ clients: { github: client } });
    expect((await connect(other.github)).access_token).toMatch(/./);
    const elsewhere = authorizationUrl(other.github, { redirect_uri: `${redirectUri}/other` });
    await expect(other.github.consent(elsewhere)).rejects.toThrow(
      "not as documented: redirect_uri",
    );
    const stranger = authorizationUrl(other.github, { client_id: "yours" });
    await expect(other.github.consent(stranger)).rejects.toThrow("The client ID is not one");
    const misnamed = { githup: client } as Record<string, typeof client>;
    await expect(startSandbox({ clients: misnamed })).rejects.toThrow(
      'There is no provider "githup"; there are "airtable"',
    );
  });
});

describe("tokens", () => {
  test("are over at once when the user revokes, those of others are not", async () => {
    const [ada, bo] = [await connect(world.github, "ada"), await connect(world.github, "bo")];
    world.github.revoke("ada");
    expect((await get(userUrl(), ada.access_token)).status).toBe(401);
    expect((await refresh(world.github, ada.refresh_token)).body["error"]).toBe(
      "bad_refresh_token",
    );
    expect((await get(userUrl(), bo.access_token)).status).toBe(200);
    expect(() => world.github.revoke("ada")).toThrow(
      '"ada" has allowed nothing at github that still stands.',
    );
  });

  test("end when they are told to: the access token, or the refresh token", async () => {
    const { access_token, refresh_token } = await connect(world.github, "ada");
    world.github.expire("ada");
    expect((await get(userUrl(), access_token)).status).toBe(401);
    const { body } = await refresh(world.github, refresh_token);
    expect((await get(userUrl(), String(body["access_token"]))).status).toBe(200);
    world.github.expire("ada", "refresh_token");
    const again = await refresh(world.github, String(body["refresh_token"]));
    expect(again.body["error"]).toBe("bad_refresh_token");
    expect((await get(userUrl(), String(body["access_token"]))).status).toBe(200);
  });

  test("that a provider does not give cannot end", async () => {
    await connect(world.clickup);
    expect(() => world.clickup.expire("ada", "refresh_token")).toThrow(
      "clickup gives no refresh token that could end.",
    );
  });

  test("end when their documented time is over", async () => {
    const { access_token, expires_in } = await connect(world.github);
    world.clock.advance(`${expires_in - 60}s`);
    expect((await get(userUrl(), access_token)).status).toBe(200);
    world.clock.advance("1m");
    expect((await get(userUrl(), access_token)).status).toBe(401);
    expect(() => world.clock.advance("soon" as "1s")).toThrow('"soon" is no time to move on by');
    expect(() => world.clock.advance(-1)).toThrow("is no time to move on by");
  });

  test("are not given for a code that comes twice, a wrong verifier or a wrong secret", async () => {
    const challenge = { code_challenge: "x".repeat(43), code_challenge_method: "S256" };
    const callback = await world.gitlab.consent(authorizationUrl(world.gitlab, challenge));
    await expect(exchange(world.gitlab, callback)).rejects.toThrow("400");
    const other = await world.gitlab.consent(authorizationUrl(world.gitlab));
    const code = other.searchParams.get("code") ?? "";
    const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
    world.gitlab.changeSecret("another");
    expect(world.gitlab.clientSecret).toBe("another");
    const stale = { ...world.gitlab, clientSecret: "before" };
    expect((await askForTokens(stale, form)).status).toBe(401);
    expect((await askForTokens(world.gitlab, form)).status).toBe(200);
    expect((await askForTokens(world.gitlab, form)).status).toBe(400);
  });
});

test("worlds in one process know nothing of each other", async () => {
  await using other = await startSandbox();
  const { access_token } = await connect(world.github);
  expect((await get(other.github.metadata.userinfo_endpoint ?? "", access_token)).status).toBe(401);
  expect([other.github.grants(), other.requests({ provider: "github", user: "ada" })]).toEqual([
    [],
    [],
  ]);
});

test("a strict world takes the documented request alone, and says what differs", async () => {
  await using strict = await startSandbox({ strict: true });
  await expect(strict.github.consent(authorizationUrl(strict.github))).rejects.toThrow(
    "github refuses: github, authorization: not as documented: scope, state, code_challenge",
  );
});
