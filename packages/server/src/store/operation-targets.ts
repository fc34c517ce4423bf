/** Which connections an operation is about. */
import { type RawBuilder, sql } from "kysely";
import { countedMax, elementsOf, inPortions, readIds } from "./bounded-counts.ts";
import {
  type Condition,
  type ConnectionFilters,
  type Filter,
  filtersOf,
} from "./connection-filters.ts";
import { allOf, fewOf } from "./connection-pages.ts";
import type { Store } from "./store.ts";

/** What every member says that is not null holds; what is disconnected is left out unless that says otherwise. */
export interface OperationFilter {
  /** As lists of connections are asked for. */
  readonly filters: ConnectionFilters;
  readonly ids: readonly string[] | null;
  /** Epoch seconds: connected from then on, and before then. */
  readonly connectedFrom: number | null;
  readonly connectedBefore: number | null;
  /** Epoch seconds, when the operation began: as it was then, and none that was made or connected anew later. */
  readonly madeUntil: number;
  /** Whether what is disconnected is meant, too. */
  readonly ended?: boolean;
  /** Of connectors, found as part of the statement; nowhere but in `meantBy`. */
  readonly connectors?: ConnectorsAsked;
}

export interface ConnectorsAsked {
  readonly workspaceId: string;
  readonly integrationType: string | null;
  readonly providerId: string | null;
}

export interface Target {
  readonly connectionId: string;
  readonly connectorId: string;
  readonly integrationType: string;
  readonly appId: string;
  /** Whose budget a refresh counts against; null where that was not kept yet. */
  readonly providerKey: string | null;
}

/** All conditions, those by which an index can find few first. */
function conditionsOf({ database }: Store, filter: OperationFilter): Filter[] {
  const { connectedFrom, connectedBefore, madeUntil, ended = false } = filter;
  const connected = sql`(connected_at IS NULL OR connected_at <= ${madeUntil})`;
  return [
    ...filtersOf(filter.filters, { engine: database.engine, now: madeUntil }),
    // What is connected is changed then, and was made before.
    ...(connectedFrom === null
      ? []
      : [
          {
            condition: sql`connected_at >= ${connectedFrom}`,
            indexed: [sql`updated_at >= ${connectedFrom}`],
          },
        ]),
    ...(connectedBefore === null
      ? []
      : [
          {
            condition: sql`connected_at < ${connectedBefore}`,
            indexed: [sql`created_at < ${connectedBefore}`],
          },
        ]),
    ended
      ? {
          condition: sql`created_at <= ${madeUntil} AND ${connected}`,
          indexed: [sql`created_at <= ${madeUntil}`],
        }
      : {
          condition: sql`status <> 'disconnected' AND created_at <= ${madeUntil} AND ${connected}`,
          indexed: [sql`status = 'active'`, sql`status = 'needs_reauth'`],
        },
  ];
}

/** All that is meant, as one condition on table connections. */
export function meantBy(store: Store, filter: OperationFilter): Condition {
  const { ids } = filter;
  const among = elementsOf(store.database.engine, ids ?? []);
  return sql`(${allOf(conditionsOf(store, filter))}
    AND ${ids === null ? anything : sql`connection_id IN (${among})`}
    AND ${filter.connectors === undefined ? anything : ofConnectors(filter.connectors)})`;
}

const anything = sql`1 = 1`;

function ofConnectors({ workspaceId, integrationType, providerId }: ConnectorsAsked): Condition {
  if (integrationType === null && providerId === null) return anything;
  const type = integrationType === null ? anything : sql`c.integration_type = ${integrationType}`;
  const provider = providerId === null ? anything : sql`o.server_id = ${providerId}`;
  return sql`connector_id IN (SELECT c.connector_id FROM connectors AS c
    INNER JOIN oauth_clients AS o ON o.oauth_client_id = c.oauth_client_id
    WHERE c.workspace_id = ${workspaceId} AND ${type} AND ${provider})`;
}

