/** The words of the connect pages: whole in every language, and the right language for whoever comes. */
import { describe, expect, test } from "vitest";
import { catalogues, languageFor } from "./language.ts";
import { en, type Key } from "./words/en.ts";
import { pseudo } from "./words/pseudo.ts";

const keys = Object.keys(en) as Key[];
const gapsOf = (text: string) => [...text.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
const translated = Object.entries(catalogues).filter(([tag]) => tag !== "en");

/** Buttons and headings: on a phone they stand on one line or two. */
const short = keys.filter((key) => en[key].length <= 40);

describe.each([...translated, ["ar-XB", pseudo] as const])("%s", (tag, words) => {
  test("has every text, none besides, none empty, and none left in English", () => {
    expect(Object.keys(words).sort()).toEqual([...keys].sort());
    for (const key of keys) {
      expect(words[key].trim(), key).not.toBe("");
      if (en[key].includes(" ")) expect(words[key], key).not.toBe(en[key]);
    }
  });

  test.each(keys)("%s fills in what the English text does, each gap once", (key) => {
    expect([...new Set(gapsOf(words[key]))].sort()).toEqual([...new Set(gapsOf(en[key]))].sort());
    // Nothing is left of a gap that was misspelt.
    expect(words[key].replace(/\{[a-z]+\}/g, "")).not.toMatch(/[{}]/);
  });

  test("is nowhere so long that a page breaks", () => {
    if (tag === "ar-XB") return;
    for (const key of keys) {
      const { length } = words[key];
      expect(length, key).toBeLessThanOrEqual(Math.max(24, Math.round(en[key].length * 1.6)));
    }
    for (const key of short) expect(words[key].length, key).toBeLessThanOrEqual(64);
  });
});

test("English itself fills in only names that the pages know", () => {
  const known = new Set(
    "app provider service user account noun count example title time".split(" "),
  );
  for (const key of keys) {
    for (const name of gapsOf(en[key])) expect(known.has(name ?? ""), `${key} ${name}`).toBe(true);
  }
});

describe("the language of a page", () => {
  const rows: [what: string, locale: string | null, header: string | undefined, tag: string][] = [
    ["nothing said", null, undefined, "en"],
    ["the browser's", null, "de", "de"],
    ["with a region", null, "pt-BR,pt;q=0.9,en;q=0.8", "pt"],
    ["the first that is spoken", null, "nl,fr;q=0.8,en;q=0.7", "fr"],
    ["by weight, not by place", null, "en;q=0.2, ja;q=0.9", "ja"],
    ["not one that is refused", null, "de;q=0, es;q=0.1", "es"],
    ["anything", null, "*", "en"],
    ["none that is spoken", null, "nl,sv", "en"],
    ["no header at all", null, ";;q=,,;q=x", "en"],
    ["without end", null, `${"xx,".repeat(10_000)}de`, "en"],
    ["the app's before the browser's", "fr", "de", "fr"],
    ["the app's with a region and a script", "es-Latn-MX", "de", "es"],
    ["one that is not spoken: the browser's", "nl", "de", "de"],
    ["the pseudo-locale by name", "ar-XB", "de", "ar-XB"],
    ["not the pseudo-locale by the browser", null, "ar-XB", "en"],
    ["Arabic is not spoken", "ar", undefined, "en"],
  ];
  test.each(rows)("%s", (_what, locale, header, tag) => {
    const headers = header === undefined ? {} : { "accept-language": header };
    expect(languageFor({ headers }, locale).tag).toBe(tag);
  });

  test("puts names in as text, in a direction of their own", () => {
    const { say, plain } = languageFor({ headers: {} });
    expect(say("backTo", { app: "<b>{provider}" }).text).toBe(
      "Back to <bdi>&lt;b&gt;{provider}</bdi>",
    );
    expect(plain("backTo", { app: "<b>{provider}$&" })).toBe("Back to <b>{provider}$&");
  });

  test("says lengths of time in words", () => {
    const { duration } = languageFor({ headers: {} }, "de");
    expect([20, 3_000, 10_000, 400_000].map(duration)).toEqual([
      "1 Minute",
      "50 Minuten",
      "3 Stunden",
      "5 Tage",
    ]);
  });
});
