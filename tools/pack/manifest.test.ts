/** What is published says nothing of the repository: no sources, no tools, no scripts. */
import { expect, test } from "vitest";
import { publishedManifest } from "./manifest.ts";

const own = {
  name: "@grantry/x",
  version: "1.0.0",
  private: true,
  scripts: { build: "…" },
  exports: {
    ".": { source: "./src/index.ts", types: "./dist/index.d.ts", default: "./dist/index.js" },
    "./package.json": "./package.json",
    "./*": { source: "./src/*.ts" },
  },
  imports: { "#data/*": { source: "@grantry/data/*", default: "./dist/data/*" } },
  files: ["dist"],
  dependencies: { zod: "4.0.0" },
  devDependencies: { vite: "8.0.0" },
};

test("sources, scripts and what only builds it are left out; all else stays", () => {
  expect(publishedManifest(own, {}, "packages/x")).toEqual({
    name: "@grantry/x",
    version: "1.0.0",
    exports: {
      ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
      "./package.json": "./package.json",
    },
    imports: { "#data/*": "./dist/data/*" },
    files: ["dist"],
    dependencies: { zod: "4.0.0" },
  });
});

test("a package names the repository as its root does, with its own folder", () => {
  const repository = { type: "git", url: "git+https://git.example/grantry.git" };
  expect(publishedManifest(own, { repository }, "packages/x").repository).toEqual({
    ...repository,
    directory: "packages/x",
  });
});
