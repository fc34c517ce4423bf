/** Numbers with their nouns. */
const rules = new Intl.PluralRules("en");
const number = new Intl.NumberFormat("en");

/** `1 scope`, `3 scopes`, `96,204 connections`. */
export function counted(count: number, one: string, other = `${one}s`): string {
  return `${number.format(count)} ${rules.select(count) === "one" ? one : other}`;
}

/** How many, as far as they were counted: where `atLeast` is true there may be more. */
export interface Many {
  readonly count: number;
  readonly atLeast: boolean;
}

/**
 * `96 connections`, `at least 10,000 connections`; `an unknown number of connections` where none was found among
 * those that were looked at.
 */
export function countedTo({ count, atLeast }: Many, one: string, other = `${one}s`): string {
  if (atLeast && count === 0) return `an unknown number of ${other}`;
  return `${atLeast ? "at least " : ""}${counted(count, one, other)}`;
}

/** With a capital, at the beginning of a sentence. */
export const beginning = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const conjunction = new Intl.ListFormat("en", { type: "disjunction" });

/** `Ada or Bo`. */
export const either = (names: readonly string[]): string => conjunction.format(names);
