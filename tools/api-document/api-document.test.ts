/** The OpenAPI document of our own API: what its linter refuses, and the SDK's types made of it. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ownDocument } from "./document.ts";
import { lintApi } from "./lint.ts";
import { sdkTypes, sdkTypesFile } from "./sdk-types.ts";

// biome-ignore lint/suspicious/noExplicitAny: documents are broken here in every way.
type Loose = any;

const broken: readonly (readonly [rule: string, (document: Loose) => void])[] = [
  ["struct", (document) => delete document.info.title],
  ["struct", (document) => (document.components.schemas.Token.type = "text")],
  ["no-unresolved-refs", (document) => delete document.components.schemas.Owner],
  [
    "operation-operationId-unique",
    ({ paths }) => (paths["/v1/me"].get.operationId = paths["/v1"].get.operationId),
  ],
  ["security-defined", (document) => delete document.components.securitySchemes.serviceToken],
  ["security-defined", ({ paths }) => delete paths["/v1/me"].get.security],
  ["operation-tag-defined", (document) => document.tags.pop()],
  ["operation-summary", ({ paths }) => delete paths["/v1/me"].get.summary],
  [
    "path-parameters-defined",
    ({ paths }) => delete paths["/v1/apps/{app_id}/tokens"].post.parameters,
  ],
  [
    "has-examples",
    ({ paths }) => delete paths["/v1/me"].get.responses[200].content["application/json"].example,
  ],
  [
    "has-examples",
    ({ paths }) =>
      delete paths["/v1/apps/{app_id}/tokens"].post.requestBody.content["application/json"].example,
  ],
  [
    "no-invalid-media-type-examples",
    ({ paths }) =>
      delete paths["/v1/me"].get.responses[200].content["application/json"].example.name,
  ],
  [
    "no-invalid-schema-examples",
    ({ components }) => (components.schemas.Token.examples[0].version = "seven"),
  ],
  ["no-unused-components", ({ components }) => (components.schemas.Unused = { type: "string" })],
];

/** Three operations of the document with what they refer to: linting all of it for each fault takes a second. */
function partOfDocument(): Loose {
  const document: Loose = structuredClone(ownDocument());
  const kept = ["/v1", "/v1/me", "/v1/apps/{app_id}/tokens"];
  document.paths = Object.fromEntries(kept.map((path) => [path, document.paths[path]]));
  const operations: Loose[] = Object.values(document.paths).flatMap((path: Loose) =>
    Object.values(path),
  );
  const tags = new Set(operations.flatMap((operation) => operation.tags));
  document.tags = document.tags.filter(({ name }: Loose) => tags.has(name));
  const schemes = new Set(operations.flatMap(({ security }) => security.flatMap(Object.keys)));
  const used = new Set<string>();
  const follow = (part: unknown): void => {
    for (const [ref] of JSON.stringify(part).matchAll(/#\/components\/\w+\/\w+/g)) {
      if (used.has(ref)) continue;
      used.add(ref);
      const [kind = "", name = ""] = ref.split("/").slice(2);
      follow(document.components[kind][name]);
    }
  };
  follow(document.paths);
  const isUsed = (kind: string, name: string) =>
    kind === "securitySchemes" ? schemes.has(name) : used.has(`#/components/${kind}/${name}`);
  document.components = Object.fromEntries(
    Object.entries<object>(document.components).map(([kind, all]) => [
      kind,
      Object.fromEntries(Object.entries(all).filter(([name]) => isUsed(kind, name))),
    ]),
  );
  return document;
}

describe("the linter of the OpenAPI document", () => {
  test("has nothing to say about the document as it is, not even a warning", async () => {
    expect(await lintApi(ownDocument())).toEqual([]);
  });

  test("nor about a part of it", async () => {
    expect(await lintApi(partOfDocument())).toEqual([]);
  });

  test.each(broken)("refuses what breaks %s", async (rule, breakIt) => {
    const document = partOfDocument();
    breakIt(document);
    const rules = (await lintApi(document)).map((problem) => problem.split(" at ")[0]);
    expect(rules).toContainEqual(expect.stringMatching(new RegExp(`(?:^|/)${rule}$`)));
  });
});

describe("the SDK's types", () => {
  test("are those that the document makes", async () => {
    const fresh = (await sdkTypes(ownDocument())) === readFileSync(sdkTypesFile, "utf8");
    expect(fresh, "npm run sdk:types writes them").toBe(true);
  });

  test("hold a call to what it takes and answers, and leave answers open", () => {
    const folder = mkdtempSync("packages/sdk/test/types-of-v1-");
    try {
      const file = join(folder, "uses.ts");
      writeFileSync(file, uses);
      const { stdout } = compile(file);
      const lines = stdout.split("\n").flatMap((line) => /uses\.ts\((\d+),/.exec(line)?.[1] ?? []);
      const wrong = uses
        .split("\n")
        .flatMap((line, at) => (line.includes("// wrong") ? [`${at + 1}`] : []));
      expect(lines, stdout).toEqual(wrong);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const uses = `import type { GetTokenRequest, operations, paths, Problem, Token, Workspace } from "../../src/v1.generated.ts";
export const request: GetTokenRequest = { type: "slack", owner: { kind: "app" } };
export const unknownMember: GetTokenRequest = { kind: "slack" }; // wrong
export const unknownOwner: GetTokenRequest = { owner: { kind: "team" } }; // wrong
export const expiry = (token: Token): string | null => token.expires_at;
export const never = (token: Token): string => token.expires_at; // wrong
export const role: Workspace["role"] = "a role of next year";
export const retry = ({ retry }: Problem): boolean => retry === "later";
export const get: paths["/v1/apps/{app_id}/tokens"]["get"] = {}; // wrong
export const query: operations["listMembers"]["parameters"]["query"] = {};
export const limit: operations["listMembers"]["parameters"]["query"] = { limit: "many" }; // wrong
`;

function compile(file: string): { readonly stdout: string } {
  const options = [
    "--noEmit",
    "--strict",
    "--target",
    "es2022",
    "--module",
    "nodenext",
    "--allowImportingTsExtensions",
    "--ignoreConfig",
  ];
  try {
    return {
      stdout: execFileSync("node_modules/.bin/tsc", [...options, file], { encoding: "utf8" }),
    };
  } catch (error) {
    return error as { readonly stdout: string };
  }
}
