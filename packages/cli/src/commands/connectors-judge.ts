/** What a push would meet at the server, found out before anything is changed. */
import { printable } from "../command.ts";
import { CliError } from "../failure.ts";
import { unlistedLines } from "./allowed-scopes.ts";
import type { ConnectorCalls } from "./connector-calls.ts";
import type { Planned } from "./connectors-plan.ts";

export interface Judged {
  readonly type: string;
  /** The refusal, with its place in the file; null where the server would do it. */
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly unlisted_scopes: readonly string[];
}

/** The key that a refusal is about. */
export function keyOfRefusal({ code }: CliError): string {
  if (code === "connection_config_invalid") return "connection_config";
  return code.includes("scope") ? "scopes" : "type";
}

/**
 * Has the server judge what the plan would set. Throws where there is no server or no sign-in, or the
 * server does not only judge.
 */
export async function judgePlan(
  calls: ConnectorCalls,
  plan: readonly Planned[],
): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const { type, file } of plan) {
    if (file === null) continue;
    try {
      const { scopes, settings } = file;
      const { unlisted_scopes } = await calls.judge(type, { scopes, settings });
      judged.push({ type, error: null, unlisted_scopes });
    } catch (thrown) {
      if (!(thrown instanceof CliError) || thrown.exit !== "refused") throw thrown;
      const message = `${file.parsed.at([keyOfRefusal(thrown)])}: ${thrown.message}`;
      judged.push({ type, error: { code: thrown.code, message }, unlisted_scopes: [] });
    }
  }
  return judged;
}

/** What is said of it: nothing where all is well. */
export function judgedLines(judged: readonly Judged[]): string[] {
  return judged.flatMap(({ type, error, unlisted_scopes: unlisted }) => [
    ...(error === null ? [] : [`! ${printable(type)} would fail: ${printable(error.message)}`]),
    ...(unlisted.length === 0 ? [] : [`${printable(type)}:`, ...unlistedLines(unlisted)]),
  ]);
}
