/** What is kept of answers is short and sound, whatever stands in them. */
import { describe, expect, test } from "vitest";
import { parseJson } from "../lib/json.ts";
import { keepValues } from "./kept-values.ts";

type Rule = Parameters<typeof keepValues>[0][number];

const rule = (more: Partial<Rule> = {}): Rule => ({
  name: "team",
  from: "token_answer",
  path: "team",
  required: false,
  validation_pattern: "^[a-z]*$",
  ...more,
});
const keep = (team: unknown, rules = [rule()]) => {
  const answer = parseJson(JSON.stringify({ team }));
  return keepValues(rules, { token_answer: answer, callback: answer, signed_callback: answer }, {});
};

describe("a value", () => {
  test("of 512 characters is kept, and a longer one is not, however long", () => {
    expect(keep("x".repeat(512))).toEqual({ team: "x".repeat(512) });
    for (const length of [513, 1_000_000]) expect(keep("x".repeat(length))).toEqual({});
    expect(() => keep("x".repeat(513), [rule({ required: true })])).toThrow();
  });

  test.each([
    ["a list", ["a"]],
    ["an object", { a: "a" }],
    ["nothing", null],
    ["true", true],
  ])("that is %s is none", (_what, value) => {
    expect(keep(value)).toEqual({});
  });

  test("that is a host is kept where it is the provider's, and nowhere else", () => {
    const hosts = [rule({ validation_pattern: "^.*$", allowed_host_suffixes: [".example.com"] })];
    expect(keep("eu.example.com", hosts)).toEqual({ team: "eu.example.com" });
    for (const host of ["example.com.evil.example", "evil.example/.example.com", "x@e.example.com"])
      expect(keep(host, hosts)).toEqual({});
  });
});
