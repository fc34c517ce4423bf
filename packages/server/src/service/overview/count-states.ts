/** Counts the connections of every workspace by state, once an hour, whichever process comes first. */
import { regularly } from "../../lib/regularly.ts";
import {
  type Counted,
  countStatesPage,
  deleteStatisticsBefore,
  keptSeconds,
  listUncounted,
  rowsOf,
  type StatesPage,
  setCounts,
  startOf,
} from "../../store/statistics.ts";
import { unusualConnectors } from "../providers/index.ts";
import type { OverviewContext } from "./context.ts";

type CountContext = Pick<OverviewContext, "store" | "clock" | "catalogue">;

/** In each workspace, in the order in which they are shown. */
export const states = ["active", "needs_reauth", "disconnected"] as const;

/** The rest of the workspaces has its turn a minute later. */
const workspacesMax = 100;
/** Of more combinations of app, connector and state only the first are counted. */
const groupsMax = 10_000;
const countsPerStatement = 25;
/** Connections that one statement counts. */
const pageSize = 5_000;
const intervalMs = 60_000;

/**
 * Counts what was not counted in this hour, and forgets figures that are too old. A workspace that cannot be counted
 * keeps no other from it: what went wrong with the first is thrown at the end.
 */
export async function countStates(context: CountContext): Promise<void> {
  const { clock, store } = context;
  const now = clock.nowSeconds();
  const hour = startOf("hour", now);
  const failures: unknown[] = [];
  for (const workspaceId of await listUncounted(store, hour, workspacesMax)) {
    await countIn(context, workspaceId, hour).catch((thrown: unknown) => failures.push(thrown));
  }
  for (const span of ["hour", "day"] as const) {
    await deleteStatisticsBefore(store, span, now - keptSeconds[span]);
  }
  if (failures.length > 0) throw failures[0];
}

type Found = Pick<Counted, "appId" | "connectorId" | "detail" | "count">;

/** In pages: SQLite holds the event loop while it counts, and what others ask goes in between. */
async function foundIn(context: CountContext, workspaceId: string): Promise<Found[]> {
  const unusual = await unusualConnectors(context, workspaceId);
  const found = new Map<string, Found>();
  let after: string | null = "";
  while (after !== null) {
    const page: StatesPage = await countStatesPage(context.store, unusual, {
      after,
      limit: pageSize,
    });
    for (const group of page.groups) {
      const key = `${group.appId} ${group.connectorId} ${group.detail}`;
      const sofar = found.get(key);
      if (sofar === undefined && found.size === groupsMax) continue;
      found.set(key, { ...group, count: group.count + (sofar?.count ?? 0) });
    }
    after = page.next;
    if (after !== null) await new Promise((resolve) => setImmediate(resolve));
  }
  return [...found.values()];
}

async function countIn(context: CountContext, workspaceId: string, hour: number): Promise<void> {
  const { store } = context;
  const found = await foundIn(context, workspaceId);
  const counts = found.flatMap(({ appId, connectorId, ...one }) =>
    // Also states that nothing is in: a figure of before must not stand.
    states.map(
      (detail): Counted => ({
        workspaceId,
        appId,
        connectorId,
        metric: "connections",
        hour,
        detail,
        count: detail === one.detail ? one.count : 0,
        total: 0,
      }),
    ),
  );
  // The sums over apps and connectors are of all: only the statements are in portions.
  const rows = rowsOf(counts);
  const portion = countsPerStatement * 8;
  for (let from = 0; from < rows.length; from += portion) {
    await setCounts(store, rows.slice(from, from + portion));
  }
}

/** Looks every minute whether there is something to count, until the returned function is called. */
export function countStatesRegularly(context: OverviewContext): () => void {
  return regularly(context, { what: "count states", everyMs: intervalMs }, () =>
    countStates(context),
  );
}
