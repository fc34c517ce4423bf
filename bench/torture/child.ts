/** The processes of a run: each is this program's runtime on another entry, spoken to over IPC. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { fromSource } from "@grantry/testing/from-source";

/** Starts an entry beside this file and hands it its first message. */
export function startChild(entry: string, start: object): ChildProcess {
  const child = fork(fileURLToPath(new URL(entry, import.meta.url)), {
    execArgv: [...fromSource],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  // A message to a process that is being killed is lost, and that is all.
  child.on("error", () => {});
  child.send(start);
  return child;
}

/** Says something to a process that may be dead by now. */
export function say(child: ChildProcess, word: object): void {
  if (child.connected) child.send(word, () => {});
}

/** The first message of this kind; rejects where the process ends before it. */
export function heard<T extends { kind: string }>(
  child: ChildProcess,
  kind: T["kind"],
): Promise<T> {
  return new Promise((resolve, reject) => {
    const onMessage = (word: T) => {
      if (word.kind !== kind) return;
      child.off("message", onMessage);
      child.off("exit", onExit);
      resolve(word);
    };
    const onExit = () => {
      child.off("message", onMessage);
      reject(new Error(`a process ended before it said "${kind}"`));
    };
    child.on("message", onMessage);
    child.once("exit", onExit);
  });
}

/** A wait. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
