/** A program that is started and listened to: a server that runs, or one that must not. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export interface Started {
  readonly child: ChildProcess;
  /** What it has said so far, on both of its outputs. */
  said(): string;
  /** Resolves once all was said. Rejects where it could not be started. */
  readonly ended: Promise<readonly [code: number | null, signal: NodeJS.Signals | null]>;
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
  let isOver = false;
  // Of whoever waits: resolves with the next piece, or the end. One for all of them, so that each stream has one listener.
  let next = Promise.withResolvers<void>();
  const tell = () => {
    next.resolve();
    next = Promise.withResolvers();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (piece: string) => {
      said += piece;
      tell();
    });
  }
  const ended = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  const end = () => {
    isOver = true;
    tell();
  };
  ended.then(end, end);
  return {
    child,
    ended,
    said: () => said,
    until: async (text) => {
      while (!said.includes(text)) {
        if (isOver) {
          const [code, signal] = await ended;
          throw new Error(`It ended (${code ?? signal}) before "${text}": ${said}`);
        }
        await next.promise;
      }
    },
  };
}
