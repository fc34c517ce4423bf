/** What --help prints. */
import { type Command, type OptionSpecs, table } from "./command.ts";
import { commands } from "./commands.ts";
import { commonOptions } from "./common-options.ts";

export function programHelp(): string[] {
  const rows = commands.map(({ name, takes = [], summary }) => [
    `  ${[name, ...takes].join(" ")}`,
    summary,
  ]);
  return [
    "grantry: the command line of a Grantry server",
    "",
    ...table(["Commands", ""], rows),
    "",
    ...optionLines("Options of every command", commonOptions),
    "",
    "A key is taken from GRANTRY_API_KEY, never from an argument.",
  ];
}

export function commandHelp({ name, summary, takes = [], options }: Command): string[] {
  const own = options === undefined ? [] : ["", ...optionLines("Options", options)];
  return [
    ["grantry", name, ...takes].join(" "),
    summary,
    ...own,
    "",
    ...optionLines("Options of every command", commonOptions),
  ];
}

function optionLines(title: string, options: OptionSpecs): string[] {
  const rows = Object.entries(options).map(([name, { value, short, summary }]) => {
    const long = value === undefined ? `--${name}` : `--${name} ${value}`;
    return [`  ${short === undefined ? long : `-${short}, ${long}`}`, summary];
  });
  return table([title, ""], rows);
}
