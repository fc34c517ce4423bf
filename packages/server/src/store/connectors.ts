/** Table connectors: what a workspace, or one app of it, has enabled. */

import { switchesOf } from "./connector-governance.ts";
import { clientColumns, type OAuthClient, openOAuthClient } from "./oauth-clients.ts";
import { providerEntry } from "./provider-entry.ts";
import { holds, type Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { connectorGovernance, connectors } from "./tables/connectors.ts";

const plain = connectors.pick(
  "connectorId",
  "workspaceId",
  "appId",
  "oauthClientId",
  "integrationType",
  "name",
  "scopes",
  "settings",
  "madeBy",
  "enabled",
);

const governed = connectorGovernance.pick("allowedScopes");

export type Connector = RecordOf<typeof plain> & RecordOf<typeof governed>;

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
  return row && (await toConnectorWithClient(store, row));
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
  return row && (await toConnectorWithClient(store, row));
}

const declared = connectors.pick("integrationType", "name", "scopes", "settings");
/** What a connector was declared with that a declaration may leave out. */
export type DeclaredFields = RecordOf<typeof declared>;

/** What a connector declares, and of which type; undefined where there is none of this id. */
export async function findDeclaredFields(
  store: Store,
  of: { workspaceId: string; connectorId: string },
): Promise<DeclaredFields | undefined> {
  const row = await store.db
    .selectFrom("connectors")
    .select(declared.columns)
    .where("workspace_id", "=", of.workspaceId)
    .where("connector_id", "=", of.connectorId)
    .executeTakeFirst();
  return row && declared.read(row);
}

/** One connector of each OAuth client, of all workspaces: for whoever looks at the clients. */
export async function listOnePerClient(store: Store): Promise<ConnectorWithClient[]> {
  const rows = await selectWithClient(store).orderBy("connectors.connector_id").execute();
  const byClient = new Map(rows.map((row) => [row.oauth_client_id, row]));
  return await Promise.all([...byClient.values()].map((row) => toConnectorWithClient(store, row)));
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
    .select(plain.of("connectors"))
    .select(clientColumns.of("oauth_clients"))
    .select(governed.of("connector_governance"))
    .select(providerEntry);
}

type WithClientRow = Awaited<ReturnType<ReturnType<typeof selectWithClient>["execute"]>>[number];

async function toConnectorWithClient(
  store: Store,
  row: WithClientRow,
): Promise<ConnectorWithClient> {
  return {
    connector: { ...plain.read(row), ...governed.read(row) },
    client: await openOAuthClient(store, row),
    providerEntry: row.provider_entry,
  };
}

/** Creates a connector or changes it; false where the id belongs to another workspace or app. */
export async function putConnector(store: Store, connector: DeclaredConnector): Promise<boolean> {
  const now = store.clock.nowSeconds();
  const { oauthClientId, integrationType, name, scopes, settings } = connector;
  const values = connectors.write({
    oauthClientId,
    integrationType,
    name,
    scopes,
    settings,
    madeBy: "operator",
  });
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
