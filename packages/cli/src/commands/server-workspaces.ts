/** Workspaces, for who answers for the whole server: created, listed, frozen and unfrozen. */
import { createdInvitation } from "@grantry/contract/v1/people";
import { serverWorkspace, serverWorkspaceList } from "@grantry/contract/v1/server-workspaces";
import type { z } from "zod";
import { type Command, isOn, printable, type Run, table, textOption } from "../command.ts";
import { usage } from "../failure.ts";
import { everyItem } from "../list.ts";
import { mailLines } from "../mail-words.ts";
import { openSession } from "../session.ts";

const all = "/v1/server/workspaces";
type Workspace = z.output<typeof serverWorkspace>;

export const listServerWorkspaces: Command = {
  name: "server workspaces list",
  summary: "List every workspace of the server, newest first",
  run: async (run) => {
    const workspaces = await everyItem(await openSession(run), serverWorkspaceList, all);
    const rows = workspaces.map(({ id, name, created_at, frozen }) => [
      id,
      name,
      created_at,
      frozen === null ? "-" : `since ${frozen.at}: ${frozen.reason}`,
    ]);
    return { json: { workspaces }, lines: table(["ID", "NAME", "CREATED", "FROZEN"], rows) };
  },
};

export const createServerWorkspace: Command = {
  name: "server workspaces create",
  summary: "Create a workspace, and print the link by which its first owner joins",
  takes: ["<name>"],
  options: {
    owner: { value: "EMAIL", summary: "who is invited as its first owner" },
    id: { value: "ID", summary: "its id: letters, digits, - and _ (the server makes one)" },
  },
  run: async (run) => {
    const session = await openSession(run);
    const id = textOption(run, "id");
    const body = { name: run.given[0] ?? "", ...(id === undefined ? {} : { id }) };
    const workspace = await session.ask(serverWorkspace, { method: "POST", path: all, body });
    const made = `Created ${printable(workspace.name)} (${printable(workspace.id)}).`;
    const email = textOption(run, "owner");
    if (email === undefined) return { json: { workspace, invitation: null }, lines: [made] };
    const path = pathOf(workspace.id, "owner-invitations");
    const invitation = await session.ask(createdInvitation.partial({ mail: true }), {
      method: "POST",
      path,
      body: { email },
    });
    return {
      json: { workspace, invitation },
      lines: [
        made,
        invitation.url,
        `For ${printable(invitation.email)} alone, once, until ${invitation.expires_at}.`,
        ...mailLines(invitation),
      ],
    };
  },
};

export const freezeServerWorkspace: Command = {
  name: "server workspaces freeze",
  summary: "Freeze a workspace: nothing of it is served, nothing in it is lost",
  takes: ["<workspace-id>"],
  options: {
    reason: { value: "TEXT", summary: "why; its operators are told" },
    yes: { summary: "do not ask", short: "y" },
  },
  run: async (run) => {
    const reason = textOption(run, "reason");
    if (reason === undefined) throw usage("Say why, for the workspace's operators: --reason TEXT.");
    const id = run.given[0] ?? "";
    const question = `Freeze ${printable(id)}? Its apps get no tokens until it is unfrozen.`;
    if (!isOn(run, "yes") && !(await run.terminal.confirm(question))) {
      return { json: { id, frozen: null }, lines: ["Nothing was changed."] };
    }
    const json = await change(run, pathOf(id, "freeze"), { reason });
    return { json, lines: [`${printable(json.name)} is frozen.`] };
  },
};

export const unfreezeServerWorkspace: Command = {
  name: "server workspaces unfreeze",
  summary: "Serve a frozen workspace again",
  takes: ["<workspace-id>"],
  run: async (run) => {
    const json = await change(run, pathOf(run.given[0] ?? "", "unfreeze"));
    return { json, lines: [`${printable(json.name)} is served.`] };
  },
};

async function change(run: Run, path: string, body?: unknown): Promise<Workspace> {
  const session = await openSession(run);
  const call = { method: "POST", path } as const;
  return await session.ask(serverWorkspace, body === undefined ? call : { ...call, body });
}

function pathOf(id: string, verb: string): string {
  return [all, encodeURIComponent(id), verb].join("/");
}
