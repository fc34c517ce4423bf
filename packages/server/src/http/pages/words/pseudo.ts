/**
 * A language for trying out how pages look from right to left: `ar-XB`, a pseudo-locale of the CLDR. It is
 * English whose words are written backwards by the browser; nobody gets it who has not asked for it by name.
 */
import { type Catalogue, en, type Key } from "./en.ts";

const rightToLeft = "\u202e";
const endOfDirection = "\u202c";

function turned(text: string): string {
  return text.replace(/\{[a-z]+\}|[^\s{}]+/g, (part) =>
    part.startsWith("{") ? part : rightToLeft + part + endOfDirection,
  );
}

export const pseudo = Object.fromEntries(
  Object.entries(en).map(([key, text]) => [key as Key, turned(text)]),
) as Catalogue;
