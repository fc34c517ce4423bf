import { expect, test } from "vitest";
import { createLog } from "./log.ts";
import { textOf } from "./log-text.ts";

test("a line is its time, its level, what it says, and its fields", () => {
  const time = Date.parse("2026-11-30T09:14:03.120Z");
  const line = {
    level: 30,
    time,
    pid: 1,
    hostname: "h",
    status: 200,
    route: "/a/:b",
    msg: "request",
  };
  expect(textOf(`${JSON.stringify(line)}\n`)).toBe(
    "09:14:03.120 INFO  request status=200 route=/a/:b\n",
  );
});

test("what others chose neither moves a terminal's cursor nor begins a line", () => {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => lines.push(line) }, { isText: true });
  log.warn({ cause: "\u001b[2J\nINFO all is well \u202e" }, "no\u0007\u009b");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^[\d:.]{12} WARN {2}no\\u\{7\}\\u\{9b\} cause="[^\n]*"\n$/);
  for (const letter of ["\u001b", "\u009b", "\u202e", "\u0007"]) {
    expect(lines[0]).not.toContain(letter);
  }
});

test("a secret stays one, and whoever hears the lines hears JSON", () => {
  const [lines, told]: [string[], string[]] = [[], []];
  const log = createLog(
    "info",
    { write: (line) => lines.push(line) },
    { isText: true, told: (line) => told.push(line), also: () => ({ trace_id: "t" }) },
  );
  log.info({ headers: { authorization: "canary" } }, "hello");
  expect(lines.join() + told.join()).not.toContain("canary");
  expect(JSON.parse(told[0] ?? "")).toMatchObject({ msg: "hello", trace_id: "t", level: 30 });
});

test("what is no JSON is passed on as it is", () => {
  expect(textOf("not JSON\n")).toBe("not JSON\n");
});
