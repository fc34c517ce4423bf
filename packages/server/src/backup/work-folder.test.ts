/** What is not whole yet is removed, also after a process that was killed, and never from under who uses it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fromSource } from "@grantry/testing/from-source";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeWorkFolder } from "./work-folder.ts";

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "grantry-work-test-"));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

/** A process that has made one, and waits in it. */
async function another() {
  const source = fileURLToPath(new URL("work-folder.ts", import.meta.url));
  const text = `import { makeWorkFolder } from ${JSON.stringify(source)};
    process.once("SIGTERM", () => process.exit(143));
    const { path } = await makeWorkFolder(${JSON.stringify(parent)}, ".mine-");
    console.log(path);
    setInterval(() => {}, 1_000);`;
  const child = spawn(process.execPath, [...fromSource, "--input-type=module", "--eval", text], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  return { child, path: String(line).trim() };
}

async function end({ child }: Awaited<ReturnType<typeof another>>, signal: NodeJS.Signals) {
  child.kill(signal);
  await once(child, "exit");
}

test("a folder that another process uses stays; one that it left when it was killed goes with the next", async () => {
  const other = await another();
  await writeFile(join(other.path, "database"), "names");
  const first = await makeWorkFolder(parent, ".mine-");
  const second = await makeWorkFolder(parent, ".mine-");
  expect(await readdir(parent)).toHaveLength(3);
  await first.remove();
  await second.remove();
  expect(await readdir(other.path)).toContain("database");
  await end(other, "SIGKILL");
  expect(await readdir(parent)).toHaveLength(1);
  const next = await makeWorkFolder(parent, ".mine-");
  expect((await readdir(parent)).map((name) => join(parent, name))).toEqual([next.path]);
  await next.remove();
  expect(await readdir(parent)).toEqual([]);
});

test("a process that a signal ends leaves nothing", async () => {
  const other = await another();
  await writeFile(join(other.path, "database"), "names");
  await end(other, "SIGTERM");
  expect(await readdir(parent)).toEqual([]);
});

test("what is called so and is none stays", async () => {
  const elsewhere = join(parent, "elsewhere");
  await mkdir(elsewhere);
  await writeFile(join(elsewhere, "lock"), "");
  await symlink(elsewhere, join(parent, ".mine-link"));
  await mkdir(join(parent, ".mine-without"));
  await writeFile(join(parent, ".mine-file"), "");
  const { remove } = await makeWorkFolder(parent, ".mine-");
  await remove();
  expect(await readdir(parent)).toHaveLength(4);
  expect(await readdir(elsewhere)).toEqual(["lock"]);
});
