/** A name that somebody chose for themselves, as a page shows it that asks another person to decide by it. */

/** Visible characters (Unicode Standard Annex 29): what a person reads as one. */
const charactersMax = 64;
/** Of a longer text no more is looked at from either end. */
const unitsRead = 1_024;

const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * On one line, at most `max` visible characters, without anything that cannot be seen or turns the direction of
 * text; empty where nothing is left. Of a longer one the middle is left out: how an address or a host ends
 * says whose it is.
 */
export function personName(text: string, max: number = charactersMax): string {
  const clean = ends(text)
    .toWellFormed()
    .replace(/[\s\p{Z}]+/gu, " ")
    // Blanks that are letters by their class: Hangul fillers, the empty Braille pattern.
    .replace(/[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/gu, "")
    // More marks than any script puts on one letter would cover what stands around it.
    .replace(/(\p{M}{3})\p{M}+/gu, "$1")
    .trim();
  const letters = [...characters.segment(clean)].map(({ segment }) => segment);
  if (letters.length <= max) return clean;
  const half = Math.floor(max / 2);
  return `${letters.slice(0, max - half - 1).join("")}…${letters.slice(-half).join("")}`;
}

function ends(text: string): string {
  if (text.length <= 2 * unitsRead) return text;
  return `${text.slice(0, unitsRead)}…${text.slice(-unitsRead)}`;
}

/** What Unicode keeps for scripts from right to left, also for those to come (DerivedBidiClass.txt). */
const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Whether it has letters of both directions: shown as usual, its parts would change places. */
export function mixesDirections(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const turned = letters.filter((letter) => rightToLeft.test(letter)).length;
  return turned > 0 && turned < letters.length;
}
