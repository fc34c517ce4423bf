/** What the guides show of the examples stands in the examples, which `npm run test:frameworks` runs. */
import { globSync, readFileSync } from "node:fs";
import { codeBlocks } from "@grantry/testing/code-blocks";
import { expect, test } from "vitest";

const pages = globSync("docs/guides/*.md").sort();
const blocks = pages.flatMap((page) =>
  codeBlocks(readFileSync(page, "utf8"), "js", "jsx", "mjs").map(({ info, code }) => ({
    page,
    file: /title="([^"]+)"/.exec(info)?.[1] ?? "",
    code,
  })),
);

test("each block of JavaScript says of which example it is, and stands in it word by word", () => {
  const wrong = blocks.filter(
    ({ file, code }) => file === "" || !readFileSync(file, "utf8").includes(code.trimEnd()),
  );
  expect(wrong).toEqual([]);
  expect(blocks.length).toBeGreaterThan(10);
});

test("each example is shown by a guide", () => {
  const shown = new Set(blocks.map(({ file }) => file.split("/")[1]));
  const examples = globSync("examples/*/package.json").map((file) => file.split("/")[1]);
  expect(examples.filter((name) => name !== "calendar" && !shown.has(name))).toEqual([]);
});
