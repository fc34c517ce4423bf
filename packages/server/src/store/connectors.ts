/** Table connectors: what a workspace, or one app of it, has enabled. */

import {
  type AllowedScopes,
  type Enabled,
  switchesOf,
  toAllowedScopes,
  toEnabled,
} from "./connector-governance.ts";
import { parseList, parseMap } from "./json-text.ts";
import { type OAuthClient, openOAuthClient } from "./oauth-clients.ts";
import { providerEntry } from "./provider-entry.ts";
import { holds, type Store } from "./store.ts";

export interface Connector {
  readonly connectorId: string;
  readonly workspaceId: string;
  /** The one app that it belongs to, or null where every app of the workspace may use it. */
  readonly appId: string | null;
  readonly oauthClientId: string;
  readonly integrationType: string;
  readonly name: string;
  /** Scopes to ask for; null for the catalogue's defaults. */
  readonly scopes: readonly string[] | null;
  readonly settings: Readonly<Record<string, string>>;
  /** `app` where it came to be when the app asked for this type; else an operator declared it. */
  readonly madeBy: "operator" | "app";
  /** What the workspace allows of this type. */
  readonly enabled: Enabled;
  readonly allowedScopes: AllowedScopes;
}

/** What a connector is declared with; the rest comes of itself. */
export type DeclaredConnector = Omit<Connector, "madeBy" | "enabled" | "allowedScopes">;

/** How a caller names a connector. */
export type ConnectorAddress =
  | { readonly kind: "type"; readonly integrationType: string }
  | { readonly kind: "id"; readonly connectorId: string };

export interface ConnectorWithClient {
  readonly connector: Connector;
  readonly client: OAuthClient;
  /** JSON of the workspace's own provider that the client belongs to; null where there is none. */
  readonly providerEntry: string | null;
}

/** The connector that an app may use under this address, with its OAuth client; or undefined. */
export async function findConnector(
  store: Store,
  app: { appId: string; workspaceId: string },
  address: ConnectorAddress,
): Promise<ConnectorWithClient | undefined> {
  const base = selectWithClient(store).where("connectors.workspace_id", "=", app.workspaceId);
  const row = await (address.kind === "type"
    ? base
        .where("connectors.app_id", "=", app.appId)
        .where("connectors.integration_type", "=", address.integrationType)
    : base
        .where("connectors.connector_id", "=", address.connectorId)
        .where((eb) =>
          eb.or([eb("connectors.app_id", "is", null), eb("connectors.app_id", "=", app.appId)]),
        )
  ).executeTakeFirst();
  return row && toConnectorWithClient(store, row);
}

/** The connector of this id whatever app it belongs to: for work on rows that name it. */
export async function getConnector(
  store: Store,
  workspaceId: string,
  connectorId: string,
): Promise<ConnectorWithClient | undefined> {
  const row = await selectWithClient(store)
    .where("connectors.workspace_id", "=", workspaceId)
    .where("connectors.connector_id", "=", connectorId)
    .executeTakeFirst();
  return row && toConnectorWithClient(store, row);
}

/** What a connector was declared with that a declaration may leave out. */
export type DeclaredFields = Pick<Connector, "integrationType" | "name" | "scopes" | "settings">;

/** What a connector declares, and of which type; undefined where there is none of this id. */
export async function findDeclaredFields(
  store: Store,
  of: { workspaceId: string; connectorId: string },
): Promise<DeclaredFields | undefined> {
  const row = await store.db
    .selectFrom("connectors")
    .select(["integration_type", "name", "scopes", "settings"])
    .where("workspace_id", "=", of.workspaceId)
    .where("connector_id", "=", of.connectorId)
    .executeTakeFirst();
  const scopes = row === undefined || row.scopes === null ? null : parseList(row.scopes);
  return (
    row && {
      integrationType: row.integration_type,
      name: row.name,
      scopes,
      settings: parseMap(row.settings),
    }
  );
}

/** One connector of each OAuth client, of all workspaces: for whoever looks at the clients. */
export async function listOnePerClient(store: Store): Promise<ConnectorWithClient[]> {
  const rows = await selectWithClient(store).orderBy("connectors.connector_id").execute();
  const byClient = new Map(rows.map((row) => [row.oauth_client_id, row]));
  return [...byClient.values()].map((row) => toConnectorWithClient(store, row));
}

function selectWithClient(store: Store) {
  return store.db
    .selectFrom("connectors")
    .innerJoin("oauth_clients", "oauth_clients.oauth_client_id", "connectors.oauth_client_id")
    .leftJoin("connector_governance", (join) =>
      join
        .onRef("connector_governance.workspace_id", "=", "connectors.workspace_id")
        .onRef("connector_governance.integration_type", "=", "connectors.integration_type"),
    )
    .select([
      "connectors.connector_id",
      "connectors.workspace_id",
      "connectors.app_id",
      "connectors.integration_type",
      "connectors.name",
      "connectors.scopes",
      "connectors.settings",
      "connectors.made_by",
      "connectors.builder_enabled",
      "connectors.per_user_enabled",
      "connector_governance.allowed_scopes",
      "oauth_clients.oauth_client_id",
      "oauth_clients.server_id",
      "oauth_clients.client_id",
      "oauth_clients.client_secret",
      "oauth_clients.previous_client_secret",
      "oauth_clients.redirect_path",
      providerEntry,
    ]);
}

type WithClientRow = Awaited<ReturnType<ReturnType<typeof selectWithClient>["execute"]>>[number];

function toConnectorWithClient(store: Store, row: WithClientRow): ConnectorWithClient {
  return {
    connector: {
      connectorId: row.connector_id,
      workspaceId: row.workspace_id,
      appId: row.app_id,
      oauthClientId: row.oauth_client_id,
      integrationType: row.integration_type,
      name: row.name,
      scopes: row.scopes === null ? null : parseList(row.scopes),
      settings: parseMap(row.settings),
      madeBy: row.made_by,
      enabled: toEnabled(row),
      allowedScopes: toAllowedScopes(row.allowed_scopes),
    },
    client: openOAuthClient(store.keyring, row),
    providerEntry: row.provider_entry,
  };
}

/** Creates a connector or changes it; false where the id belongs to another workspace or app. */
export async function putConnector(store: Store, connector: DeclaredConnector): Promise<boolean> {
  const now = store.clock.nowSeconds();
  const values = {
    oauth_client_id: connector.oauthClientId,
    integration_type: connector.integrationType,
    name: connector.name,
    scopes: connector.scopes === null ? null : JSON.stringify(connector.scopes),
    settings: JSON.stringify(connector.settings),
    made_by: "operator" as const,
  };
  const row = await store.db
    .selectFrom("connectors")
    .selectAll()
    .where("connector_id", "=", connector.connectorId)
    .where("workspace_id", "=", connector.workspaceId)
    .executeTakeFirst();
  if (holds(row, { ...values, app_id: connector.appId })) return true;
  const written = {
    ...values,
    ...switchesOf(connector.workspaceId, connector.integrationType),
    updated_at: now,
  };
  const { numInsertedOrUpdatedRows } = await store.db
    .insertInto("connectors")
    .values({
      connector_id: connector.connectorId,
      workspace_id: connector.workspaceId,
      app_id: connector.appId,
      ...written,
      created_at: now,
    })
    .onConflict((conflict) =>
      conflict
        .column("connector_id")
        .doUpdateSet(written)
        .where("connectors.workspace_id", "=", connector.workspaceId)
        .where("connectors.app_id", connector.appId === null ? "is" : "=", connector.appId),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}
