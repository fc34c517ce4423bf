/** One attack: what it tries, what would be its success, and what stands in its way. */
import type { DefenceName } from "@grantry/testing/weakened";
import type { Abilities } from "./adapter.ts";
import type { Scene } from "./scene.ts";

export interface Attack {
  readonly name: string;
  /** What it tries, in a sentence. */
  readonly tries: string;
  /** The requirements of docs/security/requirements.md that it stands against. */
  readonly against: readonly number[];
  /** What has to be seen for it to count as a success. */
  readonly success: string;
  /** What the server must have for it to apply. */
  readonly needs?: readonly (keyof Abilities)[];
  /** Whether it is seen by what arrives on this machine: a server elsewhere has other insides. */
  readonly onSameMachine?: true;
  /** Each entry: defences without which, taken out together, it goes through. */
  readonly stoppedBy: readonly (readonly DefenceName[])[];
  run(scene: Scene): Promise<Outcome>;
}

/** Evidence is of what was seen, in either case. */
export interface Outcome {
  readonly wentThrough: boolean;
  readonly evidence: string;
}

export const held = (evidence: string): Outcome => ({ wentThrough: false, evidence });
export const wentThrough = (evidence: string): Outcome => ({ wentThrough: true, evidence });

/** Tries one way after the other, and stops at the first that gets through. */
export async function firstThrough<Way>(
  ways: readonly Way[],
  attempt: (way: Way) => Promise<string | null>,
  evidence: string,
): Promise<Outcome> {
  for (const way of ways) {
    const seen = await attempt(way);
    if (seen !== null) return wentThrough(seen);
  }
  return held(evidence);
}
