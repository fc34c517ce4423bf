/** The apps that an operator may link a project to. */
import type { AppsAnswer } from "@grantry/contract/app";
import { listApps } from "../../store/apps.ts";
import type { OperatorReach } from "../accounts/index.ts";
import type { ManageContext } from "./context.ts";

/** The newest first. */
export async function listOperatorsApps(
  { store }: Pick<ManageContext, "store">,
  { workspaceIds }: OperatorReach,
): Promise<AppsAnswer> {
  const apps = await listApps(store, workspaceIds);
  return apps.map(({ appId, name }) => ({
    id: appId,
    name,
    user_description: null,
    is_managed_source_code: false,
  }));
}
