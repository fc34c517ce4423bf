/** docs/security/requirements.md says of each requirement where it stands: what it names is there, and it adds up. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const page = readFileSync("docs/security/requirements.md", "utf8");
const last = 110;
const states = ["met", "partly", "not built", "not applicable"];

/** A test or a group of tests, by its file and the name that stands there. */
interface Shown {
  readonly file: string;
  readonly names: readonly string[];
}

interface Row {
  readonly number: number;
  readonly requirement: string;
  readonly state: string;
  /** Files that enforce it. */
  readonly where: readonly string[];
  readonly shown: readonly Shown[];
  readonly note: string;
}

const rows: Row[] = (page.match(/^\| SEC-\d+ \|.*$/gm) ?? []).map((line) => {
  const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
  const [, number = "", requirement = "", state = "", where = "", shown = "", note = ""] = cells;
  return {
    number: Number(number.slice("SEC-".length)),
    requirement,
    state,
    where: [...where.matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file),
    shown: shownBy(shown),
    note,
  };
});

function shownBy(cell: string): Shown[] {
  const [, ...parts] = cell.split(/`([^`]+)`/);
  return parts.flatMap((file, at) => {
    if (at % 2 === 1) return [];
    const names = [...(parts[at + 1] ?? "").matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name);
    return [{ file, names }];
  });
}

/** Whether the name is the first argument of a call that makes tests: a comment that repeats it is none. */
function isTestIn(source: string, name: string): boolean {
  const text = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`\\(\\s*["\`]${text}["\`],`).test(source);
}

describe("every requirement", () => {
  test("stands in the table once, in order", () => {
    const all = Array.from({ length: last }, (_, at) => at + 1);
    expect(rows.map(({ number }) => number)).toEqual(all);
  });

  test.each(rows)("SEC-$number: what is said of it is whole, and is there", (row) => {
    const { requirement, state, where, shown, note } = row;
    expect(requirement).not.toBe("");
    expect(states).toContain(state);
    // What is missing, or why it does not apply, is said; what is met is shown, and somewhere.
    if (state === "met") expect([shown.length, where.length]).not.toContain(0);
    else expect(note).not.toBe("");
    const files = [...where, ...shown.map(({ file }) => file)];
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
    for (const { file, names } of shown) {
      expect(file).toMatch(/\.test\.ts$/);
      expect(names, file).not.toEqual([]);
      const source = readFileSync(file, "utf8");
      expect(names.filter((name) => !isTestIn(source, name))).toEqual([]);
    }
  });

  test("that a test names is not called missing", () => {
    const missing = rows.filter(({ state }) => state === "not built").map(({ number }) => number);
    expect(missing.filter((number) => cited().has(number))).toEqual([]);
    expect([...cited()].filter((number) => number > last)).toEqual([]);
  });
});

test("the counts in the head are those of the table", () => {
  const counts = states.map((state) => rows.filter((row) => row.state === state).length);
  const stated = states.map((state) => new RegExp(`^\\| ${state} \\| (\\d+) \\|`, "m").exec(page));
  expect(stated.map((found) => Number(found?.[1]))).toEqual(counts);
});

test("a name is found as a test has it, and not elsewhere", () => {
  const source = 'test("is one (SEC-1)", () => {});\n// ("another", it is\nconst x = "a third";';
  expect(isTestIn(source, "is one (SEC-1)")).toBe(true);
  for (const name of ["is one", "a third", "s one (SEC-1)"])
    expect(isTestIn(source, name)).toBe(false);
});

/** The numbers that tests of the repository name; this one names none. */
function cited(): Set<number> {
  const tests = globSync("{packages,examples,bench,tools}/**/*.test.{ts,tsx}", {
    exclude: ["**/node_modules/**", "tools/security-table.test.ts"],
  });
  const texts = tests.map((file) => readFileSync(file, "utf8"));
  const found = texts.flatMap((text) => [...text.matchAll(/SEC-(\d+)/g)]);
  return new Set(found.map(([, number]) => Number(number)));
}
