/** A release takes what is unreleased, loses none of it, and makes no section twice. */
import { describe, expect, test } from "vitest";
import { releaseChangelog, sectionOf, summaryOf } from "./changelog.ts";

const before =
  "# Changelog\n\n## Unreleased\n\n- Old line,\n  in two.\n\n## 0.1.0 (2026-11-01)\n\n- First.\n";
const release = {
  version: "0.2.0",
  date: "2026-12-01",
  summaries: ["New thing.\nIts second line."],
};

describe("the section of a version", () => {
  test("has the changesets and what stood under Unreleased, which is empty then", () => {
    expect(releaseChangelog(before, release)).toBe(
      "# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-12-01)\n\n- New thing.\n  Its second line.\n- Old line,\n  in two.\n\n## 0.1.0 (2026-11-01)\n\n- First.\n",
    );
  });

  test("can be the first, at the end of the file", () => {
    const first = "# Changelog\n\n## Unreleased\n\n- Only line.\n";
    expect(releaseChangelog(first, { ...release, summaries: [] })).toBe(
      "# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-12-01)\n\n- Only line.\n",
    );
  });

  test("is made once", () => {
    const after = releaseChangelog(before, release);
    expect(() => releaseChangelog(after, release)).toThrow("has a section of 0.2.0");
    // 0.2 is the beginning of no other version's number.
    expect(() => releaseChangelog(after, { ...release, version: "0.2" })).not.toThrow();
  });

  test("is not empty", () => {
    const nothing = "# Changelog\n\n## Unreleased\n";
    expect(() => releaseChangelog(nothing, { ...release, summaries: [] })).toThrow(
      "Nothing changed",
    );
  });

  test("wants the section it takes from", () => {
    expect(() => releaseChangelog("# Changelog\n", release)).toThrow('no section "## Unreleased"');
  });
});

describe("a changeset", () => {
  test("says what changed", () => {
    expect(summaryOf("a.md", '---\n"grantry": minor\n---\n\nBackups can be sealed.\n')).toBe(
      "Backups can be sealed.",
    );
  });

  test.each(['---\n"grantry": minor\n---\n', "Backups can be sealed.\n"])(
    "that does not, is refused: %j",
    (text) => {
      expect(() => summaryOf("a.md", text)).toThrow(".changeset/a.md does not say");
    },
  );
});

test("the notes of a version are its section alone", () => {
  const after = releaseChangelog(before, release);
  expect(sectionOf(after, "0.2.0")).toBe(
    "- New thing.\n  Its second line.\n- Old line,\n  in two.",
  );
  expect(sectionOf(after, "0.1.0")).toBe("- First.");
  expect(() => sectionOf(after, "0.2")).toThrow("no section of 0.2:");
});
