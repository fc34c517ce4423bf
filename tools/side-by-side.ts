/**
 * Runs commands beside each other: `node --conditions=source tools/side-by-side.ts "tsc -p a" "tsc -p b"`. What each
 * says is printed whole, one after the other, in the order in which they are given.
 */
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { runScript, WrongArgument, wholeNumber } from "./script.ts";

const help = `Runs commands beside each other, as a shell does, and prints what each says whole, in their order. All come to
their end; where one fails, so does the run, which names it. Put those that take longest first.

  node --conditions=source tools/side-by-side.ts [--at-once <number>] <command> ...

  --at-once <number>  how many run at the same time; as many as there are cores unless told
`;

interface Running {
  /** Prints from now on what it says, and what it has said so far. */
  show(write: (text: string) => void): void;
  /** How it ended: its exit code, or the signal; and how many seconds it took. */
  readonly ended: Promise<{ readonly how: number | string; readonly seconds: number }>;
}

function start(command: string): Running {
  const began = performance.now();
  let write: ((text: string) => void) | undefined;
  let kept = "";
  const child = spawn(command, { shell: true, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      if (write === undefined) kept += text;
      else write(text);
    });
  }
  const { promise: ended, resolve } = Promise.withResolvers<Awaited<Running["ended"]>>();
  const end = (how: number | string) =>
    resolve({ how, seconds: Math.round((performance.now() - began) / 1000) });
  child.on("error", ({ message }) => end(message));
  child.on("close", (code, signal) => end(code ?? signal ?? "ended"));
  const show = (to: (text: string) => void) => {
    to(kept);
    kept = "";
    write = to;
  };
  return { show, ended };
}

/** Answers those that failed, each with how it ended. */
async function sideBySide(
  commands: readonly string[],
  atOnce: number,
  write: (text: string) => void,
): Promise<string[]> {
  const started = commands.map(() => Promise.withResolvers<Running>());
  const waiting = commands.entries();
  const workers = Array.from({ length: atOnce }, async () => {
    for (const [at, command] of waiting) {
      const one = start(command);
      started[at]?.resolve(one);
      await one.ended;
    }
  });
  const failed: string[] = [];
  for (const [at, command] of commands.entries()) {
    const one = await started[at]?.promise;
    if (one === undefined) continue;
    write(`\n-- ${command}\n`);
    one.show(write);
    const { how, seconds } = await one.ended;
    write(`-- ${how === 0 ? "done" : `failed (${how})`} in ${seconds} s: ${command}\n`);
    if (how !== 0) failed.push(`${command} (${how})`);
  }
  await Promise.all(workers);
  return failed;
}

await runScript(help, async (args) => {
  const { values, positionals } = parseArgs({
    args,
    options: { "at-once": { type: "string" } },
    allowPositionals: true,
  });
  if (positionals.length === 0) throw new WrongArgument("Say which commands.");
  const given = values["at-once"];
  const atOnce = given === undefined ? availableParallelism() : wholeNumber("--at-once", given);
  const failed = await sideBySide(positionals, atOnce, (text) => process.stdout.write(text));
  if (failed.length === 0) return;
  process.stderr.write(`\nFailed: ${failed.join(", ")}\n`);
  process.exitCode = 1;
});
