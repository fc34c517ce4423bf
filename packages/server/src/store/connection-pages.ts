/**
 * Pages of a workspace's connections, however many it has: each costs a bounded number of rows.
 *
 * Where an index finds at most `fewMax` by one of the conditions, these are looked at, all of them. Else a page
 * looks at the next `scannedMax` in the order of the list: what it finds is a page, which may be short, and
 * the next one goes on after the last that was looked at.
 */
import { type RawBuilder, sql } from "kysely";
import { pause } from "./bounded-counts.ts";
import {
  type Condition,
  type ConnectionFilters,
  endOf,
  type Filter,
  filtersOf,
  useOf,
} from "./connection-filters.ts";
import type { Store } from "./store.ts";

/** How many rows one question may cost. */
export interface Bounds {
  readonly fewMax: number;
  readonly scannedMax: number;
}
/** Of a page: what fits into a tenth of a second, also on a slow machine. */
const pageBounds: Bounds = { fewMax: 3_000, scannedMax: 3_000 };

export const orders = {
  connection_id: null,
  created_at: "created_at",
  updated_at: "updated_at",
  last_used_at: useOf,
  expires_at: endOf,
} as const;

export interface ConnectionOrder {
  readonly by: keyof typeof orders;
  readonly descending: boolean;
}

/** Where a page ended: what the order compares, and the id. */
export interface ConnectionPosition {
  readonly value: number | null;
  readonly connectionId: string;
}

export interface ConnectionsAsked {
  readonly workspaceId: string;
  readonly filters: ConnectionFilters;
  readonly order: ConnectionOrder;
  readonly after: ConnectionPosition | null;
  readonly limit: number;
}

/** Where a connection stands in its list. */
export interface FoundPage {
  readonly connectionIds: readonly string[];
  /** Null at the end of the list. */
  readonly next: ConnectionPosition | null;
}

/** A page, in its order. */
export async function findConnections(
  store: Store,
  asked: ConnectionsAsked,
  bounds = pageBounds,
): Promise<FoundPage> {
  const filters = filtersFor(store, asked);
  const few = await fewOf(store, asked.workspaceId, { filters, bounds });
  if (few !== null) return await pageOfFew(store, asked, few, filters);
  return await pageByScan(store, asked, { filters, bounds });
}

export function filtersFor(
  { database, clock }: Store,
  { filters }: Pick<ConnectionsAsked, "filters">,
): Filter[] {
  return filtersOf(filters, { engine: database.engine, now: clock.nowSeconds() });
}

interface Filtered {
  readonly filters: readonly Filter[];
  readonly bounds: Bounds;
}

/** A query of ids that finds at most `fewMax` by one of the conditions; null where none does. */
export async function fewOf(
  store: Store,
  workspaceId: string,
  { filters, bounds: { fewMax } }: Filtered,
): Promise<Condition | null> {
  for (const { indexed } of filters) {
    if (indexed === null) continue;
    const found = indexed.map(
      (condition) =>
        sql`SELECT connection_id FROM (SELECT connection_id FROM connections
          WHERE workspace_id = ${workspaceId} AND ${condition} LIMIT ${sql.lit(fewMax + 1)}) AS found`,
    );
    // One after the other, and others in between: SQLite holds the event loop as long as a statement takes.
    let left = fewMax + 1;
    for (const some of found) {
      const { rows } = await sql<{ found: number }>`
        SELECT count(*) AS found FROM (SELECT 1 FROM (${some}) AS ids LIMIT ${sql.lit(left)}) AS counted`.execute(
        store.db,
      );
      left -= Number(rows[0]?.found);
      if (left === 0) break;
      await pause();
    }
    if (left > 0) return sql`${sql.join(found, sql` UNION ALL `)}`;
  }
  return null;
}

export const allOf = (filters: readonly Filter[]): Condition =>
  filters.length === 0
    ? sql`1 = 1`
    : sql.join(
        filters.map(({ condition }) => condition),
        sql` AND `,
      );

type Row = { readonly connection_id: string; readonly place: number | null };

async function pageOfFew(
  store: Store,
  { order, after, limit }: ConnectionsAsked,
  few: Condition,
  filters: readonly Filter[],
): Promise<FoundPage> {
  const { rows } = await sql<Row>`
    SELECT connection_id, ${positionOf(order)} AS place FROM connections
    WHERE connection_id IN (${few}) AND ${allOf(filters)} AND ${beyond(order, after)}
    ORDER BY ${sequence(order, positionOf(order))} LIMIT ${limit + 1}`.execute(store.db);
  const shown = rows.slice(0, limit);
  return {
    connectionIds: shown.map(({ connection_id }) => connection_id),
    next: rows.length > limit ? toPosition(shown.at(-1)) : null,
  };
}