export interface TargetCount {
  readonly total: number;
  /** Whether there may be more than that: there are more than are counted, or than are looked at. */
  readonly atLeast: boolean;
  readonly apps: readonly { readonly appId: string; readonly count: number }[];
}

export interface TargetBounds {
  readonly countedMax: number;
  readonly lookedMax: number;
}
const targetBounds: TargetBounds = { countedMax, lookedMax: 20_000 };

/** How many there are, by app: exactly where they are no more than are counted, and an index finds few enough to look at. */
export async function countTargets(
  store: Store,
  workspaceId: string,
  filter: OperationFilter,
  bounds = targetBounds,
): Promise<TargetCount> {
  const conditions = conditionsOf(store, filter);
  const { ids, complete } = await candidates(store, workspaceId, { filter, conditions, bounds });
  const apps = new Map<string, number>();
  let total = 0;
  let isOver = false;
  await inPortions(store, ids, async (some) => {
    const { rows } = await sql<{ app_id: string; count: number | string }>`
      SELECT app_id, count(*) AS count FROM ${some}
      WHERE workspace_id = ${workspaceId} AND ${allOf(conditions)}
      GROUP BY app_id ORDER BY app_id`.execute(store.db);
    for (const { app_id: appId, count } of rows) {
      const counted = Math.min(Number(count), bounds.countedMax - total);
      isOver ||= counted < Number(count);
      total += counted;
      if (counted > 0) apps.set(appId, (apps.get(appId) ?? 0) + counted);
    }
    return !isOver;
  });
  return {
    total,
    atLeast: isOver || !complete,
    apps: [...apps].map(([appId, count]) => ({ appId, count })).sort(byApp),
  };
}

const byApp = (one: { appId: string }, other: { appId: string }) =>
  one.appId < other.appId ? -1 : 1;

/** Ids among which all that is meant is, as far as they are complete, each once. */
async function candidates(
  store: Store,
  workspaceId: string,
  {
    filter: { ids },
    conditions,
    bounds: { lookedMax },
  }: {
    readonly filter: OperationFilter;
    readonly conditions: readonly Filter[];
    readonly bounds: TargetBounds;
  },
): Promise<{ readonly ids: readonly string[]; readonly complete: boolean }> {
  if (ids !== null) return { ids: [...new Set(ids)], complete: true };
  const bounds = { fewMax: Math.min(fewMax, lookedMax), scannedMax: 0 };
  const few = await fewOf(store, workspaceId, { filters: conditions, bounds });
  if (few !== null) return { ids: await readIds(store, [few], lookedMax), complete: true };
  const [first] = conditions.flatMap(({ indexed }) => (indexed === null ? [] : [indexed]));
  const queries = (first ?? []).map(
    (condition) => sql`SELECT connection_id FROM connections
      WHERE workspace_id = ${workspaceId} AND ${condition}`,
  );
  const found = await readIds(store, queries, lookedMax + 1);
  return { ids: found.slice(0, lookedMax), complete: found.length <= lookedMax };
}

/** So many are few to every condition that they are looked for by. */
const fewMax = 5_000;

const typeOf = sql<string>`(SELECT connectors.integration_type FROM connectors
  WHERE connectors.connector_id = connections.connector_id)`;

/** What one statement looks at, where the conditions find more than few. */
const windowMax = 2_000;

export interface TargetPage {
  readonly targets: readonly Target[];
  /** After which to go on; null where there are no more. */
  readonly next: string | null;
}

/** Where to go on, and how many are asked for. */
interface TargetsAsked {
  readonly after: string;
  readonly limit: number;
  readonly windowMax?: number;
}

