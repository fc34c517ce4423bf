/** The connectors of a workspace as its operators manage them: tables connectors and oauth_clients. */

import { forgetUsersOf } from "./audit-people.ts";
import { parseMap } from "./json-text.ts";
import { clientColumns, type OAuthClient, openOAuthClient } from "./oauth-clients.ts";
import type { OwnerKind } from "./owner.ts";
import { providerEntry } from "./provider-entry.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { connectors } from "./tables/connectors.ts";

const listed = connectors.pick(
  "connectorId",
  "integrationType",
  "name",
  "scopes",
  "settings",
  "testedAt",
  "testFailedStep",
  "createdAt",
  "updatedAt",
);

export interface WorkspaceConnector extends RecordOf<typeof listed> {
  readonly client: OAuthClient;
  readonly clientName: string;
  /** When the client's secret was last replaced; null where it never was. Epoch seconds. */
  readonly secretReplacedAt: number | null;
  /** The one app that it belongs to; null where every app of the workspace may use it. */
  readonly app: { readonly id: string; readonly name: string } | null;
  /** JSON of the workspace's own provider that the client belongs to; null where there is none. */
  readonly providerEntry: string | null;
}

function selectAll(store: Store, workspaceId: string) {
  return store.db
    .selectFrom("connectors")
    .innerJoin("oauth_clients", "oauth_clients.oauth_client_id", "connectors.oauth_client_id")
    .leftJoin("apps", "apps.app_id", "connectors.app_id")
    .select(listed.of("connectors"))
    .select(clientColumns.of("oauth_clients"))
    .select(["oauth_clients.name as client_name", "oauth_clients.secret_replaced_at"])
    .select(["connectors.app_id", "apps.name as app_name", providerEntry])
    .where("connectors.workspace_id", "=", workspaceId);
}

function select(store: Store, workspaceId: string) {
  return selectAll(store, workspaceId).where("connectors.app_id", "is", null);
}

type Row = Awaited<ReturnType<ReturnType<typeof select>["execute"]>>[number];

async function toWorkspaceConnector(store: Store, row: Row): Promise<WorkspaceConnector> {
  return {
    ...listed.read(row),
    client: await openOAuthClient(store, row),
    clientName: row.client_name,
    secretReplacedAt: row.secret_replaced_at,
    app: row.app_id === null ? null : { id: row.app_id, name: row.app_name ?? "" },
    providerEntry: row.provider_entry,
  };
}

/** The connectors that every app of the workspace may use, by name. */
export async function listWorkspaceConnectors(
  store: Store,
  workspaceId: string,
): Promise<WorkspaceConnector[]> {
  const rows = await select(store, workspaceId)
    .orderBy("connectors.name")
    .orderBy("connectors.connector_id")
    .execute();
  return await Promise.all(rows.map((row) => toWorkspaceConnector(store, row)));
}

/** Where in a list a page begins: behind this connector. */
export interface ConnectorPosition {
  readonly createdAt: number;
  readonly connectorId: string;
}

export interface ConnectorPageQuery {
  readonly workspaceId: string;
  /** `user`: those that every app may use. `app`: those that belong to one app each. */
  readonly owner: OwnerKind;
  readonly after: ConnectorPosition | null;
  readonly limit: number;
}

/** Connectors of a workspace, the newest first. */
export async function listConnectorsFrom(
  store: Store,
  { workspaceId, owner, after, limit }: ConnectorPageQuery,
): Promise<WorkspaceConnector[]> {
  const rows = await selectAll(store, workspaceId)
    .where("connectors.app_id", owner === "app" ? "is not" : "is", null)
    .$if(after !== null, (query) =>
      query.where((eb) =>
        eb(
          eb.refTuple("connectors.created_at", "connectors.connector_id"),
          "<",
          eb.tuple(after?.createdAt ?? 0, after?.connectorId ?? ""),
        ),
      ),
    )
    .orderBy("connectors.created_at", "desc")
    .orderBy("connectors.connector_id", "desc")
    .limit(limit)
    .execute();
  return await Promise.all(rows.map((row) => toWorkspaceConnector(store, row)));
}

