/** A program that a test starts and listens to: a server that runs, or one that must not. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export interface Started {
  readonly child: ChildProcess;
  /** What it has said so far, on both of its outputs. */
  said(): string;
  /** Resolves with its exit code, once all was said. */
  readonly ended: Promise<number | null>;
  /** Resolves once it has said this; rejects where it ends before. */
  until(text: string): Promise<void>;
}

export function startProgram(
  [command = "", ...args]: readonly string[],
  { env, cwd }: { readonly env: Readonly<Record<string, string>>; readonly cwd?: string },
): Started {
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env,
    ...(cwd === undefined ? {} : { cwd }),
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data: Buffer) => {
      said += data.toString();
    });
  }
  const ended = once(child, "close").then(([code]) => code as number | null);
  return {
    child,
    ended,
    said: () => said,
    until: async (text) => {
      while (!said.includes(text)) {
        const heard = [child.stdout, child.stderr].map((stream) => once(stream, "data"));
        const gone = await Promise.race([
          ended.then(() => true),
          ...heard.map((one) => one.then(() => false)),
        ]);
        if (gone && !said.includes(text)) throw new Error(`It ended before "${text}": ${said}`);
      }
    },
  };
}
