/** What an app's shared connections need beside what every connection does. */
import type { Authorization, AuthorizingOperator } from "./authorizations.ts";
import { toAuthorization } from "./authorizations.ts";
import type { ListedConnection } from "./connection-lists.ts";
import { lockConnection } from "./connection-writes.ts";
import { type Connection, toConnection } from "./connections.ts";
import { switchesOf } from "./connector-governance.ts";
import {
  type Connector,
  type DeclaredConnector,
  type DeclaredFields,
  findDeclaredFields,
} from "./connectors.ts";
import { parseMap, writeScopes } from "./json-text.ts";
import { listedColumns, toListedConnector } from "./listed-connectors.ts";
import { lockWorkspace } from "./providers.ts";
import type { Store } from "./store.ts";

export interface SharedConnection extends ListedConnection {
  readonly connection: Connection;
  /** What is fixed for every connection of the connector. */
  readonly connectorSettings: Readonly<Record<string, string>>;
}

/** How many connections a list answers at most. */
const listMax = 500;

/** The connections of an app's own connectors, by integration type. */
export async function listShared(store: Store, appId: string): Promise<SharedConnection[]> {
  const rows = await store.db
    .selectFrom("connectors")
    .innerJoin("oauth_clients", "oauth_clients.oauth_client_id", "connectors.oauth_client_id")
    .innerJoin("connections", (join) =>
      join
        .onRef("connections.connector_id", "=", "connectors.connector_id")
        .onRef("connections.app_id", "=", "connectors.app_id")
        .on("connections.owner_kind", "=", "app"),
    )
    .selectAll("connections")
    .select(listedColumns)
    .select("connectors.settings as connector_settings")
    .where("connectors.app_id", "=", appId)
    .orderBy("connectors.integration_type")
    .limit(listMax)
    .execute();
  return rows.map((row) => ({
    ...toListedConnector(row),
    connection: toConnection(row),
    connectorSettings: parseMap(row.connector_settings),
  }));
}

/**
 * Notes what an app's connection that is not connected is to have: the list tells it until a consent
 * brings it. One that is connected keeps what it has: undefined then, else the id of the connection. Call
 * it in a transaction.
 */
export async function noteWanted(
  store: Store,
  of: { readonly appId: string; readonly workspaceId: string; readonly connectorId: string },
  wanted: {
    readonly scopes: readonly string[];
    readonly settings: Readonly<Record<string, string>>;
  },
): Promise<string | undefined> {
  const connection = await lockConnection(store, { ...of, owner: { kind: "app" } });
  const { connectionId, status, sealedAccessToken } = connection;
  // One that an earlier version disconnected has its grant to be given back by what it holds.
  if (status !== "disconnected" || sealedAccessToken !== null) return undefined;
  await store.db
    .updateTable("connections")
    .set({
      requested_scopes: writeScopes(wanted.scopes),
      granted_scopes: writeScopes([]),
      connection_config: JSON.stringify(wanted.settings),
      updated_at: store.clock.nowSeconds(),
    })
    .where("connection_id", "=", connectionId)
    .execute();
  return connectionId;
}

/**
 * Claims the right to check a connection at its provider; false where that was done after `before`
 * (epoch seconds).
 */
