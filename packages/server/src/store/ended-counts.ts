/** Connections that must be connected again, counted: those of which it is stored, and those that are over. */
import { sql } from "kysely";
import { overByIndex } from "./alive.ts";
import { countedMax } from "./bounded-counts.ts";
import { endOf, reasonOfOver, type UnusualConnectors } from "./connection-filters.ts";
import { type Group, groupsWith } from "./connector-groups.ts";
import type { OwnerKind, ReauthReason } from "./schema.ts";
import type { Store } from "./store.ts";

export interface EndedGroup {
  readonly connectorId: string;
  readonly appId: string;
  readonly ownerKind: OwnerKind;
  readonly reason: ReauthReason | null;
  readonly count: number;
  /** Whether there may be more: of the connector there are more than are counted. */
  readonly atLeast: boolean;
  /** Since when the first of them needs somebody. */
  readonly since: number;
}

/** Connections that must be connected again: those of which it is stored, and those that are over. */
export async function countEnded(
  store: Store,
  unusual: UnusualConnectors,
  max = countedMax,
): Promise<readonly EndedGroup[]> {
  const stored = await countStored(store, unusual.workspaceId, max);
  return [...stored, ...(await countOver(store, unusual, max))];
}

const columns = ["connector_id", "app_id", "owner_kind", "reason"];
const ends = { since: "min" } as const;

/** Those that are over: by an index of ends, whether or not they have a refresh token, which may be of no use. */
async function countOver(
  store: Store,
  unusual: UnusualConnectors,
  max: number,
): Promise<EndedGroup[]> {
  const { workspaceId } = unusual;
  const selected = sql`c.connector_id, c.app_id, c.owner_kind, ${sql.lit(reasonOfOver)} AS reason,
    ${sql.raw(endOf)} AS since`;
  const found = overByIndex(unusual, store.clock.nowSeconds()).flatMap((condition) =>
    (["app", "user"] as const).map((kind) => ({
      selected,
      some: sql`connections AS c WHERE c.workspace_id = ${workspaceId} AND c.status = 'active'
        AND c.owner_kind = ${sql.lit(kind)} AND ${condition}`,
    })),
  );
  const groups = await groupsWith<EndedRow>(store, workspaceId, found, { columns, ends, max });
  return groups.map(toEnded);
}

/** Each kind of owner by itself: of apps' own there is an index. */
async function countStored(store: Store, workspaceId: string, max: number): Promise<EndedGroup[]> {
  const found = (["app", "user"] as const).map((kind) => ({
    selected: sql`c.connector_id, c.app_id, c.owner_kind, c.reason, c.status_since AS since`,
    some: sql`connections AS c WHERE c.workspace_id = ${workspaceId} AND c.status = 'needs_reauth'
      AND c.owner_kind = ${sql.lit(kind)}`,
  }));
  const groups = await groupsWith<EndedRow>(store, workspaceId, found, { columns, ends, max });
  return groups.map(toEnded);
}

interface EndedRow {
  readonly connector_id: string;
  readonly app_id: string;
  readonly owner_kind: OwnerKind;
  readonly reason: ReauthReason | null;
  readonly since: number;
}

const toEnded = ({ row, count, atLeast }: Group<EndedRow>): EndedGroup => ({
  connectorId: row.connector_id,
  appId: row.app_id,
  ownerKind: row.owner_kind,
  reason: row.reason,
  count,
  since: row.since,
  atLeast,
});
