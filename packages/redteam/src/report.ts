/** What came of it, for people and for programs. */
import type { Result } from "./run.ts";

const marks = {
  held: "held",
  "went through": "WENT THROUGH",
  "not applicable": "n/a",
  "broke off": "BROKE OFF",
} as const;

/** One line of the table on the terminal. */
export function line({ attack, verdict, evidence }: Result): string {
  return `${marks[verdict].padEnd(13)}${attack.name.padEnd(21)}${evidence}\n`;
}

export function summary(results: readonly Result[]): string {
  const count = (verdict: Result["verdict"]) =>
    results.filter((one) => one.verdict === verdict).length;
  return `${results.length} attacks: ${count("held")} held, ${count("went through")} went through, ${count("broke off")} broke off, ${count("not applicable")} not applicable\n`;
}

export function json(target: string, results: readonly Result[]): string {
  const rows = results.map(({ attack, verdict, evidence }) => ({
    attack: attack.name,
    tries: attack.tries,
    against: attack.against.map((number) => `SEC-${number}`),
    success: attack.success,
    verdict,
    evidence,
  }));
  return `${JSON.stringify({ target, attacks: rows }, null, 2)}\n`;
}
