/** Which workspace a command is about. */
import { workspaceList } from "@grantry/contract/v1/people";
import type { Run } from "./command.ts";
import { usage } from "./failure.ts";
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
  const workspaces = await everyItem(session, workspaceList, "/v1/workspaces");
  return workspaces.length === 1 ? (workspaces[0]?.id ?? null) : null;
}

/** The path of something in a workspace; each part is encoded. */
export function workspacePath(workspace: string, ...parts: readonly string[]): string {
  return ["/api/workspace", ...[workspace, ...parts].map(encodeURIComponent)].join("/");
}
