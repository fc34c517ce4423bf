/** What was shown, as a table for people. */
import type { Judged } from "./judge.ts";
import type { Mechanism } from "./mechanism.ts";

export interface Shown extends Judged {
  readonly mechanism: Mechanism;
}

const heading = `# Guarantees of the token engine, and what fails without them

Written by \`npm run prove -- --write\`. Each row takes one mechanism out of a copy of the sources and runs the one test
that is meant for it, which passes with the mechanism and must fail without it. \`npm run prove\` does it again and fails
where a test does not notice; \`-- --only G4\` does it for one guarantee. The table is in [prove/](prove/mechanisms.ts).

`;

const columns = ["guarantee", "mechanism", "taken out", "test that fails"];

/** The page. */
export function page(shown: readonly Shown[]): string {
  const rows = shown.map(({ mechanism: one, verdict }) => [
    one.guarantee,
    one.mechanism,
    one.without,
    `${one.test} (\`${one.testFile.replace("packages/server/", "")}\`)${verdict === "hangs" ? "; it never ends" : ""}`,
  ]);
  const lines = [columns, columns.map(() => "---"), ...rows].map((cells) => row(cells));
  return `${heading}${lines.join("\n")}\n\nPaths are those of packages/server.\n`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** One line for whoever watches. */
export function line({ mechanism, verdict, because }: Shown, seconds: number): string {
  const { guarantee, without } = mechanism;
  const reason = verdict === "fails" || verdict === "hangs" ? "" : `: ${because}`;
  return `${guarantee.padEnd(4)} ${verdict.padEnd(8)} ${seconds.toFixed(1).padStart(5)} s  ${without}${reason}\n`;
}
