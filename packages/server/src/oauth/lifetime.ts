/** Lifetimes of tokens, as servers state them and as they are used. */

/** Ten years, in seconds: the longest lifetime that is believed. */
export const lifetimeSecondsMax = 315_360_000;

/**
 * Reads a lifetime in seconds, such as `expires_in` (RFC 6749 section 5.1): a number, or a string of
 * one as some servers send it. Zero and negative become 1, what is huge becomes ten years, fractions
 * are dropped. Null where nothing usable is stated.
 */
export function readLifetimeSeconds(value: unknown): number | null {
  const number = typeof value === "string" ? readNumber(value) : value;
  if (typeof number !== "number" || Number.isNaN(number)) return null;
  return Math.min(Math.max(Math.floor(number), 1), lifetimeSecondsMax);
}

function readNumber(text: string): number | null {
  const trimmed = text.trim();
  return /^[+-]?\d+(?:\.\d+)?$/.test(trimmed) ? Number(trimmed) : null;
}
