/** What a filter names: a name that is mistyped means nothing, and whoever is in a hurry must be told. */
import { GrantryError } from "../../lib/error.ts";
import { getApp } from "../../store/apps.ts";
import { getConnector } from "../../store/connectors.ts";
import { isUserOfWorkspace, unknownConnections } from "../../store/operation-names.ts";
import { listProviders } from "../../store/providers.ts";
import { connectorsBy } from "../../store/workspace-connections.ts";
import { workspaceCatalogue } from "../providers/index.ts";
import type { OperationsContext } from "./context.ts";
import type { AskedFilter } from "./filter.ts";

/** Of what may be gone, or not there yet: what the workspace does not know. */
export interface Unknown {
  /** Ids of connections. */
  readonly ids: readonly string[];
  readonly user: boolean;
}

/** Throws app_not_found, connector_not_found and provider_not_found: these are there, or nothing was ever of them. */
export async function requireNamed(
  { catalogue, store }: OperationsContext,
  workspaceId: string,
  filter: AskedFilter,
): Promise<void> {
  const { appId, connectorId, integrationType, providerId = null } = filter;
  if (appId !== null && (await getApp(store, appId))?.workspaceId !== workspaceId) {
    throw new GrantryError("app_not_found");
  }
  if (connectorId !== null && (await getConnector(store, workspaceId, connectorId)) === undefined) {
    throw new GrantryError("connector_not_found");
  }
  if (integrationType === null && providerId === null) return;
  const all = workspaceCatalogue(catalogue, await listProviders(store, workspaceId)).list();
  const isThere = async (asked: { integrationType: string | null; providerId: string | null }) =>
    (await connectorsBy(store, workspaceId, { ...asked, oauthClientId: null })).length > 0;
  const hasType = all.some(({ connector }) => connector.integration_type === integrationType);
  if (
    integrationType !== null &&
    !hasType &&
    !(await isThere({ integrationType, providerId: null }))
  ) {
    const detail = "There is no connector, and none to be had, of the type that is named.";
    throw new GrantryError("connector_not_found", { detail });
  }
  const hasProvider = all.some(({ server }) => server.id === providerId);
  if (
    providerId !== null &&
    !hasProvider &&
    !(await isThere({ integrationType: null, providerId }))
  ) {
    throw new GrantryError("provider_not_found");
  }
}

/** A connection may have been erased, and a user never have connected: the rest is done, and this told. */
export async function unknownOf(
  { store }: OperationsContext,
  workspaceId: string,
  { ids, user, appId }: AskedFilter,
): Promise<Unknown> {
  return {
    ids: ids === null ? [] : await unknownConnections(store, workspaceId, ids),
    user: user !== null && !(await isUserOfWorkspace(store, workspaceId, { ...user, appId })),
  };
}
