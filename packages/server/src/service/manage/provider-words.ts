/**
 * What an entry that is written must say of its API. Only here, and not in the schema: an entry that an earlier
 * version took must still be read.
 */
import type { AuthorizationServer } from "@grantry/catalogue/schema";
import type { Problem } from "./provider-problem.ts";
import type { Sections } from "./provider-urls.ts";

/** Shorter than this nothing is said. */
const charactersMin = 3;
const tooShort = `must say something: at least ${charactersMin} characters`;

export function wordProblems(entry: AuthorizationServer): Problem[] {
  const own = entry.connectors.flatMap(({ overrides }, index) =>
    problemsOf(["connectors", index, "overrides"], overrides),
  );
  return [...problemsOf([], entry), ...own];
}

function problemsOf(at: readonly PropertyKey[], { api, registration }: Sections): Problem[] {
  const problems: Problem[] = [];
  const refuse = (path: readonly PropertyKey[], message: string) =>
    problems.push({ path: [...at, ...path], message });
  const [base] = api?.hosts ?? [];
  if (base?.url.includes("*")) refuse(["api", "hosts", 0], "must be one host: it is the base");
  const documented = api?.rate_limit?.documented;
  if (documented !== undefined && documented.length < charactersMin) {
    refuse(["api", "rate_limit"], tooShort);
  }
  for (const [index, step] of (registration?.steps ?? []).entries()) {
    if (step.do.length < charactersMin) refuse(["registration", "steps", index], tooShort);
  }
  return problems;
}
