/** Every script of ours, as `npm run` starts it, has a help, and says in one line what it does not take. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { fromSource } from "@grantry/testing/from-source";
import { expect, test } from "vitest";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** The rest starts other programs, or what is configured by the environment. */
const ours = [
  "bench",
  "bench:backup",
  "bench:dashboard",
  "bench:freeze",
  "bench:hostile",
  "check:upgrade",
  "deploy:texts",
  "docs:errors",
  "docs:logs",
  "docs:providers",
  "icons",
  "lint:api",
  "migrations:freeze",
  "pack",
  "prove",
  "redteam",
  "release:version",
  "sandbox",
  "sdk:types",
  "simulate:refresh",
  "start",
  "torture",
];

async function run(name: string, argument: string) {
  const file = /\S+\.ts$/.exec(scripts[name] ?? "")?.[0] ?? "";
  const ran = promisify(execFile)(process.execPath, [...fromSource, file, argument]);
  return await ran.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

test.each(ours)("npm run %s has a help", async (name) => {
  const { code, stdout, stderr } = await run(name, "--help");
  expect([code, stdout, stderr]).toEqual([0, expect.stringMatching(/npm (run|start)/), ""]);
});

test.each(ours)("npm run %s says what it does not take", async (name) => {
  const { code, stdout, stderr } = await run(name, "--nope");
  expect([code > 0, stdout]).toEqual([true, ""]);
  expect(stderr).not.toContain("    at ");
});