/** What the conditions look at. */
const looked = sql.raw(
  [
    "connection_id, status, reason, failure_code, outcome_unknown_at, refresh_token, refresh_token_expires_at",
    "expires_at, last_used_at",
    "connector_id, app_id, owner_kind, user_id, user_issuer, user_id_claim, account_id, account_email, account_name",
  ].join(", "),
);

async function pageByScan(
  store: Store,
  { workspaceId, order, after, limit }: ConnectionsAsked,
  { filters, bounds: { scannedMax } }: Filtered,
): Promise<FoundPage> {
  const scanned = (columns: Condition, rest: Condition) => sql`
    SELECT ${columns}, ${positionOf(order)} AS place FROM connections
    WHERE workspace_id = ${workspaceId} AND ${beyond(order, after)}
    ORDER BY ${sequence(order, positionOf(order))} ${rest}`;
  if (filters.length === 0) {
    const { rows } =
      await sql<Row>`${scanned(sql`connection_id`, sql`LIMIT ${limit + 1}`)}`.execute(store.db);
    const shown = rows.slice(0, limit);
    const next = rows.length > limit ? toPosition(shown.at(-1)) : null;
    return { connectionIds: shown.map(({ connection_id }) => connection_id), next };
  }
  const { rows } = await sql<Row>`
    SELECT connection_id, place FROM (${scanned(looked, sql`LIMIT ${sql.lit(scannedMax)}`)}) AS scanned
    WHERE ${allOf(filters)} ORDER BY ${sequence(order, sql`place`)} LIMIT ${limit}`.execute(
    store.db,
  );
  if (rows.length === limit) return { connectionIds: idsOf(rows), next: toPosition(rows.at(-1)) };
  // Page and end of one statement: what ends or moves between two would be passed over.
  const { rows: all } = await sql<Row & Edge>`
    WITH scanned AS (${scanned(looked, sql`LIMIT ${sql.lit(scannedMax)}`)}),
      found AS (SELECT connection_id, place FROM scanned
        WHERE ${allOf(filters)} ORDER BY ${sequence(order, sql`place`)} LIMIT ${limit})
    SELECT found.connection_id, found.place, edge.end_id, edge.end_place, edge.looked_at
    FROM (SELECT connection_id AS end_id, place AS end_place, (SELECT count(*) FROM scanned) AS looked_at
      FROM scanned ORDER BY ${sequence({ ...order, descending: !order.descending }, sql`place`)} LIMIT 1) AS edge
    LEFT JOIN found ON 1 = 1 ORDER BY ${sequence(order, sql`place`)}`.execute(store.db);
  const found = all.filter(({ connection_id }) => connection_id !== null);
  const [edge] = all;
  if (found.length === limit)
    return { connectionIds: idsOf(found), next: toPosition(found.at(-1)) };
  const isEnd = edge === undefined || Number(edge.looked_at) < scannedMax;
  const end = isEnd ? undefined : { connection_id: edge.end_id, place: edge.end_place };
  return { connectionIds: idsOf(found), next: toPosition(end) };
}

/** The last connection that was looked at, and how many were. */
interface Edge {
  readonly end_id: string;
  readonly end_place: number | null;
  readonly looked_at: number | string;
}

const idsOf = (rows: readonly Row[]) => rows.map(({ connection_id }) => connection_id);

function positionOf({ by }: ConnectionOrder): RawBuilder<unknown> {
  const expression = orders[by];
  return expression === null ? sql`NULL` : sql.raw(expression);
}

function sequence({ by, descending }: ConnectionOrder, position: Condition): Condition {
  const way = sql.raw(descending ? "DESC" : "ASC");
  return orders[by] === null
    ? sql`connection_id ${way}`
    : sql`${position} ${way}, connection_id ${way}`;
}

function beyond(order: ConnectionOrder, after: ConnectionPosition | null): Condition {
  if (after === null) return sql`1 = 1`;
  const { value, connectionId } = after;
  const way = sql.raw(order.descending ? "<" : ">");
  return orders[order.by] === null
    ? sql`connection_id ${way} ${connectionId}`
    : sql`(${positionOf(order)}, connection_id) ${way} (${value}, ${connectionId})`;
}

function toPosition(row: Row | undefined): ConnectionPosition | null {
  if (row === undefined) return null;
  const { connection_id: connectionId, place } = row;
  return { value: place === null ? null : Number(place), connectionId };
}
