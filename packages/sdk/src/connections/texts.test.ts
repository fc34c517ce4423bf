import { colours as tokens } from "@grantry/design/tokens";
import { describe, expect, test } from "vitest";
import { colours, connectionsCss } from "./style.ts";
import { fill, languages, wordingOf } from "./texts.ts";
import { en } from "./words/en.ts";

const gaps = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([gap]) => gap).sort();

describe.each(Object.entries(languages))("the texts in %s", (language, texts) => {
  test.each(Object.entries(en))("%s: with the same names in it as the English", (name, english) => {
    const text = texts[name as keyof typeof en];
    expect(text.trim()).not.toBe("");
    // A sentence may do without a name where its grammar says it in another way; it may not ask for more.
    expect(gaps(text)).toEqual(gaps(english));
    if (language !== "en" && english.length > 12) expect(text).not.toBe(english);
  });
});

test("the language is what was asked for, without its region where that is unknown", () => {
  expect(wordingOf({ language: "pt-BR" }).texts.connect).toBe("Conectar");
  expect(wordingOf({ language: "pt-BR" }).language).toBe("pt-BR");
  expect(wordingOf({ language: "nl" })).toEqual({ language: "en", texts: en });
  expect(wordingOf({ language: "constructor" }).language).toBe("en");
  const own = wordingOf({ language: "nl", texts: { connect: "Verbinden" } });
  expect([own.language, own.texts.connect, own.texts.close]).toEqual(["nl", "Verbinden", "Close"]);
});

test("a name stands in a direction of its own, and is not read as a text with gaps", () => {
  expect(fill("{service} is connected.", { service: "{app} $& مرحبا" })).toBe(
    "\u2068{app} $& مرحبا\u2069 is connected.",
  );
});

test("the colours are those of all pages, each for light and dark", () => {
  for (const [name, [light, dark]] of Object.entries(colours)) {
    expect([light, dark]).toEqual([...tokens[name as keyof typeof tokens]]);
    expect(connectionsCss).toContain(`var(--grantry-${name}, light-dark(${light}, ${dark}))`);
  }
  const used = new Set([...connectionsCss.matchAll(/var\(--_([\w-]+)\)/g)].map(([, name]) => name));
  const declared = new Set([...connectionsCss.matchAll(/--_([\w-]+):/g)].map(([, name]) => name));
  expect([...used].filter((name) => !declared.has(name))).toEqual([]);
  expect([...declared].filter((name) => !used.has(name))).toEqual([]);
});
