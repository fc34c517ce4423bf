/** Commands that run beside each other: what they say stays apart and whole, and none that fails is passed over. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { fromSource } from "@grantry/testing/from-source";
import { afterAll, beforeAll, expect, test } from "vitest";

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "grantry-beside-"));
});
afterAll(() => rm(cwd, { recursive: true }));

async function run(
  ...args: string[]
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const file = resolve("tools/side-by-side.ts");
  const ran = promisify(execFile)(process.execPath, [...fromSource, file, ...args], { cwd });
  return await ran.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

/** Waits until another command has made the file. */
const until = (file: string) => `while [ ! -e ${file} ]; do sleep 0.01; done`;

test("they run at the same time, and are printed whole in their order", async () => {
  const { code, stdout } = await run(
    ...["--at-once", "2"],
    `echo one; ${until("second")}; echo more of one; >first`,
    `echo two >&2; >second; ${until("first")}; echo more of two`,
  );
  expect(code).toBe(0);
  const said = stdout.split("\n").filter((line) => !line.startsWith("--") && line !== "");
  expect(said).toEqual(["one", "more of one", "two", "more of two"]);
});

test("no more of them than allowed", async () => {
  const step = (name: string) => `echo begin ${name} >>steps; echo end ${name} >>steps`;
  await run("--at-once", "1", step("a"), step("b"));
  expect(await readFile(join(cwd, "steps"), "utf8")).toBe("begin a\nend a\nbegin b\nend b\n");
});

test("one that fails fails the run by name, and those after it run all the same", async () => {
  const { code, stdout, stderr } = await run("--at-once", "1", "exit 3", "kill -9 $$", "echo last");
  expect(code).toBe(1);
  expect(stdout).toContain("\nlast\n");
  expect(stderr).toBe("\nFailed: exit 3 (3), kill -9 $$ (SIGKILL)\n");
});

test("without commands it says what it takes", async () => {
  expect(await run()).toEqual({ code: 2, stdout: "", stderr: "Say which commands.\n" });
});
