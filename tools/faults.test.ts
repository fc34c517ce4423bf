/** docs/faults.md says of each fault which tests show what holds now: they are there, under these names. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

interface Row {
  readonly title: string;
  /** The cell "shown by". */
  readonly shown: string;
}

const rows: Row[] = (readFileSync("docs/faults.md", "utf8").match(/^\| \d+ \|.*$/gm) ?? []).map(
  (line) => {
    const [, number = "", fault = "", , shown = ""] = line.split(/(?<!\\)\|/);
    return { title: `${number.trim()}: ${fault.trim().slice(0, 60)}`, shown };
  },
);

interface Shown {
  readonly file: string;
  /** Names of tests that stand behind the file. */
  readonly names: readonly string[];
}

function shownBy(cell: string): Shown[] {
  const [, ...parts] = cell.replaceAll("\\|", "|").split(/`([\w/.-]+\.tsx?)`/);
  return parts.flatMap((file, at) =>
    at % 2 === 1
      ? []
      : [
          {
            file,
            names: [...(parts[at + 1] ?? "").matchAll(/"([^"]+)"/g)].map(([, one = ""]) => one),
          },
        ],
  );
}

/** Every text that stands in the file between quotes. */
function textsOf(source: string): string[] {
  const texts = source.match(/"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ?? [];
  return texts.map((text) => text.slice(1, -1).replace(/\\(.)/g, "$1"));
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const placeholder = /%[sdijo]|\$\{[^}]*\}|\$[a-zA-Z.]+/;
/** A text of which fewer letters stand fast is any name. */
const fixedMin = 8;

/** Whether a test of the file has the name: as it stands, filled in (`%s`), or cut (`...`, `…`). */
function isTestOf(texts: readonly string[], name: string): boolean {
  const cut = new RegExp(
    `^${name
      .split(/\.\.\.|…/)
      .map(escaped)
      .join(".*")}$`,
  );
  return texts.some((text) => {
    if (cut.test(text)) return true;
    const fixed = text.split(placeholder);
    if (fixed.length === 1 || fixed.join("").length < fixedMin) return false;
    return new RegExp(`^${fixed.map(escaped).join(".+")}$`).test(name);
  });
}

describe("docs/faults.md", () => {
  test("has rows", () => {
    expect(rows.length).toBeGreaterThan(33);
  });

  test.each(rows)("$title", ({ shown }) => {
    const all = shownBy(shown);
    expect(all).not.toEqual([]);
    expect(all.filter(({ file }) => !existsSync(file))).toEqual([]);
    const lost = all.flatMap(({ file, names }) => {
      const texts = textsOf(readFileSync(file, "utf8"));
      return names.filter((name) => !isTestOf(texts, name)).map((name) => ({ file, name }));
    });
    expect(lost).toEqual([]);
  });
});

test("a name is found as it stands, filled in and cut, and no other is", () => {
  const texts = ["a reader is served", "takes %s, and goes on", "it is $type that counts", "%s"];
  for (const name of [
    "a reader is served",
    "takes two (%s), and goes on",
    "it is slack that counts",
  ])
    expect(isTestOf(texts, name), name).toBe(true);
  for (const name of ["a reader ...", "… is served", "takes %s, …"])
    expect(isTestOf(texts, name), name).toBe(true);
  for (const name of ["a reader is", "takes two and goes on", "anything", "a writer ..."])
    expect(isTestOf(texts, name), name).toBe(false);
});
