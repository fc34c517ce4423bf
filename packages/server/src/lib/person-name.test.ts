/** What a person calls themselves cannot make a page say something else. */
import { describe, expect, test } from "vitest";
import { mixesDirections, personName } from "./person-name.ts";

describe("a name that is shown", () => {
  test.each([
    ["stands on one line", "Ada\r\nLovelace\u2028(you)\u0085!", "Ada Lovelace (you)!"],
    ["has one blank where there were many", "  Ada \u00a0\u3000\t Lovelace ", "Ada Lovelace"],
    ["turns no direction", "\u202egro.live\u202c\u2067x\u2069\u200fy\u061c", "gro.livexy"],
    ["hides no letters", "a\u200bd\u2060a\u00ad\u3164\u115f\uffa0\u2800\u{e0041}", "ada"],
    ["has no control characters", "\u0000a\u001b[31md\u007fa\u009b", "a[31mda"],
    ["covers nothing", `a${"\u0301".repeat(50)}b`, `a${"\u0301".repeat(3)}b`],
    ["is well formed", "a\ud800b", "a\ufffdb"],
    ["may be of any script", "山田 太郎 (Δέσποινα)", "山田 太郎 (Δέσποινα)"],
    ["may be empty", "\u200b\u202e \u2800", ""],
  ])("%s", (_what, given, shown) => {
    expect(personName(given)).toBe(shown);
  });

  test("has 64 visible characters at most, and ends as it ended", () => {
    const visible = (text: string) => [...new Intl.Segmenter("en").segment(text)].length;
    for (const letter of ["a", "e\u0301", "한", "👩🏽"]) {
      const long = personName(`${letter.repeat(5_000)}@evil.example`);
      expect(visible(long)).toBe(64);
      expect(long.endsWith("@evil.example")).toBe(true);
      expect(personName(letter.repeat(64))).toHaveLength(personName(letter).length * 64);
    }
  });

  test("is bounded, whatever it is", () => {
    const costly = [" ", "\u0301", "\u200d", "👨‍", "\ud800", "a\u0301\u0301\u0301\u0301"];
    for (const one of costly) expect(personName(one.repeat(1_000_000)).length).toBeLessThan(3_000);
  });
});

test.each([
  ["ada@example.com", false],
  ["עדה 1815", false],
  ["(عربي)", false],
  ["12:30", false],
  ["ada@דוגמה.com", true],
  ["paypal.com عربي", true],
  ["paypal.com 𐤀𐤁", true],
  ["𞠀𞠁", false],
])("%s has letters of both directions: %s", (text, expected) => {
  expect(mixesDirections(text)).toBe(expected);
});
