import { describe, expect, test } from "vitest";
import {
  alsoAllowed,
  checkAllowedScopes,
  splitByAllowed,
  unlistedScopes,
} from "./allowed-scopes.ts";
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
    ["github", "read:audit_log"],
    ["slackbot", "canvases:write"],
    ["hubspot", "crm.objects.made_up_tomorrow.read"],
    ["linear", "app:made_up_tomorrow"],
  ])("of %s takes a scope that the catalogue may not list (%s), and keeps it", (type, scope) => {
    const entry = catalogue.find(type)!;
    expect(checkAllowedScopes(entry, [scope, scope])).toEqual([scope]);
    expect(splitByAllowed(entry, [scope], [scope]).dropped).toEqual([]);
  });

  test("is told what of it the catalogue does not list", () => {
    expect(unlistedScopes(github, ["repo", "ropo", "ropo", "read:org"])).toEqual(["ropo"]);
    expect(unlistedScopes(google, ["email", email])).toEqual([]);
  });

  test.each([
    ["cannot be one", github, "two words"],
    ["holds a control character", github, "re\u0007po"],
    ["is longer than any", github, "x".repeat(257)],
    ["the provider has no use for", catalogue.find("notion")!, "read"],
  ])("is refused with a scope that %s", (_name, entry, scope) => {
    expect(() => checkAllowedScopes(entry, ["repo", scope])).toThrow(
      expect.objectContaining({
        code: "scopes_invalid",
        detail: expect.stringMatching(/^(?:Not a scope|"notion" has no scopes)/),
      }),
    );
  });
});
