/** Prints tables in Markdown, so that what is printed can be kept as it is. */

/** Prints a heading and a table; the first row is its head. */
export function printTable(heading: string, rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |\n`;
  const [head = [], ...others] = rows;
  const rule = line(widths.map((width) => "-".repeat(width)));
  process.stdout.write(`\n### ${heading}\n\n${line(head)}${rule}${others.map(line).join("")}`);
}

/** Prints a line of its own. */
export function printLine(text: string): void {
  process.stdout.write(`${text}\n`);
}
