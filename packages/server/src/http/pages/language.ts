/** The language of a page: chosen by the app or by the browser, with the words of the connect pages in it. */
import type { FastifyRequest } from "fastify";
import { type Html, html } from "./page.ts";
import { de } from "./words/de.ts";
import { type Catalogue, en, type Key } from "./words/en.ts";
import { es } from "./words/es.ts";
import { fr } from "./words/fr.ts";
import { ja } from "./words/ja.ts";
import { pseudo } from "./words/pseudo.ts";
import { pt } from "./words/pt.ts";

/** What stands in braces in a text. */
type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;
type Values<K extends Key, Value> = Readonly<Record<Names<(typeof en)[K]>, Value>>;
/** A text without a gap takes none. */
type Gaps<K extends Key, Value> = Names<(typeof en)[K]> extends never ? [] : [Values<K, Value>];

export interface Language {
  /** BCP 47 tag, for `lang`. */
  readonly tag: string;
  readonly dir: "ltr" | "rtl";
  /** A text, with values filled in: a string is a name, and stands in a direction of its own. */
  say<K extends Key>(key: K, ...gaps: Gaps<K, string | Html>): Html;
  /** The same without markup, for titles. */
  plain<K extends Key>(key: K, ...gaps: Gaps<K, string>): string;
  /** A length of time in words, rounded. */
  duration(seconds: number): string;
}

function languageOf(tag: string, dir: Language["dir"], words: Catalogue): Language {
  const fill = (key: Key, values: Readonly<Record<string, string | Html>> = {}): Html => {
    const parts = words[key].split(/\{([a-z]+)\}/i).map((part, index) => {
      if (index % 2 === 0) return html`${part}`;
      const value = values[part] ?? "";
      return typeof value === "string" ? html`<bdi>${value}</bdi>` : value;
    });
    return html`${parts}`;
  };
  return {
    tag,
    dir,
    say: (key, ...[values]) => fill(key, values),
    plain: (key, ...[values]) =>
      words[key].replace(
        /\{([a-z]+)\}/gi,
        (_, name: string) => (values as Readonly<Record<string, string>> | undefined)?.[name] ?? "",
      ),
    duration: (seconds) => durationIn(tag, seconds),
  };
}

function durationIn(tag: string, seconds: number): string {
  const in_ = (unit: string, count: number) =>
    new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: "long" }).format(count);
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 120) return in_("minute", minutes);
  const hours = Math.round(minutes / 60);
  return hours < 72 ? in_("hour", hours) : in_("day", Math.round(hours / 24));
}

export const english = languageOf("en", "ltr", en);

/** By tag; what the browser may choose. */
const languages: ReadonlyMap<string, Language> = new Map(
  [
    english,
    languageOf("de", "ltr", de),
    languageOf("fr", "ltr", fr),
    languageOf("es", "ltr", es),
    languageOf("pt", "ltr", pt),
    languageOf("ja", "ltr", ja),
  ].map((language) => [language.tag, language]),
);
const pseudoLanguage = languageOf("ar-XB", "rtl", pseudo);

/** The catalogues by tag, English first. */
export const catalogues: Readonly<Record<string, Catalogue>> = { en, de, fr, es, pt, ja };

/** The language that speaks for a tag: without its region and script where those are unknown (RFC 4647 section 3.4). */
function lookUp(tag: string): Language | undefined {
  const [primary = ""] = tag.trim().toLowerCase().split("-");
  return languages.get(primary);
}

const headerCharactersMax = 512;

/** The languages of an `Accept-Language` header (RFC 9110 section 12.5.4), the most wanted first. */
function accepted(header: string): string[] {
  return header
    .slice(0, headerCharactersMax)
    .split(",")
    .map((entry) => {
      const [tag = "", ...parameters] = entry.split(";");
      const weight = parameters.map((one) => /^\s*q=([\d.]+)\s*$/i.exec(one)?.[1]).find(Boolean);
      return { tag: tag.trim(), weight: Number(weight ?? 1) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
}

/** By what the app asked for, where it is spoken here; else by the browser's `Accept-Language`; else English. */
export function languageFor(
  { headers }: Pick<FastifyRequest, "headers">,
  locale: string | null = null,
): Language {
  if (locale?.toLowerCase() === "ar-xb") return pseudoLanguage;
  const asked = locale === null ? undefined : lookUp(locale);
  if (asked !== undefined) return asked;
  for (const tag of accepted(headers["accept-language"] ?? "")) {
    const found = lookUp(tag);
    if (found !== undefined) return found;
  }
  return english;
}
