/** The browser of the browser tests: Chromium as it is installed, driven by playwright-core. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** First the one without windows: a page of it costs less than half of what one with all of a browser's own pages does. */
const names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];
const missing =
  "Chromium is needed for the browser tests: install it (Debian: apt-get install chromium-headless-shell, or chromium) or set CHROMIUM_PATH.";

/** Starts a browser that calls nobody on its own; the caller closes it. */
export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  return await chromium.launch({
    executablePath: findChromium(),
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...more,
    ],
  });
}

function findChromium(): string {
  const given = process.env["CHROMIUM_PATH"];
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const candidates = given
    ? [given]
    : names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = candidates.find(isExecutable);
  if (found === undefined) throw new Error(missing);
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
