/** What a change or an operation is about is never said as if it were all where only so many were counted. */
import { afterAll, expect, test, vi } from "vitest";
import { deedOf } from "../src/words/audit.ts";
import type { Impact } from "../src/words/impact.ts";
import { barOf, progressOf, titleOf } from "../src/words/operation-progress.ts";

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

type Operation = Parameters<typeof progressOf>[0];
const operation = (status: Operation["status"], done: number, more: boolean, total = 10_000) =>
  ({
    kind: "disconnect",
    status,
    progress: { total, at_least: more, done, failed: 0 },
  }) as Operation;

test("an operation on more than were counted says how far it is without an end that is not known", () => {
  expect(titleOf(operation("running", 0, true))).toBe("Disconnect at least 10,000 connections");
  expect(progressOf(operation("running", 812, false))).toBe("812 of 10,000");
  expect(progressOf(operation("running", 812, true))).toBe("812 of at least 10,000");
  expect(progressOf(operation("running", 12_306, true))).toBe("12,306 so far");
  expect(progressOf(operation("succeeded", 12_306, true))).toBe("12,306 in all");
  // What was stopped goes no further.
  expect(progressOf(operation("canceled", 300, true))).toBe("300 of at least 10,000");
  expect(progressOf(operation("canceled", 12_306, true))).toBe("12,306 of an unknown number");
});

test("its bar is full only where all of it is done", () => {
  expect(barOf(operation("running", 812, true))).toEqual({ max: 10_000, value: 812 });
  expect(barOf(operation("succeeded", 300, true))).toEqual({ max: 300, value: 300 });
  expect(barOf(operation("succeeded", 300, false))).toEqual({ max: 10_000, value: 300 });
  expect(barOf(operation("canceled", 300, true))).toEqual({ max: 10_000, value: 300 });
  expect(barOf(operation("canceled", 300, false))).toEqual({ max: 10_000, value: 300 });
  // It moves, and says nothing of how far it is; of what was stopped it would say that it goes on.
  expect(barOf(operation("running", 12_306, true))).toEqual({ max: 12_306, value: undefined });
  expect(barOf(operation("running", 0, true, 0))).toEqual({ max: 1, value: undefined });
  expect(barOf(operation("canceled", 12_306, true))).toBeNull();
  expect(barOf(operation("canceled", 0, true, 0))).toBeNull();
});

test("an operation of which none was found among those that were looked at is not on at least none", () => {
  expect(titleOf(operation("running", 0, true, 0))).toBe(
    "Disconnect an unknown number of connections",
  );
  expect(titleOf(operation("running", 0, false, 0))).toBe("Disconnect 0 connections");
  const record = {
    id: "1",
    at: "2026-05-04T09:00:00Z",
    actor: { kind: "operator", id: "opr_a", label: "Ada" },
    action: "operation.created",
    target: { kind: "operation", id: "op_1", label: null },
    details: { kind: "refresh", connections: "0", at_least: "true" },
    result: "ok",
  };
  expect(deedOf(record, () => undefined)).toBe("began to refresh an unknown number of connections");
});
