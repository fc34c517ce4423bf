/** Checking a user's token rule by rule says what calls with it get; a function's test call says how it answers. */
import { checkedUserToken, testedFunction } from "@grantry/contract/v1/app-checks";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { type FunctionServer, startFunctionServer } from "@grantry/testing/function-server";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import {
  startIdentityProvider,
  type TestIdentityProvider,
} from "@grantry/testing/identity-provider";
import { ownApiOf, workspaceApiOf } from "@grantry/testing/own-api";
import type { JWTPayload } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const clock = createFakeClock();
const issuer = "https://id.example.com";
const apps = "apps/" as const;
let idp: TestIdentityProvider;
let functions: FunctionServer;
let world: World;

beforeAll(async () => {
  idp = await startIdentityProvider(issuer);
  await idp.addKey("other", "RS256");
  functions = await startFunctionServer();
  world = await startWorld({ clock, allowedPrivateOrigins: [idp.origin, functions.origin] });
  const provider = { issuer, jwks_uri: `${idp.origin}/keys`, audience: "daybook", azp: ["web"] };
  const changes = { identity_providers: [provider], functions_url: `${functions.origin}/fn` };
  const { status } = await workspaceApiOf(world)("PATCH", `${apps}${ids.app}`, changes);
  expect(status).toBe(200);
});
afterAll(async () => {
  await world.close();
  await idp.close();
  await functions.close();
});

async function check(token: string) {
  const path = `${apps}${ids.app}/identity-providers/check-token`;
  const { status, body } = await workspaceApiOf(world)("POST", path, { token });
  expect(status).toBe(200);
  expect(checkedUserToken.parse(body)).toEqual(body);
  return body as ReturnType<typeof checkedUserToken.parse>;
}

const me = async (token: string) =>
  (await ownApiOf(world)("GET", `/v1/apps/${ids.app}/me`, { as: token })).status;

/** A good one, but for what is given. */
const sign = (claims: JWTPayload = {}, options?: Parameters<TestIdentityProvider["sign"]>[1]) => {
  const now = clock.nowSeconds();
  const good = { iss: issuer, sub: "ada", aud: "daybook", azp: "web", exp: now + 300 };
  const given = Object.entries({ ...good, ...claims }).filter(([, value]) => value !== undefined);
  return idp.sign(Object.fromEntries(given), options);
};
const now = () => clock.nowSeconds();
const unsigned = (token: string) => `${token.split(".").slice(0, 2).join(".")}.AAAA`;

type Row = [what: string, token: () => Promise<string>, rule: string | null, says?: string];
const rows: Row[] = [
  ["a good one", () => sign(), null],
  ["one of several audiences", () => sign({ aud: ["x", "daybook"] }), null],
  ["within the tolerance of clocks", () => sign({ exp: now() - 30 }), null],
  [
    "another audience",
    () => sign({ aud: "web" }),
    "audience",
    "The audience is “web”; this app expects “daybook”.",
  ],
  [
    "no audience",
    () => sign({ aud: undefined as never }),
    "audience",
    "The audience is missing; this app expects “daybook”.",
  ],
  [
    "another client",
    () => sign({ azp: "mobile" }),
    "party",
    'The claim "azp" is not one of those listed, and this identity provider of the app demands it by its setting "azp".',
  ],
  [
    "another type",
    () => sign({}, { header: { typ: "logout+jwt" } }),
    "type",
    'The token is of another type (header "typ"); this app accepts JWT, at+jwt or none. Send the one that the identity provider issues for users who are signed in, not one for another purpose; where that is of this type, add it to "token_types" of the identity provider.',
  ],
  ["over", () => sign({ exp: now() - 3_600 }), "lifetime"],
  ["without an end", () => sign({ exp: undefined as never }), "lifetime"],
  ["not yet valid", () => sign({ nbf: now() + 3_600 }), "lifetime"],
  [
    "without a user",
    () => sign({ sub: undefined as never }),
    "user_id",
    'The claim "sub" is missing.',
  ],
  ["a user that is none", () => sign({ sub: "a\u0000b" }), "user_id"],
  [
    "another issuer",
    () => sign({ iss: "https://evil.example" }),
    "issuer",
    "The issuer is “https://evil.example”; this app expects “https://id.example.com”.",
  ],
  ["an unknown key", () => sign({}, { header: { kid: "nobody" } }), "signature"],
  ["a broken signature", async () => unsigned(await sign()), "signature"],
  [
    "no algorithm that counts",
    async () => sign({}, { header: { alg: "RS512" } }).catch(() => ""),
    "form",
  ],
  ["text", async () => "nonsense", "form", "It is not a JWT."],
];

