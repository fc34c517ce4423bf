/** Commands about the members of a workspace. */
import { deleted, memberList, workspace as workspaceAnswer } from "@grantry/contract/v1/people";
import { resetLink } from "@grantry/contract/v1/reset-link";
import { type Command, isOn, type Outcome, type Run } from "../command.ts";
import { CliError, usage } from "../failure.ts";
import { everyItem } from "../list.ts";
import { mailLines } from "../mail-words.ts";
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
    const json = await session.ask(resetLink.partial({ mail: true }), {
      method: "POST",
      path: linkPath,
    });
    return { json, lines: [...resetLinkLines(json), ...mailLines(json)] };
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

export const secondFactor: Command = {
  name: "members second-factor",
  summary: "Demand a second factor of all members, or not; without a word says who has none",
  takes: ["[required|optional]"],
  options: { yes: { summary: "do not ask", short: "y" } },
  run: async (run) => {
    const [wanted] = run.given;
    if (wanted !== undefined && wanted !== "required" && wanted !== "optional") {
      throw usage(`Say required or optional, and not "${wanted}".`);
    }
    const session = await openSession(run);
    const workspace = await workspaceOf(run, session);
    const path = workspacePath(workspace);
    const before = await session.ask(workspaceAnswer, { path });
    const without = await membersWithout(session, workspace);
    const isNew = wanted === "required" && before.second_factor !== wanted;
    const question = `${withoutLine(without, "would be able to do nothing until they set one up")} Demand a second factor of all members of ${workspace}?`;
    if (isNew && !isOn(run, "yes") && !(await run.terminal.confirm(question))) {
      return outcomeOf(before.second_factor, without, ["Nothing was changed."]);
    }
    const body = { second_factor: wanted };
    const { second_factor: now } =
      wanted === undefined
        ? before
        : await session.ask(workspaceAnswer, { method: "PATCH", path, body });
    return outcomeOf(now, without, [
      now === "required" ? "A second factor is demanded." : "No second factor is demanded.",
      withoutLine(without, now === "required" ? "can do nothing until they set one up" : undefined),
    ]);
  },
};

/** Their addresses; null to who may not see that. */
async function membersWithout(session: Session, workspace: string): Promise<string[] | null> {
  const members = await everyItem(session, memberList, workspacePath(workspace, "members"));
  if (members.some(({ second_factor: has }) => has === null)) return null;
  return members.flatMap(({ email, second_factor: has }) => (has === false ? [email] : []));
}

function withoutLine(without: readonly string[] | null, so?: string): string {
  if (without === null) return "Who has none is shown to admins.";
  if (without.length === 0) return "Every member has one, or signs in by the company alone.";
  const none = without.length === 1 ? "1 member has none" : `${without.length} members have none`;
  return `${none}${so === undefined ? "" : ` and ${so}`}: ${without.join(", ")}.`;
}

function outcomeOf(
  now: string,
  without: readonly string[] | null,
  lines: readonly string[],
): Outcome {
  return { json: { second_factor: now, without }, lines: [...lines] };
}

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
