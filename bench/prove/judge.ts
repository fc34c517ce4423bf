/** What a run without a mechanism shows. */
import { type Mechanism, namePattern } from "./mechanism.ts";
import type { RunOutcome } from "./run-test.ts";

/**
 * `fails`: the directed test found an assertion broken. `hangs`: it never came to its end. `survives`:
 * it passed, so the guarantee lacks its test. `broken`: it failed for another reason, or did not run,
 * which shows nothing.
 */
export type Verdict = "fails" | "hangs" | "survives" | "broken";

export interface Judged {
  readonly verdict: Verdict;
  /** The first line of why. */
  readonly because: string;
}

const assertion = /^AssertionError\b/;
const timeLimit = /^(\w*Error: )?Test timed out\b/;

export function judgeRun(mechanism: Mechanism, outcome: RunOutcome): Judged {
  if (outcome.broken !== "") return { verdict: "broken", because: firstLine(outcome.broken) };
  const directed = outcome.tests.filter(({ fullName }) => namePattern(mechanism).test(fullName));
  const failed = directed.filter(({ passed }) => !passed).flatMap(({ messages }) => messages);
  const asserted = failed.find((message) => assertion.test(message));
  if (asserted !== undefined) return { verdict: "fails", because: firstLine(asserted) };
  if (outcome.hung || failed.some((message) => timeLimit.test(message))) {
    return { verdict: "hangs", because: "the time limit" };
  }
  const [other] = failed;
  if (other !== undefined) return { verdict: "broken", because: firstLine(other) };
  if (directed.length === 0) return { verdict: "broken", because: "the test did not run" };
  return { verdict: "survives", because: "the test passes" };
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
