/**
 * Which connections that are stored as active can give a token, and which are over, as ranges of one index
 * (`connections_alive`): however many there are of the others, none of them is read.
 */
import { sql } from "kysely";
import {
  type Condition,
  endOf,
  ofKinds,
  type UnusualConnectors,
  withoutRefresh,
} from "./connection-filters.ts";
import type { OwnerKind } from "./owner.ts";

const end = sql.raw(endOf);
const without = sql.raw(withoutRefresh);

/** Connectors as `k`, each with its connections as `c`, in this order also where SQLite would rather begin with those. */
export const connectorsWithActive = (
  workspaceId: string,
  connectors: Condition,
  kind: OwnerKind,
) => sql`connectors AS k CROSS JOIN connections AS c
  WHERE k.workspace_id = ${workspaceId} AND ${connectors} AND c.workspace_id = ${workspaceId}
    AND c.connector_id = k.connector_id AND c.owner_kind = ${sql.lit(kind)} AND c.status = 'active'`;

/** Of these: alternatives, no two of which hold for one connection. It is not over. */
export function aliveOf(unusual: UnusualConnectors, now: number): Condition[] {
  const { always, never } = unusual;
  const lasts = sql`${end} > ${now}`;
  return [
    sql`${without} = 0${but(unusual, never)}`,
    ...(never.length === 0 ? [] : [sql`${without} = 0 AND ${lasts}${of(unusual, never)}`]),
    sql`${without} = 1 AND ${lasts}${but(unusual, always)}`,
    ...(always.length === 0 ? [] : [sql`${without} = 1${of(unusual, always)}`]),
  ];
}

/** Of these: alternatives, no two of which hold for one connection. It is over, though it is stored as active. */
export function overByIndex(unusual: UnusualConnectors, now: number): Condition[] {
  const { always, never } = unusual;
  const ended = sql`${end} <= ${now}`;
  return [
    sql`${without} = 1 AND ${ended}${but(unusual, always)}`,
    ...(never.length === 0 ? [] : [sql`${without} = 0 AND ${ended}${of(unusual, never)}`]),
  ];
}

/** The connections `c` of the connector `k` that are stored as active, whosever they are. */
export const activeOfConnector = sql`connections AS c
  WHERE c.workspace_id = k.workspace_id AND c.connector_id = k.connector_id
    AND c.owner_kind IN ('app', 'user') AND c.status = 'active'`;

const of = (unusual: UnusualConnectors, kinds: UnusualConnectors["never"]): Condition =>
  sql` AND k.connector_id IN (${ofKinds(unusual, kinds)})`;
const but = (unusual: UnusualConnectors, kinds: UnusualConnectors["never"]): Condition =>
  kinds.length === 0 ? sql`` : sql` AND k.connector_id NOT IN (${ofKinds(unusual, kinds)})`;
