/** The connections of a workspace, for its operators. */
import { listOfWorkspace } from "../../store/workspace-connections.ts";
import { receiptsOf } from "../revocation/index.ts";
import { type Connection, connectionOf } from "./connection.ts";
import type { ConnectionsContext } from "./context.ts";

export interface WorkspaceConnectionsInput {
  readonly workspaceId: string;
  readonly appId: string | null;
  readonly integrationType: string | null;
  readonly connectorId?: string | null;
  readonly ownerKind?: "app" | "user" | null;
  /** Of any issuer where that is undefined; null: of users of none. */
  readonly user?: { readonly userId: string; readonly issuer: string | null | undefined } | null;
  readonly status: Connection["status"] | null;
  readonly after: string | null;
  readonly limit: number;
}

/** Ordered by id. */
export interface ConnectionPage {
  readonly connections: readonly Connection[];
  /** Id after which the next page begins; null after the last. */
  readonly next: string | null;
}

/** One page, ordered by id. It may hold fewer than `limit` and still not be the last. */
export async function listWorkspaceConnections(
  context: ConnectionsContext,
  input: WorkspaceConnectionsInput,
): Promise<ConnectionPage> {
  const { status, limit } = input;
  // What is stored as active reads needs_reauth once it is over and nothing can refresh it.
  const ended = ["needs_reauth", "active"] as const;
  const statuses = status === null ? null : status === "needs_reauth" ? ended : [status];
  const { connectorId = null, ownerKind = null, user = null } = input;
  const listed = await listOfWorkspace(context.store, {
    ...input,
    connectorId,
    ownerKind,
    user,
    statuses,
  });
  const revocations = await receiptsOf(
    context,
    listed.map(({ connection }) => connection),
  );
  const connections = listed.map((one) => connectionOf(context, one, revocations));
  return {
    connections: connections.filter((one) => status === null || one.status === status),
    next: listed.length < limit ? null : (listed.at(-1)?.connection.connectionId ?? null),
  };
}
