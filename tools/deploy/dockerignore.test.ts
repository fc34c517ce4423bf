/** .dockerignore: what a server that was run from a clone leaves there is in no layer of an image. */
import { readFileSync } from "node:fs";
import { matchesGlob } from "node:path";
import { expect, test } from "vitest";

const rules = readFileSync(".dockerignore", "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));

/** As Docker reads it: the last rule that fits a file, or a folder that it lies in, decides. */
function isLeftOut(file: string): boolean {
  const steps = file.split("/");
  const places = steps.map((_, index) => steps.slice(0, index + 1).join("/"));
  const last = rules.findLast((rule) =>
    places.some((place) => matchesGlob(place, rule.replace(/^!/, ""))),
  );
  return last !== undefined && !last.startsWith("!");
}

test.each([
  "encryption.key",
  "deploy/compose/postgres/encryption.key",
  ".env",
  ".env.local",
  "deploy/compose/postgres/.env",
  "deploy/compose/sqlite/.env",
  "examples/express/.env",
  ".grantry/encryption.key",
  ".grantry/grantry.db",
  ".grantry-demo/grantry.db-wal",
  "packages/server/.grantry/grantry.db",
  "grantry-production/grantry.env",
])("%s stays out of the image's build", (file) => expect(isLeftOut(file)).toBe(true));

test.each([
  "package-lock.json",
  "packages/server/src/main.ts",
  "deploy/compose/postgres/.env.example",
  "deploy/systemd/grantry.env",
])("%s is there for the build", (file) => expect(isLeftOut(file)).toBe(false));