export async function claimValidation(
  store: Store,
  connectionId: string,
  before: number,
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("connections")
    .set({ validated_at: store.clock.nowSeconds() })
    .where("connection_id", "=", connectionId)
    .where((eb) => eb.or([eb("validated_at", "is", null), eb("validated_at", "<=", before)]))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The attempts of an author whose link was not opened yet, the newest first. */
export async function listOpenAttempts(
  store: Store,
  of: { appId: string; connectorId: string; author: AuthorizingOperator },
): Promise<Authorization[]> {
  const rows = await store.db
    .selectFrom("authorizations")
    .selectAll()
    .where("connector_id", "=", of.connectorId)
    .where("app_id", "=", of.appId)
    .where("author_id", "=", of.author.id)
    .where("status", "=", "pending")
    .where("sealed_link", "is not", null)
    .where("expires_at", ">", store.clock.nowSeconds())
    .orderBy("created_at", "desc")
    .execute();
  return rows.map(toAuthorization);
}

/**
 * Makes a connector of an app, unless the app has one of this type by now, or its OAuth client is gone.
 * Call it in a transaction.
 */
export async function addAppConnector(
  store: Store,
  connector: DeclaredConnector & { readonly appId: string },
): Promise<"made" | "there already" | "no client"> {
  const { workspaceId } = connector;
  const now = store.clock.nowSeconds();
  await lockWorkspace(store, workspaceId);
  const client = await store.db
    .selectFrom("oauth_clients")
    .select("oauth_client_id")
    .where("workspace_id", "=", workspaceId)
    .where("oauth_client_id", "=", connector.oauthClientId)
    .executeTakeFirst();
  if (client === undefined) return "no client";
  const { numInsertedOrUpdatedRows } = await store.db
    .insertInto("connectors")
    .values({
      connector_id: connector.connectorId,
      workspace_id: workspaceId,
      app_id: connector.appId,
      oauth_client_id: connector.oauthClientId,
      integration_type: connector.integrationType,
      name: connector.name,
      scopes: connector.scopes === null ? null : JSON.stringify(connector.scopes),
      settings: JSON.stringify(connector.settings),
      made_by: "app",
      ...switchesOf(workspaceId, connector.integrationType),
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n ? "made" : "there already";
}

/**
 * Removes the app's connection with its attempts, and the connector where it was made for the app.
 * Nothing is removed while the connection is anything but disconnected and erased: `connected` then. Call it
 * in a transaction.
 */
export async function removeShared(
  { db, ...store }: Store,
  appId: string,
  connector: Pick<Connector, "connectorId" | "madeBy">,
): Promise<"removed" | "nothing" | "connected"> {
  const { connectorId, madeBy } = connector;
  // Attempts first: a consent that is being stored takes its rows in the same order.
  const attempts = await db
    .deleteFrom("authorizations")
    .where("connector_id", "=", connectorId)
    .where("app_id", "=", appId)
    .where("owner_kind", "=", "app")
    .executeTakeFirstOrThrow();
  const connections = await db
    .deleteFrom("connections")
    .where("connector_id", "=", connectorId)
    .where("app_id", "=", appId)
    .where("owner_kind", "=", "app")
    .where("status", "=", "disconnected")
    .where("access_token", "is", null)
    .executeTakeFirstOrThrow();
  const owners = await db
    .selectFrom("connections")
    .select("owner_kind")
    .where("connector_id", "=", connectorId)
    .execute();
  if (owners.some(({ owner_kind: kind }) => kind === "app")) return "connected";
  const isMade = madeBy === "app" && owners.length === 0;
  const connectors = isMade ? await removeConnector({ ...store, db }, connectorId) : 0n;
  const removed = attempts.numDeletedRows + connections.numDeletedRows + connectors;
  return removed > 0n ? "removed" : "nothing";
}

/** Removes a connector that was made for an app; not while a user's attempt rests on it. */
async function removeConnector(store: Store, connectorId: string): Promise<bigint> {
  const { numDeletedRows } = await store.db
    .deleteFrom("connectors")
    .where("connector_id", "=", connectorId)
    .where("made_by", "=", "app")
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("authorizations")
            .select("authorization_id")
            .where("authorizations.connector_id", "=", connectorId),
        ),
      ),
    )
    .executeTakeFirstOrThrow();
  return numDeletedRows;
}

/** What the connector that was made for the app says of a type, unless it is the declared one; or undefined. */
export async function findMadeFor(
  store: Store,
  of: { readonly appId: string; readonly connectorId: string; readonly type: string },
): Promise<DeclaredFields | undefined> {
  const row = await store.db
    .selectFrom("connectors")
    .select(["workspace_id", "connector_id"])
    .where("app_id", "=", of.appId)
    .where("integration_type", "=", of.type)
    .where("made_by", "=", "app")
    .where("connector_id", "<>", of.connectorId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { workspace_id: workspaceId, connector_id: connectorId } = row;
  return await findDeclaredFields(store, { workspaceId, connectorId });
}

/**
 * Takes the type from the connector that was made for the app, so that a declared one can have it.
 * Resolves with the id of the old connector, or undefined where there is none but the declared one.
 */
export async function setAsideAppConnector(
  store: Store,
  declared: Pick<Connector, "connectorId" | "integrationType"> & { readonly appId: string },
): Promise<string | undefined> {
  const row = await store.db
    .updateTable("connectors")
    .set({ integration_type: `${declared.integrationType} (set aside)` })
    .where("app_id", "=", declared.appId)
    .where("integration_type", "=", declared.integrationType)
    .where("made_by", "=", "app")
    .where("connector_id", "<>", declared.connectorId)
    .returning("connector_id")
    .executeTakeFirst();
  return row?.connector_id;
}

/** Gives everything of a connector that was set aside to the declared one, and deletes it. */
export async function replaceAppConnector(store: Store, old: string, by: string): Promise<void> {
  for (const table of ["connections", "authorizations"] as const) {
    await store.db
      .updateTable(table)
      .set({ connector_id: by })
      .where("connector_id", "=", old)
      .execute();
  }
  await store.db.deleteFrom("connectors").where("connector_id", "=", old).execute();
}
