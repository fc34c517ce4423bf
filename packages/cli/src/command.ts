/** What a command is. */
import type { Outside } from "./outside.ts";
import type { Terminal } from "./terminal.ts";

export interface OptionSpec {
  /** Name of the value; without one the option is a switch. */
  readonly value?: string;
  readonly summary: string;
  /** One letter. */
  readonly short?: string;
}
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** What the program was told: by the person who typed it, and by the table of options. */
export interface Run {
  /** One for each entry of `takes`; those after them where the last one ends in `...`. */
  readonly given: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly terminal: Terminal;
  readonly outside: Outside;
}

/** What a command has found out or done: the same for scripts (`--json`) and for people. */
export interface Outcome {
  readonly json: unknown;
  readonly lines: readonly string[];
  /** Where it did not all succeed; where what was compared is not the same. */
  readonly exit?: "partly" | "differs";
}

export interface Command {
  /** As it is typed: `connectors push`. */
  readonly name: string;
  readonly summary: string;
  /** What must follow: `<type>`; in square brackets what may. */
  readonly takes?: readonly string[];
  readonly options?: OptionSpecs;
  /** Of a command on the server's machine, which goes by the environment: those that it takes of the common options that say where. */
  readonly places?: readonly "workspace"[];
  readonly run: (run: Run) => Promise<Outcome>;
}

/** The text of an option, or undefined. */
export function textOption({ options }: Run, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/** The entries of an option that takes a list, separated by commas or spaces; none where not given. */
export function listOption(run: Run, name: string): string[] {
  return (textOption(run, name) ?? "").split(/[\s,]+/).filter((entry) => entry !== "");
}

/** Whether a switch was given. */
export function isOn({ options }: Run, name: string): boolean {
  return options[name] === true;
}

/** Columns under a head, as wide as they need to be. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...all.map((row) => printable(row[at]).length)));
  return all.map((row) =>
    widths
      .map((width, at) => printable(row[at]).padEnd(width))
      .join("  ")
      .trimEnd(),
  );
}

/** A number with its noun. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** How many processes of a server there are, as the beginning of a sentence. */
export function processesServe(count: number): string {
  return count === 1 ? "1 process serves" : `${count} processes serve`;
}

/** What came from outside must not steer the terminal. */
export function printable(text: string | undefined): string {
  return (text ?? "").replace(/\p{Cc}/gu, "\u{fffd}");
}
