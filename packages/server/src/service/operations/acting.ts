/** Who begins an operation: an operator of the workspace, the server's, or a signal that the workspace takes. */
import type { Actor } from "../../store/audit-records.ts";

export interface Acting {
  readonly workspaceId: string;
  readonly caller: { readonly actor: Actor };
}
