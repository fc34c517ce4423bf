/** The apps that an operator may link a project to. */
import { type App, listApps } from "../../store/apps.ts";
import type { OperatorAnywhere } from "../accounts/index.ts";
import type { ManageContext } from "./context.ts";

/** The newest first. */
export async function listOperatorsApps(
  { store }: Pick<ManageContext, "store">,
  { workspaceIds }: OperatorAnywhere,
): Promise<Pick<App, "appId" | "name">[]> {
  return await listApps(store, workspaceIds);
}
