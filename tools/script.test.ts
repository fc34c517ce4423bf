/** What scripts of `npm run` make of what was typed. */

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { describe, expect, test } from "vitest";
import { readOptions } from "../bench/options.ts";
import { iconsFile } from "./provider-icons.ts";
import { chosen, runPlainScript, runScript, type Surroundings, wholeNumber } from "./script.ts";

function surroundings(...args: string[]) {
  const said = { written: "", complained: "", code: 0 };
  const outside: Surroundings = {
    args,
    write: (text) => {
      said.written += text;
    },
    complain: (text) => {
      said.complained += text;
    },
    end: (code) => {
      said.code = code;
    },
  };
  return { said, outside };
}

/** What a script says that takes `--part one` or `--part two`. */
async function run(...args: string[]) {
  const { said, outside } = surroundings(...args);
  const done: string[] = [];
  const script = (given: string[]) => {
    const { values } = parseArgs({ args: given, options: { part: { type: "string" } } });
    done.push(...chosen("--part", ["one", "two"], values.part));
  };
  await runScript("npm run x\n", script, outside);
  return { ...said, done };
}

test("help is printed, and nothing done", async () => {
  for (const args of [["--help"], ["-h"], ["--part", "nope", "--help"]]) {
    expect(await run(...args)).toMatchObject({ written: "npm run x\n", code: 0, done: [] });
  }
});

test.each([
  [["--part", "nope"], "--part must be one of one, two.\n"],
  [["--nope"], "Unknown option '--nope': --help says what there is.\n"],
  [["--part"], "Option '--part <value>' argument missing: --help says what there is.\n"],
  [["--part", "--x"], "Option '--part' argument is ambiguous: --help says what there is.\n"],
  [["y"], "Unexpected argument 'y': --help says what there is.\n"],
])("%s is said to be wrong in one line", async (args, line) => {
  expect(await run(...args)).toEqual({ written: "", complained: line, code: 2, done: [] });
});

test("what goes wrong in the work itself is no matter of the command line", async () => {
  const { outside } = surroundings();
  const work = () => Promise.reject(new Error("broken"));
  await expect(runScript("", work, outside)).rejects.toThrow("broken");
});

test("a script that takes nothing refuses whatever is typed", async () => {
  const { said, outside } = surroundings("--part");
  await runPlainScript("", () => expect.unreachable(), outside);
  expect(said).toMatchObject({ code: 2, complained: expect.stringContaining("--part") });
});

describe("npm run bench", () => {
  test.each([
    [
      ["--part", "nope"],
      "throughput, memory, refresh, size, wires, audit, telemetry, lists, previews",
    ],
    [["--engine", "nope"], "sqlite, postgres"],
    [["--rounds", "0"], "--rounds must be a whole number"],
    [["--connections", "x"], "--connections must be a whole number"],
  ])("names what %s may be", (args, said) => {
    expect(() => readOptions(args)).toThrow(said);
  });
});

test("a whole number is one that counts", () => {
  expect(wholeNumber("--n", "12")).toBe(12);
  for (const text of ["", "0", "-1", "1.5", "1e999", "x"]) {
    expect(() => wholeNumber("--n", text)).toThrow("--n must be a whole number above zero.");
  }
});

test("npm run icons writes the file as it stands", () => {
  expect(iconsFile()).toBe(readFileSync("packages/catalogue/src/icons.ts", "utf8"));
});
