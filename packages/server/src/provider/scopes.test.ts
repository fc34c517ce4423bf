import { describe, expect, test } from "vitest";
import { heldScopes, keptScopes, missingScopes, requestedScopes, sameScopes } from "./scopes.ts";
import { catalogue } from "./test/fixture.ts";

const google = catalogue.find("gmail")!;
const github = catalogue.find("github")!;
const email = "https://www.googleapis.com/auth/userinfo.email";
const send = "https://www.googleapis.com/auth/gmail.send";

describe("the scopes to ask for", () => {
  test.each([[null], [[]]])("are the defaults where none are given (%j)", (asked) => {
    expect(requestedScopes(github, asked)).toEqual(["read:user", "user:email", "repo"]);
  });

  test("are those given, each once, and those that are always needed (SEC-19)", () => {
    expect(requestedScopes(google, [send, send])).toEqual([send, "openid", email]);
    expect(requestedScopes(google, ["openid", send])).toEqual(["openid", send, email]);
  });

  test("are none where the provider has none", () => {
    expect(requestedScopes(catalogue.find("notion")!, ["read"])).toEqual([]);
  });

  test.each(["a b", "", "a\nb", "a\u0000", 'a"b', "a\\b", "é", "x".repeat(257)])(
    "are refused where one is %j",
    (scope) => {
      expect(() => requestedScopes(google, [scope])).toThrow(
        expect.objectContaining({
          code: "scopes_invalid",
          detail: expect.stringContaining(JSON.stringify(scope.slice(0, 80))),
        }),
      );
    },
  );

  test("are refused where a token would serve another resource", () => {
    const outlook = catalogue.find("outlook")!;
    const asked = ["https://graph.microsoft.com/Mail.Send", "Mail.Read"];
    expect(requestedScopes(outlook, asked)).toEqual([...asked, "offline_access", "User.Read"]);
    for (const other of [
      "https://contoso.sharepoint.com/AllSites.Read",
      "https://graph.microsoft.com.evil.example/Mail.Read",
      "api://00000000-fake/read",
    ]) {
      expect(() => requestedScopes(outlook, [other])).toThrow(
        expect.objectContaining({ code: "scopes_invalid" }),
      );
    }
  });

  test("are refused where one holds the provider's separator", () => {
    const slack = catalogue.find("slack")!;
    expect(() => requestedScopes(slack, ["channels:read,admin"])).toThrow(
      expect.objectContaining({ code: "scopes_invalid" }),
    );
  });
});

describe("the scopes that are missing (SEC-19)", () => {
  test.each<[string, string[], string[] | null, string[]]>([
    ["fewer were granted", ["openid", send], ["openid"], [send]],
    ["more were granted", ["openid"], ["openid", send], []],
    ["none were granted", ["openid"], [], ["openid"]],
    ["nothing was reported", ["openid", send], null, []],
    ["the long name was granted for the short", ["email"], [email], []],
    ["the short name was granted for the long", [email], ["email"], []],
  ])("are told where %s", (_what, requested, granted, missing) => {
    expect(missingScopes(google, requested, granted)).toEqual(missing);
  });

  test("are none where a wider one holds them, also by way of another", () => {
    const granted = ["admin:repo_hook", "user"];
    const requested = ["read:repo_hook", "user:email", "read:org", "offline_access"];
    expect(missingScopes(github, requested, granted)).toEqual(["read:org"]);
  });

  test("are none where the provider does not report", () => {
    expect(missingScopes(catalogue.find("notion")!, ["x"], [])).toEqual([]);
  });
});

describe("two lists of scopes", () => {
  test.each<[string[], string[], boolean]>([
    [["openid", send], [send, "openid", send], true],
    [["openid", email], ["openid", "email"], true],
    [["openid"], ["openid", send], false],
    [["openid", send], ["openid"], false],
    [["openid"], ["OpenID"], false],
    [[], [], true],
  ])("%j and %j are the same: %s", (one, other, same) => {
    expect(sameScopes(google, one, other)).toBe(same);
  });
});

describe("the scopes that a connection has", () => {
  test("lack what was withheld, in the spelling in which they were asked for", () => {
    expect(heldScopes(google, ["openid", "email", send], ["openid", email])).toEqual([
      "openid",
      "email",
    ]);
  });

  test("are those asked for where nobody can withhold any", () => {
    expect(heldScopes(github, ["repo", "user:email"], ["repo"])).toEqual(["repo", "user:email"]);
  });
});

describe("what is kept of the scopes that were granted", () => {
  const many = Array.from({ length: 400 }, (_, at) => `s${at}`);

  test("is all of any honest grant, as it came", () => {
    const granted = ["b", send, ...many.slice(0, 198)];
    expect(keptScopes(google, ["openid"], granted)).toEqual(granted);
  });

  test("begins with what was asked for, in whatever spelling, and what may hold it", () => {
    const { scopes } = google.connector;
    const implies = { all: [send] };
    const entry = { connector: { ...google.connector, scopes: { ...scopes, implies } } };
    const kept = keptScopes(entry, [send, "email"], [...many, "all", email, send]);
    expect(kept).toEqual([email, send, "all", ...many.slice(0, 197)]);
    expect(missingScopes(entry, [send, "email"], kept)).toEqual([]);
  });

  test.each(["x".repeat(257), "a\u0000", "\ud800", ""])("is never %j", (scope) => {
    expect(keptScopes(google, ["a"], ["a", scope])).toEqual(["a"]);
  });
});
