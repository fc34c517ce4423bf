/** Every `grantry …` of the documentation names a command and options that there are. */
import { readFileSync } from "node:fs";
import { codeBlocks } from "@grantry/testing/code-blocks";
import { expect, test } from "vitest";
import { commands } from "../packages/cli/src/commands.ts";
import { commonOptions } from "../packages/cli/src/common-options.ts";
import { pages } from "./typed-blocks.ts";

/** What is typed: lines of blocks of code, and code within a line. */
function typedIn(text: string): string[] {
  const blocks = codeBlocks(text).flatMap(({ code }) => code.replaceAll("\\\n", " ").split("\n"));
  const spans = [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
  return [...blocks, ...spans].flatMap((line) => {
    const [, typed] =
      /^(?:\s*[A-Z_]+=\S+ )*\s*(?:npm run |npx (?:@grantry\/cli )?)?grantry (?:-- )?(.+)$/.exec(
        line,
      ) ?? [];
    return typed === undefined ? [] : [typed];
  });
}

const groups = new Set(commands.map(({ name }) => name.split(" ")[0]));

/** What is wrong with it; undefined where nothing is. */
function wrongIn(typed: string): string | undefined {
  const words = typed.split(/\s+#\s/)[0]?.split(/\s+/) ?? [];
  const end = words.findIndex((word) => !/^[a-z-]+$/.test(word) || word.startsWith("-"));
  const named = (end === -1 ? words : words.slice(0, end)).join(" ");
  const command = commands
    .filter(({ name }) => `${named} `.startsWith(`${name} `))
    .sort((one, other) => other.name.length - one.name.length)[0];
  const options = words.flatMap((word) => /^--([a-z-]+)/.exec(word)?.[1] ?? []);
  if (command === undefined) {
    const isGroup =
      groups.has(named) ||
      (named === "" && options.every((one) => one === "version" || one === "help"));
    return isGroup ? undefined : `no command: ${typed}`;
  }
  const known = { ...commonOptions, ...command.options };
  const unknown = options.filter((one) => !(one in known));
  return unknown.length === 0 ? undefined : `no option ${unknown}: ${typed}`;
}

test.each(pages)("of %s", (page) => {
  const typed = typedIn(readFileSync(page, "utf8"));
  expect(typed.map(wrongIn).filter((one) => one !== undefined)).toEqual([]);
});

test("commands are found in the documentation", () => {
  const all = pages.flatMap((page) => typedIn(readFileSync(page, "utf8")));
  expect(all.length).toBeGreaterThan(50);
  expect(wrongIn("users mve --from none")).toContain("no command");
  expect(wrongIn("users move --issuer x")).toContain("no option issuer");
});
