/** Commands about the connections of a workspace, of apps and their users. */
import {
  receipt,
  type WorkspaceConnection,
  workspaceConnection,
  workspaceConnectionList,
} from "@grantry/contract/v1/connections";
import { type Command, isOn, printable, type Run, table, textOption } from "../command.ts";
import { CliError, usage } from "../failure.ts";
import { pagesOf } from "../list.ts";
import { openSession } from "../session.ts";
import { workspaceOf, workspacePath } from "../workspace.ts";

async function connectionCalls(run: Run) {
  const session = await openSession(run);
  const workspace = await workspaceOf(run, session);
  const pathOf = (...parts: string[]) => workspacePath(workspace, "connections", ...parts);
  return { session, workspace, pathOf };
}

export const listConnections: Command = {
  name: "connections list",
  summary: "List the workspace's connections",
  options: {
    type: { value: "TYPE", summary: "only this integration type" },
    status: { value: "STATUS", summary: "active, needs_reauth or disconnected" },
    limit: { value: "N", summary: "how many at most; 100 by default" },
  },
  run: async (run) => {
    const limit = Number(textOption(run, "limit") ?? 100);
    if (!Number.isInteger(limit) || limit < 1) throw usage("--limit takes a whole number above 0.");
    const { session, pathOf } = await connectionCalls(run);
    const query = queryOf({
      app_id: textOption(run, "app"),
      type: textOption(run, "type"),
      status: textOption(run, "status"),
    });
    const connections: WorkspaceConnection[] = [];
    let more = false;
    for await (const page of pagesOf(session, workspaceConnectionList, `${pathOf()}?${query}`)) {
      connections.push(...page.data);
      more = page.next_cursor !== null || connections.length > limit;
      if (connections.length >= limit) break;
    }
    connections.splice(limit);
    const rows = connections.map((one) => [
      one.id,
      one.connector.type,
      one.app_id,
      ownerText(one.owner) ?? "(the app)",
      one.degraded ? "degraded" : one.status,
      one.account?.email ?? one.account?.name ?? one.account?.id ?? "-",
    ]);
    const head = ["ID", "TYPE", "APP", "OF", "STATUS", "ACCOUNT"];
    const note = more ? ["There are more: raise --limit."] : [];
    return { json: { connections, more }, lines: [...table(head, rows), ...note] };
  },
};

/** Null for the app itself. */
function ownerText({ user, unassigned }: WorkspaceConnection["owner"]): string | null {
  if (user === null) return null;
  if (unassigned) return `${user.user_id} (unassigned)`;
  return user.issuer === null ? user.user_id : `${user.user_id} of ${user.issuer}`;
}

function queryOf(values: Readonly<Record<string, string | null | undefined>>): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value != null) query.set(name, value);
  return query;
}

export const showConnection: Command = {
  name: "connections show",
  summary: "Everything known about a connection, except its tokens",
  takes: ["<connection>"],
  run: async (run) => {
    const { session, pathOf } = await connectionCalls(run);
    const json = await session.ask(workspaceConnection, { path: pathOf(run.given[0] ?? "") });
    return { json, lines: reportLines(json) };
  },
};

export const refreshConnection: Command = {
  name: "connections refresh",
  summary: "Refresh the token now, even if it is still valid",
  takes: ["<connection>"],
  run: async (run) => {
    const { session, pathOf } = await connectionCalls(run);
    const path = pathOf(run.given[0] ?? "", "refresh");
    const json = await session.ask(workspaceConnection, { method: "POST", path });
    return {
      json,
      lines: [`Refreshed: version ${json.version}, until ${json.expires_at ?? "-"}.`],
    };
  },
};

