/**
 * Writes the table of docs/errors.md from the table of codes, the rule of other tries, and what is said of
 * each. Run it with `npm run docs:errors` after a change to packages/contract/src/error*.ts.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { errorWords } from "@grantry/contract/error-words";
import { type ErrorCode, errorTable, wireError } from "@grantry/contract/errors";
import { retryOf } from "@grantry/contract/retry";
import { runPlainScript } from "./script.ts";

/** From the root of the repository. */
const file = "docs/errors.md";

const tableOnPage = /^\| Code \|.*\n(?:\|.*\n?)+/m;

/** The page, with the table as it should be. Throws where the page has no table. */
export function withErrorTable(page: string): string {
  if (!tableOnPage.test(page)) throw new Error(`${file} has no table that begins with | Code |.`);
  return page.replace(tableOnPage, () => errorTablePart());
}

function errorTablePart(): string {
  const rows = (Object.keys(errorTable) as ErrorCode[]).map((code) => {
    const { when, remedy } = errorWords[code];
    const { status } = errorTable[code];
    return `| \`${code}\` | ${status} | ${onTheWire(code)} | ${retryOf(code)} | ${when} | ${remedy} |`;
  });
  return [
    "| Code | Status | Base44 clients | Retry | When | What to do |",
    "|---|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

/** What differs there from `/v1`: status, `code`, `reason`. */
function onTheWire(code: ErrorCode): string {
  const wire = wireError(code);
  const words = wire.code === wire.reason ? [wire.reason] : [wire.code, wire.reason];
  const said = words.filter((word) => word !== code).map((word) => `\`${word}\``);
  const status = wire.status === errorTable[code].status ? [] : [String(wire.status)];
  return [...status, ...said].join(" ");
}

if (import.meta.main) {
  await runPlainScript("npm run docs:errors\n\nWrites the table of docs/errors.md.\n", () =>
    writeFileSync(file, withErrorTable(readFileSync(file, "utf8"))),
  );
}
