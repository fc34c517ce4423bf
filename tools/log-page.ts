/**
 * Writes the table of docs/logs.md from what the server's sources log. Run it with `npm run docs:logs` after a
 * change to what is logged.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { logLines } from "./log-fields.ts";
import { runPlainScript } from "./script.ts";

/** From the root of the repository. */
const file = "docs/logs.md";

const tableOnPage = /^\| `msg` \| level \|.*\n(?:\|.*\n?)+/m;

/** The page, with the table as it should be. Throws where the page has no table. */
export function withLogTable(page: string): string {
  if (!tableOnPage.test(page))
    throw new Error(`${file} has no table that begins with | \`msg\` | level |.`);
  return page.replace(tableOnPage, () => logTable());
}

function logTable(): string {
  const rows = logLines("packages/server/src").map(({ message, level, fields }) => {
    const named = fields.map((field) => `\`${field}\``).join(", ");
    return `| ${message} | ${level} | ${named} |`;
  });
  return ["| `msg` | level | fields |", "|---|---|---|", ...rows, ""].join("\n");
}

if (import.meta.main) {
  await runPlainScript("npm run docs:logs\n\nWrites the table of docs/logs.md.\n", () =>
    writeFileSync(file, withLogTable(readFileSync(file, "utf8"))),
  );
}
