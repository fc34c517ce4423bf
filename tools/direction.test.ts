/** The rules that keep the house easy to see are lint rules; this shows that each of them bites. */
import { spawnSync } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const server = "packages/server/src";

/** Imports against the direction: from which folder, and of what. */
const refused = [
  [`${server}/lib`, "../store/apps.ts"],
  [`${server}/crypto`, "../store/apps.ts"],
  [`${server}/key-service`, "../store/apps.ts"],
  [`${server}/key-service`, "undici"],
  [`${server}/store`, "../service/engine/index.ts"],
  [`${server}/store`, "fastify"],
  [`${server}/oauth`, "../provider/scopes.ts"],
  [`${server}/oauth`, "@grantry/catalogue/list"],
  [`${server}/provider`, "../store/apps.ts"],
  [`${server}/provider`, "kysely"],
  [`${server}/service/engine`, "../../http/server.ts"],
  [`${server}/service/engine`, "kysely"],
  [`${server}/service/engine`, "fastify"],
  [`${server}/service/engine`, "undici"],
  [`${server}/service/engine`, "@grantry/contract/common"],
  [`${server}/service/connect/shared`, "@grantry/contract/v1/tokens"],
  [`${server}/service/manage`, "@grantry/contract/base44/workspace"],
  [`${server}/service/bootstrap`, "@grantry/contract/v1/people"],
  [`${server}/http/v1`, "../base44/connection-views.ts"],
  [`${server}/http/v1`, "@grantry/contract/base44/common"],
  [`${server}/http/v1`, "../../store/apps.ts"],
  [`${server}/http/base44`, "../v1/connection-views.ts"],
  [`${server}/http/base44`, "@grantry/contract/v1/common"],
  [`${server}/http`, "../store/apps.ts"],
  [`${server}/http`, "../provider/scopes.ts"],
  [`${server}/http`, "../oauth/transport.ts"],
  ["packages/catalogue/src", "node:fs"],
  ["packages/catalogue/src", "@grantry/contract/errors"],
  ["packages/contract/src", "@grantry/catalogue/list"],
  ["packages/sdk/src", "node:crypto"],
  ["packages/sdk/src", "@grantry/contract/errors"],
  ["packages/react/src", "@grantry/contract/errors"],
  ["packages/react/src", "react-dom"],
] as const;

const allowed = [
  [`${server}/key-service`, "../crypto/root-key.ts"],
  [`${server}/service/engine`, "../../store/apps.ts"],
  [`${server}/service/engine`, "@grantry/contract/errors"],
  [`${server}/http`, "../service/engine/index.ts"],
  [`${server}/provider`, "../oauth/transport.ts"],
  ["packages/react/src", "@grantry/sdk/connections"],
] as const;

/** What has one place of its own, written in another. */
const misplaced = [
  ["a call out", "export const x = fetch;", "noRestrictedGlobals"],
  ["the time", "export const x = Date.now();", "noRestrictedGlobals"],
  ["waiting", "export const x = setTimeout;", "noRestrictedGlobals"],
  ["the environment", "export const x = process.env;", "noProcessEnv"],
  ["any", "export const x: any = 1;", "noExplicitAny"],
  ["a default export", "export default 1;", "noDefaultExport"],
] as const;

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string | { readonly file: string } };
}

let folder: string;
/** Rules that fired, by file. */
const fired = new Map<string, string[]>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "grantry-lint-"));
  await copyFile("biome.json", join(folder, "biome.json"));
  const imports = [...refused, ...allowed].map(
    ([where, from]) =>
      [fileFor(where, from), `import { x } from "${from}";\nexport const y = x;\n`] as const,
  );
  const others = misplaced.map(
    ([name, text]) => [fileFor(`${server}/service/engine`, name), `${text}\n`] as const,
  );
  for (const [path, text] of [...imports, ...others]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const biome = spawnSync(
    resolve("node_modules/.bin/biome"),
    ["lint", "--vcs-enabled=false", "--reporter=json", "--max-diagnostics=none", "."],
    { cwd: folder, encoding: "utf8" },
  );
  const { diagnostics } = JSON.parse(biome.stdout) as { diagnostics: Diagnostic[] };
  for (const { category, location } of diagnostics) {
    const { path } = location;
    const file = typeof path === "string" ? path : path.file;
    fired.set(file, [...(fired.get(file) ?? []), category]);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function fileFor(where: string, what: string): string {
  return `${where}/zz-${what.replace(/[^a-z]+/gi, "-").toLowerCase()}.ts`;
}

function rulesAt(where: string, what: string): string {
  return (fired.get(fileFor(where, what)) ?? []).join(" ");
}

describe("an import", () => {
  test.each(refused)("of %s may not hold %s", (where, from) => {
    expect(rulesAt(where, from)).toContain("lint/style/noRestrictedImports");
  });
  test.each(allowed)("of %s may hold %s", (where, from) => {
    expect(rulesAt(where, from)).not.toContain("lint/style/noRestrictedImports");
  });
});

describe("outside its one place is refused", () => {
  test.each(misplaced)("%s", (name, _text, rule) => {
    expect(rulesAt(`${server}/service/engine`, name)).toContain(rule);
  });
});
