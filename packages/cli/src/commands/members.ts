/** Commands about the members of a workspace. */
import { membersAnswer, resetLinkCreated } from "@grantry/contract/workspace";
import type { Command } from "../command.ts";
import { CliError } from "../failure.ts";
import { timeText } from "../outside.ts";
import { openSession } from "../session.ts";
import { workspaceOf, workspacePath } from "../workspace.ts";

export const makeResetLink: Command = {
  name: "members reset-link",
  summary: "Print a link by which a member of this workspace alone sets a new password, once",
  takes: ["<e-mail>"],
  run: async (run) => {
    const email = (run.given[0] ?? "").trim().toLowerCase();
    const session = await openSession(run);
    const workspace = await workspaceOf(run, session);
    const path = workspacePath(workspace, "members");
    const { members } = await session.ask(membersAnswer, { path });
    const member = members.find((one) => one.email === email);
    if (member === undefined) {
      const message = "The workspace has no member with this e-mail address.";
      throw new CliError("refused", message, { code: "member_not_found" });
    }
    const linkPath = workspacePath(workspace, "members", member.id, "reset-link");
    const json = await session.ask(resetLinkCreated, { method: "POST", path: linkPath });
    return { json, lines: resetLinkLines(json) };
  },
};

/** What is said of a link, which is shown this once. */
export function resetLinkLines({
  email,
  url,
  expires_at,
}: {
  readonly email: string;
  readonly url: string;
  readonly expires_at: number;
}): string[] {
  return [url, `For ${email} alone, once, until ${timeText(expires_at)}.`];
}
