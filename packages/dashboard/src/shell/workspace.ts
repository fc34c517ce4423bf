/** The workspace that the address names, and what the signed-in person is in it. */
import { createContext, use } from "react";
import type { Workspace } from "../api/queries.ts";
import type { Role } from "../roles.ts";

export type CurrentWorkspace = Omit<Workspace, "role"> & { readonly role: Role };

export const WorkspaceContext = createContext<CurrentWorkspace | null>(null);

/** Throws outside of a workspace's pages. */
export function useWorkspace(): CurrentWorkspace {
  const workspace = use(WorkspaceContext);
  if (workspace === null) throw new Error("This page belongs into a workspace.");
  return workspace;
}

/** Whether people rely on what is here; of one's own account, which belongs to no workspace, it does not. */
export function useIsProduction(): boolean {
  return use(WorkspaceContext)?.environment === "production";
}

const lastKey = "grantry-workspace";

/** The workspace that was looked at last in this browser. */
export function lastWorkspace(): string | null {
  try {
    return localStorage.getItem(lastKey);
  } catch {
    // A browser that keeps nothing: the first workspace will do.
    return null;
  }
}

export function rememberWorkspace(id: string): void {
  try {
    localStorage.setItem(lastKey, id);
  } catch {
    // As above.
  }
}
