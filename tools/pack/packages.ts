/** The packages that are published, and how they come to be a file each. */

export interface Published {
  readonly name: string;
  /** Below `packages/`. */
  readonly folder: string;
  /**
   * For whom its types are checked: `node16` where it comes as CommonJS, too, `esm-only` where it is ES modules alone; null
   * where it is programs and nothing is imported.
   */
  readonly types: "node16" | "esm-only" | null;
}

export const published: readonly Published[] = [
  { name: "grantry", folder: "grantry", types: null },
  { name: "@grantry/cli", folder: "cli", types: null },
  { name: "@grantry/sdk", folder: "sdk", types: "node16" },
  { name: "@grantry/react", folder: "react", types: "esm-only" },
  { name: "@grantry/sandbox", folder: "sandbox", types: "esm-only" },
  { name: "@grantry/redteam", folder: "redteam", types: "esm-only" },
];

/** The name that npm gives the file: `grantry-sdk-0.1.0.tgz`. */
export function fileNameOf(name: string, version: string): string {
  return `${name.replace(/^@/, "").replace("/", "-")}-${version}.tgz`;
}
