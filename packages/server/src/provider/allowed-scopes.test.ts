import { describe, expect, test } from "vitest";
import { alsoAllowed, checkAllowedScopes, splitByAllowed } from "./allowed-scopes.ts";
import { catalogue } from "./test/fixture.ts";

const google = catalogue.find("gmail")!;
const github = catalogue.find("github")!;
const email = "https://www.googleapis.com/auth/userinfo.email";
const send = "https://www.googleapis.com/auth/gmail.send";
const readonly = "https://www.googleapis.com/auth/gmail.readonly";

describe("a workspace's list of scopes", () => {
  test("leaves what it names and what is always needed, and drops the rest in order", () => {
    expect(splitByAllowed(google, [send], [readonly, send, "openid", email])).toEqual({
      kept: [send, "openid", email],
      dropped: [readonly],
    });
    expect(splitByAllowed(google, [], [send, "openid"])).toEqual({
      kept: ["openid"],
      dropped: [send],
    });
  });

  test("that is none drops nothing", () => {
    expect(splitByAllowed(google, null, ["x"])).toEqual({ kept: ["x"], dropped: [] });
    expect(alsoAllowed(google, null)).toEqual([]);
  });

  test("counts another spelling of a scope as the same, and says which it allows", () => {
    expect(splitByAllowed(google, [], ["email", email]).dropped).toEqual([]);
    expect(alsoAllowed(google, [send])).toEqual(expect.arrayContaining(["openid", email, "email"]));
    expect(alsoAllowed(google, [send, "openid"])).not.toContain("openid");
  });

  test("holds each scope once", () => {
    expect(checkAllowedScopes(github, ["repo", "repo", "read:user"])).toEqual([
      "repo",
      "read:user",
    ]);
    expect(checkAllowedScopes(github, [])).toEqual([]);
  });

  test.each([
    ["cannot be one", github, "two words"],
    ["the catalogue does not know", github, "ropo"],
    ["the provider has no use for", catalogue.find("notion")!, "read"],
  ])("is refused with a scope that %s", (_name, entry, scope) => {
    expect(() => checkAllowedScopes(entry, ["repo", scope])).toThrow(
      expect.objectContaining({ code: "scopes_invalid", detail: expect.stringContaining(scope) }),
    );
  });
});
