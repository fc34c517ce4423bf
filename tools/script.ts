/** How a script of `npm run` is told what to do: its help where that is asked for, and one line for what is wrong. */
import { parseArgs } from "node:util";

/** What was typed is wrong. The message says in one line what may be typed. */
export class WrongArgument extends Error {}

/** What a script learns of its process, and does to it. */
export interface Surroundings {
  readonly args: readonly string[];
  write(text: string): void;
  complain(text: string): void;
  /** With this exit code, once nothing is left to do. */
  end(code: number): void;
}

const ofProcess: Surroundings = {
  args: process.argv.slice(2),
  write: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(text),
  end: (code) => {
    process.exitCode = code;
  },
};

/** Runs it with what was typed, which it reads before it does anything. What is wrong there ends it with exit code 2. */
export async function runScript(
  help: string,
  run: (args: string[]) => Promise<void> | void,
  { args, write, complain, end }: Surroundings = ofProcess,
): Promise<void> {
  if (args.includes("--help") || args.includes("-h")) return write(help);
  try {
    await run([...args]);
  } catch (thrown) {
    const line = lineOf(thrown);
    if (line === undefined) throw thrown;
    complain(`${line}\n`);
    end(2);
  }
}

/** Runs a script that takes nothing: whoever types something means another one. */
export async function runPlainScript(
  help: string,
  run: () => Promise<void> | void,
  surroundings?: Surroundings,
): Promise<void> {
  const plain = (args: string[]) => {
    parseArgs({ args });
    return run();
  };
  await runScript(help, plain, surroundings);
}

function lineOf(thrown: unknown): string | undefined {
  if (thrown instanceof WrongArgument) return thrown.message;
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
  if (!code.startsWith("ERR_PARSE_ARGS_")) return undefined;
  const [what = ""] = (thrown as Error).message.split(/\.(?=\s|$)/);
  return `${what}: --help says what there is.`;
}

/** One of several that an option names; all of them where it was not given. */
export function chosen<T extends string>(
  option: string,
  all: readonly T[],
  given: string | undefined,
): readonly T[] {
  if (given === undefined) return all;
  const found = all.find((one) => one === given);
  if (found === undefined) throw new WrongArgument(`${option} must be one of ${all.join(", ")}.`);
  return [found];
}

/** A whole number above zero. */
export function wholeNumber(option: string, given: string): number {
  const value = Number(given);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new WrongArgument(`${option} must be a whole number above zero.`);
}
