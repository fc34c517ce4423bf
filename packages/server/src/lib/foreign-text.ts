/**
 * What a stranger's server says of an error, as it may be shown, logged and kept: as data. Nothing of
 * it can end a line, turn the direction of text, hide letters, or carry what looks like a credential.
 */

const wordCharactersMax = 80;
const textCharactersMax = 200;
/** Of a longer text no more is looked at. */
const charactersRead = 2_000;
/** A run of letters without a break of this length is no word, and may be a token. */
const runCharactersMax = 40;

/** Keeps what an error word is made of; line breaks, escapes and quotes become `?`. Null for nothing. */
export function cleanWord(word: string | null | undefined): string | null {
  if (word === null || word === undefined || word === "") return null;
  return word.slice(0, wordCharactersMax).replace(/[^A-Za-z0-9_.:/ -]/g, "?");
}

/**
 * A text on one line, at most 200 characters; null where nothing of it is left. `secrets` are left out
 * wherever they stand: some servers repeat what they were sent.
 */
export function cleanText(
  text: string | null | undefined,
  secrets: readonly string[] = [],
): string | null {
  let read = (text ?? "").slice(0, charactersRead);
  for (const secret of secrets) if (secret !== "") read = read.replaceAll(secret, "…");
  const clean = read
    // White space and line ends become blanks; control, format and bidirectional characters go.
    .replace(/[\s\p{Z}]+/gu, " ")
    .replace(/\p{C}/gu, "")
    // More marks than any script puts on one letter would cover what stands around it.
    .replace(/(\p{M}{3})\p{M}+/gu, "$1")
    .replace(new RegExp(`[A-Za-z0-9_~+/=.-]{${runCharactersMax},}`, "g"), "…")
    .trim();
  if (clean === "") return null;
  const letters = [...clean];
  return letters.length <= textCharactersMax
    ? clean
    : `${letters.slice(0, textCharactersMax - 1).join("")}…`;
}
