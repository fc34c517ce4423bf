/** What came of each step of a test of a company's identity provider, in words for whoever can mend it. */
import { cleanText, cleanWord } from "../../../../lib/foreign-text.ts";
import { OutboundError } from "../../../../lib/outbound.ts";
import { OAuthError } from "../../../../oauth/oauth-error.ts";
import {
  type SignInTestStep,
  type SignInTestStepName,
  signInTestStepNames,
} from "../../../../store/tables/sign-in-tests.ts";

export type Outcome = Omit<SignInTestStep, "name">;
export type Seen = { [Name in SignInTestStepName]?: Outcome };

export const passed = (detail: string | null = null): Outcome => ({
  result: "passed",
  detail,
  remedy: null,
});

export const skipped = (detail: string): Outcome => ({ result: "skipped", detail, remedy: null });

export const failed = (detail: string, remedy: string): Outcome => ({
  result: "failed",
  detail,
  remedy,
});

const notRun: Outcome = { result: "not_run", detail: null, remedy: null };

/** All steps, in their order; what was not come to is `not_run`. */
export function stepsOf(seen: Seen): SignInTestStep[] {
  return signInTestStepNames.map((name) => ({ name, ...(seen[name] ?? notRun) }));
}

export function hasFailed(steps: readonly SignInTestStep[]): boolean {
  return steps.some(({ result }) => result === "failed");
}

/** Whether nobody answered, or nobody could be asked. */
export function isAway(thrown: unknown): boolean {
  if (thrown instanceof OutboundError) return true;
  return thrown instanceof OAuthError && thrown.status !== null && thrown.status >= 500;
}

export const away = failed(
  "The identity provider did not answer as it should.",
  "Try again in a few minutes. If it stays so, see to it that this server can reach it.",
);

/** The provider's own words are data of a stranger: they stand in quotation marks. */
export function itsWords(thrown: unknown, secrets: readonly string[]): string {
  if (!(thrown instanceof OAuthError) || thrown.code !== "error_response") return "";
  const word = cleanWord(thrown.error);
  if (word === null) return "";
  const description = cleanText(thrown.description, secrets);
  return ` It says: “${word}${description === null ? "" : `: ${description}`}”.`;
}

export const neverCameBack = (redirectUri: string): Outcome =>
  failed(
    "The identity provider sent nobody back within ten minutes. If it showed an error, it may not know this redirect URI.",
    `Register this redirect URI there, exactly as it stands: ${redirectUri}`,
  );
