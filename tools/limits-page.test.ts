/** docs/limits.md says of every bound what the program has, and of every answer what the table of errors has. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorTable } from "@grantry/contract/errors";
import { afterAll, describe, expect, test } from "vitest";
import { counted, duration, numberIn, size } from "./constants.ts";
import { limits } from "./limits.ts";

const page = readFileSync("docs/limits.md", "utf8");
/** The cells of the rows of a section's table, without its head. */
const rowsOf = (text: string) =>
  [...text.matchAll(/^\| (.+) \|$/gm)].slice(1).map(([, row = ""]) => row.split(" | "));
const sections = Object.fromEntries(
  page
    .split(/^## /m)
    .slice(1)
    .map((text) => [text.split("\n", 1)[0] ?? "", rowsOf(text)]),
);

test("there are the sections that have bounds, and the one of what has none", () => {
  expect(Object.keys(sections)).toEqual([...Object.keys(limits), "What has no bound"]);
});

test.each(Object.entries(limits))("%s: every bound is the program's", (section, bounds) => {
  const documented = (sections[section] ?? []).map(([what, bound]) => [what, bound]);
  expect(documented, "docs/limits.md and tools/limits.ts name the same rows, in one order").toEqual(
    Object.entries(bounds),
  );
});

test("every code that is answered has its status", () => {
  const answers = [...page.matchAll(/`([a-z_]+)` (\d{3})\b/g)].map(([, code, status]) => [
    code,
    Number(status),
  ]);
  const known = new Map<unknown, number>(
    Object.entries(errorTable).map(([code, { status }]) => [code, status]),
  );
  expect(answers.length).toBeGreaterThan(80);
  expect(answers.filter(([code, status]) => known.get(code) !== status)).toEqual([]);
});

describe("how numbers are read and said", () => {
  const folder = mkdtempSync(join(tmpdir(), "grantry-constants-"));
  const file = join(folder, "some.ts");
  writeFileSync(
    file,
    `interface Settings { readonly waitMs: number; }
const bodyBytesMax = 65_536;
const daySeconds = 86_400;
const kept = 400 * daySeconds;
const sealsMax = 2 ** 32;
const side = { least: 32, most: 1_024 } as const;
const defaults: Settings = {
  waitMs: 5_000,
};
const [one, other] = [{ hour: 3_600 }, { hour: 60 }];
`,
  );
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ["bodyBytesMax", 65_536],
    ["kept", 400 * 86_400],
    ["sealsMax", 2 ** 32],
    ["least", 32],
    ["most", 1_024],
    ["waitMs", 5_000],
  ])("%s", (name, value) => {
    expect(numberIn(file, name)).toBe(value);
  });

  test.each(["hour", "minute"])("%s, which is two numbers or none, is told", (name) => {
    expect(() => numberIn(file, name)).toThrow("no one number");
  });

  test("in their largest whole unit", () => {
    expect([90, 3_600, 86_400 * 7, 1.5].map(duration)).toEqual([
      "90 seconds",
      "1 hour",
      "7 days",
      "1.5 seconds",
    ]);
    expect([65_536, 26_214_400, 1_000].map(size)).toEqual(["64 KiB", "25 MiB", "1,000 bytes"]);
    expect(counted(1, "day")).toBe("1 day");
  });
});
