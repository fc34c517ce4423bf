/** Runs the executable as a stranger would have to: another user, with nothing of this repository, and almost nothing to write to. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export interface Running {
  readonly child: ChildProcess;
  /** Standard output and errors so far. */
  output(): string;
  /** Exit code and signal, once it has ended. */
  readonly ended: Promise<readonly [code: number | null, signal: NodeJS.Signals | null]>;
  /** Resolves once this was said. Rejects where it ended without. */
  until(said: string): Promise<void>;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly environment: Readonly<Record<string, string>>;
}

export function start(
  [program = "", ...args]: readonly string[],
  { cwd, environment }: RunOptions,
): Running {
  const child = spawn(program, args, { cwd, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (piece: Buffer) => {
      said += piece.toString();
    });
  }
  const ended = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  const output = () => said;
  return {
    child,
    output,
    ended,
    until: async (wanted) => {
      while (!said.includes(wanted)) {
        const next = Promise.race([ended, once(child.stdout, "data"), once(child.stderr, "data")]);
        await next;
        const { exitCode, signalCode } = child;
        if (exitCode !== null || signalCode !== null) {
          await ended;
          if (!said.includes(wanted)) throw new Error(`It ended (${exitCode}): ${said}`);
        }
      }
    },
  };
}

/** Every file system read-only but the folder, then this program as a user who is nobody here. Wants root. */
const confining = `
set -e
data=$1; shift
mount --make-rprivate /
mount --bind "$data" "$data"
while read -r _ at _; do
  [ "$at" = "$data" ] || mount -o remount,bind,ro "$at" 2>/dev/null || true
done < /proc/self/mounts
exec setpriv --reuid 1000 --regid 1000 --clear-groups --no-new-privs "$@"
`;

/** What to start in place of the command. It keeps the process: a signal reaches the command itself. */
export function confined(dataFolder: string, command: readonly string[]): readonly string[] {
  return ["unshare", "--mount", "sh", "-c", confining, "sh", dataFolder, ...command];
}
