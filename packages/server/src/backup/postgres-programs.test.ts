/** PostgreSQL's programs: refused in a line where they are not there or too old, and told none of the server's settings. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { requireProgram, start } from "./postgres-programs.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "grantry-programs-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A program that does this. */
async function program(script: string) {
  await writeFile(join(folder, "pg_dump"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return {
    folder,
    temporary: [folder] as const,
    environment: { GRANTRY_ENCRYPTION_KEYS: "k1:secret", PATH: "/usr/bin:/bin" },
  };
}

const ofServer = { least: 17, of: "the server is" };

test("one that is not there is named, with what to install", async () => {
  const programs = { folder: join(folder, "none"), environment: {}, temporary: [folder] as const };
  await expect(requireProgram(programs, "pg_dump", ofServer)).rejects.toMatchObject({
    code: "backup_failed",
    detail: expect.stringMatching(/^pg_dump is not there: .*GRANTRY_POSTGRES_BIN\.$/),
  });
});

test.each([
  ["pg_dump (PostgreSQL) 16.9 (Debian 16.9-1)", 16],
  ["pg_dump (PostgreSQL) 9.6.24", 9],
])("%s is refused for a newer server, with what to install", async (text, version) => {
  const programs = await program(`echo "${text}"`);
  await expect(requireProgram(programs, "pg_dump", ofServer)).rejects.toMatchObject({
    code: "backup_failed",
    detail: `pg_dump is of PostgreSQL ${version}, and the server is of 17: install postgresql-client-17 or newer, or name its folder in GRANTRY_POSTGRES_BIN.`,
  });
});

test.each([
  ["pg_dump (PostgreSQL) 17.2", 17],
  ["pg_dump (PostgreSQL) 18beta1", 18],
])("%s will do", async (text, version) => {
  const programs = await program(`echo "${text}"`);
  expect(await requireProgram(programs, "pg_dump", ofServer)).toBe(version);
});

test("what one says of its failure is told, in a line", async () => {
  const programs = await program(
    'echo "pg_dump: error: no such table" >&2; echo "pg_dump: hint" >&2; exit 1',
  );
  await expect(start(programs, "pg_dump", []).ended).rejects.toMatchObject({
    detail: "pg_dump failed: pg_dump: error: no such table",
  });
});

test("it learns none of the server's settings", async () => {
  const programs = await program("! env | grep -q GRANTRY_");
  await start(programs, "pg_dump", []).ended;
});
