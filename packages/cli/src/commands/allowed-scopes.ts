/** What the workspace allows of what is about to be asked for. */
import { printable } from "../command.ts";
import type { ConnectorFile } from "../connector-files.ts";
import { CliError } from "../failure.ts";
import type { ConnectorCalls } from "./connector-calls.ts";
import type { Policy } from "./policies.ts";

const whoCan = "An owner or admin of the workspace can change that: grantry governance set.";

/** Throws, before anything is done, where a scope of a file is not allowed. Names each with its place. */
export async function requireAllowedFiles(
  calls: ConnectorCalls,
  files: readonly ConnectorFile[],
): Promise<void> {
  const policies = await calls.policies();
  const problems = files.flatMap(({ type, scopes, parsed }) => {
    const forbidden = forbiddenOf(policies, type, scopes);
    return [...scopes.entries()]
      .filter(([, scope]) => forbidden.includes(scope))
      .map(
        ([at, scope]) =>
          `${parsed.at(["scopes", at])}: scopes[${at}]: the workspace does not allow ${shown(scope)} for ${type}.`,
      );
  });
  if (problems.length === 0) return;
  throw new CliError("file", [...problems, whoCan].join("\n"), { code: "scopes_forbidden" });
}

/** The same for scopes that were typed. */
export async function requireAllowed(
  calls: ConnectorCalls,
  type: string,
  scopes: readonly string[],
): Promise<void> {
  const forbidden = forbiddenOf(await calls.policies(), type, scopes);
  if (forbidden.length === 0) return;
  const what = `The workspace does not allow ${forbidden.map(shown).join(", ")} for ${type}.`;
  throw new CliError("refused", `${what} ${whoCan}`, { code: "scopes_forbidden" });
}

/** What is said of scopes that were left out all the same: defaults, or forbidden since we asked. */
export function droppedLines(dropped: readonly string[]): string[] {
  return dropped.map((scope) => `  not allowed by the workspace: ${printable(scope)}`);
}

/** What is said of scopes that the server's catalogue does not list. */
export function unlistedLines(unlisted: readonly string[]): string[] {
  return unlisted.map(
    (scope) => `  not in the catalogue, asked for as it stands (misspelt?): ${printable(scope)}`,
  );
}

function forbiddenOf(
  policies: readonly Policy[],
  type: string,
  scopes: readonly string[],
): string[] {
  const found = policies.find((one) => one.type === type);
  if (found === undefined || found.allowed_scopes === null) return [];
  const allowed = new Set([...found.allowed_scopes, ...found.also_allowed_scopes]);
  return scopes.filter((scope) => !allowed.has(scope));
}

function shown(scope: string): string {
  return JSON.stringify(printable(scope));
}
