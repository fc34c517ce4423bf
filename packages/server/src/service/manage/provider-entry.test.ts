import { authorizationServers } from "@grantry/catalogue/list";
import { describe, expect, test } from "vitest";
import { buildCatalogue } from "../../provider/catalogue.ts";
import { checkEntry } from "./provider-entry.ts";
import { patternListProblem, patternProblem } from "./provider-pattern.ts";
import { urlProblem } from "./provider-urls.ts";

/**
 * What only our own entries may have: patterns that were read by people, another name than the official
 * clients know (theirs), and the sandbox's http.
 */
const privileged: Record<string, RegExp> = {
  github: /validation_pattern$/,
  gitlab: /validation_pattern$/,
  microsoft: /validation_pattern$/,
  sandbox: /endpoint$|url$|hosts\.0$/,
  snowflake: /^settings$/,
};

describe("the rules for custom entries", () => {
  const rules = { catalogue: buildCatalogue([]), allowedPrivateOrigins: new Set<string>() };

  test.each(authorizationServers.map((entry) => ({ id: entry.id, entry })))(
    "fit the built-in entry $id",
    ({ id, entry }) => {
      const checked = checkEntry(rules, entry);
      const fields =
        "problems" in checked ? checked.problems.map(({ path }) => path.join(".")) : [];
      expect(fields.filter((field) => !privileged[id]?.test(field))).toEqual([]);
      expect(fields.length > 0).toBe(id in privileged);
    },
  );

  test("keep the built-in names", () => {
    const catalogue = buildCatalogue(authorizationServers);
    for (const entry of authorizationServers) {
      const checked = checkEntry({ ...rules, catalogue }, entry);
      const fields =
        "problems" in checked ? checked.problems.map(({ path }) => path.join(".")) : [];
      expect(fields).toContain("id");
      for (const index of entry.connectors.keys()) {
        expect(fields).toContain(`connectors.${index}.integration_type`);
      }
    }
  });
});

describe("a pattern", () => {
  test.each([
    "^[a-z0-9-]+$",
    "^[a-z0-9-]+\\.house\\.example$",
    "^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$",
    "^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$",
    "^https://[A-Za-z0-9.-]+/[0-9]+$",
    "^(?:eu|us|ap)$",
    "^[)(|*+]{1,64}\\)\\*\\|$",
    "^[^\\p{C}]{1,200}$",
    "^.*$",
  ])("%s is taken", (pattern) => expect(patternProblem(pattern)).toBeNull());

  test.each([
    ["^(a+)+$", /repeats a group/],
    ["^(?:a*)*$", /repeats a group/],
    ["^(?:a|a)*$", /repeats a group/],
    ["^(?:a+){20}$", /repeats a group/],
    ["^(?:a|a){40}$", /repeats a group/],
    ["^(?:a{1,9}){20}$", /repeats a group/],
    ["^(?:(?:aa){1,9}b){2,}$", /repeats a group/],
    ["^a*a*a*$", /too many ways/],
    ["^a+?a+?a+?$", /too many ways/],
    ["^a{1,}a{2,}a{3,}$", /too many ways/],
    [`^${"(?:a|a)".repeat(40)}$`, /too many ways/],
    [`^${"a?".repeat(40)}$`, /too many ways/],
    ["^(?=.*a)b$", /neither/],
    ["^(?<!a)b$", /neither/],
    ["^(?<x>a)\\k<x>$", /back/],
    ["^(a)\\1$", /back/],
    ["^a$|.*$", /alternatives outside/],
    ["^a|b$", /alternatives outside/],
    ["^a\\$", /does not end with \$/],
    ["^[a$", /no regular expression/],
    ["^(a$", /no regular expression/],
    [`^${"a".repeat(300)}$`, /longer/],
  ])("%s is refused", (pattern, problem) => expect(patternProblem(pattern)).toMatch(problem));
});

describe("all the patterns of an answer", () => {
  test.each([
    [Array(20).fill("^[a-z0-9-]+$"), null],
    [Array(21).fill("^[a-z]$"), "must not have more than 20 entries"],
    [Array(7).fill("^a+b+$"), null],
    [Array(8).fill("^a+b+$"), "have patterns that can read their values in too many ways"],
  ])("%o", (patterns, problem) => expect(patternListProblem(patterns)).toBe(problem));
});

describe("an address", () => {
  const allowed = new Set(["http://127.0.0.1:4401"]);
  test.each([
    "https://house.example",
    "https://house.example:8443/a?b=c",
    "https://{region}.house.example/{path}?x={query}",
    "https://{host}:{port}/a",
    "https://93.184.215.14/token",
    "http://127.0.0.1:4401/token",
    "https://localhost.example",
  ])("%s is taken", (url) => expect(urlProblem(url, allowed)).toBeNull());

  test.each([
    ["http://house.example", /https/],
    ["http://127.0.0.1:4402/token", /https/],
    ["http://{region}:4401", /https/],
    ["https://127.0.0.1:4401", /private/],
    ["https://127.1", /private/],
    ["https://[fe80::1]/", /private/],
    ["https://[::ffff:7f00:1]/", /private/],
    ["https://0.0.0.0", /private/],
    ["https://api.localhost", /private/],
    ["https://localhost.", /private/],
    ["https://{region}@10.0.0.1/", /user information/],
    ["https://house.example#{region}", /fragment/],
    ["https://", /no URL/],
    ["https://house.example:{port}0", /no URL/],
  ])("%s is refused (SEC-30)", (url, problem) => expect(urlProblem(url, allowed)).toMatch(problem));
});
