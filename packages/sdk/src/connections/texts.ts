/** The texts of a language, with names filled in. */
import { currentPage } from "../page.ts";
import { de } from "./words/de.ts";
import { type ConnectionsTexts, en } from "./words/en.ts";
import { es } from "./words/es.ts";
import { fr } from "./words/fr.ts";
import { ja } from "./words/ja.ts";
import { pt } from "./words/pt.ts";

/** By language tag (BCP 47): what is spoken without texts of the app's own. */
export const languages: Readonly<Record<string, ConnectionsTexts>> = { en, de, fr, es, pt, ja };

/** Which language, and which texts of the app's own in place of ours. */
export interface TextChoice {
  /** A language tag, such as `de` or `pt-BR`. Without it the page's, else the browser's, else English. */
  readonly language?: string | undefined;
  readonly texts?: Partial<ConnectionsTexts> | undefined;
}

/** Texts that are complete, and the language that they are in. */
export interface Wording {
  readonly language: string;
  readonly texts: ConnectionsTexts;
}

/** Without region and script where those are unknown (RFC 4647 section 3.4). */
const primary = (tag: string) => tag.trim().toLowerCase().split("-")[0] ?? "";
const isSpoken = (tag: string) => Object.hasOwn(languages, primary(tag));

/** The language of the page, else of the browser; `en` where neither is spoken here, and outside a browser. */
export function pageLanguage(): string {
  const page = currentPage();
  if (page === null) return "en";
  const wanted = [page.document.documentElement.lang, ...(page.navigator.languages ?? [])];
  return wanted.find(isSpoken) ?? "en";
}

/** The texts of a choice. A language that is not spoken here is English, but for the app's own texts. */
export function wordingOf({ language, texts }: TextChoice): Wording {
  const tag = language ?? pageLanguage();
  const known = languages[primary(tag)] ?? en;
  const isOurs = isSpoken(tag) || texts !== undefined;
  return { language: isOurs ? tag : "en", texts: { ...known, ...texts } };
}

/**
 * A text with names filled in, each in a direction of its own (Unicode isolates), so that a name from
 * right to left leaves the sentence as it is.
 */
export function fill(text: string, names: Readonly<Record<string, string>> = {}): string {
  return text.replace(/\{([a-z]+)\}/g, (gap, name: string) => {
    const value = names[name];
    return value === undefined ? gap : `\u2068${value}\u2069`;
  });
}
