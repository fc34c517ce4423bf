/** Connector files: `<type>.jsonc` in one folder, as the official command line has them. */
import { readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { applyEdits, modify } from "jsonc-parser";
import { z } from "zod";
import { type Run, textOption } from "./command.ts";
import { type Parsed, parseCommented } from "./commented-json.ts";
import { CliError, fileProblem, usage } from "./failure.ts";
import { readOptional, writeWhole } from "./files.ts";
import { filePath, type Outside, shownPath } from "./outside.ts";
import type { Project } from "./project.ts";

const settings = z.record(z.string().max(64), z.string().max(512));

/** Other keys are the official command line's affair, and left alone. */
export const connectorFileSchema = z.looseObject({
  type: z.string().regex(/^[a-z0-9_-]+$/i, "letters, digits, _ and - only"),
  scopes: z.array(z.string().min(1).max(512)).max(200).default([]),
  /** Connection settings such as a subdomain. The official command line ignores them. */
  connection_config: settings.optional(),
});

export interface ConnectorFile {
  readonly path: string;
  /** As it is shown: relative to the working directory. */
  readonly shown: string;
  readonly type: string;
  readonly scopes: readonly string[];
  readonly settings: Readonly<Record<string, string>> | null;
  readonly parsed: Parsed<z.output<typeof connectorFileSchema>>;
}

/** The folder of the connector files. */
export function connectorFolder(run: Run, { folder, parsed }: Project): string {
  const named = textOption(run, "dir");
  return named === undefined
    ? resolve(folder, parsed.value.connectors_dir)
    : filePath(run.outside, named);
}

/**
 * Reads every file of the folder; none where there is no folder. Throws naming file, line and key of
 * every mistake in all of them, also where two files are of one type.
 */
export async function readConnectorFiles(
  outside: Outside,
  folder: string,
): Promise<ConnectorFile[]> {
  const names = await namesIn(folder);
  const files: ConnectorFile[] = [];
  const problems: string[] = [];
  for (const name of names) {
    try {
      files.push(await readOne(outside, join(folder, name)));
    } catch (thrown) {
      if (!(thrown instanceof CliError)) throw thrown;
      problems.push(thrown.message);
    }
  }
  const first = new Map<string, ConnectorFile>();
  for (const file of files) {
    const earlier = first.get(file.type);
    if (earlier === undefined) first.set(file.type, file);
    else {
      const where = file.parsed.at(["type"]);
      problems.push(`${where}: type: "${file.type}" is in ${earlier.shown} already.`);
    }
  }
  if (problems.length > 0) throw fileProblem(problems.join("\n"));
  return files;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && /\.jsonc?$/.test(entry.name));
    return files.map(({ name }) => name).sort();
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return [];
    throw fileProblem(`Cannot read the folder ${folder}.`, cause);
  }
}

async function readOne(outside: Outside, path: string): Promise<ConnectorFile> {
  const shown = shownPath(outside, path) || path;
  const text = (await readOptional(path)) ?? "";
  const parsed = parseCommented(text, shown, connectorFileSchema);
  const { type, scopes, connection_config: given } = parsed.value;
  return { path, shown, type, scopes, settings: given ?? null, parsed };
}

/** Whether two lists hold the same scopes. */
export function sameScopes(one: readonly string[], other: readonly string[]): boolean {
  const [left, right] = [new Set(one), new Set(other)];
  return left.size === right.size && [...left].every((scope) => right.has(scope));
}

/** What stands in one list and not in the other. */
export function without(one: readonly string[], other: readonly string[]): string[] {
  return one.filter((scope) => !other.includes(scope));
}

/** The text of a file with other scopes: what stays keeps its place and its comments. */
export function withScopes({ parsed }: ConnectorFile, scopes: readonly string[]): string {
  const formattingOptions = { insertSpaces: true, tabSize: 2 };
  const options = { formattingOptions };
  let { text } = parsed;
  const before = parsed.value.scopes;
  const change = (path: (string | number)[], value: unknown, isArrayInsertion = false) => {
    text = applyEdits(text, modify(text, path, value, { ...options, isArrayInsertion }));
  };
  if (before.length === 0) {
    change(["scopes"], [...scopes]);
    return text;
  }
  for (const [at, scope] of [...before.entries()].reverse()) {
    if (!scopes.includes(scope) || before.indexOf(scope) !== at) change(["scopes", at], undefined);
  }
  for (const scope of without(scopes, before)) change(["scopes", -1], scope, true);
  return text;
}

/** Where a new file of a type goes. Throws for a type that is no file name. */
export function newFile(folder: string, type: string, scopes: readonly string[]) {
  if (!/^[a-z0-9_-]+$/i.test(type))
    throw usage("The server listed a type that cannot be a file name.");
  return { path: join(folder, `${type}.jsonc`), text: JSON.stringify({ type, scopes }, null, 2) };
}

/** One change of the folder. */
export type FileChange =
  | { readonly kind: "write"; readonly path: string; readonly text: string }
  | { readonly kind: "delete"; readonly path: string };

/** Carries changes out; each file is whole or as it was. */
export async function changeFiles(changes: readonly FileChange[]): Promise<void> {
  for (const change of changes) {
    if (change.kind === "write") await writeWhole(change.path, change.text);
    else await rm(change.path, { force: true });
  }
}
