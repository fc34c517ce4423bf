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
export const aliveOf = (unusual: UnusualConnectors, now: number) =>
  aliveWhere(unusual, sql`${end} > ${now}`);

/**
 * The same for indexes that hold few, with another column before the end: without the sign SQLite would take one that begins
 * with the end, and look at all that is alive.
 */
export const aliveOfFew = (unusual: UnusualConnectors, now: number) =>
  aliveWhere(unusual, sql`+${end} > ${now}`);

function aliveWhere(unusual: UnusualConnectors, lasts: Condition): Condition[] {
  const { always, never } = unusual;
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

/** When it ends unless its owner connects again, and the condition that it does so before a moment. */
export interface Ending {
  readonly condition: Condition;
  readonly end: Condition;
}

/**
 * Of these: alternatives, no two of which hold for one connection, and together what lists find by `endsTo`. Ends of tokens that
 * nothing refreshes are a range of `connections_alive`, those of refresh tokens one of `connections_refresh_ends`.
 */
export function endingByIndex(unusual: UnusualConnectors, now: number, to: number): Ending[] {
  const { always, never } = unusual;
  const soon = sql`${end} > ${now} AND ${end} < ${to}`;
  const ofKind = (kind: OwnerKind, condition: Condition): Ending => ({
    condition: sql`c.owner_kind = ${sql.lit(kind)} AND ${condition}`,
    end,
  });
  const refreshEnd = sql`c.refresh_token_expires_at`;
  return [
    ...(["app", "user"] as const).flatMap((kind) => [
      ofKind(kind, sql`${without} = 1 AND ${soon}${but(unusual, always)}`),
      ...(never.length === 0
        ? []
        : [ofKind(kind, sql`${without} = 0 AND ${soon}${of(unusual, never)}`)]),
    ]),
    {
      condition: sql`${without} = 0 AND ${refreshEnd} IS NOT NULL
        AND ${refreshEnd} < ${to}${but(unusual, never)}`,
      end: refreshEnd,
    },
  ];
}

/** The connections `c` of the connector `k` that are stored as active, whosever they are. */
export const activeOfConnector = sql`connections AS c
  WHERE c.workspace_id = k.workspace_id AND c.connector_id = k.connector_id
    AND c.owner_kind IN ('app', 'user') AND c.status = 'active'`;

const known = sql`c.outcome_unknown_at IS NULL`;
/** Refreshes of `c` fail because of its OAuth client. This and the next are ranges of `connections_failures`. */
export const isRefused = sql`c.failure_code = 'connector_misconfigured' AND ${known}`;
/** Alternatives: they fail more than once in a row, for another reason. */
export const isFailing: readonly Condition[] = [
  sql`c.failure_code < 'connector_misconfigured' AND c.failure_count > 1 AND ${known}`,
  sql`c.failure_code > 'connector_misconfigured' AND c.failure_count > 1 AND ${known}`,
];

const of = (unusual: UnusualConnectors, kinds: UnusualConnectors["never"]): Condition =>
  sql` AND k.connector_id IN (${ofKinds(unusual, kinds)})`;
const but = (unusual: UnusualConnectors, kinds: UnusualConnectors["never"]): Condition =>
  kinds.length === 0 ? sql`` : sql` AND k.connector_id NOT IN (${ofKinds(unusual, kinds)})`;
