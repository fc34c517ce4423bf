/** Commands about the members of a workspace. */
import { deleted, memberList, resetLink } from "@grantry/contract/v1/people";
import type { Command, Run } from "../command.ts";
import { CliError } from "../failure.ts";
import { everyItem } from "../list.ts";
import { openSession, type Session } from "../session.ts";
import { workspaceOf, workspacePath } from "../workspace.ts";

export const makeResetLink: Command = {
  name: "members reset-link",
  summary: "Print a single-use link with which a member of only this workspace sets a new password",
  takes: ["<email>"],
  run: async (run) => {
    const session = await openSession(run);
    const workspace = await workspaceOf(run, session);
    const member = await memberOf(run, session, workspace);
    const linkPath = workspacePath(workspace, "members", member.id, "reset-links");
    const json = await session.ask(resetLink, { method: "POST", path: linkPath });
    return { json, lines: resetLinkLines(json) };
  },
};

export const unlinkMember: Command = {
  name: "members unlink",
  summary: "Unlink a member from company sign-in; their next sign-in links them again",
  takes: ["<email>"],
  run: async (run) => {
    const session = await openSession(run);
    const workspace = await workspaceOf(run, session);
    const member = await memberOf(run, session, workspace);
    const path = workspacePath(workspace, "members", member.id, "sign-in-identity");
    const json = await session.ask(deleted, { method: "DELETE", path });
    return {
      json,
      lines: [`${member.email} is unlinked: their next sign-in links the account again.`],
    };
  },
};

/** The member that is named. Throws member_not_found. */
async function memberOf(run: Run, session: Session, workspace: string) {
  const email = (run.given[0] ?? "").trim().toLowerCase();
  const path = workspacePath(workspace, "members");
  const members = await everyItem(session, memberList, path);
  const member = members.find((one) => one.email === email);
  if (member !== undefined) return member;
  const message = "The workspace has no member with this email address.";
  throw new CliError("refused", message, { code: "member_not_found" });
}

/** What is said of a link, which is shown this once. */
export function resetLinkLines({
  email,
  url,
  expires_at,
}: {
  readonly email: string;
  readonly url: string;
  readonly expires_at: string;
}): string[] {
  return [url, `For ${email} alone, once, until ${expires_at}.`];
}
