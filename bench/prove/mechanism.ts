/** A mechanism of the engine, how it is taken out, and the test that must notice. */
import type { Engine } from "../../packages/server/src/store/engine.ts";

export interface Mechanism {
  /** The guarantee that rests on it: `G1` to `G12`, with a number as in ARCHITECTURE.md. */
  readonly guarantee: string;
  /** What the mechanism does. */
  readonly mechanism: string;
  /** What is left when it is taken out. */
  readonly without: string;
  /** The file that is changed, from the root of the repository. */
  readonly file: string;
  /** The text that is taken out. It must stand in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** The file of the test that must fail. */
  readonly testFile: string;
  /** What its full name ends with. */
  readonly test: string;
  /** The database that is enough to show it, where the test runs on both. */
  readonly engine?: Engine;
}

/** The pattern that selects the directed test, and no other, by its full name. */
export function namePattern({ engine, test }: Pick<Mechanism, "engine" | "test">): RegExp {
  const escaped = test.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return new RegExp(`${engine === undefined ? "" : `on ${engine}\\b.*`}${escaped}$`, "i");
}

/** The text of the file with the mechanism taken out. Throws where the table and the file differ. */
export function takeOut({ file, find, replace }: Mechanism, text: string): string {
  const parts = text.split(find);
  if (parts.length !== 2) {
    throw new Error(`${file}: found ${parts.length - 1} times, must be once:\n${find}`);
  }
  return parts.join(replace);
}
