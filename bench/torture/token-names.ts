/**
 * The tokens of the rig say what they are, so that a history can be read: `at-f12-3-…` is the third
 * access token of family 12, and `f12-3` is its name. Logs hold names only.
 */
import { createHash } from "node:crypto";

export type TokenKind = "at" | "rt";

/** The name of the n-th tokens of a family. */
export function tokenName(family: string, number: number): string {
  return `${family}-${number}`;
}

/** The token of this name; who does not know the run's seed cannot make one. */
export function tokenText(seed: number, kind: TokenKind, name: string): string {
  const tail = createHash("sha256").update(`${seed}/${kind}/${name}`).digest("hex").slice(0, 24);
  return `${kind}-${name}-${tail}`;
}

/** The name of a token, or null where it is not one of this run. */
export function nameOfToken(seed: number, kind: TokenKind, text: string): string | null {
  const name = /^[ar]t-(f\d+-\d+)-[0-9a-f]+$/.exec(text)?.[1];
  return name !== undefined && tokenText(seed, kind, name) === text ? name : null;
}

/** Family and number of a name. Throws where it is none. */
export function partsOfName(name: string): { family: string; number: number } {
  const match = /^(f\d+)-(\d+)$/.exec(name);
  if (match?.[1] === undefined) throw new Error(`not the name of a token: ${name}`);
  return { family: match[1], number: Number(match[2]) };
}
