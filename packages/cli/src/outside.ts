/** What surrounds a run of the program. Only this file asks the process for it, and calls out. */
import { lookup } from "node:dns/promises";
import { homedir } from "node:os";
import { relative, resolve } from "node:path";
import type { Readable, Writable } from "node:stream";

/** Everything that a command learns of the process it runs in, and all that it may do to it. */
export interface Outside {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What relative names of files count from. */
  readonly workingFolder: string;
  readonly homeFolder: string;
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable;
  readonly errors: Writable & { readonly isTTY?: boolean };
  /** Epoch seconds. */
  now(): number;
  /** Waits so many seconds. */
  wait(seconds: number): Promise<void>;
}

/** Those of this process. */
export function processOutside(): Outside {
  return {
    environment: process.env,
    workingFolder: process.cwd(),
    homeFolder: homedir(),
    input: process.stdin,
    output: process.stdout,
    errors: process.stderr,
    now: () => Math.floor(Date.now() / 1000),
    wait: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
  };
}

/** Value of an environment variable; undefined where it is not set or empty. */
export function environmentValue({ environment }: Outside, name: string): string | undefined {
  const value = environment[name];
  return value === "" ? undefined : value;
}

/** The environment for a child process, without the variables that only this program reads. */
export function childEnvironment({ environment }: Outside): Record<string, string | undefined> {
  const own: ReadonlySet<string> = new Set(ownVariables);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !own.has(name)));
}

/** The whole path of a file as it was named. */
export function filePath({ workingFolder }: Outside, named: string): string {
  return resolve(workingFolder, named);
}

/** A path as it is shown: relative to the working folder where it lies in there. */
export function shownPath({ workingFolder }: Outside, path: string): string {
  const short = relative(workingFolder, path);
  return short.startsWith("..") ? path : short;
}

/** Variables of this program. The server takes every other one that begins with GRANTRY_ for its own. */
export const ownVariables = [
  "GRANTRY_SERVER",
  "GRANTRY_APP",
  "GRANTRY_WORKSPACE",
  "GRANTRY_API_KEY",
  "GRANTRY_FROM_API_KEY",
  "GRANTRY_TO_API_KEY",
] as const;

/** A time from epoch seconds, as RFC 3339 has it. */
export function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}

/** Epoch seconds of such a text. */
export function secondsOf(time: string): number {
  return Date.parse(time) / 1000;
}

/** The addresses of a name, as the machine finds them. Rejects where it has none. */
export async function addressesOf(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/** Calls out. Follows no redirect: what is sent along must not go elsewhere. Ends after `timeoutMs`. */
export async function send(url: URL, init: RequestInit, timeoutMs: number): Promise<Response> {
  return await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
}

/** The answer's text; null where it is longer. No more than `bytesMax` is read of it. */
export async function boundedText(answer: Response, bytesMax: number): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body ?? []) {
    size += part.byteLength;
    if (size > bytesMax) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** Lets go of a body that nobody reads: while its connection is open, the program does not end. */
export function discard({ body }: Response): void {
  body?.cancel().catch(() => {});
}
