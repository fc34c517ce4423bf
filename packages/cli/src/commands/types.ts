/** Types for the app's code: a misspelt integration type becomes a compile error. */
import { stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type Command, counted, isOn, type Run, textOption } from "../command.ts";
import { type ConnectorFile, connectorFolder, readConnectorFiles } from "../connector-files.ts";
import { fileProblem, usage } from "../failure.ts";
import { readOptional, writeWhole } from "../files.ts";
import { filePath, shownPath } from "../outside.ts";
import { type ProjectValues, projectFileName, readProject } from "../project.ts";

/** By the word of `--sdk`: the package, and which of its registries name the types. */
const sdks = {
  grantry: { module: "@grantry/sdk", typeRegistries: ["ConnectorIntegrationTypeRegistry"] },
  // The official command line fills a name that the official SDK does not read: here both are.
  base44: {
    module: "@base44/sdk",
    typeRegistries: ["ConnectorIntegrationTypeRegistry", "ConnectorTypeRegistry"],
  },
} as const;
type Sdk = keyof typeof sdks;

export const generate: Command = {
  name: "types generate",
  summary: "Generate types from the local connector files; needs no account",
  options: {
    dir: { value: "FOLDER", summary: "where the connector files are" },
    out: { value: "FILE", summary: "where to write" },
    sdk: {
      value: "NAME",
      summary: "grantry, base44 or both; by default those that are installed",
    },
    check: { summary: "write nothing; fail if the file is not up to date" },
  },
  run: async (run) => {
    const project = await readProject(run);
    const { types_file: typesFile, app_user_connectors: connectors } = project.parsed.value;
    const folder = connectorFolder(run, project);
    const files = await readConnectorFiles(run.outside, folder);
    if (files.length === 0 && connectors.length === 0) {
      const where = shownPath(run.outside, folder) || folder;
      throw fileProblem(
        `There is nothing to generate types from: no connector file in ${where}, and no app_user_connectors in ${projectFileName}. Name the folder with --dir, or get the files with grantry connectors pull. Nothing was written.`,
      );
    }
    const names = await sdksOf(run, project.folder);
    const out = textOption(run, "out");
    const path =
      out === undefined ? resolve(project.folder, typesFile) : filePath(run.outside, out);
    const known = collect(files, connectors);
    const text = typesText(names, known);
    const current = (await readOptional(path)) === text;
    const shown = shownPath(run.outside, path);
    if (isOn(run, "check") && !current) {
      throw fileProblem(`${shown} is not up to date: run grantry types generate.`);
    }
    if (!current) await writeWhole(path, text);
    const { types, ids } = known;
    return {
      json: {
        file: shown,
        changed: !current,
        sdks: names,
        types: [...types.keys()],
        ids: [...ids.keys()],
      },
      lines: [
        `${shown}: ${counted(types.size, "type")}, ${counted(ids.size, "connector ID")}, for ${names.map((name) => sdks[name].module).join(" and ")}.`,
        "Its folder must be within what tsconfig.json includes.",
      ],
    };
  },
};

async function sdksOf(run: Run, folder: string): Promise<Sdk[]> {
  const word = textOption(run, "sdk");
  if (word === "both") return ["grantry", "base44"];
  if (word === "grantry" || word === "base44") return [word];
  if (word !== undefined) throw usage("--sdk takes grantry, base44 or both.");
  const found: Sdk[] = [];
  for (const name of ["grantry", "base44"] as const) {
    if (await isInstalled(folder, sdks[name].module)) found.push(name);
  }
  if (found.length > 0) return found;
  throw usage(
    "Neither @grantry/sdk nor @base44/sdk is installed here: give --sdk grantry, --sdk base44 or --sdk both.",
  );
}

/** As Node looks for packages: in this folder, and in all around it. */
async function isInstalled(folder: string, module: string): Promise<boolean> {
  const file = join(folder, "node_modules", module, "package.json");
  const there = await stat(file).catch(() => undefined);
  if (there !== undefined) return true;
  return folder !== dirname(folder) && (await isInstalled(dirname(folder), module));
}

interface Known {
  /** Scopes by integration type. */
  readonly types: ReadonlyMap<string, ReadonlySet<string>>;
  /** Integration types by connector ID. */
  readonly ids: ReadonlyMap<string, string>;
}

function collect(
  files: readonly ConnectorFile[],
  connectors: ProjectValues["app_user_connectors"],
): Known {
  const types = new Map<string, Set<string>>();
  const add = (type: string, scopes: readonly string[]) =>
    types.set(type, new Set([...(types.get(type) ?? []), ...scopes]));
  for (const { type, scopes } of files) add(type, scopes);
  for (const { type, scopes } of connectors) add(type, scopes);
  const ids = connectors.map(({ id, type }) => [id, type] as const);
  return { types: sorted([...types]), ids: sorted(ids) };
}

function sorted<V>(entries: readonly (readonly [string, V])[]): Map<string, V> {
  return new Map([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The whole file. Text from outside stands in JSON's quotes only. */
function typesText(names: readonly Sdk[], known: Known): string {
  const modules = names.map((name) => moduleText(name, known));
  const imports = names.map((name) => `import ${JSON.stringify(sdks[name].module)};`);
  const head = "// Written by `grantry types generate`, and written anew each time.";
  return `${[head, "", ...imports, ...modules].join("\n")}\n`;
}

function moduleText(name: Sdk, { types, ids }: Known): string {
  const { module, typeRegistries } = sdks[name];
  const quoted = (text: string) => JSON.stringify(text);
  const registries = [
    ...typeRegistries.map((registry) => ({ registry, rows: [...types.keys()].map(isThere) })),
    { registry: "ConnectorIdRegistry", rows: [...ids].map(([id, type]) => [id, quoted(type)]) },
    {
      registry: "ConnectorScopeRegistry",
      rows: [...types].map(([type, scopes]) => [type, union([...scopes].sort())]),
    },
  ];
  const bodies = registries.flatMap(({ registry, rows }) => [
    `  interface ${registry} {`,
    ...rows.map(([key = "", value]) => `    ${quoted(key)}: ${value};`),
    "  }",
  ]);
  return ["", `declare module ${quoted(module)} {`, ...bodies, "}"].join("\n");
}

function isThere(type: string): string[] {
  return [type, "true"];
}

function union(scopes: readonly string[]): string {
  return scopes.length === 0 ? "never" : scopes.map((scope) => JSON.stringify(scope)).join(" | ");
}
