/** What a push would do: local files beside what the server lists. */
import { printable } from "../command.ts";
import { type ConnectorFile, sameScopes, without } from "../connector-files.ts";
import type { Shared } from "./connector-calls.ts";

export interface Planned {
  readonly type: string;
  /** `check`: only the server can compare. `remove` and `extra` are of types without a file. */
  readonly action: "keep" | "check" | "connect" | "change" | "reconnect" | "remove" | "extra";
  /** Null for what has no file. */
  readonly file: ConnectorFile | null;
  readonly add: readonly string[];
  readonly drop: readonly string[];
}

/** One entry per file, then one per type that has none. */
export function planPush(
  files: readonly ConnectorFile[],
  shared: readonly Shared[],
  options: { readonly prune: boolean },
): Planned[] {
  const remote = new Map(shared.map((one) => [one.connector.type, one]));
  const local = new Set(files.map(({ type }) => type));
  const others = shared.filter(({ connector }) => !local.has(connector.type));
  return [
    ...files.map((file) => planFile(file, remote.get(file.type))),
    ...others.map(
      ({ connector }): Planned => ({
        type: connector.type,
        action: options.prune ? "remove" : "extra",
        file: null,
        add: [],
        drop: [],
      }),
    ),
  ];
}

function planFile(file: ConnectorFile, shared: Shared | undefined): Planned {
  const { type, scopes } = file;
  const before = shared?.held_scopes ?? [];
  const changes = { add: without(scopes, before), drop: without(before, scopes) };
  if (shared === undefined) return { type, file, action: "connect", add: scopes, drop: [] };
  if (shared.status !== "active") return { type, file, action: "reconnect", ...changes };
  // No scopes ask for the connector's own, which only the server knows; so it is with settings.
  if (scopes.length === 0 || (sameScopes(scopes, before) && file.settings !== null)) {
    return { type, file, action: "check", add: [], drop: [] };
  }
  if (sameScopes(scopes, before)) return { type, file, action: "keep", add: [], drop: [] };
  return { type, file, action: "change", ...changes };
}

const words: Readonly<Record<Planned["action"], string>> = {
  keep: "= keep",
  check: "? compare at the server",
  connect: "+ connect",
  change: "~ change",
  reconnect: "~ connect again",
  remove: "- disconnect and remove",
  extra: "  leave as it is (no file; --prune removes it)",
};

/** The plan for people: a line per type, and one per scope that comes or goes. */
export function planLines(plan: readonly Planned[]): string[] {
  return plan.flatMap(({ type, action, add, drop }) => [
    `${words[action]}: ${printable(type)}`,
    ...add.map((scope) => `    + ${printable(scope)}`),
    ...drop.map((scope) => `    - ${printable(scope)}, unless it is always needed`),
  ]);
}

/** The plan for scripts. */
export function planView(plan: readonly Planned[]) {
  return plan.map(({ type, action, file, add, drop }) => ({
    type,
    action: action === "extra" ? "leave" : action,
    file: file?.shown ?? null,
    add,
    drop,
  }));
}
