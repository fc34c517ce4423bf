/** Commands about what a workspace allows per integration type. */
import {
  type GovernanceAction,
  type GovernanceView,
  governanceAnswer,
  governanceBulkAnswer,
} from "@grantry/contract/governance";
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
import { openSession, type Session } from "../session.ts";
import { workspaceOf, workspacePath } from "../workspace.ts";
import { unlistedLines } from "./allowed-scopes.ts";

export const listGovernance: Command = {
  name: "governance list",
  summary: "List which connections and scopes the workspace allows, per type",
  takes: ["[type]"],
  run: async (run) => {
    const session = await openSession(run);
    const connectors = await read(session, await workspaceOf(run, session));
    const [type] = run.given;
    if (type === undefined) return outcomeOf(connectors);
    return outcomeOf([ofType(connectors, type)]);
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
    ofType(await read(session, workspace), type);
    const stops = changes.shared === false || changes.users === false;
    const question = `Stop connections of ${type} in ${workspace}, and what uses them?`;
    if (stops && !isOn(run, "yes") && !(await run.terminal.confirm(question))) {
      return { json: { connectors: [] }, lines: ["Nothing was changed."] };
    }
    await write(session, workspace, {
      integration_type: type,
      builder_connection_enabled: changes.shared,
      per_user_connection_enabled: changes.users,
      allowed_scopes: changes.scopes,
    });
    return outcomeOf([ofType(await read(session, workspace), type)]);
  },
};

async function read(session: Session, workspace: string): Promise<GovernanceView[]> {
  const path = workspacePath(workspace, "connector-governance");
  return (await session.ask(governanceAnswer, { path })).connectors;
}

/** By the bulk route, whose one action sets everything or nothing. */
async function write(session: Session, workspace: string, action: GovernanceAction): Promise<void> {
  const path = workspacePath(workspace, "connector-governance", "bulk");
  const call = { method: "PUT", path, body: { actions: [action] } } as const;
  const [result] = (await session.ask(governanceBulkAnswer, call)).results;
  if (result === undefined || result.error === null) return;
  throw new CliError("refused", result.error_message ?? result.error, { code: result.error });
}

function ofType(connectors: readonly GovernanceView[], type: string): GovernanceView {
  const found = connectors.find((one) => one.integration_type === type);
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

function switchOf(run: Run, option: string): boolean | undefined {
  const word = textOption(run, option);
  if (word === undefined) return undefined;
  if (word === "on" || word === "off") return word === "on";
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

function outcomeOf(connectors: readonly GovernanceView[]): Outcome {
  const word = (enabled: boolean) => (enabled ? "on" : "off");
  const rows = connectors.map((one) => [
    one.integration_type,
    word(one.builder_connection_enabled),
    word(one.per_user_connection_enabled),
    scopesText(one),
  ]);
  return {
    json: { connectors },
    lines: [
      ...table(["TYPE", "SHARED", "APP USERS", "SCOPES"], rows),
      ...connectors.flatMap(({ integration_type: type, unlisted_scopes: unlisted = [] }) =>
        unlistedLines(unlisted).map((line) => `${type}: ${line.trim()}`),
      ),
    ],
  };
}

function scopesText({
  allowed_scopes: allowed,
  also_allowed_scopes: also,
}: GovernanceView): string {
  if (allowed === null) return "any";
  const listed = allowed.length === 0 ? "none" : allowed.join(" ");
  return also.length === 0 ? listed : `${listed} (and ${also.join(" ")})`;
}
