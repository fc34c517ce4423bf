/** Which workspace a command is about. */
import { app } from "@grantry/contract/v1/apps";
import { workspaceList } from "@grantry/contract/v1/people";
import type { Run } from "./command.ts";
import { CliError, usage } from "./failure.ts";
import { everyItem } from "./list.ts";
import { namedWorkspace } from "./project.ts";
import type { Session } from "./session.ts";

/** The one that was named, or the only one there is. Throws where that is not clear. */
export async function workspaceOf(run: Run, session: Session): Promise<string> {
  const workspace = await findWorkspace(run, session);
  if (workspace !== null) return workspace;
  throw usage(
    "Which workspace? Name it with --workspace or GRANTRY_WORKSPACE; grantry whoami lists yours.",
  );
}

/** The same; null where it is not clear. */
export async function findWorkspace(run: Run, session: Session): Promise<string | null> {
  const named = namedWorkspace(run, session.project);
  if (named !== undefined) return named;
  const [only, ...others] = await workspacesOf(session);
  return only === undefined || others.length > 0 ? null : only;
}

async function workspacesOf(session: Session): Promise<string[]> {
  return (await everyItem(session, workspaceList, "/v1/workspaces")).map(({ id }) => id);
}

/** The workspace that an app belongs to: the one that was named, or whichever of one's own has it. Throws app_not_found. */
export async function workspaceOfApp(run: Run, session: Session, appId: string): Promise<string> {
  const named = namedWorkspace(run, session.project);
  if (named !== undefined) return named;
  const workspaces = await workspacesOf(session);
  if (workspaces.length === 1 && workspaces[0] !== undefined) return workspaces[0];
  for (const workspace of workspaces) {
    if (await hasApp(session, workspace, appId)) return workspace;
  }
  const message = `None of your workspaces has the app "${appId}" (grantry apps list lists a workspace's).`;
  throw new CliError("refused", message, { code: "app_not_found" });
}

async function hasApp(session: Session, workspace: string, appId: string): Promise<boolean> {
  try {
    await session.ask(app, { path: workspacePath(workspace, "apps", appId) });
    return true;
  } catch (thrown) {
    if (thrown instanceof CliError && thrown.code === "app_not_found") return false;
    throw thrown;
  }
}

/** The path of something in a workspace; each part is encoded. */
export function workspacePath(workspace: string, ...parts: readonly string[]): string {
  return ["/v1/workspaces", ...[workspace, ...parts].map(encodeURIComponent)].join("/");
}
