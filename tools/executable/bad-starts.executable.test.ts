/** The executable says in one line what it cannot start with, as the server from its sources does. */
import { chmod, copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { badStarts, newerDatabase, refusal } from "@grantry/testing/bad-starts";
import { createTestDatabase } from "@grantry/testing/databases";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { platforms } from "./platforms.ts";

const [here] = platforms.filter(({ isHere }) => isHere);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "grantry-refused-"));
  // Another user starts it, too.
  await chmod(folder, 0o755);
  await copyFile(join(inject("executables"), `grantry-${here?.name}`), join(folder, "grantry"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const other = newerDatabase("postgres", async () => {
  const { url, drop } = await createTestDatabase("postgres", () => inject("postgresUrl"));
  return { url, undo: drop };
});

test.concurrent.for([...badStarts, other])("$name", async (bad, { signal }) => {
  const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };
  const form = { run: ["./grantry", "start"], cwd: folder, env };
  const { lines, line } = await refusal(form, bad, signal);
  expect(lines).toEqual([expect.stringMatching(line)]);
});