export const retryConnections: Command = {
  name: "connections retry",
  summary: "Retry ended connections, after an incident at their provider",
  takes: ["[connection]"],
  options: {
    type: { value: "TYPE", summary: "instead of one: all of this integration type" },
    reason: {
      value: "REASON",
      summary: "only those that ended for this reason: invalid_grant, ...",
    },
  },
  run: async (run) => {
    const [id] = run.given;
    const type = textOption(run, "type");
    if ((id === undefined) === (type === undefined)) {
      throw usage("Name one connection, or a type with --type.");
    }
    const { session, pathOf } = await connectionCalls(run);
    const again = (one: string) =>
      session.ask(workspaceConnection, { method: "POST", path: pathOf(one, "retry") });
    if (id !== undefined) {
      const json = await again(id);
      return { json, lines: [`It works: version ${json.version}.`] };
    }
    const query = queryOf({ type, status: "needs_reauth", app_id: textOption(run, "app") });
    const reason = textOption(run, "reason");
    const results: { connection_id: string; result: string }[] = [];
    for await (const { data } of pagesOf(
      session,
      workspaceConnectionList,
      `${pathOf()}?${query}`,
    )) {
      for (const { id, ...one } of data) {
        if (reason !== undefined && one.reason !== reason) continue;
        results.push({ connection_id: id, result: await resultOf(() => again(id)) });
      }
    }
    const works = results.filter(({ result }) => result === "works").length;
    const rows = results.map((one) => [one.connection_id, one.result]);
    const sum = `${works} of ${results.length} work again.`;
    return {
      json: { connections: results },
      lines: [...(rows.length === 0 ? [] : table(["ID", "RESULT"], rows)), sum],
      ...(works === results.length ? {} : { exit: "partly" as const }),
    };
  },
};

/** What the server said of one connection; what is wrong with the call itself, or the server, is thrown on. */
async function resultOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "works";
  } catch (thrown) {
    if (thrown instanceof CliError && ofOne.has(thrown.code)) return thrown.code;
    throw thrown;
  }
}

/** Errors that are about one connection, and say nothing of the others. */
const ofOne: ReadonlySet<string> = new Set([
  "needs_reauth",
  "not_connected",
  "connection_not_found",
  "connector_misconfigured",
  "provider_unavailable",
  "provider_answer_invalid",
  "no_newer_token",
]);

export const revokeConnection: Command = {
  name: "connections revoke",
  summary: "Disconnect any connection: revoke the grant at the provider and erase the tokens",
  takes: ["<connection>"],
  options: { yes: { summary: "do not ask", short: "y" } },
  run: async (run) => {
    const [id = ""] = run.given;
    const { session, pathOf } = await connectionCalls(run);
    const report = await session.ask(workspaceConnection, { path: pathOf(id) });
    const user = ownerText(report.owner);
    const whose = user === null ? "the app" : `the user ${user}`;
    const question = printable(
      `Disconnect ${report.connector.type} of ${whose} (${report.app_id})?`,
    );
    if (!isOn(run, "yes") && !(await run.terminal.confirm(question))) {
      return { json: { connection_id: id, revocation: null }, lines: ["Nothing was changed."] };
    }
    const path = pathOf(id, "disconnect");
    const json = await session.ask(receipt, { method: "POST", path });
    return { json, lines: [`Disconnected (grant: ${json.revocation}).`, ...later(json, id)] };
  },
};

function later({ revocation }: { readonly revocation: string }, id: string): string[] {
  if (revocation !== "queued") return [];
  return [
    `The provider has not answered yet: it is tried again. grantry connections show ${printable(id)} tells what came of it.`,
  ];
}

function reportLines(report: WorkspaceConnection): string[] {
  const { owner, account, failure, receipt: became } = report;
  const rows = [
    ["id", report.id],
    ["type", `${report.connector.type} (${report.connector.name}, ${report.connector.id})`],
    ["app", report.app_id],
    ["of", ownerText(owner) ?? "the app"],
    ["status", `${report.status}${report.degraded ? ", degraded" : ""}`],
    ["reason", report.reason ?? "-"],
    ["since", report.status_since],
    [
      "account",
      account === null ? "-" : [account.name, account.email, account.id].filter(Boolean).join(", "),
    ],
    ["granted", report.granted_scopes.join(" ") || "-"],
    ["missing", report.missing_scopes.join(" ") || "-"],
    ["outdated by", report.outdated_by.join(", ") || "-"],
    ["token until", report.expires_at ?? "-"],
    ["version", String(report.version)],
    ["last refreshed", report.last_refreshed_at ?? "-"],
    ["last used", report.last_used_at ?? "-"],
    ["next refresh", report.next_refresh_at ?? "-"],
    ["next try", report.next_try_at ?? "-"],
    ["failure", failure === null ? "-" : `${failure.code} (${failure.count} times)`],
    ["grant", became === null ? "-" : grantText(became)],
  ];
  return rows.map(([name = "", value]) => `${name.padEnd(15)} ${printable(value)}`);
}

function grantText(became: NonNullable<WorkspaceConnection["receipt"]>): string {
  const { result, tries, failure, next_try_at: next } = became;
  if (result !== "queued") return failure === null ? result : `${result} (${failure})`;
  const because = failure === null ? "" : `, last: ${failure}`;
  return `queued (tried ${tries} times${because}, again at ${next ?? "-"})`;
}