describe("a user's token", () => {
  for (const [what, make, rule, says] of rows) {
    test(`${what}: the check says what a call gets, and why`, async () => {
      const token = await make();
      if (token === "") return;
      const { accepted, rules, user } = await check(token);
      expect(accepted).toBe(rule === null);
      expect((await me(token)) === 200).toBe(accepted);
      const failed = rules.filter(({ ok }) => !ok);
      if (rule === null) {
        expect(failed).toEqual([]);
        expect(user).toMatchObject({ user_id: "ada", issuer });
      } else {
        expect(failed.map((one) => one.rule)).toContain(rule);
        expect(user).toBeNull();
        if (says !== undefined) expect(failed.map(({ detail }) => detail)).toContain(says);
      }
      const part = token.split(".").at(-1) ?? token;
      if (part.length > 20) expect(world.logLines.join("\n")).not.toContain(part);
    });
  }

  test("of this server's own is judged likewise, and what is checked is not remembered", async () => {
    const made = await ownApiOf(world)("POST", `/v1/apps/${ids.otherApp}/user-tokens`, {
      as: secrets.otherServiceToken,
      body: { user_id: "ada" },
    });
    const token = made.body.access_token as string;
    const path = `${apps}${ids.otherApp}/identity-providers/check-token`;
    const { body } = await workspaceApiOf(world)("POST", path, { token });
    expect(body).toMatchObject({ accepted: true, user: { user_id: "ada", issuer: null } });
    // Another app's is none of this app's.
    expect((await check(token)).accepted).toBe(false);
    const checked = await sign({ sub: "never-called" });
    expect((await check(checked)).accepted).toBe(true);
    const { Secret } = await import("../src/lib/secret.ts");
    const { verifiedTokens } = world.app.context;
    expect(verifiedTokens.find(new Secret(checked), ids.app)).toBeUndefined();
  });

  test("of this server's own names the issuer whose user it stands for, and is refused once the app has others", async () => {
    const path = `/v1/apps/${ids.app}/user-tokens`;
    const made = await ownApiOf(world)("POST", path, { body: { user_id: "ada" } });
    const token = made.body.access_token as string;
    expect(await check(token)).toMatchObject({ accepted: true, user: { user_id: "ada", issuer } });
    expect(await me(token)).toBe(200);
    const patch = (changes: object) => workspaceApiOf(world)("PATCH", `${apps}${ids.app}`, changes);
    const before = await workspaceApiOf(world)("GET", `${apps}${ids.app}`);
    const { identity_providers } = before.body;
    const other = { ...identity_providers[0], issuer: "https://other.example.com" };
    await patch({ identity_providers: [other] });
    const judged = await check(token);
    expect(judged).toMatchObject({ accepted: false, user: null });
    expect(judged.rules.filter(({ ok }) => !ok)).toEqual([
      {
        issuer: expect.stringMatching(new RegExp(`/api/apps/${ids.app}$`)),
        rule: "issuer",
        ok: false,
        detail:
          "The app's identity providers have changed since this user token was issued. Get a new one.",
      },
    ]);
    expect(await me(token)).toBe(401);
    await patch({ identity_providers });
    expect(await me(token)).toBe(200);
    expect((await check(token)).accepted).toBe(true);
  });

  test("of endless values is shown within bounds, in one line", async () => {
    const { rules } = await check(await sign({ aud: `a\nb${"x".repeat(5_000)}` }));
    for (const { detail } of rules) {
      expect(detail.length).toBeLessThan(400);
      expect(detail).not.toContain("\n");
    }
  });
});

describe("a function", () => {
  const testCall = async (name: string) => {
    const { status, body } = await workspaceApiOf(world)(
      "POST",
      `${apps}${ids.app}/functions/test`,
      {
        name,
      },
    );
    if (status === 200) expect(testedFunction.parse(body)).toEqual(body);
    return { status, body };
  };

  test("is called once as a visitor, and its status told, whatever it is", async () => {
    functions.run("hello", () => new Response("x".repeat(1_000_000), { status: 503 }));
    const { body } = await testCall("hello");
    expect(body).toMatchObject({ status: 503, error: null });
    expect(functions.calls).toHaveLength(1);
    expect(functions.calls[0]).toMatchObject({ method: "GET", url: "/fn/hello" });
    expect(functions.calls[0]?.headers.authorization).toBeUndefined();
  });

  test("that does not answer is told as such; no name leads elsewhere", async () => {
    functions.listen("broken", (incoming) => incoming.destroy());
    expect((await testCall("broken")).body).toMatchObject({
      status: null,
      error: { code: "functions_answer_invalid", detail: expect.stringMatching(/./) },
    });
    for (const name of ["../x", "a/b", "a?b", "", ".x"]) {
      expect((await testCall(name)).status, name).toBe(400);
    }
  });
});
