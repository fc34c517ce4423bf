/** Counts the connections of every workspace by state, once an hour, whichever process comes first. */
import { regularly } from "../../lib/regularly.ts";
import { pause } from "../../store/bounded-counts.ts";
import { isDatabaseUnavailable } from "../../store/database-errors.ts";
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

type CountContext = Pick<OverviewContext, "store" | "clock" | "catalogue" | "closing">;

/** In each workspace, in the order in which they are shown. */
export const states = ["active", "needs_reauth", "disconnected"] as const;

/** Workspaces that are looked up at once. */
const workspacesPage = 100;
/** Of more combinations of app, connector and state only the first are counted. */
const groupsMax = 10_000;
const countsPerStatement = 25;
/** Connections that one statement counts. */
const pageSize = 5_000;
const intervalMs = 60_000;

/**
 * Counts what was not counted in this hour, in every workspace, and forgets figures that are too old. A workspace that cannot
 * be counted keeps no other from it, however many there are: what went wrong with the first is thrown at the end.
 */
export async function countStates(context: CountContext): Promise<void> {
  const { clock, store } = context;
  const now = clock.nowSeconds();
  const hour = startOf("hour", now);
  const failure = await countUncounted(context, hour);
  for (const span of ["hour", "day"] as const) {
    await deleteStatisticsBefore(store, span, now - keptSeconds[span]);
  }
  if (failure !== undefined) throw failure.thrown;
}

/**
 * Ends with the last workspace: each has one turn. SQLite holds the event loop while it counts, and what others ask goes in
 * between. Answers what went wrong first.
 */
async function countUncounted(
  context: CountContext,
  hour: number,
): Promise<{ readonly thrown: unknown } | undefined> {
  const { closing, store } = context;
  let failure: { readonly thrown: unknown } | undefined;
  let after: string | undefined = "";
  while (after !== undefined) {
    const page: string[] = await listUncounted(store, hour, { after, limit: workspacesPage });
    for (const workspaceId of page) {
      if (closing.aborted) return failure;
      await countIn(context, workspaceId, hour).catch((thrown: unknown) => {
        if (isDatabaseUnavailable(thrown)) throw thrown;
        failure ??= { thrown };
      });
      await pause();
    }
    after = page.length < workspacesPage ? undefined : page.at(-1);
  }
  return failure;
}

type Found = Pick<Counted, "appId" | "connectorId" | "detail" | "count">;

/** In pages. */
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
    if (after !== null) await pause();
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
