/** How connectors fare: how many connections they have, and whether refreshes of these fail. */
import { sql } from "kysely";
import { activeOfConnector, aliveOf, isFailing, isRefused, overByIndex } from "./alive.ts";
import {
  type Condition,
  isOver,
  type UnusualConnectors,
  withoutRefresh,
} from "./connection-filters.ts";
import type { Store } from "./store.ts";

/** So many connections of one connector are counted in each state; of more the hourly figures tell about how many. */
const countedMax = 1_000;

export interface ConnectorFigures {
  readonly active: number;
  readonly needsReauth: number;
  /** False where there are more than are counted in one of the states: that one is then as of the last hour that was counted. */
  readonly exact: boolean;
  /** Whether there may be far more: no hourly count says how many. */
  readonly atLeast: boolean;
  /** Whether the provider refuses the OAuth client, for this connector or another one of the client. */
  readonly clientRefused: boolean;
  /** Whether refreshes fail more than once in a row for another reason. */
  readonly failing: boolean;
}

interface Row {
  readonly connector_id: string;
  readonly active: number | string;
  readonly ended: number | string;
  readonly over: number | string;
  readonly active_then: number | string | null;
  readonly ended_then: number | string | null;
  readonly refused: number;
  readonly failing: number;
}

/**
 * By the ids of connectors of a workspace. Each subquery reads a range of one index, and stops: what is written out
 * instead of being a parameter lets SQLite see that the indexes of failing and ended connections hold what is asked.
 */
export async function readConnectorFigures(
  store: Store,
  unusual: UnusualConnectors,
  connectorIds: readonly string[],
  limit = countedMax,
): Promise<ReadonlyMap<string, ConnectorFigures>> {
  if (connectorIds.length === 0) return new Map();
  const now = store.clock.nowSeconds();
  // Whether or not they have a refresh token, which the index of what fails says before it says why.
  const works = sql`c.status = 'active' AND ${sql.raw(withoutRefresh)} IN (0, 1)
    AND NOT ${isOver(unusual, now, "c")}`;
  const failing = isFailing.map(
    (fails) => sql`EXISTS (SELECT 1 FROM connections AS c WHERE c.workspace_id = k.workspace_id
      AND c.connector_id = k.connector_id AND ${fails} AND ${works})`,
  );
  const { rows } = await sql<Row>`
    SELECT k.connector_id,
      ${countOf(aliveOf(unusual, now), limit)} AS active,
      (SELECT count(*) FROM (SELECT c.app_id FROM connections AS c
        WHERE c.workspace_id = k.workspace_id AND c.connector_id = k.connector_id
          AND c.status = 'needs_reauth' ORDER BY c.app_id LIMIT ${sql.lit(limit + 1)}) AS few) AS ended,
      ${countOf(overByIndex(unusual, now), limit)} AS over,
      (${counted("active")}) AS active_then,
      (${counted("needs_reauth")}) AS ended_then,
      CASE WHEN EXISTS (SELECT 1 FROM connectors AS o
        JOIN connections AS c ON c.workspace_id = o.workspace_id AND c.connector_id = o.connector_id
        WHERE o.oauth_client_id = k.oauth_client_id AND ${isRefused} AND ${works})
        THEN 1 ELSE 0 END AS refused,
      CASE WHEN ${sql.join(failing, sql` OR `)} THEN 1 ELSE 0 END AS failing
    FROM connectors AS k
    WHERE k.workspace_id = ${unusual.workspaceId} AND k.connector_id IN (${sql.join(connectorIds)})`.execute(
    store.db,
  );
  return new Map(rows.map((row) => [row.connector_id, figuresOf(row, limit)]));
}

/** How many any of these alternatives holds for, each to one more than the limit. */
function countOf(alternatives: readonly Condition[], limit: number): Condition {
  const counts = alternatives.map(
    (condition) => sql`(SELECT count(*) FROM (SELECT 1 FROM ${activeOfConnector} AND ${condition}
      LIMIT ${sql.lit(limit + 1)}) AS few)`,
  );
  return sql`(${sql.join(counts, sql` + `)})`;
}

/** What the overview counted last. */
function counted(state: "active" | "needs_reauth") {
  return sql`SELECT s.count FROM statistics AS s WHERE s.workspace_id = k.workspace_id
    AND s.metric = 'connections' AND s.span = 'hour' AND s.app_id = ''
    AND s.connector_id = k.connector_id AND s.detail = ${sql.lit(state)}
    ORDER BY s.started_at DESC LIMIT 1`;
}

function figuresOf(row: Row, limit: number): ConnectorFigures {
  const active = toFigure(Number(row.active), row.active_then, limit);
  const ended = toFigure(Number(row.ended) + Number(row.over), row.ended_then, limit);
  return {
    active: active.value,
    needsReauth: ended.value,
    exact: active.exact && ended.exact,
    atLeast: active.atLeast || ended.atLeast,
    clientRefused: row.refused === 1,
    failing: row.failing === 1,
  };
}

/** Of more than the limit what the overview counted last, where that was as many. */
function toFigure(counted: number, then: number | string | null, limit: number) {
  const before = Number(then ?? 0);
  const exact = counted <= limit;
  const value = exact ? counted : Math.max(counted, before);
  return { value, exact, atLeast: !exact && before < counted };
}
