/** The only file of the dashboard that calls the server, reads the time or waits. */

/** Sends a request to this server. Rejects with a TypeError where no answer came. */
export const send: typeof fetch = (input, init) => fetch(input, init);

/** Now, in milliseconds since the epoch. */
export const now = (): number => Date.now();

/** Calls `work` after so many milliseconds, unless what it returns is called before. */
export function later(work: () => void, milliseconds: number): () => void {
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
}

/** Gives a text as a file to keep. */
export function save(text: string, { name, type }: { name: string; type: string }): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The path of the server's public URL, without a slash at its end; empty where it has none. */
export const basePath = document.documentElement.dataset["basePath"] ?? "";

/** A path of the server's own as the browser must ask for it. */
export const ownPath = (path: string): string => basePath + path;

/** Where the dashboard is. */
export const dashboardPath = ownPath("/dashboard");

/** Milliseconds since the epoch as a time of the API (RFC 3339). */
export const instantAt = (ms: number): string => new Date(ms).toISOString();

/** A time of the API (RFC 3339) in milliseconds since the epoch. */
export const parsed = (instant: string): number => Date.parse(instant);

/** Midnight at the beginning of a day, `2026-11-26`, in the reader's zone, as the API writes times; days later where asked. */
export function startOfDay(day: string, daysLater = 0): string | undefined {
  const at = new Date(`${day}T00:00:00`);
  if (Number.isNaN(at.getTime())) return undefined;
  at.setDate(at.getDate() + daysLater);
  return at.toISOString();
}

/** Has the browser keep what is at a path of this server as a file. */
export function download(path: string): void {
  const link = document.createElement("a");
  link.href = ownPath(path);
  link.download = "";
  link.click();
}
