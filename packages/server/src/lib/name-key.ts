/**
 * Names as people see them: two that look alike have one key (Unicode Technical Standard 39 does the same with
 * longer tables). A key is for comparing, and shown to nobody.
 */

/** Letters of other scripts, and digits, that look like a Latin letter when they are small. */
const lookalikes: Readonly<Record<string, string>> = {
  ...{
    а: "a",
    в: "b",
    с: "c",
    ԁ: "d",
    е: "e",
    һ: "h",
    і: "l",
    ј: "j",
    к: "k",
    ӏ: "l",
    м: "m",
    н: "h",
  },
  ...{ о: "o", р: "p", ԛ: "q", ѕ: "s", т: "t", у: "y", х: "x", ԝ: "w", ѵ: "v", г: "r", п: "n" },
  ...{
    α: "a",
    β: "b",
    ε: "e",
    η: "n",
    ι: "l",
    κ: "k",
    ν: "v",
    ο: "o",
    ρ: "p",
    τ: "t",
    υ: "u",
    χ: "x",
  },
  ...{
    i: "l",
    ı: "l",
    ɩ: "l",
    "1": "l",
    "0": "o",
    "5": "s",
    ß: "b",
    ɑ: "a",
    ɡ: "g",
    ø: "o",
    đ: "d",
    ł: "l",
  },
};

/** The key of a name; empty where nothing of it is a letter or a digit. */
export function nameKey(name: string): string {
  return [...name.normalize("NFKD").toLowerCase().normalize("NFKD")]
    .filter((letter) => /[\p{L}\p{N}]/u.test(letter))
    .map((letter) => lookalikes[letter] ?? letter)
    .join("")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w");
}

const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

/** Whether a word mixes scripts whose letters look alike: no language writes so. */
export function mixesScripts(name: string): boolean {
  const words = name.normalize("NFKC").match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.some((word) => scripts.filter((script) => script.test(word)).length > 1);
}
