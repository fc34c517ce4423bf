/** service/ is cut into modules; how they rest on each other is drawn in ARCHITECTURE.md. */
import { readFileSync } from "node:fs";
import { codeBlocks } from "@grantry/testing/code-blocks";
import { describe, expect, test } from "vitest";
import { brokenFaces, circles, type Imports, moduleEdges, readImports } from "./modules.ts";

const service = readImports("packages/server/src/service");
const server = readImports("packages/server/src");

/** The arrows of the picture, `engine --> providers`; the lowest row comes last. */
function drawn(): string[] {
  const page = readFileSync("ARCHITECTURE.md", "utf8");
  const picture = codeBlocks(page, "mermaid")[0]?.code ?? "";
  return [...picture.matchAll(/^ *([\w-]+) --> ([\w& -]+)$/gm)].flatMap(([, from = "", to = ""]) =>
    to.split("&").map((one) => `${from} --> ${one.trim()}`),
  );
}

/** Every arrow, or those that no other way through the picture says already. */
function arrows(edges: ReadonlyMap<string, Iterable<string>>): string[] {
  return [...edges].flatMap(([from, uses]) => [...uses].map((to) => `${from} --> ${to}`));
}

describe("the modules of service/", () => {
  test("are imported by their faces only, and every file belongs to one", () => {
    expect(brokenFaces(service)).toEqual([]);
  });

  test("rest on each other as the picture shows", () => {
    expect(drawn().sort()).toEqual(arrows(moduleEdges(service)).sort());
  });

  test("have no circle, nor have the files of the server, also not of types", () => {
    expect(circles(moduleEdges(service))).toEqual([]);
    expect(circles(server)).toEqual([]);
  });

  test("http/ and what starts the server go by the faces, too", () => {
    const past = [...server].flatMap(([file, found]) =>
      file.startsWith("service/")
        ? []
        : found
            .filter((to) => /^service\/[^/]+\/(?!index\.ts$)/.test(to))
            .map((to) => `${file} imports ${to}`),
    );
    expect(past).toEqual([]);
  });
});

describe("a breach is found", () => {
  const files = (entries: Record<string, string[]>): Imports => new Map(Object.entries(entries));

  test("an import past the face", () => {
    const imports = files({ "engine/get.ts": ["providers/client.ts"], "providers/client.ts": [] });
    expect(brokenFaces(imports)).toEqual([
      "engine/get.ts imports providers/client.ts: another module is imported by its index.ts",
    ]);
  });

  test("a file beside the modules", () => {
    expect(brokenFaces(files({ "context.ts": [] }))).toEqual(["context.ts belongs to no module"]);
  });

  test("an import that runs up closes a circle of modules", () => {
    const imports = files({
      "engine/get.ts": ["providers/index.ts"],
      "providers/index.ts": ["providers/client.ts"],
      "providers/client.ts": ["engine/index.ts"],
      "engine/index.ts": [],
    });
    expect(circles(moduleEdges(imports))).toEqual([["engine", "providers"]]);
  });

  test("three files in a circle", () => {
    const imports = files({ "a/1.ts": ["a/2.ts"], "a/2.ts": ["a/3.ts"], "a/3.ts": ["a/1.ts"] });
    expect(circles(imports)).toEqual([["a/1.ts", "a/2.ts", "a/3.ts"]]);
  });
});
