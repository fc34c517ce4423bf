import { describe, expect, test } from "vitest";
import { readHttpDateSeconds } from "./http-date.ts";

const now = Date.UTC(2026, 10, 28, 4) / 1_000;

describe("a date of HTTP (RFC 9110 section 5.6.7)", () => {
  test.each([
    ["Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777],
    ["Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777],
    ["Sun Nov  6 08:49:37 1994", 784_111_777],
    ["Sat, 28 Nov 2026 04:00:40 GMT", now + 40],
    ["Saturday, 28-Nov-26 04:00:40 GMT", now + 40],
    ["Monday, 28-Nov-76 04:00:00 GMT", Date.UTC(2076, 10, 28, 4) / 1_000],
    ["Sunday, 28-Nov-77 04:00:00 GMT", Date.UTC(1977, 10, 28, 4) / 1_000],
    ["Sun, 06 Nov 1994 08:49:37", null],
    ["Sun, 06 Now 1994 08:49:37 GMT", null],
    ["Sun, 40 Nov 1994 08:49:37 GMT", null],
    ["Sun, 06 Nov 1994 29:49:37 GMT", null],
    ["1994-11-06T08:49:37Z", null],
    ["tomorrow", null],
    ["", null],
  ])("%j is %j", (text, seconds) => {
    expect(readHttpDateSeconds(text, now)).toBe(seconds);
  });
});
