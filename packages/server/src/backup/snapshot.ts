/** A database as it is at one moment, written to a file while others go on. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Engine } from "../store/engine.ts";

export interface Snapshot {
  readonly engine: Engine;
  readonly path: string;
  readonly postgres: { readonly version: number; readonly schema: string } | null;
  readonly migrations: readonly string[];
  /** Ids of the root keys without which what is sealed does not open. */
  readonly keys: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

/** What is written of any database, by name. */
export const sqlOf = {
  migrations: "SELECT name FROM migrations ORDER BY name",
  keys: "SELECT key_id FROM encryption_keys WHERE state NOT IN ('staged', 'retired') ORDER BY key_id",
} as const;

/** A name that is put into a statement. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Length and SHA-256 of a file. */
export async function measureFile(
  path: string,
): Promise<{ readonly size: number; readonly sha256: string }> {
  const hash = createHash("sha256");
  for await (const bytes of createReadStream(path)) hash.update(bytes);
  return { size: (await stat(path)).size, sha256: hash.digest("hex") };
}
