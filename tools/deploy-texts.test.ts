import { readFileSync } from "node:fs";
import * as texts from "@grantry/server/deploy-texts";
import { expect, test } from "vitest";
import { deployTextSources } from "./deploy-texts.ts";

test("what init --production hands out is what stands in deploy/", () => {
  const inDeploy = Object.entries(deployTextSources).map(([name, file]) => [
    name,
    readFileSync(file, "utf8").trimEnd().split("\n"),
  ]);
  expect({ ...texts }, "npm run deploy:texts writes it").toEqual(Object.fromEntries(inDeploy));
});
