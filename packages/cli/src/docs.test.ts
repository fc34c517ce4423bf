/** The page docs/cli.md says what the program does, no more and no less. */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { allocator } from "../../../tools/start-server.ts";
import { serverRun } from "./commands/start.ts";
import { commands } from "./commands.ts";
import { commonOptions } from "./common-options.ts";
import { exitCodes } from "./failure.ts";

const page = await readFile(new URL("../../../docs/cli.md", import.meta.url), "utf8");

/** First cells of the rows of a section's table. */
function rowsOf(title: string): string[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? "";
  const rows = section.split("\n").filter((line) => /^\| (`|\d)/.test(line));
  return rows.map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, 3)
      .map((cell) => cell.trim())
      .join(" "),
  );
}

test("every command stands on the page with what it takes, and none besides", () => {
  const documented = rowsOf("Commands").map((row) =>
    /^`grantry ([^`]+)`/.exec(row)?.[1]?.replaceAll("\\|", "|"),
  );
  expect(documented).toEqual(commands.map(({ name, takes = [] }) => [name, ...takes].join(" ")));
});

test("every exit code stands on the page", () => {
  const documented = rowsOf("Exit codes").map((row) => row.replaceAll("`", ""));
  expect(documented).toEqual(Object.entries(exitCodes).map(([name, code]) => `${code} ${name}`));
});

test("every common option stands on the page", () => {
  for (const name of Object.keys(commonOptions)) expect(page).toContain(`\`--${name}\``);
});

test("no option takes a secret", () => {
  const names = commands.flatMap(({ options = {} }) => Object.keys(options));
  expect(names.filter((name) => /key|token|secret|password/i.test(name))).toEqual([]);
});

test("grantry start runs the server as npm run start:server does", async () => {
  const { scripts } = JSON.parse(
    await readFile(new URL("../../../package.json", import.meta.url), "utf8"),
  );
  const words: string[] = scripts["start:server"].split(" ");
  for (const flag of [...serverRun.flags, ...serverRun.fromSource]) expect(words).toContain(flag);
  expect(words.at(-1)).toBe("tools/start-server.ts");
  expect(serverRun.environment).toEqual(allocator);
});
