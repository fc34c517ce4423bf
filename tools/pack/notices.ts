/** What a bundle holds of others' work, under licences that want to be passed on with it. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "rolldown";

export const noticesFile = "third-party-notices.txt";

interface Said {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
}

export interface PackageNamed {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, as its package.json has it. */
  readonly license: string;
}

interface PackageInside extends Said {
  readonly text: string;
}

/**
 * Writes the licences of all packages that something was bundled of into a file beside the bundle. `styles` are packages of
 * which only style sheets come in, which bundlers do not list. Fails where a package does not say under which licence it comes.
 */
export function thirdPartyNotices(styles: readonly string[] = []): Plugin {
  return {
    name: "third-party-notices",
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((one) =>
        one.type === "chunk" ? Object.keys(one.modules) : [],
      );
      const folders = [...modules.flatMap(packageFolderOf), ...styles];
      const inside = [...new Set(folders)].map(readPackage);
      if (inside.length === 0) return;
      this.emitFile({ type: "asset", fileName: noticesFile, source: noticesOf(inside) });
    },
  };
}

/** The folder of the package that a module is of; none for one of ours. */
function packageFolderOf(id: string): string[] {
  const [file = ""] = id.replace(/^\0/, "").split("?");
  if (!file.includes("/node_modules/")) return [];
  let folder = dirname(file);
  // Folders within a package may have a package.json that says no more than how modules are written.
  while (!/\/node_modules\/(?:@[^/]+\/)?[^/]+$/.test(folder)) folder = dirname(folder);
  return [folder];
}

function readPackage(folder: string): PackageInside {
  const said = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Said;
  const file = readdirSync(folder).find((one) => /^(?:licen[cs]e|copying)(?:\.|$)/i.test(one));
  const text = file === undefined ? withoutFile(said) : readFileSync(join(folder, file), "utf8");
  return { ...said, text: text.trim() };
}

/** Some packages say their licence by name alone; that name stands for a text that everybody has. */
function withoutFile({ name, license, author }: Said): string {
  const by = typeof author === "object" ? author.name : author;
  if (license === "MIT" && by !== undefined) return `Copyright (c) ${by}\n\n${mit}`;
  throw new Error(`${name} is bundled, and does not say under which licence.`);
}

const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** The packages that such a file names. */
export function packagesIn(notices: string): PackageNamed[] {
  const [, ...parts] = notices.split(/^This bundle holds .*\n\n|\n----\n\n(?=\S+ \S+ \(.+\)\n\n)/);
  return parts.map((part) => {
    const [, name, version, license] = /^(\S+) (\S+) \((.+)\)\n/.exec(part) ?? [];
    if (name === undefined || version === undefined || license === undefined) {
      throw new Error(`This is no notice of a package: ${part.slice(0, 80)}`);
    }
    return { name, version, license };
  });
}

function noticesOf(inside: readonly PackageInside[]): string {
  const parts = [...inside]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, version, license, text }) => `${name} ${version} (${license})\n\n${text}\n`);
  return `This bundle holds work of others, under these licences.\n\n${parts.join("\n----\n\n")}`;
}
