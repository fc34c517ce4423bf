/**
 * Patterns that a workspace brings run on the thread that serves everyone, on values that others
 * choose. So a pattern is only taken where the work that it can cause is bounded.
 */

const patternCharactersMax = 300;
/** Longest value that a pattern is applied to, in characters. */
const valueCharactersMax = 512;
/** In how many ways a pattern may be able to read one value. */
const waysMax = 1_000_000;

/** A character class, or an escape. */
const unit = /\[(?:\\[\s\S]|[^\]\\])*\]|\\(?:[pPu]\{[^}]*\}|[\s\S])/g;

/** What is wrong with a regular expression for whole values (`^…$`); null where nothing is. */
export function patternProblem(pattern: string): string | null {
  if (pattern.length > patternCharactersMax) return `is longer than ${patternCharactersMax}`;
  if (!compiles(pattern)) return "is no regular expression";
  const units = pattern.match(unit) ?? [];
  if (units.some((one) => /^\\[1-9k]/.test(one))) return "refers back to a group";
  // What is left is groups, alternatives and repetitions.
  const frame = frameOf(pattern);
  if (!frame.endsWith("$")) return "does not end with $";
  if (/\(\?[^:]/.test(frame)) return "holds a group that is neither (…) nor (?:…)";
  const flat = flatOf(frame);
  if (/\)[*+{]/.test(flat)) return "repeats a group that can match in more than one way";
  if (withoutGroups(flat).includes("|")) return "has alternatives outside a group";
  return waysOf(flat) > waysMax ? "can read one value in too many ways" : null;
}

/** How many values one answer can have to be matched, and in how many ways all of them together. */
const patternsMax = 20;
const waysOfAllMax = 2_000_000;

/** What is wrong with all the patterns that one answer is matched against; null where nothing is. */
export function patternListProblem(patterns: readonly string[]): string | null {
  if (patterns.length > patternsMax) return `must not have more than ${patternsMax} entries`;
  const ways = patterns.map((pattern) => waysOf(flatOf(frameOf(pattern))));
  const all = ways.reduce((sum, one) => sum + one, 0);
  return all > waysOfAllMax ? "have patterns that can read their values in too many ways" : null;
}

function frameOf(pattern: string): string {
  return pattern.replace(unit, "x");
}

function flatOf(frame: string): string {
  return withoutFixedGroups(frame.replaceAll("(?:", "("));
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, "u");
    return true;
  } catch {
    return false;
  }
}

/** Groups of a fixed length, repeated a fixed number of times, are as good as a character. */
function withoutFixedGroups(frame: string): string {
  return frame.replace(/\(([^()*+?|]*)\)\{\d+\}/g, (group, inner: string) =>
    /\{\d+,/.test(inner) ? group : "x",
  );
}

function withoutGroups(frame: string): string {
  const next = frame.replace(/\([^()]*\)/g, "x");
  return next === frame ? frame : withoutGroups(next);
}

/** An upper bound: every repetition and every alternative multiplies. */
function waysOf(frame: string): number {
  let ways = 1;
  for (const [sign, least, most] of frame.matchAll(/[*+?|]|\{(\d+)(?:,(\d*))?\}/g)) {
    if (sign === "?" || sign === "|") ways *= 2;
    else if (least === undefined || most === "") ways *= valueCharactersMax;
    else if (most !== undefined)
      ways *= Math.min(Number(most), valueCharactersMax) - Number(least) + 1;
  }
  return ways;
}
