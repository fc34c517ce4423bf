/** What docs/security/red-team.md says of the attacks is what they are, and nothing in production takes a defence out. */
import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { attacks } from "./attacks/index.ts";
import { defenceTable } from "./defences.ts";

test("docs/security/red-team.md has the table of attacks and of what stops them", () => {
  const page = readFileSync("docs/security/red-team.md", "utf8");
  const table = /<!-- attacks -->\n([\s\S]*)<!-- end of attacks -->/.exec(page)?.[1];
  expect(table, "npm run redteam -- --defences prints it").toBe(`\n${defenceTable(attacks)}\n\n`);
});

test("every attack has a name of its own and stands against a requirement", () => {
  const requirements = readFileSync("docs/security/requirements.md", "utf8");
  expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
  for (const { name, against } of attacks) {
    expect(against.length, name).toBeGreaterThan(0);
    for (const number of against) expect(requirements).toContain(`| SEC-${number} |`);
  }
});

test("no defence is taken out but where a server is constructed, by tests and by the red team", () => {
  const files = globSync("{packages,examples}/**/*.{ts,tsx}", { exclude: ["**/node_modules/**"] });
  const ours = files.filter(
    (file) => !/^packages\/(?:testing|redteam)\/|\/test\/|\.test\./.test(file),
  );
  const passing = ours.filter((file) => /\bweakened\b/.test(readFileSync(file, "utf8")));
  expect(ours.length).toBeGreaterThan(500);
  expect(passing).toEqual(["packages/server/src/app.ts"]);
});
