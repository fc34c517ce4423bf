/** Every link of the made pages leads to a file, and to a part of it that there is; those to elsewhere have the form of an address. */
import { posix } from "node:path";

const idsOf = (text: string) =>
  new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id));

function isWellFormed(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  if (protocol === "mailto:") return true;
  const isOwn = /^(?:localhost|127\.0\.0\.1|\[::1\])$|\.(?:example|test)$/.test(hostname);
  return protocol === "https:" || (protocol === "http:" && isOwn);
}

/** What is wrong with the links of all pages. */
export function wrongLinks(files: ReadonlyMap<string, string | Buffer>): readonly string[] {
  const ids = new Map<string, Set<string>>();
  for (const [path, content] of files) {
    if (path.endsWith(".html")) ids.set(path, idsOf(String(content)));
  }
  const wrong: string[] = [];
  for (const path of ids.keys()) {
    const text = String(files.get(path));
    for (const [, given = ""] of text.matchAll(/ (?:href|src)="([^"]*)"/g)) {
      const to = given.replaceAll("&amp;", "&");
      if (/^[a-z]+:/.test(to)) {
        if (!isWellFormed(to)) wrong.push(`${path}: ${to} is no address`);
        continue;
      }
      const [file = "", anchor = ""] = to.split("#");
      const target = file === "" ? path : posix.join(posix.dirname(path), decodeURIComponent(file));
      if (!files.has(target)) wrong.push(`${path}: ${to} leads to no file`);
      else if (anchor !== "" && !ids.get(target)?.has(decodeURIComponent(anchor))) {
        wrong.push(`${path}: ${to} leads to no part of that page`);
      }
    }
  }
  return wrong;
}

/** Throws naming each that is wrong. */
export function checkLinks(files: ReadonlyMap<string, string | Buffer>): void {
  const wrong = wrongLinks(files);
  if (wrong.length > 0) throw new Error(`Links of the documentation:\n${wrong.join("\n")}`);
}