/** One of them, or undefined. */
export async function findWorkspaceConnector(
  store: Store,
  workspaceId: string,
  connectorId: string,
): Promise<WorkspaceConnector | undefined> {
  const row = await select(store, workspaceId)
    .where("connectors.connector_id", "=", connectorId)
    .executeTakeFirst();
  return row && (await toWorkspaceConnector(store, row));
}

/**
 * Deletes a connector with its connections and what is under way, and its OAuth client where no other
 * connector uses it. Call it in a transaction that has locked the workspace.
 */
export async function deleteWorkspaceConnector(
  store: Store,
  { connectorId, client }: WorkspaceConnector,
): Promise<void> {
  const { db } = store;
  await db.deleteFrom("authorizations").where("connector_id", "=", connectorId).execute();
  await forgetUsersOf(store, { connector_id: connectorId });
  await db.deleteFrom("connections").where("connector_id", "=", connectorId).execute();
  await db.deleteFrom("connectors").where("connector_id", "=", connectorId).execute();
  await deleteUnusedClient(store, client.oauthClientId);
}

/** Deletes an OAuth client that no connector uses. Call it in a transaction that has locked the workspace. */
export async function deleteUnusedClient(store: Store, oauthClientId: string): Promise<void> {
  if ((await countConnectorsOf(store, oauthClientId)) > 0) return;
  await store.db.deleteFrom("oauth_clients").where("oauth_client_id", "=", oauthClientId).execute();
}

/** A connector as it is named where an OAuth client says what uses it. */
export interface ClientUse {
  readonly oauthClientId: string;
  readonly connectorId: string;
  readonly name: string;
  /** The one app that it belongs to; null where every app may use it. */
  readonly appId: string | null;
}

/** What uses the OAuth clients of a workspace, or one of them: by name. */
export async function listConnectorsOfClient(
  store: Store,
  { workspaceId, oauthClientId }: { readonly workspaceId: string; readonly oauthClientId?: string },
): Promise<ClientUse[]> {
  const rows = await store.db
    .selectFrom("connectors")
    .select(["oauth_client_id", "connector_id", "name", "app_id"])
    .where("workspace_id", "=", workspaceId)
    .$if(oauthClientId !== undefined, (query) =>
      query.where("oauth_client_id", "=", oauthClientId ?? ""),
    )
    .orderBy("name")
    .orderBy("connector_id")
    .execute();
  return rows.map((row) => ({
    oauthClientId: row.oauth_client_id,
    connectorId: row.connector_id,
    name: row.name,
    appId: row.app_id,
  }));
}

/** How many connectors use an OAuth client, those of single apps included. */
export async function countConnectorsOf(store: Store, oauthClientId: string): Promise<number> {
  const { count } = await store.db
    .selectFrom("connectors")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("oauth_client_id", "=", oauthClientId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Deletes an OAuth client of the workspace; false where it has none of this id. Nothing may use it. */
export async function deleteClient(
  store: Store,
  of: { readonly workspaceId: string; readonly oauthClientId: string },
): Promise<boolean> {
  const { numDeletedRows } = await store.db
    .deleteFrom("oauth_clients")
    .where("workspace_id", "=", of.workspaceId)
    .where("oauth_client_id", "=", of.oauthClientId)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

/** The settings of the connectors that use an OAuth client, each once. */
export async function listSettingsOf(
  store: Store,
  oauthClientId: string,
): Promise<Readonly<Record<string, string>>[]> {
  const rows = await store.db
    .selectFrom("connectors")
    .select("settings")
    .distinct()
    .where("oauth_client_id", "=", oauthClientId)
    .execute();
  return rows.map((row) => parseMap(row.settings));
}
