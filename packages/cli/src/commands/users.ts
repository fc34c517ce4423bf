/** Commands about an app's users: which identity provider's they are. */
import { movedUsers } from "@grantry/contract/v1/apps";
import type { z } from "zod";
import { type Command, isOn, type Run, table, textOption } from "../command.ts";
import { fileProblem, usage } from "../failure.ts";
import { readOptional } from "../files.ts";
import { filePath } from "../outside.ts";
import { appOf } from "../project.ts";
import { openSession, type Session } from "../session.ts";
import { workspaceOfApp, workspacePath } from "../workspace.ts";

type MovedUsers = z.output<typeof movedUsers>;
type Moved = MovedUsers["connections"];

export const moveUsers: Command = {
  name: "users move",
  summary: "Move users' connections to the users of one of the app's identity providers",
  options: {
    from: { value: "ISSUER", summary: "their current issuer: an issuer, none, or unassigned" },
    claim: { value: "NAME", summary: "only ids taken from this claim of --from" },
    to: { value: "ISSUER", summary: "their new issuer: an issuer of the app, or none" },
    user: { value: "ID", summary: "this user only" },
    users: { value: "FILE", summary: "only these: a JSON object of old to new user ids" },
    "dry-run": { summary: "show what would be moved, and change nothing" },
    yes: { summary: "do not ask", short: "y" },
  },
  run: async (run) => {
    const move = await moveOf(run);
    const session = await openSession(run);
    const app = appOf(run, session.project);
    const path = workspacePath(
      await workspaceOfApp(run, session, app),
      "apps",
      app,
      "users",
      "move",
    );
    const planned = await ask(session, path, { ...move, dry_run: true });
    if (isOn(run, "dry-run")) return outcomeOf(planned, true);
    const count = planned.filter(({ outcome }) => outcome === "moved").length;
    const question = `Move ${count} connection(s) of ${app}?`;
    if (count > 0 && !isOn(run, "yes") && !(await run.terminal.confirm(question))) {
      return { json: { dry_run: true, connections: planned }, lines: ["Nothing was changed."] };
    }
    return outcomeOf(await ask(session, path, { ...move, dry_run: false }), false);
  },
};

interface Move {
  readonly from: object;
  readonly to: { readonly issuer: string | null };
  readonly users: Readonly<Record<string, string>> | undefined;
}

async function moveOf(run: Run): Promise<Move> {
  const [from, to] = [textOption(run, "from"), textOption(run, "to")];
  if (from === undefined || to === undefined) {
    throw usage("Name the old and the new issuer: --from and --to.");
  }
  const claim = textOption(run, "claim");
  const issuer = (word: string) => (word === "none" ? null : word);
  return {
    from:
      from === "unassigned"
        ? { kind: "unassigned" }
        : {
            kind: "issuer",
            issuer: issuer(from),
            ...(claim === undefined ? {} : { user_id_claim: claim }),
          },
    to: { issuer: issuer(to) },
    users: await usersOf(run),
  };
}

async function usersOf(run: Run): Promise<Record<string, string> | undefined> {
  const [user, file] = [textOption(run, "user"), textOption(run, "users")];
  if (user !== undefined && file !== undefined) throw usage("Give --user or --users, not both.");
  if (user !== undefined) return { [user]: user };
  if (file === undefined) return undefined;
  const text = await readOptional(filePath(run.outside, file));
  if (text === undefined) throw fileProblem(`There is no file ${file}.`);
  const users = parsed(text);
  if (users === undefined) {
    throw fileProblem(`${file}: a JSON object of user ids is needed, {"old id": "new id"}.`);
  }
  return users;
}

function parsed(text: string): Record<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
    if (!isMap || !Object.values(value).every((one) => typeof one === "string")) return undefined;
    return value as Record<string, string>;
  } catch {
    return undefined;
  }
}

/** How many users one call takes. */
const usersMax = 200;

/** All pages, of all that are named. */
async function ask(
  session: Session,
  path: string,
  { users, ...move }: Move & { readonly dry_run: boolean },
): Promise<Moved> {
  const found: Moved = [];
  for (const some of portions(users)) {
    let after: string | null = null;
    do {
      const body: object = {
        ...move,
        ...(some === undefined ? {} : { users: some }),
        ...(after === null ? {} : { after }),
      };
      const page: MovedUsers = await session.ask(movedUsers, {
        method: "POST",
        path,
        body,
      });
      found.push(...page.connections);
      after = page.next;
    } while (after !== null);
  }
  return found;
}

function portions(users: Move["users"]): readonly Move["users"][] {
  if (users === undefined) return [undefined];
  const entries = Object.entries(users);
  const count = Math.ceil(entries.length / usersMax);
  return Array.from({ length: count }, (_, at) =>
    Object.fromEntries(entries.slice(at * usersMax, (at + 1) * usersMax)),
  );
}

function outcomeOf(connections: Moved, dryRun: boolean) {
  const rows = connections.map((one) => [
    one.connection_id,
    one.user_id,
    one.new_user_id,
    one.outcome === "kept" ? "kept: connected there meanwhile" : dryRun ? "would move" : "moved",
  ]);
  const kept = connections.some(({ outcome }) => outcome === "kept");
  return {
    json: { dry_run: dryRun, connections },
    lines:
      rows.length === 0
        ? ["There is nothing to move."]
        : table(["CONNECTION", "USER", "BECOMES", "OUTCOME"], rows),
    ...(kept && !dryRun ? { exit: "partly" as const } : {}),
  };
}
