/** Commands about an app's shared connections, one type at a time. */
import {
  type Command,
  isOn,
  listOption,
  type Outcome,
  printable,
  type Run,
  table,
  textOption,
} from "../command.ts";
import { without } from "../connector-files.ts";
import { CliError, usage } from "../failure.ts";
import { droppedLines, requireAllowed, unlistedLines } from "./allowed-scopes.ts";
import { type ConnectorCalls, connectorCalls } from "./connector-calls.ts";

export const listAvailable: Command = {
  name: "connectors list-available",
  summary: "List every integration type the server knows",
  run: async (run) => {
    const calls = await connectorCalls(run);
    const available = await calls.available();
    const policies = new Map((await calls.policies()).map((one) => [one.type, one]));
    const types = available.map((one) => ({
      ...one,
      allowed_scopes: policies.get(one.type)?.allowed_scopes ?? null,
    }));
    const rows = types.map((one) => [
      one.type,
      one.name,
      one.setting_fields.map(({ name }) => name).join(", "),
    ]);
    return { json: { types }, lines: table(["TYPE", "NAME", "SETTINGS"], rows) };
  },
};

export const status: Command = {
  name: "connectors status",
  summary: "List the app's shared connections, or show the one of a type",
  takes: ["[type]"],
  run: async (run) => {
    const all = await (await connectorCalls(run)).list();
    const [type] = run.given;
    const connections = all.filter(
      ({ connector }) => type === undefined || connector.type === type,
    );
    if (type !== undefined && connections.length === 0) {
      throw new CliError("refused", `The app has no connection of the type "${type}".`, {
        code: "not_connected",
      });
    }
    const rows = connections.map((one) => [
      one.connector.type,
      one.status,
      one.connected_by?.label ?? "-",
      one.held_scopes.join(" "),
    ]);
    return { json: { connections }, lines: table(["TYPE", "STATUS", "BY", "SCOPES"], rows) };
  },
};

export const initiate: Command = {
  name: "connectors initiate",
  summary: "Authorize a type with exactly these scopes: prints the link, or opens it",
  takes: ["<type>"],
  options: {
    scopes: {
      value: "LIST",
      summary: "separated by commas or spaces; the defaults if not given",
    },
    set: { value: "LIST", summary: "connection settings: name=value, separated by commas" },
    "force-reconnect": { summary: "replace another operator's connection" },
    wait: { summary: "wait until it is finished in the browser" },
  },
  run: async (run) => {
    const [type = ""] = run.given;
    const calls = await connectorCalls(run);
    await requireKnown(calls, [type]);
    const wanted = { scopes: listOption(run, "scopes"), settings: settingsOf(run) };
    await requireAllowed(calls, type, wanted.scopes);
    const set = isOn(run, "force-reconnect") ? calls.replace : calls.set;
    const answer = await set(type, wanted);
    const { status, connect_url: url, id, dropped_scopes: dropped } = answer;
    for (const line of unlistedLines(answer.unlisted_scopes)) run.terminal.progress(line.trim());
    if (url !== null && (run.terminal.interactive || isOn(run, "wait"))) {
      run.terminal.progress(`Open ${printable(url)}`);
      run.terminal.open(url);
      if (id !== null) await calls.waitForEnd(id);
      return withDropped(await authorized(calls, type, without(wanted.scopes, dropped)), dropped);
    }
    if (status === "completed") {
      return withDropped(await authorized(calls, type, without(wanted.scopes, dropped)), dropped);
    }
    const json = { type, status, connect_url: url, authorization_id: id };
    const lines = [`Open this within ten minutes: ${printable(url ?? "")}`];
    return withDropped({ json, lines }, dropped);
  },
};

/** Says what was not asked for because the workspace does not allow it. */
function withDropped(
  outcome: Outcome & { readonly json: object },
  dropped: readonly string[],
): Outcome {
  if (dropped.length === 0) return outcome;
  const json = { ...outcome.json, dropped_scopes: dropped };
  return { json, lines: [...outcome.lines, ...droppedLines(dropped)], exit: "partly" };
}

function settingsOf(run: Run): Record<string, string> | null {
  const text = textOption(run, "set");
  if (text === undefined) return null;
  const pairs = text.split(",").map((pair) => {
    const at = pair.indexOf("=");
    if (at < 1) throw usage("--set takes name=value, separated by commas.");
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  });
  return Object.fromEntries(pairs);
}

/** Throws, before anything is done, where a type is not known to the server. */
export async function requireKnown(calls: ConnectorCalls, types: readonly string[]): Promise<void> {
  const known = (await calls.available()).map((one) => one.type);
  const [unknown] = without(types, known);
  if (unknown === undefined) return;
  const near = known.filter((type) => type.startsWith(unknown.slice(0, 4)));
  const hint =
    near.length === 0
      ? "grantry connectors list-available lists them"
      : `near it: ${near.join(", ")}`;
  throw new CliError("refused", `The server knows no type "${unknown}" (${hint}).`, {
    code: "connector_not_found",
  });
}

/** What a type has by now, and what of the wish is missing: said, not passed over. */
export async function grantedOf(calls: ConnectorCalls, type: string, asked: readonly string[]) {
  const now = (await calls.list()).find(({ connector }) => connector.type === type);
  const scopes = now?.held_scopes ?? [];
  return { scopes, missing: without(asked, scopes), more: without(scopes, asked) };
}

async function authorized(
  calls: ConnectorCalls,
  type: string,
  asked: readonly string[],
): Promise<Outcome & { readonly json: object }> {
  const { scopes, missing } = await grantedOf(calls, type, asked);
  const json = { type, status: "completed", connect_url: null, authorization_id: null };
  const lost = missing.map((scope) => `  missing: ${printable(scope)}`);
  const lines = [
    `${type} is connected with: ${printable(scopes.join(" ")) || "no scopes"}`,
    ...lost,
  ];
  if (missing.length === 0) return { json: { ...json, scopes, missing }, lines };
  return { json: { ...json, scopes, missing }, lines, exit: "partly" };
}

export const disconnect: Command = {
  name: "connectors disconnect",
  summary: "Disconnect a type: revoke the grant at the provider and erase the tokens",
  takes: ["<type>"],
  options: {
    remove: { summary: "also remove it from the list" },
    yes: { summary: "do not ask", short: "y" },
  },
  run: async (run) => {
    const [type = ""] = run.given;
    const calls = await connectorCalls(run);
    const sure =
      isOn(run, "yes") || (await run.terminal.confirm(`Disconnect ${type} of ${calls.app}?`));
    if (!sure) return { json: { type, status: "kept" }, lines: ["Nothing was changed."] };
    if (isOn(run, "remove")) {
      await calls.remove(type);
      return { json: { type, status: "removed" }, lines: [`${type} is disconnected and removed.`] };
    }
    const revocation = await calls.disconnect(type);
    const what = revocation === null ? "nothing was connected" : `grant: ${revocation}`;
    return {
      json: { type, status: "disconnected", revocation },
      lines: [`${type} is disconnected (${what}).`],
    };
  },
};
