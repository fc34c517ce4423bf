/** The rows that the tests of the official command line print: one per case. */
export interface CaseTable {
  /** Adds a row, failed until `passed` is called. */
  add(command: string, name: string): { passed(): void };
  text(): string;
}

export function createCaseTable(): CaseTable {
  const rows: { command: string; name: string; verdict: string }[] = [];
  return {
    add: (command, name) => {
      const row = { command, name, verdict: "FAILED" };
      rows.push(row);
      return {
        passed: () => {
          row.verdict = "ok";
        },
      };
    },
    text: () => tableText(rows.map(({ command, name, verdict }) => [command, name, verdict])),
  };
}

function tableText(lines: string[][]): string {
  const all = [["command", "case", "verdict"], ...lines];
  const widths = [0, 1, 2].map((at) => Math.max(...all.map((line) => (line[at] ?? "").length)));
  const text = (line: string[]) => line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ");
  return ["", ...all.map((line) => text(line).trimEnd()), ""].join("\n");
}
