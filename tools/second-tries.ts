/**
 * Names the tests that failed first and passed when they were tried again. Each is a fault, of the test or of what it
 * tests: the run is green, and says so.
 */
import type { Reporter, TestCase, TestModule } from "vitest/node";

export class SecondTries implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const text = secondTriesOf(modules.flatMap((one) => [...one.children.allTests()]));
    if (text !== "") console.error(text);
  }
}

/** A paragraph with what the first try of each failed on; empty where every test passed at once. */
export function secondTriesOf(
  tests: readonly Pick<TestCase, "diagnostic" | "fullName" | "module" | "result">[],
): string {
  const lines = tests
    .filter((one) => one.diagnostic()?.flaky === true)
    .map((one) => {
      const first = one.result().errors?.[0]?.message ?? "it is not known why";
      return `  ${one.module.relativeModuleId} > ${one.fullName}\n    ${first.split("\n")[0]}`;
    });
  return lines.length === 0 ? "" : `\nPassed at the second try only:\n${lines.join("\n")}\n`;
}
