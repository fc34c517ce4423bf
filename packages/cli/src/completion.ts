// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the shell's own placeholders
/** Shell completion, made from the table of commands. */
import type { Command } from "./command.ts";
import { commonOptions, commonOptionsOf } from "./common-options.ts";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** The script that a shell is to read. */
export function completionScript(shell: Shell, commands: readonly Command[]): string[] {
  if (shell === "fish") return fishScript(commands);
  const cases = branches(commands).map(
    ([words, next]) => `    ${JSON.stringify(words)}) next=${JSON.stringify(next.join(" "))} ;;`,
  );
  const bash = [
    "_grantry() {",
    '  local words="" next="" word',
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    '    case "$word" in -*) ;; *) words="${words:+$words }$word" ;; esac',
    "  done",
    '  case "$words" in',
    ...cases,
    "  esac",
    '  COMPREPLY=($(compgen -W "$next" -- "${COMP_WORDS[COMP_CWORD]}"))',
    "}",
    "complete -o default -F _grantry grantry",
  ];
  return shell === "bash" ? bash : ["autoload -U +X bashcompinit && bashcompinit", ...bash];
}

/** What may follow each beginning of a command: its next words, or its options. */
function branches(commands: readonly Command[]): [string, string[]][] {
  const next = new Map<string, Set<string>>();
  const add = (words: string, word: string) =>
    next.set(words, (next.get(words) ?? new Set()).add(word));
  for (const command of commands) {
    const { name } = command;
    const words = name.split(" ");
    for (const [at, word] of words.entries()) add(words.slice(0, at).join(" "), word);
    for (const option of optionNames(command)) add(name, `--${option}`);
  }
  return [...next].map(([words, set]) => [words, [...set]]);
}

function optionNames(command: Command): string[] {
  return [...Object.keys(command.options ?? {}), ...Object.keys(commonOptionsOf(command))];
}

function fishScript(commands: readonly Command[]): string[] {
  const quoted = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
  const seen = commands.flatMap(({ name, summary, options }) => {
    const [first = "", second] = name.split(" ");
    const after = `__fish_seen_subcommand_from ${first}`;
    const start =
      second === undefined
        ? [`complete -c grantry -f -n __fish_use_subcommand -a ${first} -d ${quoted(summary)}`]
        : [
            `complete -c grantry -f -n __fish_use_subcommand -a ${first}`,
            `complete -c grantry -f -n ${quoted(after)} -a ${second} -d ${quoted(summary)}`,
          ];
    const own = Object.entries(options ?? {}).map(
      ([option, spec]) =>
        `complete -c grantry -n ${quoted(`__fish_seen_subcommand_from ${second ?? first}`)} -l ${option} -d ${quoted(spec.summary)}`,
    );
    return [...start, ...own];
  });
  const common = Object.entries(commonOptions).map(
    ([option, spec]) => `complete -c grantry -l ${option} -d ${quoted(spec.summary)}`,
  );
  return [...new Set([...seen, ...common])];
}
