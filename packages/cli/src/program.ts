/** Finds the command that was typed, runs it, says what came of it. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import type { Command, Run } from "./command.ts";
import { commands } from "./commands.ts";
import { commonOptionsOf } from "./common-options.ts";
import { CliError, exitCodes, usage } from "./failure.ts";
import { commandHelp, groupHelp, programHelp } from "./help.ts";
import type { Outside } from "./outside.ts";
import { ownFile } from "./own-files.ts";
import { createTerminal } from "./terminal.ts";

/** Runs the program in what surrounds it; the exit code comes back. Never throws. */
export async function runProgram(args: readonly string[], outside: Outside): Promise<number> {
  const json = args.includes("--json");
  try {
    return await runCommand(args, json, outside);
  } catch (thrown) {
    const error = thrown instanceof CliError ? thrown : unexpected(thrown);
    if (json) print(outside, [JSON.stringify({ error: errorView(error) }, null, 2)]);
    else if (!error.isTold) outside.errors.write(`grantry: ${error.message}\n`);
    return exitCodes[error.exit];
  }
}

function print({ output }: Outside, lines: readonly string[]): void {
  output.write(lines.map((line) => `${line}\n`).join(""));
}

function errorView({ code, exit, message, details }: CliError) {
  return { code, message, exit_code: exitCodes[exit], ...details };
}

/** A fault of this program. Its text may hold anything, so only its kind is said. */
function unexpected(cause: unknown): CliError {
  const kind = cause instanceof Error ? `${cause.name}\n${frames(cause)}` : typeof cause;
  return new CliError("fault", `This is a bug in grantry: ${kind}`, { cause });
}

function frames({ stack = "" }: Error): string {
  return stack
    .split("\n")
    .filter((line) => /^ +at /.test(line))
    .join("\n");
}

async function runCommand(
  args: readonly string[],
  json: boolean,
  outside: Outside,
): Promise<number> {
  const command = findCommand(args);
  if (command === undefined) return await withoutCommand(args, json, outside);
  const { values, positionals } = parse(command, args);
  if (values["help"] === true) {
    print(outside, commandHelp(command));
    return exitCodes.ok;
  }
  const given = positionals.slice(command.name.split(" ").length);
  requireCount(command, given);
  const terminal = createTerminal(outside, { json });
  const run: Run = { given, options: values, terminal, outside };
  const outcome = await command.run(run);
  print(outside, json ? [JSON.stringify(outcome.json, null, 2)] : outcome.lines);
  return exitCodes[outcome.exit ?? "ok"];
}

/** What was typed names no command: it asks for help or the version, or for a group of them. */
async function withoutCommand(
  args: readonly string[],
  json: boolean,
  outside: Outside,
): Promise<number> {
  const words = args.filter((arg) => !arg.startsWith("-"));
  const asked = (...names: string[]) => args.some((arg) => names.includes(arg));
  if (words.length === 0 && asked("--version", "-v")) {
    const version = await ownVersion();
    print(outside, [json ? JSON.stringify({ version }) : version]);
    return exitCodes.ok;
  }
  const [group = ""] = words;
  const inGroup = commands.filter(({ name }) => name.startsWith(`${group} `));
  const wantsHelp = asked("--help", "-h") || group === "help";
  if (words.length === 0 || (wantsHelp && inGroup.length === 0)) {
    print(outside, programHelp());
    return exitCodes.ok;
  }
  const list = groupHelp(inGroup);
  if (inGroup.length > 0 && wantsHelp) {
    print(outside, list);
    return exitCodes.ok;
  }
  if (inGroup.length === 0) {
    throw usage(`There is no command "${words.join(" ")}". grantry --help lists them all.`);
  }
  const what =
    words.length === 1
      ? `"${group}" is several commands`
      : `There is no command "${words.join(" ")}"`;
  throw usage([`${what}:`, ...list].join("\n"));
}

async function ownVersion(): Promise<string> {
  const text = (await ownFile("package.json")) ?? "{}";
  return (JSON.parse(text) as { readonly version: string }).version;
}

/** The command with the longest name that the words begin with. */
function findCommand(args: readonly string[]): Command | undefined {
  const firstOption = args.findIndex((arg) => arg.startsWith("-"));
  const words = args.slice(0, firstOption === -1 ? args.length : firstOption);
  const fits = commands.filter(({ name }) =>
    name.split(" ").every((word, at) => words[at] === word),
  );
  return fits.sort((one, other) => other.name.length - one.name.length)[0];
}

function parse(command: Command, args: readonly string[]) {
  const specs = { ...commonOptionsOf(command), ...command.options };
  const options: NonNullable<ParseArgsConfig["options"]> = {};
  for (const [name, { value, short }] of Object.entries(specs)) {
    const type = value === undefined ? "boolean" : "string";
    options[name] = short === undefined ? { type } : { type, short };
  }
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true });
    const values = parsed.values as Readonly<Record<string, string | boolean | undefined>>;
    return { values, positionals: parsed.positionals };
  } catch (cause) {
    // What was typed may hold a secret by mistake: only the name of the option is repeated.
    const name = cause instanceof Error ? /'(--?[\w-]+)/.exec(cause.message)?.[1] : undefined;
    const what = name === undefined ? "Invalid option" : `The option ${name} is wrong here`;
    throw usage(`${what}. grantry ${command.name} --help lists what there is.`);
  }
}

function requireCount({ name, takes = [] }: Command, given: readonly string[]): void {
  const needed = takes.filter((one) => !one.startsWith("[")).length;
  const most = takes.at(-1)?.includes("...") === true ? Number.POSITIVE_INFINITY : takes.length;
  if (given.length >= needed && given.length <= most && given.every((one) => one !== "")) return;
  throw usage(`Usage: ${["grantry", name, ...takes].join(" ")}`);
}
