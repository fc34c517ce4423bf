/** A SQLite file is for its owner alone, as is what SQLite puts beside it. */
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "grantry-modes-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Of each file in the folder while the database is open and written to. */
async function modesWhileOpen(): Promise<Record<string, string>> {
  const database = openDatabase(`sqlite:${join(folder, "grantry.db")}`);
  try {
    await migrate(database);
    return await modes();
  } finally {
    await database.close();
  }
}

async function modes(): Promise<Record<string, string>> {
  const entries = (await readdir(folder)).map(async (name) => {
    const { mode } = await stat(join(folder, name));
    return [name, (mode & 0o777).toString(8)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

const own = { "grantry.db": "600", "grantry.db-shm": "600", "grantry.db-wal": "600" };

test("a new one is readable for its owner alone, whatever the system's default is", async () => {
  const before = process.umask(0);
  try {
    expect(await modesWhileOpen()).toEqual(own);
  } finally {
    process.umask(before);
  }
});

test("one that others could read is narrowed, with what lies beside it", async () => {
  await modesWhileOpen();
  await chmod(join(folder, "grantry.db"), 0o664);
  for (const name of ["grantry.db-wal", "grantry.db-shm"]) {
    await writeFile(join(folder, name), "", { mode: 0o644 });
  }
  expect(await modesWhileOpen()).toEqual(own);
});

test("one that is read-only for its owner is not made writable", async () => {
  await modesWhileOpen();
  await chmod(join(folder, "grantry.db"), 0o444);
  await openDatabase(`sqlite:${join(folder, "grantry.db")}`).close();
  expect((await modes())["grantry.db"]).toBe("400");
});

test("what a link leads to, and what is no file, stays as it is", async () => {
  await modesWhileOpen();
  const elsewhere = join(folder, "elsewhere");
  await writeFile(elsewhere, "", { mode: 0o644 });
  await symlink(elsewhere, join(folder, "grantry.db-wal"));
  // SQLite follows no link there.
  expect(() => openDatabase(`sqlite:${join(folder, "grantry.db")}`)).toThrow(/cannot be opened/);
  expect((await modes())["elsewhere"]).toBe("644");
});

test("an address of SQLite's is not taken for a path", async () => {
  const path = join(folder, "grantry.db");
  await openDatabase(`sqlite:file:${path}?mode=rwc`).close();
  expect(await readdir(folder)).toEqual(["grantry.db"]);
});

test("where there is no file that could be opened, SQLite says so", async () => {
  await mkdir(join(folder, "grantry.db"));
  expect(() => openDatabase(`sqlite:${join(folder, "grantry.db")}`)).toThrow(/cannot be opened/);
});
