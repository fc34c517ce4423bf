/** What came of each step of a test, written down one after the other. */
import {
  type TestStep,
  type TestStepName,
  testStepNames,
} from "../../../store/tables/authorizations.ts";

export type Outcome = Omit<TestStep, "name">;

export const passed = (detail: string | null = null): Outcome => ({
  result: "passed",
  detail,
  remedy: null,
});

export const skipped = (reason: string): Outcome => ({
  result: "skipped",
  detail: reason,
  remedy: null,
});

export const failed = (explained: Pick<Outcome, "detail" | "remedy">): Outcome => ({
  result: "failed",
  ...explained,
});

const notRun: Outcome = { result: "not_run", detail: null, remedy: null };

/** All steps, in their order; what was not come to is `not_run`. */
export function stepsOf(seen: { readonly [Name in TestStepName]?: Outcome }): TestStep[] {
  return testStepNames.map((name) => ({ name, ...(seen[name] ?? notRun) }));
}
