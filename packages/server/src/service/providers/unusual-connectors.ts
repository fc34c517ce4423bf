/** Connectors whose entries say by themselves whether a token can be refreshed. */
import type { ProviderConnector } from "../../provider/catalogue.ts";
import type { UnusualConnectors } from "../../store/connection-filters.ts";
import { listConnectorKinds } from "../../store/workspace-connections.ts";
import type { ProvidersContext } from "./context.ts";
import { findEntry } from "./provider-catalogue.ts";

/** Whether a new token can be had without a refresh token. */
export function refreshesByItself({ server }: Pick<ProviderConnector, "server">): boolean {
  return server.refresh.mode === "access_token" || server.refresh.mode === "client_credentials";
}

/**
 * The workspace's connectors for which a refresh token decides nothing. With them a statement tells what `statusOf` tells of
 * one connection: whether what is stored as active is over.
 */
export async function unusualConnectors(
  { catalogue, store }: Pick<ProvidersContext, "catalogue" | "store">,
  workspaceId: string,
): Promise<UnusualConnectors> {
  const kinds = await listConnectorKinds(store, workspaceId);
  const entries = kinds.map((kind) => ({ kind, entry: findEntry(catalogue, kind) }));
  const of = (isMeant: (entry: ProviderConnector | undefined) => boolean) =>
    entries.filter(({ entry }) => isMeant(entry)).map(({ kind }) => kind);
  return {
    workspaceId,
    engine: store.database.engine,
    always: of((entry) => entry !== undefined && refreshesByItself(entry)),
    never: of((entry) => entry === undefined || entry.server.refresh.mode === "none"),
  };
}
