/** Commands about the connections of a workspace, of apps and their users. */
import type { RevocationReceipt } from "@grantry/contract/common";
import {
  type ConnectionReport,
  connectionDisconnectedAnswer,
  connectionReport,
  workspaceConnectionsAnswer,
} from "@grantry/contract/operator";
import { type Command, isOn, printable, type Run, table, textOption } from "../command.ts";
import { CliError, usage } from "../failure.ts";
import { timeText } from "../outside.ts";
import { openSession } from "../session.ts";
import { workspaceOf, workspacePath } from "../workspace.ts";

const pageMax = 500;

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
    const picked = {
      app_id: textOption(run, "app"),
      integration_type: textOption(run, "type"),
      status: textOption(run, "status"),
    };
    const connections: ConnectionReport[] = [];
    let after: string | null | undefined;
    while (after !== null && connections.length < limit) {
      const query = queryOf({
        ...picked,
        after,
        limit: String(Math.min(pageMax, limit - connections.length)),
      });
      const path = `${pathOf()}?${query}`;
      const page = await session.ask(workspaceConnectionsAnswer, { path });
      connections.push(...page.connections);
      after = page.next;
    }
    const more = after !== null;
    const rows = connections.map((one) => [
      one.connection_id,
      one.integration_type,
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
function ownerText({ user_id, issuer, unassigned }: ConnectionReport["owner"]): string | null {
  if (user_id === null || (issuer === null && !unassigned)) return user_id;
  return unassigned ? `${user_id} (unassigned)` : `${user_id} of ${issuer}`;
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
    const json = await session.ask(connectionReport, { path: pathOf(run.given[0] ?? "") });
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
    const json = await session.ask(connectionReport, { method: "POST", path });
    return {
      json,
      lines: [`Refreshed: version ${json.version}, until ${timeText(json.expires_at)}.`],
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
      session.ask(connectionReport, { method: "POST", path: pathOf(one, "retry") });
    if (id !== undefined) {
      const json = await again(id);
      return { json, lines: [`It works: version ${json.version}.`] };
    }
    const query = {
      integration_type: type,
      status: "needs_reauth",
      app_id: textOption(run, "app"),
    };
    const reason = textOption(run, "reason");
    const results: { connection_id: string; result: string }[] = [];
    let after: string | null | undefined;
    while (after !== null) {
      const path = `${pathOf()}?${queryOf({ ...query, after, limit: String(pageMax) })}`;
      const page = await session.ask(workspaceConnectionsAnswer, { path });
      for (const one of page.connections) {
        if (reason !== undefined && one.reason !== reason) continue;
        const { connection_id } = one;
        results.push({ connection_id, result: await resultOf(() => again(connection_id)) });
      }
      after = page.next;
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
    const path = pathOf(id);
    const report = await session.ask(connectionReport, { path });
    const user = ownerText(report.owner);
    const whose = user === null ? "the app" : `the user ${user}`;
    const question = printable(
      `Disconnect ${report.integration_type} of ${whose} (${report.app_id})?`,
    );
    if (!isOn(run, "yes") && !(await run.terminal.confirm(question))) {
      return { json: { status: "kept", connection_id: id }, lines: ["Nothing was changed."] };
    }
    const json = await session.ask(connectionDisconnectedAnswer, { method: "DELETE", path });
    return { json, lines: [`Disconnected (grant: ${json.revocation}).`, ...later(json, id)] };
  },
};

function later({ revocation }: { readonly revocation: string }, id: string): string[] {
  if (revocation !== "queued") return [];
  return [
    `The provider has not answered yet: it is tried again. grantry connections show ${printable(id)} tells what came of it.`,
  ];
}

function reportLines(report: ConnectionReport): string[] {
  const { owner, account, failure, receipt } = report;
  const rows = [
    ["id", report.connection_id],
    ["type", `${report.integration_type} (${report.connector_name}, ${report.connector_id})`],
    ["app", report.app_id],
    ["of", ownerText(owner) ?? "the app"],
    ["status", `${report.status}${report.degraded ? ", degraded" : ""}`],
    ["reason", report.reason ?? "-"],
    ["since", timeText(report.status_since)],
    [
      "account",
      account === null ? "-" : [account.name, account.email, account.id].filter(Boolean).join(", "),
    ],
    ["granted", report.granted_scopes.join(" ") || "-"],
    ["missing", report.missing_scopes.join(" ") || "-"],
    ["token until", timeText(report.expires_at)],
    ["version", String(report.version)],
    ["last refreshed", timeText(report.last_refreshed_at)],
    ["last used", timeText(report.last_used_at)],
    ["next refresh", timeText(report.next_refresh_at)],
    ["next try", timeText(report.next_try_at)],
    ["failure", failure === null ? "-" : `${failure.code} (${failure.count} times)`],
    ["grant", receipt === null ? "-" : receiptText(receipt)],
  ];
  return rows.map(([name = "", value]) => `${name.padEnd(15)} ${printable(value)}`);
}

function receiptText(receipt: RevocationReceipt): string {
  const { revocation, tries, failure, next_try_at: next } = receipt;
  if (revocation !== "queued") return failure === null ? revocation : `${revocation} (${failure})`;
  const because = failure === null ? "" : `, last: ${failure}`;
  return `queued (tried ${tries} times${because}, again at ${timeText(next)})`;
}
