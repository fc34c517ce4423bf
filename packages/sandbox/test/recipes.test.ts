/** The recipes of docs/sandbox.md do what they say. */
import { afterAll, expect, test } from "vitest";
import { recipes, writeBlocks } from "./blocks.ts";

const blocks = writeBlocks();
afterAll(() => blocks.remove());

/** Run where there is a browser: `recipes.browser.test.ts`. */
const inBrowser = "browser.ts";

test("there are ten", () => {
  expect(recipes()).toHaveLength(10);
  expect(recipes()).toContain(inBrowser);
});

test.each(recipes().filter((title) => title !== inBrowser))("%s", async (title) => {
  await blocks.load(title);
});
