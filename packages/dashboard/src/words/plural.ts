/** Numbers with their nouns. */
const rules = new Intl.PluralRules("en");
const number = new Intl.NumberFormat("en");

/** `1 scope`, `3 scopes`, `96,204 connections`. */
export function counted(count: number, one: string, other = `${one}s`): string {
  return `${number.format(count)} ${rules.select(count) === "one" ? one : other}`;
}

const conjunction = new Intl.ListFormat("en", { type: "disjunction" });

/** `Ada or Bo`. */
export const either = (names: readonly string[]): string => conjunction.format(names);
