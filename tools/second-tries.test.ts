/** A test that passes only when it is tried again leaves the run green, and is named with what it failed on. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const vitest = resolve("node_modules/vitest/vitest.mjs");
const reporter = resolve("tools/second-tries.ts");

/** A run of its own over one file, whose tests are tried twice. */
async function run(source: string): Promise<string> {
  const folder = await mkdtemp(resolve("tools", ".second-tries-"));
  try {
    await writeFile(
      join(folder, "one.test.ts"),
      `import { expect, test } from "vitest";\n${source}`,
    );
    await writeFile(
      join(folder, "vitest.config.ts"),
      `import { SecondTries } from ${JSON.stringify(reporter)};
      export default { test: { retry: 1, reporters: ["dot", new SecondTries()] } };`,
    );
    const args = [vitest, "run", "--root", folder];
    const { stderr } = await promisify(execFile)(process.execPath, args);
    return stderr;
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("each is named, with what it failed on; those that passed at once are not", async () => {
  const said = await run(`
    let tries = 0;
    test("the second", () => expect((tries += 1)).toBe(2));
    test("at once", () => {});
  `);
  expect(said).toContain(
    "Passed at the second try only:\n  one.test.ts > the second\n    expected 1 to be 2",
  );
  expect(said).not.toContain("at once");
});

test("nothing is said where all passed at once", async () => {
  expect(await run(`test("at once", () => {});`)).not.toContain("second try");
});

test("who fails twice fails the run", async () => {
  await expect(run(`test("never", () => expect(1).toBe(2));`)).rejects.toMatchObject({ code: 1 });
});
