/** The only file that reads the environment and the time, waits, and calls out. */

/** Value of an environment variable; undefined where it is not set or empty. */
export function environmentValue(name: string): string | undefined {
  const value = process.env[name];
  return value === "" ? undefined : value;
}

/** The environment for a child process, without the variables that only this program reads. */
export function childEnvironment(): Record<string, string | undefined> {
  const own: ReadonlySet<string> = new Set(ownVariables);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.has(name)));
}

/** Variables of this program. The server takes every other one that begins with GRANTRY_ for its own. */
export const ownVariables = [
  "GRANTRY_SERVER",
  "GRANTRY_APP",
  "GRANTRY_WORKSPACE",
  "GRANTRY_API_KEY",
] as const;

/** Epoch seconds. */
export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** Waits so many seconds. */
export async function waitSeconds(seconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

/** Local time of day for people, from epoch seconds. */
export function timeText(seconds: number | null): string {
  return seconds === null ? "-" : new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
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
