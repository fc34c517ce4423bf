/** What a workspace allows, by type, as the server tells it. */
import { type policy, policyList } from "@grantry/contract/v1/catalogue";
import type { z } from "zod";
import { everyItem } from "../list.ts";
import type { Session } from "../session.ts";
import { workspacePath } from "../workspace.ts";

export type Policy = z.output<typeof policy>;

export async function readPolicies(session: Session, workspace: string): Promise<Policy[]> {
  return await everyItem(session, policyList, workspacePath(workspace, "policies"));
}
