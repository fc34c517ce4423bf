/** Processes of the benchmark: started here, asked over their IPC channel, ended here. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { fileURLToPath } from "node:url";

export interface Child {
  /** Sends a question and resolves with the answer; one at a time. */
  ask<T>(question: unknown): Promise<T>;
  /** Ends it and resolves when it is gone. */
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

/** Starts a script beside this file, or at a path relative to it. */
export function startChild(script: string, options: ChildOptions = {}): Child {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(
    process.execPath,
    ["--conditions=source", ...(options.nodeOptions ?? []), path],
    {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      env: { PATH: process.env["PATH"], ...options.environment },
    },
  );
  const ended = once(child, "exit");
  return {
    ask: async <T>(question: unknown) => await ask<T>(child, path, question),
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function ask<T>(child: ChildProcess, name: string, question: unknown): Promise<T> {
  return await new Promise<T>((resolve, reject) => {
    const done = (settle: () => void) => {
      child.off("exit", onExit);
      child.off("message", onMessage);
      settle();
    };
    const onExit = (code: number | null) =>
      done(() => reject(new Error(`${name} ended with ${code}.`)));
    const onMessage = (message: unknown) => done(() => resolve(message as T));
    child.once("exit", onExit);
    child.once("message", onMessage);
    child.send(question as object);
  });
}

/** In a child: answers each question. The channel alone does not keep the process alive. */
export function answer(respond: (question: never) => unknown): void {
  process.on("message", async (question) => {
    process.send?.(await respond(question as never));
  });
}

/** A port of loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address === "object" && address !== null) return address.port;
  throw new Error("no port");
}

const attemptsMax = 300;

/** Resolves when something listens there. */
export async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const socket = connect(port, "127.0.0.1");
    const open = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Nothing listens on port ${port}.`);
}
