/** A name that somebody chose for themselves, as a page shows it that asks another person to decide by it. */

/** Visible characters (Unicode Standard Annex 29): what a person reads as one. */
const charactersMax = 64;
/** Of a longer text no more is looked at from either end. */
const unitsRead = 1_024;

const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * On one line, at most 64 visible characters, without anything that cannot be seen or turns the direction of
 * text; empty where nothing is left. Of a longer one the middle is left out: how an address or an issuer
 * ends says whose it is.
 */
export function personName(text: string): string {
  const clean = ends(text)
    .toWellFormed()
    .replace(/[\s\p{Z}]+/gu, " ")
    // Blanks that are letters by their class: Hangul fillers, the empty Braille pattern.
    .replace(/[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/gu, "")
    // More marks than any script puts on one letter would cover what stands around it.
    .replace(/(\p{M}{3})\p{M}+/gu, "$1")
    .trim();
  const letters = [...characters.segment(clean)].map(({ segment }) => segment);
  if (letters.length <= charactersMax) return clean;
  const half = charactersMax / 2;
  return `${letters.slice(0, half - 1).join("")}…${letters.slice(-half).join("")}`;
}

function ends(text: string): string {
  if (text.length <= 2 * unitsRead) return text;
  return `${text.slice(0, unitsRead)}…${text.slice(-unitsRead)}`;
}

const rightToLeft =
  /[\p{Script=Adlam}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Mandaic}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** Whether it has letters of both directions: shown as usual, its parts would change places. */
export function mixesDirections(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const turned = letters.filter((letter) => rightToLeft.test(letter)).length;
  return turned > 0 && turned < letters.length;
}
