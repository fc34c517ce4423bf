/** What a change or an operation is about is never said as if it were all where only so many were counted. */
import { afterAll, expect, test, vi } from "vitest";
import type { Impact } from "../src/words/impact.ts";
import { progressOf, titleOf } from "../src/words/operation-progress.ts";

// The page that the words stand on, as far as they look at it.
vi.stubGlobal("document", { documentElement: { dataset: {} } });
afterAll(() => vi.unstubAllGlobals());
const { impactInWords } = await import("../src/words/impact.ts");

function impactOf(code: Impact["warnings"][number]["code"], count: number, more: boolean): Impact {
  return {
    connections: count,
    at_least: more,
    must_reconnect: 0,
    ended: 0,
    last_token_ends_at: null,
    apps: count === 0 ? [] : [{ id: "app_1", name: "Daybook", connections: count }],
    warnings: [{ code, connections: count, at_least: more }],
  };
}
const says = (...of: Parameters<typeof impactOf>) => impactInWords(impactOf(...of), "Google");

test("numbers are exact, or the least that it is about", () => {
  expect(says("deleted", 1, false)).toEqual([
    "1 connection ends. Daybook gets no more tokens from them.",
  ]);
  expect(says("deleted", 10_000, true)).toEqual([
    "At least 10,000 connections end. Among others, Daybook gets no more tokens from them.",
  ]);
  expect(says("scopes_added", 31, true)).toEqual([
    "New connections ask for what was added. At least 31 connections keep what was granted, until people connect again.",
  ]);
});

test("none of those that were looked at is not none", () => {
  expect(says("tokens_stop", 0, false)).toEqual([]);
  expect(says("deleted", 0, false)).toEqual(["Nobody is connected through it."]);
  for (const code of ["tokens_stop", "deleted", "scopes_not_asked", "scopes_removed"] as const) {
    expect(says(code, 0, true).join(" ")).toContain("too many to look at all of them");
  }
});

test("an operation on more than were counted says how far it is without an end that is not known", () => {
  const operation = (status: "running" | "succeeded", done: number, more: boolean) =>
    ({
      kind: "disconnect",
      status,
      progress: { total: 10_000, at_least: more, done, failed: 0 },
    }) as Parameters<typeof progressOf>[0];
  expect(titleOf(operation("running", 0, true))).toBe("Disconnect at least 10,000 connections");
  expect(progressOf(operation("running", 812, false))).toBe("812 of 10,000");
  expect(progressOf(operation("running", 812, true))).toBe("812 of at least 10,000");
  expect(progressOf(operation("running", 12_306, true))).toBe("12,306 so far");
  expect(progressOf(operation("succeeded", 12_306, true))).toBe("12,306 in all");
});
