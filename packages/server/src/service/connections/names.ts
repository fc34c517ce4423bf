/** What connections are called where something else is about them. */
import type { Store } from "../../store/store.ts";
import { listByIds } from "../../store/workspace-connections.ts";
import type { ConnectorReference } from "./connection.ts";

export interface ConnectionName {
  readonly connector: ConnectorReference;
  /** As the app knows its user; null of a shared one. */
  readonly userId: string | null;
}

/** By id, those of a workspace that are there. Takes at most some hundred ids. */
export async function connectionNames(
  { store }: { readonly store: Store },
  workspaceId: string,
  connectionIds: readonly string[],
): Promise<ReadonlyMap<string, ConnectionName>> {
  const found = await listByIds(store, [...new Set(connectionIds)]);
  return new Map(
    found
      .filter(({ connection }) => connection.workspaceId === workspaceId)
      .map(({ connectorId: id, integrationType: type, connectorName: name, connection }) => {
        const { connectionId, owner } = connection;
        const userId = owner.kind === "app" ? null : owner.userId;
        return [connectionId, { connector: { id, type, name }, userId }];
      }),
  );
}
