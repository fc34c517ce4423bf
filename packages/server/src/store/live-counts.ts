/** Table connections, counted: how many a change would touch. */

import { sql } from "kysely";
import { isOver, type UnusualConnectors } from "./connection-filters.ts";
import { parseScopes } from "./json-text.ts";
import type { OwnerKind } from "./owner.ts";
import type { Store } from "./store.ts";

/** Connections that work now and are alike in all of this. */
export interface LiveCount {
  readonly appId: string;
  readonly appName: string;
  readonly ownerKind: OwnerKind;
  readonly requestedScopes: readonly string[];
  readonly count: number;
  /** When the last of their access tokens ends; null where none says. */
  readonly lastTokenEndsAt: number | null;
}

/** Those of a connector, or of all the connectors of a type. */
export async function countActive(
  store: Store,
  of: { readonly workspaceId: string; readonly unusual: UnusualConnectors } & (
    | { readonly connectorId: string }
    | { readonly integrationType: string }
  ),
): Promise<LiveCount[]> {
  const all = store.db
    .selectFrom("connections")
    .innerJoin("connectors", "connectors.connector_id", "connections.connector_id")
    .innerJoin("apps", "apps.app_id", "connections.app_id")
    .where("connections.workspace_id", "=", of.workspaceId)
    .where("connections.status", "=", "active")
    .where(sql<boolean>`NOT ${isOver(of.unusual, store.clock.nowSeconds(), "connections")}`);
  const these =
    "connectorId" in of
      ? all.where("connections.connector_id", "=", of.connectorId)
      : all.where("connectors.integration_type", "=", of.integrationType);
  const rows = await these
    .select((eb) => [
      "connections.app_id",
      "apps.name",
      "connections.owner_kind",
      "connections.requested_scopes",
      eb.fn.countAll<number | string>().as("count"),
      eb.fn.max("connections.expires_at").as("last"),
    ])
    .groupBy([
      "connections.app_id",
      "apps.name",
      "connections.owner_kind",
      "connections.requested_scopes",
    ])
    .orderBy("apps.name")
    .execute();
  return rows.map((row) => ({
    appId: row.app_id,
    appName: row.name,
    ownerKind: row.owner_kind,
    requestedScopes: parseScopes(row.requested_scopes),
    count: Number(row.count),
    lastTokenEndsAt: row.last === null ? null : Number(row.last),
  }));
}
