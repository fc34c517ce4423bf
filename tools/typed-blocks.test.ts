/** Every block of TypeScript in the documentation compiles against the types of the packages as they are. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Block, blocksOf, compile, pages } from "./typed-blocks.ts";

/** Blocks that are not compiled here, and what holds them instead. */
const elsewhere: readonly { page: string; what: RegExp; why: string; shownBy: string }[] = [
  {
    page: "docs/sandbox.md",
    what: /title=/,
    why: "recipes of whole files, which are run",
    shownBy: "packages/sandbox/test/recipes.test.ts",
  },
];

const isElsewhere = ({ page, info }: Block) =>
  elsewhere.some((one) => one.page === page && one.what.test(info));

const all = pages.flatMap((page) => blocksOf(page));
const here = all.filter((block) => !isElsewhere(block) && block.page !== "CONTRIBUTING.md");
/** They change types for a whole program, as a file of generated types does. */
const changesTypes = (block: Block) => /^declare module/m.test(block.code);

test("as they stand, beside what a fragment takes from around it", async () => {
  expect(await compile(here.filter((block) => !changesTypes(block)))).toEqual([]);
});

test("generated types, in a program of their own", async () => {
  const blocks = here.filter(changesTypes);
  expect(blocks.length).toBeGreaterThan(0);
  expect(await compile(blocks)).toEqual([]);
  const wrong = 'await client.asServiceRole.connectors.getConnection("slakc");';
  const used: Block = { page: "here.md", line: 1, language: "ts", info: "", code: wrong };
  const said = await compile([...blocks, used]);
  expect(said).toEqual([expect.stringMatching(/^here\.md:1: error TS2345: .*"slakc"/)]);
});

test("a wrong one is told by its page and line", async () => {
  const text = "# A\n\n```ts\nconst one = 1;\nclient.connectors.conect(one);\n```\n";
  const said = await compile(blocksOf("a.md", text));
  expect(said).toEqual([expect.stringMatching(/^a\.md:5: error TS\d+: Property 'conect'/)]);
});

test("the excerpt in CONTRIBUTING.md stands in the source", () => {
  const squeeze = (text: string) => text.replaceAll(/\s+/g, " ").trim();
  // The source says path and tag once, further up.
  const text = readFileSync("packages/server/src/http/v1/member-operations.ts", "utf8")
    .replace("path: members,", 'path: "/v1/workspaces/:workspace_id/members",')
    .replace("tag,", 'tag: "People",');
  const source = squeeze(text);
  const blocks = blocksOf("CONTRIBUTING.md");
  expect(blocks.map(({ code }) => source.includes(squeeze(code)))).toEqual([true]);
});

test("what is held elsewhere is there, and most are compiled here", () => {
  for (const { page, shownBy } of elsewhere) {
    expect(readFileSync(shownBy, "utf8")).toContain(page.split("/").at(-1));
    expect(all.some((block) => block.page === page && isElsewhere(block))).toBe(true);
  }
  expect(here.length).toBeGreaterThan(25);
});
