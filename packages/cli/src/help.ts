/** What --help prints. */
import { type Command, type OptionSpecs, table } from "./command.ts";
import { commands } from "./commands.ts";
import { commonOptions, commonOptionsOf } from "./common-options.ts";

function commandLines(all: readonly Command[]): string[][] {
  return all.map(({ name, takes = [], summary }) => [`  ${[name, ...takes].join(" ")}`, summary]);
}

/** The commands that begin with the same word. */
export function groupHelp(group: readonly Command[]): string[] {
  return [
    ...table(["Commands", ""], commandLines(group)),
    "",
    "grantry <command> --help lists the options of one.",
  ];
}

export function programHelp(): string[] {
  const rows = commandLines(commands);
  return [
    "grantry: the command line of a Grantry server",
    "",
    ...table(["Commands", ""], rows),
    "",
    ...optionLines("Common options", commonOptions),
    "",
    "grantry --version says which one this is.",
    "A workspace or personal key is taken from GRANTRY_API_KEY, never from an argument.",
  ];
}

export function commandHelp(command: Command): string[] {
  const { name, summary, takes = [], options } = command;
  const own = options === undefined ? [] : ["", ...optionLines("Options", options)];
  return [
    ["grantry", name, ...takes].join(" "),
    summary,
    ...own,
    "",
    ...optionLines("Common options", commonOptionsOf(command)),
  ];
}

function optionLines(title: string, options: OptionSpecs): string[] {
  const rows = Object.entries(options).map(([name, { value, short, summary }]) => {
    const long = value === undefined ? `--${name}` : `--${name} ${value}`;
    return [`  ${short === undefined ? long : `-${short}, ${long}`}`, summary];
  });
  return table([title, ""], rows);
}
