/** The connections of a workspace, for its operators. */
import type { WorkspaceConnections } from "@grantry/contract/operator";
import { listOfWorkspace } from "../../store/workspace-connections.ts";
import { receiptsOf } from "../revocation/index.ts";
import type { ConnectionsContext } from "./context.ts";
import { reportOf } from "./report.ts";

export interface WorkspaceConnectionsInput {
  readonly workspaceId: string;
  readonly appId: string | null;
  readonly integrationType: string | null;
  readonly status: "active" | "needs_reauth" | "disconnected" | null;
  readonly after: string | null;
  readonly limit: number;
}

/** One page, ordered by id. It may hold fewer than `limit` and still not be the last. */
export async function listWorkspaceConnections(
  context: ConnectionsContext,
  input: WorkspaceConnectionsInput,
): Promise<WorkspaceConnections> {
  const { status, limit } = input;
  // What is stored as active reads needs_reauth once it is over and nothing can renew it.
  const ended = ["needs_reauth", "active"] as const;
  const statuses = status === null ? null : status === "needs_reauth" ? ended : [status];
  const listed = await listOfWorkspace(context.store, { ...input, statuses });
  const receipts = await receiptsOf(
    context,
    listed.map(({ connection }) => connection),
  );
  const reports = listed.map((one) => reportOf(context, one, receipts));
  return {
    connections: reports.filter((report) => status === null || report.status === status),
    next: listed.length < limit ? null : (listed.at(-1)?.connection.connectionId ?? null),
  };
}
