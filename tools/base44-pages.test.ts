/**
 * Each page that the documentation of the official SDK's connectors leads to has a counterpart here: its links stand in the
 * comments of the package's types, of which the page is made.
 */
import { globSync, readFileSync } from "node:fs";
import { authorizationServers } from "@grantry/catalogue/list";
import { expect, test } from "vitest";

const types = readFileSync("node_modules/@base44/sdk/dist/modules/connectors.types.d.ts", "utf8");
const page = readFileSync("docs/base44/README.md", "utf8");
const origin = "https://docs.base44.com";

/** Their page, and what stands beside it: links to pages of ours. */
const rows = new Map(
  [...page.matchAll(/^\| \[[^\]]*\]\((https:[^)]+)\) \| (.+) \|$/gm)].map(
    ([, theirs = "", ours = ""]) => [theirs, ours] as const,
  ),
);

const linked = new Set([
  ...[...types.matchAll(/https:\/\/docs\.base44\.com[^\s|)}]+/g)].map(([link]) => link),
  ...[...types.matchAll(/\]\((\/[^)]+)\)/g)].map(([, path]) => `${origin}${path}`),
]);

test.each([...linked])("%s", (link) => {
  expect(rows.get(link), "docs/base44/README.md, Page by page").toMatch(/\]\(\.\.\/.+\)/);
});

test("its links are found, the pages on scopes and on generated types among them", () => {
  expect(linked.size).toBeGreaterThanOrEqual(8);
  for (const part of ["gmail", "linkedin", "slack", "github", "dynamic-types"]) {
    expect([part, [...linked].some((link) => link.includes(part))]).toEqual([part, true]);
  }
});

test("every connector that it lists has a page", () => {
  const listed = [...types.matchAll(/^ \* \| [^|]+ \| `([a-z_]+)` \|$/gm)].map(([, type]) => type);
  expect(listed.length).toBeGreaterThan(40);
  const pages = globSync("docs/providers/*.md").map((file) => /(\w+)\.md$/.exec(file)?.[1]);
  expect(listed.filter((type) => !pages.includes(type))).toEqual([]);
});

test("scopes by task are scopes of the catalogue, and restricted ones are called so", () => {
  const known = new Map(
    authorizationServers.flatMap(({ connectors }) =>
      connectors.map((one) => [one.integration_type, one.scopes.available ?? []] as const),
    ),
  );
  const tasks = readFileSync("docs/guides/scopes-by-task.md", "utf8");
  const found = [
    ...tasks.matchAll(/^\| [^|]+ \| \[([a-z_]+)\]\([^)]+\) \| (`[^|]+`) \| ([^|]+) \|$/gm),
  ];
  expect(found.length).toBeGreaterThan(35);
  for (const [, type = "", names = "", review = ""] of found) {
    for (const [, name = ""] of names.matchAll(/`([^`]+)`/g)) {
      const scope = known.get(type)?.find((one) => one.scope === name);
      expect([type, name, scope === undefined]).toEqual([type, name, false]);
      const [, mark] = /\((restricted|sensitive)\)/.exec(scope?.description ?? "") ?? [];
      if (mark !== undefined) expect([name, review]).toEqual([name, expect.stringContaining(mark)]);
    }
  }
});
