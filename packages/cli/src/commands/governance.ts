/** Commands about what a workspace allows per integration type. */
import { policy } from "@grantry/contract/v1/catalogue";
import {
  type Command,
  isOn,
  listOption,
  type Outcome,
  type Run,
  table,
  textOption,
} from "../command.ts";
import { CliError, usage } from "../failure.ts";
import { openSession } from "../session.ts";
import { workspaceOf, workspacePath } from "../workspace.ts";
import { unlistedLines } from "./allowed-scopes.ts";
import { type Policy, readPolicies } from "./policies.ts";

export const listGovernance: Command = {
  name: "governance list",
  summary: "List which connections and scopes the workspace allows, per type",
  takes: ["[type]"],
  run: async (run) => {
    const session = await openSession(run);
    const policies = await readPolicies(session, await workspaceOf(run, session));
    const [type] = run.given;
    if (type === undefined) return outcomeOf(policies);
    return outcomeOf([ofType(policies, type)]);
  },
};

export const setGovernance: Command = {
  name: "governance set",
  summary: "Allow or block connections of a type, or limit the scopes that can be requested",
  takes: ["<type>"],
  options: {
    shared: { value: "on|off", summary: "shared connections of apps" },
    "app-users": { value: "on|off", summary: "connections of app users" },
    scopes: { value: "LIST", summary: "allow only these scopes, separated by commas or spaces" },
    "any-scopes": { summary: "allow every scope" },
    "no-scopes": { summary: "allow only the scopes that the type always needs" },
    yes: { summary: "do not ask", short: "y" },
  },
  run: async (run) => {
    const [type = ""] = run.given;
    const changes = changesOf(run);
    const session = await openSession(run);
    const workspace = await workspaceOf(run, session);
    ofType(await readPolicies(session, workspace), type);
    const stops = changes.shared === "off" || changes.users === "off";
    const question = `Stop connections of ${type} in ${workspace}, and what uses them?`;
    if (stops && !isOn(run, "yes") && !(await run.terminal.confirm(question))) {
      return { json: { policies: [] }, lines: ["Nothing was changed."] };
    }
    const path = workspacePath(workspace, "policies", type);
    const body = {
      shared_connections: changes.shared,
      user_connections: changes.users,
      allowed_scopes: changes.scopes,
    };
    return outcomeOf([await session.ask(policy, { method: "PATCH", path, body })]);
  },
};

function ofType(policies: readonly Policy[], type: string): Policy {
  const found = policies.find((one) => one.type === type);
  if (found !== undefined) return found;
  throw new CliError(
    "refused",
    `The server knows no type "${type}" (grantry governance list lists them).`,
    { code: "connector_not_found" },
  );
}

/** What is undefined stays as it is. */
function changesOf(run: Run) {
  const changes = {
    shared: switchOf(run, "shared"),
    users: switchOf(run, "app-users"),
    scopes: scopesOf(run),
  };
  if (Object.values(changes).some((change) => change !== undefined)) return changes;
  throw usage("Name what to set: --shared, --app-users, --scopes, --any-scopes or --no-scopes.");
}

function switchOf(run: Run, option: string): "allowed" | "off" | undefined {
  const word = textOption(run, option);
  if (word === undefined) return undefined;
  if (word === "on" || word === "off") return word === "on" ? "allowed" : "off";
  throw usage(`--${option} takes on or off.`);
}

/** Null allows all; undefined leaves the list as it is. */
function scopesOf(run: Run): string[] | null | undefined {
  const options = ["scopes", "any-scopes", "no-scopes"];
  const given = options.filter((name) => run.options[name] !== undefined);
  if (given.length > 1) throw usage("--scopes, --any-scopes and --no-scopes exclude each other.");
  if (isOn(run, "any-scopes")) return null;
  if (isOn(run, "no-scopes")) return [];
  if (textOption(run, "scopes") === undefined) return undefined;
  const scopes = listOption(run, "scopes");
  if (scopes.length > 0) return scopes;
  throw usage("--scopes is empty. --no-scopes allows none, --any-scopes every one.");
}

function outcomeOf(policies: readonly Policy[]): Outcome {
  const word = (said: Policy["user_connections"]) => (said === "allowed" ? "on" : "off");
  const rows = policies.map((one) => [
    one.type,
    word(one.shared_connections),
    word(one.user_connections),
    scopesText(one),
  ]);
  return {
    json: { policies },
    lines: [
      ...table(["TYPE", "SHARED", "APP USERS", "SCOPES"], rows),
      ...policies.flatMap(({ type, unlisted_scopes: unlisted }) =>
        unlistedLines(unlisted).map((line) => `${type}: ${line.trim()}`),
      ),
    ],
  };
}

function scopesText({ allowed_scopes: allowed, also_allowed_scopes: also }: Policy): string {
  if (allowed === null) return "any";
  const listed = allowed.length === 0 ? "none" : allowed.join(" ");
  return also.length === 0 ? listed : `${listed} (and ${also.join(" ")})`;
}
