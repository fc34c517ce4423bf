/** A test's steps as the six lines that people read. */
import type { Schemas } from "../../api/client.ts";

type Step = Schemas["ConnectorTestStep"];

/** From the worst. */
const results = ["failed", "not_run", "passed", "skipped"] as const;
type Result = (typeof results)[number];

export interface Line {
  readonly text: string;
  readonly result: Result;
  /** What was seen, and what to do about it; each a sentence or more. */
  readonly says: readonly string[];
}

const lines: readonly (readonly [text: (provider: string) => string, ...steps: Step["name"][]])[] =
  [
    [(provider) => `${provider} shows its consent page`, "redirect_uri"],
    [(provider) => `${provider} sends the person back with a code`, "consent", "response"],
    [
      (provider) => `${provider} accepts client ID and secret, and says whose account it is`,
      "code_exchange",
      "account",
    ],
    [() => "All chosen scopes are granted", "scopes"],
    [() => "A first call to the API is answered", "api_call"],
    [(provider) => `Disconnecting ends the grant at ${provider}`, "revocation"],
  ];

/** Without a test every line is `not_run`. */
export function linesOf(steps: readonly Step[], provider: string): Line[] {
  return lines.map(([text, ...names]) => {
    const these = steps.filter(({ name }) => names.includes(name));
    return {
      text: text(provider),
      result: resultOf(these),
      says: these.flatMap(({ detail, remedy }) => [detail, remedy]).filter((one) => one !== null),
    };
  });
}

/** Of several the worst. */
function resultOf(steps: readonly Step[]): Result {
  return results.find((result) => steps.some((step) => step.result === result)) ?? "not_run";
}
