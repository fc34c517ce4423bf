/** The project file, `grantry.json`: which server, which app, where the connector files lie. */
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { applyEdits, modify } from "jsonc-parser";
import { z } from "zod";
import { type Run, textOption } from "./command.ts";
import { type Parsed, parseCommented } from "./commented-json.ts";
import { usage } from "./failure.ts";
import { readOptional, writeWhole } from "./files.ts";
import { environmentValue, filePath, type Outside } from "./outside.ts";

export const projectFileName = "grantry.json";

const id = z.string().min(1).max(128);

export const projectSchema = z.strictObject({
  $schema: z.string().optional(),
  server: z.string().min(1).optional(),
  app: id.optional(),
  workspace: id.optional(),
  /** Relative to the file. */
  connectors_dir: z.string().min(1).default("connectors"),
  /** Where `types generate` writes; relative to the file. */
  types_file: z.string().min(1).default("grantry-connectors.d.ts"),
  /** Connectors of the workspace, for the generated types. `connectors pull` keeps them up to date. */
  app_user_connectors: z
    .array(
      z.strictObject({
        id,
        name: z.string().optional(),
        type: id,
        scopes: z.array(z.string()).default([]),
      }),
    )
    .default([]),
});
export type ProjectValues = z.output<typeof projectSchema>;

export interface Project {
  /** Null where there is none. */
  readonly file: string | null;
  /** What relative names count from: the file's folder, or the working directory. */
  readonly folder: string;
  readonly parsed: Parsed<ProjectValues>;
}

/**
 * The nearest project file, from the working directory upward, or the one named by `--project`. Only where there
 * is none, the nearest project of the official command line stands for one.
 */
export async function readProject(run: Run): Promise<Project> {
  const named = textOption(run, "project");
  if (named !== undefined) {
    const file = filePath(run.outside, named);
    const text = await readOptional(file);
    if (text === undefined) throw usage(`There is no project file ${named}.`);
    return fromText(file, text);
  }
  const folders = foldersUpward(run.outside);
  for (const folder of folders) {
    const file = join(folder, projectFileName);
    const text = await readOptional(file);
    if (text !== undefined) return fromText(file, text);
  }
  for (const folder of folders) {
    const official = await officialConnectors(folder);
    if (official !== undefined) return withoutFile(folder, { connectors_dir: official });
  }
  return withoutFile(run.outside.workingFolder, {});
}

/** The working directory, and those above it. */
function foldersUpward({ workingFolder }: Outside): string[] {
  const folders = [workingFolder];
  for (let at = workingFolder; at !== dirname(at); at = dirname(at)) folders.push(dirname(at));
  return folders;
}

/** A project that has no file, as one that had it. */
function withoutFile(folder: string, values: Partial<ProjectValues>): Project {
  const parsed = parseCommented(JSON.stringify(values), projectFileName, projectSchema);
  return { file: null, folder, parsed };
}

const officialSchema = z.looseObject({ connectorsDir: z.string().min(1).default("connectors") });

/** Where a project of the official command line has its connector files; undefined where it is none. */
export async function officialConnectors(folder: string): Promise<string | undefined> {
  for (const name of ["base44/config.jsonc", "base44/config.json"]) {
    const text = await readOptional(join(folder, name));
    if (text === undefined) continue;
    const { connectorsDir } = parseCommented(text, name, officialSchema).value;
    return join("base44", connectorsDir);
  }
  const there = await stat(join(folder, "base44/connectors")).catch(() => undefined);
  return there?.isDirectory() === true ? "base44/connectors" : undefined;
}

function fromText(file: string, text: string): Project {
  return { file, folder: dirname(file), parsed: parseCommented(text, file, projectSchema) };
}

/** Changes one key of the project file; comments and everything else stay. */
export async function changeProject(
  { file, parsed }: Project,
  key: keyof ProjectValues,
  value: unknown,
): Promise<void> {
  if (file === null) return;
  const formattingOptions = { insertSpaces: true, tabSize: 2 };
  const edits = modify(parsed.text, [key], value, { formattingOptions });
  await writeWhole(file, applyEdits(parsed.text, edits));
}

/** The app that a command is about. Throws where none is named. */
export function appOf(run: Run, project: Project): string {
  const app =
    textOption(run, "app") ??
    environmentValue(run.outside, "GRANTRY_APP") ??
    project.parsed.value.app;
  if (app !== undefined) return app;
  throw usage(`Which app? Name it with --app, GRANTRY_APP, or the key app in ${projectFileName}.`);
}

/** The workspace that was named, or undefined. */
export function namedWorkspace(run: Run, project: Project): string | undefined {
  return (
    textOption(run, "workspace") ??
    environmentValue(run.outside, "GRANTRY_WORKSPACE") ??
    project.parsed.value.workspace
  );
}
