/** A workspace's connectors, as they are read. */
import { GrantryError } from "../../lib/error.ts";
import { unlistedScopes } from "../../provider/allowed-scopes.ts";
import { byHandedOutName } from "../../provider/setting-names.ts";
import type { Store } from "../../store/store.ts";
import {
  type ConnectorPageQuery,
  findWorkspaceConnector,
  listConnectorsFrom,
  listWorkspaceConnectors,
  type WorkspaceConnector,
} from "../../store/workspace-connectors.ts";
import type { WorkspaceOperator } from "../accounts/index.ts";
import { findEntry, redirectUriOf } from "../providers/index.ts";
import { entryOf } from "./connector-rules.ts";
import type { ManageContext } from "./context.ts";

/** A connector of a workspace. */
export interface Connector {
  readonly connectorId: string;
  readonly type: string;
  readonly name: string;
  /** The one app that it belongs to; null where every app of the workspace may use it. */
  readonly app: { readonly id: string; readonly name: string } | null;
  readonly oauthClientId: string;
  /** Id of the authorization server in the catalogue, or of a custom provider. */
  readonly providerId: string;
  /** What the provider calls the OAuth client. */
  readonly clientId: string;
  /** When the client's secret was last replaced; null where it never was. */
  readonly secretReplacedAt: number | null;
  /** What must be registered at the provider. */
  readonly redirectUri: string;
  /** What is asked for: the connector's own, or the type's defaults. */
  readonly scopes: readonly string[];
  /** Those of them that the catalogue does not list: one may be misspelt. */
  readonly unlistedScopes: readonly string[];
  /** Settings that hold for every connection, by the names that they are handed out under. */
  readonly settings: Readonly<Record<string, string>>;
  /** When it was tested last; null where it never was. Times are epoch seconds. */
  readonly testedAt: number | null;
  /** The step that failed in that test; null where none did. */
  readonly testFailedStep: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** The connectors that every app of the workspace may use. */
export async function listConnectors(
  context: ManageContext,
  { workspaceId }: WorkspaceOperator,
): Promise<Connector[]> {
  const listed = await listWorkspaceConnectors(context.store, workspaceId);
  return listed.map((one) => connectorOf(context, one));
}

/** A page of them, the newest first: those that every app may use, or those that belong to one app each. */
export async function listConnectorPage(
  context: ManageContext,
  { workspaceId }: WorkspaceOperator,
  asked: Omit<ConnectorPageQuery, "workspaceId">,
): Promise<Connector[]> {
  const listed = await listConnectorsFrom(context.store, { ...asked, workspaceId });
  return listed.map((one) => connectorOf(context, one));
}

/** One of them. Throws connector_not_found. */
export async function readConnector(
  context: ManageContext,
  { workspaceId }: WorkspaceOperator,
  connectorId: string,
): Promise<Connector> {
  return connectorOf(context, await requireConnector(context.store, workspaceId, connectorId));
}

/** One that every app may use. Throws connector_not_found. */
export async function requireConnector(
  store: Store,
  workspaceId: string,
  connectorId: string,
): Promise<WorkspaceConnector> {
  const found = await findWorkspaceConnector(store, workspaceId, connectorId);
  if (found === undefined) throw new GrantryError("connector_not_found");
  return found;
}

/** As it is told. */
export function connectorOf(context: ManageContext, one: WorkspaceConnector): Connector {
  const { integrationType, client, providerEntry } = one;
  const { serverId } = client;
  const found = findEntry(context.catalogue, { integrationType, serverId, providerEntry });
  const scopes = one.scopes ?? (found ?? entryOf(context, one)).connector.scopes.default;
  return {
    connectorId: one.connectorId,
    type: integrationType,
    name: one.name,
    app: one.app,
    oauthClientId: client.oauthClientId,
    providerId: serverId,
    clientId: client.clientId,
    secretReplacedAt: one.secretReplacedAt,
    redirectUri: redirectUriOf(context, client),
    scopes,
    unlistedScopes: found === undefined ? [] : unlistedScopes(found, scopes),
    settings: found === undefined ? one.settings : byHandedOutName(found, one.settings),
    testedAt: one.testedAt,
    testFailedStep: one.testFailedStep,
    createdAt: one.createdAt,
    updatedAt: one.updatedAt,
  };
}