/** The next ones by id; it may be none of them, and still not be the end. */
export async function listTargets(
  store: Store,
  workspaceId: string,
  filter: OperationFilter,
  { after, limit, windowMax: lookedAt = windowMax }: TargetsAsked,
): Promise<TargetPage> {
  const conditions = conditionsOf(store, filter);
  const from = { after, windowMax: lookedAt };
  const among =
    filter.ids === null
      ? ((await fewTargets(store, workspaceId, conditions, from)) ??
        (await windowOf(store, workspaceId, from)))
      : { ids: filter.ids, last: null };
  const rows = await store.db
    .selectFrom("connections")
    .where("workspace_id", "=", workspaceId)
    .where(sql<boolean>`connection_id IN (${elementsOf(store.database.engine, among.ids)})`)
    .where(allOf(conditions) as RawBuilder<boolean>)
    .select(["connection_id", "connector_id", "app_id", "provider_key"])
    .select(typeOf.as("integration_type"))
    .where("connection_id", ">", after)
    .orderBy("connection_id")
    .limit(limit)
    .execute();
  const targets = rows.map(targetOf);
  return {
    targets,
    next: targets.length === limit ? (targets.at(-1)?.connectionId ?? null) : among.last,
  };
}

/** What an operation has frozen and not done, the next of it by id. */
export async function listFrozenTargets(
  store: Store,
  { operationId, workspaceId }: { readonly operationId: string; readonly workspaceId: string },
  limit: number,
): Promise<Target[]> {
  const rows = await store.db
    .selectFrom("connections")
    .where("workspace_id", "=", workspaceId)
    .where("connection_id", "in", (eb) =>
      eb
        .selectFrom("frozen_connections")
        .select("frozen_connections.connection_id")
        .where("frozen_connections.workspace_id", "=", workspaceId)
        .where("frozen_by", "=", operationId),
    )
    .where(
      sql<boolean>`NOT EXISTS (SELECT 1 FROM operation_receipts AS r
        WHERE r.operation_id = ${operationId} AND r.connection_id = connections.connection_id)`,
    )
    .select(["connection_id", "connector_id", "app_id", "provider_key"])
    .select(typeOf.as("integration_type"))
    .orderBy("connection_id")
    .limit(limit)
    .execute();
  return rows.map(targetOf);
}

function targetOf(row: {
  connection_id: string;
  connector_id: string;
  app_id: string;
  provider_key: string | null;
  integration_type: string;
}): Target {
  return {
    connectionId: row.connection_id,
    connectorId: row.connector_id,
    appId: row.app_id,
    integrationType: row.integration_type,
    providerKey: row.provider_key,
  };
}

/** Ids among which the next ones are, and after which others may come; null where these were the last. */
interface Window {
  readonly ids: readonly string[];
  readonly last: string | null;
}

type WindowAsked = Required<Omit<TargetsAsked, "limit">>;

/** All that an index finds, where these are few; null where it is not known to. */
async function fewTargets(
  store: Store,
  workspaceId: string,
  filters: readonly Filter[],
  { windowMax: fewMax }: WindowAsked,
): Promise<Window | null> {
  const few = await fewOf(store, workspaceId, { filters, bounds: { fewMax, scannedMax: 0 } });
  if (few === null) return null;
  const { rows } = await sql<{
    connection_id: string;
  }>`${few} LIMIT ${sql.lit(fewMax + 1)}`.execute(store.db);
  // They may have become more since they were counted, and some be cut off.
  if (rows.length > fewMax) return null;
  return { ids: rows.map(({ connection_id: id }) => id), last: null };
}

/**
 * The next connections of the workspace, whichever they are. Read once: asked for again they would be others where one was
 * made or ended meanwhile, and some passed over.
 */
async function windowOf(
  store: Store,
  workspaceId: string,
  { after, windowMax: limit }: WindowAsked,
): Promise<Window> {
  const rows = await store.db
    .selectFrom("connections")
    .select("connection_id")
    .where("workspace_id", "=", workspaceId)
    .where("connection_id", ">", after)
    .orderBy("connection_id")
    .limit(limit)
    .execute();
  const ids = rows.map(({ connection_id: id }) => id);
  return { ids, last: ids.length < limit ? null : (ids.at(-1) ?? null) };
}
