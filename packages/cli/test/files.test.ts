/** Files are written whole, or not at all. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeLines } from "../src/files.ts";

describe("what is written line by line", () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "grantry-files-"));
    path = join(folder, "lines");
    await writeFile(path, "old\n");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const after = async () => [await readFile(path, "utf8"), await readdir(folder)];

  test("is the old text until it is whole, and its owner's alone", async () => {
    await writeFile(`${path}.new`, "left by one that was cut off");
    const made = await writeLines(path, async (add) => {
      await add("a");
      await add("b");
      expect(await readFile(path, "utf8")).toBe("old\n");
      return 2;
    });
    expect([made, await after()]).toEqual([2, ["a\nb\n", ["lines"]]]);
    expect((await stat(path)).mode & 0o077).toBe(0);
  });

  test("stays the old text where the work fails, which says why", async () => {
    const failing = writeLines(path, async (add) => {
      await add("a");
      throw new Error("the database is away");
    });
    await expect(failing).rejects.toThrow("the database is away");
    expect(await after()).toEqual(["old\n", ["lines"]]);
  });

  test("stays the old text where there is no room for it, which is told and ends no process", async () => {
    const program = `
      import { writeLines } from ${JSON.stringify(import.meta.resolve("../src/files.ts"))};
      const work = async (add) => { for (let n = 0; n < 100; n += 1) await add("x".repeat(100)); };
      const told = await writeLines(${JSON.stringify(path)}, work).catch((thrown) => thrown.code);
      process.stdout.write(String(told));`;
    const bounded = 'ulimit -f 1 && exec "$0" --input-type=module -e "$1"';
    const child = spawn("sh", ["-c", bounded, process.execPath, program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.on("data", (piece) => {
      said += piece;
    });
    expect(await once(child, "close")).toEqual([0, null]);
    expect(said).toBe("file");
    expect(await after()).toEqual(["old\n", ["lines"]]);
  });

  test("is refused where its name is a folder's, or its folder is not there", async () => {
    const refused = expect.objectContaining({ code: "file" });
    await expect(writeLines(folder, async () => {})).rejects.toEqual(refused);
    await expect(writeLines(join(folder, "none", "x"), async () => {})).rejects.toEqual(refused);
  });
});
