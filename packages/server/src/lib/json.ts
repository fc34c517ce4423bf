/**
 * Reading what others send as JSON or as a form. The work is bounded by the length of the text, by how
 * deep it nests and by how many values it holds, whoever sent it: everything here runs on the thread
 * that serves everyone.
 */

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** Bounds of a document; the largest honest ones (a list of all of a person's groups) hold a tenth. */
export const jsonBounds = { charactersMax: 1_048_576, valuesMax: 20_000, depthMax: 64 } as const;

/** Pairs of a form. */
const formPairsMax = 1_000;

/** Whole numbers with fewer digits are always safe integers. */
const safeDigits = 15;

/**
 * Parses JSON. A whole number too large for a JavaScript number becomes a string of its digits, so
 * that an account id is never rounded. Undefined where the text is no JSON or beyond `jsonBounds`; the
 * parser's message quotes the text and is dropped.
 */
export function parseJson(text: string): Json | undefined {
  const scanned = scan(text);
  if (scanned === undefined) return undefined;
  try {
    return JSON.parse(keepDigits(text, scanned.longNumbers));
  } catch {
    return undefined;
  }
}

/** Whether a text may be given to a parser that has no bounds of its own. It need not be JSON. */
export function isBoundedJson(text: string): boolean {
  return scan(text) !== undefined;
}

/** Parses a form (`application/x-www-form-urlencoded`); undefined where it is beyond its bounds. */
export function parseForm(text: string): Json | undefined {
  if (text.length > jsonBounds.charactersMax) return undefined;
  let pairs = 1;
  for (let at = text.indexOf("&"); at !== -1; at = text.indexOf("&", at + 1)) {
    pairs += 1;
    if (pairs > formPairsMax) return undefined;
  }
  return Object.fromEntries(new URLSearchParams(text));
}

/** Where a number stands: from, and up to but not including. */
type Span = readonly [number, number];

const codes = { quote: 0x22, comma: 0x2c, colon: 0x3a, backslash: 0x5c } as const;
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/**
 * One walk over the text, which knows strings, brackets, and numbers with many digits; undefined where
 * a bound is passed. Names count as values: they cost as much.
 */
function scan(text: string): { readonly longNumbers: readonly Span[] } | undefined {
  const { charactersMax, valuesMax, depthMax } = jsonBounds;
  if (text.length > charactersMax) return undefined;
  const longNumbers: Span[] = [];
  let [values, depth, at] = [1, 0, 0];
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === codes.quote) {
      at = endOfString(text, at);
      continue;
    }
    if (isDigit(code)) {
      const end = endOfDigits(text, at);
      if (end - at > safeDigits) longNumbers.push([at, end]);
      at = end;
      continue;
    }
    if (code === codes.comma || code === codes.colon) values += 1;
    else if (opening.has(code)) [values, depth] = [values + 1, depth + 1];
    else if (closing.has(code)) depth -= 1;
    if (values > valuesMax || depth > depthMax) return undefined;
    at += 1;
  }
  return { longNumbers };
}

/** Behind the quote that ends the string; the end of the text where none does. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === codes.backslash) before -= 1;
  return (at - before) % 2 === 0;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function endOfDigits(text: string, start: number): number {
  let end = start + 1;
  while (isDigit(text.charCodeAt(end))) end += 1;
  return end;
}

/** Puts quotes around the whole numbers that would be rounded. What is no JSON stays none. */
function keepDigits(text: string, spans: readonly Span[]): string {
  const parts: string[] = [];
  let copied = 0;
  for (const [start, end] of spans) {
    const from = text[start - 1] === "-" ? start - 1 : start;
    const whole = text.slice(from, end);
    if (!standsAlone(text, from, end) || text[start] === "0") continue;
    // The largest safe one has 16 digits.
    if (end - start <= safeDigits + 1 && Number.isSafeInteger(Number(whole))) continue;
    parts.push(text.slice(copied, from), `"${whole}"`);
    copied = end;
  }
  return parts.length === 0 ? text : parts.join("") + text.slice(copied);
}

/** Whether digits are a whole number by themselves, and neither part of another nor next to a letter. */
function standsAlone(text: string, from: number, end: number): boolean {
  return !/[\w.+-]/.test(text[from - 1] ?? " ") && !/[\w.+-]/.test(text[end] ?? " ");
}
