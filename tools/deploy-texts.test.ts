import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { deployTexts, deployTextsFile } from "./deploy-texts.ts";

test("what init --production hands out is what stands in deploy/", () => {
  const written = readFileSync(deployTextsFile, "utf8");
  expect(written, "npm run deploy:texts writes it").toBe(deployTexts());
});
