import { describe, expect, test } from "vitest";
import { hostPatterns, hostPortOf, type PatternRules } from "./host-patterns.ts";

const noProxy: PatternRules = { namesMeanBelow: true, mayMeanAll: true };
const listed: PatternRules = { namesMeanBelow: false, mayMeanAll: false };

function has(text: string, url: string, rules = noProxy): boolean {
  const found = hostPatterns(text, rules);
  if ("wrong" in found) throw new Error(`${found.wrong} is no pattern`);
  return found.has(hostPortOf(new URL(url)));
}

describe("a host of NO_PROXY", () => {
  test.each([
    ["example.com", "https://example.com/", true],
    ["example.com", "https://API.Example.com/", true],
    ["Example.COM", "https://api.example.com./", true],
    ["example.com.", "https://example.com/", true],
    ["example.com", "https://badexample.com/", false],
    ["example.com", "https://example.com.evil.net/", false],
    [".example.com", "https://api.example.com/", true],
    [".example.com", "https://example.com/", false],
    ["*.example.com", "https://a.b.example.com/", true],
    ["*", "https://anything.example/", true],
    ["a.example b.example,c.example", "http://b.example/", true],
    ["example.com:8443", "https://example.com:8443/", true],
    ["example.com:8443", "https://example.com/", false],
    ["example.com:443", "https://example.com/", true],
    ["example.com:80", "http://example.com/", true],
    ["bücher.example", "https://xn--bcher-kva.example/", true],
    ["10.0.0.7", "http://10.0.0.7:8080/", true],
    ["10.0.0.7", "http://10.0.0.70/", false],
    ["10.0.0.7:8080", "http://10.0.0.7/", false],
    ["10.0.0.0/8", "http://10.200.3.4/", true],
    ["10.0.0.0/8", "http://0xa.1/", true],
    ["10.0.0.0/8", "http://11.0.0.1/", false],
    ["10.0.0.0/8", "http://[::ffff:10.1.2.3]/", true],
    ["10.0.0.0/8", "http://10.example.com/", false],
    ["fd00::/8", "http://[fd12::1]/", true],
    ["[fd12::1]:8200", "http://[fd12::1]:8200/", true],
    ["[fd12::1]:8200", "http://[fd12::1]:8201/", false],
    ["fd12:0::1", "http://[fd12::1]/", true],
    ["", "https://example.com/", false],
  ])("%s, and %s: %s", (text, url, expected) => {
    expect(has(text, url)).toBe(expected);
  });
});

describe("a host that may be called", () => {
  test.each([
    ["example.com", "https://example.com/", true],
    ["example.com", "https://api.example.com/", false],
    ["*.example.com", "https://api.example.com/", true],
    ["*.example.com", "https://example.com/", false],
    ["*.example.com:443", "https://api.example.com:8443/", false],
  ])("%s, and %s: %s", (text, url, expected) => {
    expect(has(text, url, listed)).toBe(expected);
  });
});

test.each([
  "10.0.0.0/99",
  "https://example.com",
  "example.com/path",
  "user@example.com",
  "exa mple$",
  "example.com:0",
  "example.com:99999",
  "a..b",
  "a*.example.com",
  "*.",
])("%s is no host", (text) => {
  expect(hostPatterns(text, listed)).toMatchObject({ wrong: expect.any(String) });
});

test("all hosts are no list of hosts that may be called", () => {
  expect(hostPatterns("example.com, *", listed)).toEqual({ wrong: "*" });
});
