/** The scripts of every package.json run wherever npm does, and what they start ends with npm. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { reservePort } from "@grantry/testing/free-port";
import { expect, test } from "vitest";

const manifests = execFileSync("git", ["ls-files", "package.json", "*/package.json"], {
  encoding: "utf8",
});
const scripts = manifests
  .trim()
  .split("\n")
  .flatMap((file) => {
    const { scripts = {} } = JSON.parse(readFileSync(file, "utf8"));
    return Object.entries<string>(scripts).map(([name, command]) => ({ file, name, command }));
  });

/** What the shell of Windows has not, or reads otherwise: words of POSIX, settings before a program, single quotes, variables. */
const onlyPosix =
  /(?:^|[;&|]\s*)(?:exec|env|export|rm|cp|mv|mkdir|test|\[|\w+=)(?=\s|\S*\s)|['$`;]/;

test("no script uses what some shell has not", () => {
  expect(scripts.length).toBeGreaterThan(30);
  const outsideOfQuotes = (command: string) => command.replaceAll(/"[^"]*"/g, "quoted");
  const foreign = scripts.filter(({ command }) => onlyPosix.test(outsideOfQuotes(command)));
  expect(foreign).toEqual([]);
});

test.runIf(process.platform !== "win32")("a server ends with the npm that started it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "grantry-npm-"));
  const npm = spawn("npm", ["run", "--silent", "start:server"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env["PATH"],
      GRANTRY_DATA_DIR: folder,
      GRANTRY_PORT: String(await reservePort()),
    },
  });
  const said: string[] = [];
  const lines = createInterface({ input: npm.stdout });
  for await (const line of lines) {
    said.push(line);
    if (line.includes('"listening"')) npm.kill("SIGTERM");
  }
  if (npm.exitCode === null && npm.signalCode === null) await once(npm, "exit");
  // The pipe closes once the server is gone, too, and not only npm.
  expect(said.at(-1)).toContain('"closed"');
  rmSync(folder, { recursive: true });
});
