/** Series over time, from what all processes have counted in the database. */
import { GrantryError } from "../../lib/error.ts";
import { getConnector } from "../../store/connectors.ts";
import {
  keptSeconds,
  listCounts,
  type Metric,
  type Span,
  spanSeconds,
  startOf,
} from "../../store/statistics.ts";
import { connectorNotFound } from "../providers/index.ts";
import { requireAppOf } from "./app-of.ts";
import type { OverviewContext } from "./context.ts";
import { states } from "./count-states.ts";
import { type Series, waitSeries } from "./waits.ts";

export interface StatisticsQuery {
  readonly workspaceId: string;
  readonly metric: Metric;
  readonly bucket: Span;
  /** Null for all of them. */
  readonly appId: string | null;
  readonly connectorId: string | null;
  /** Epoch seconds; null for the last day by the hour, the last thirty days by the day. */
  readonly from: number | null;
  /** Null for now. */
  readonly to: number | null;
}

export interface Statistics {
  /** When each hour or day (UTC) began, in epoch seconds; the last one may be under way. */
  readonly times: readonly number[];
  readonly series: readonly Series[];
}

/** How many spans before the last one are shown where nothing is said. */
const usual = { hour: 24, day: 30 } as const;

type Counts = Awaited<ReturnType<typeof listCounts>>;

/** What is shown also where it never happened, so that a plot has its lines in one order. */
const names: Readonly<Record<Metric, readonly string[]>> = {
  tokens_served: ["fresh", "refreshed", "remaining"],
  refreshes: ["ok"],
  reconnects: ["connected", "reconnected"],
  connections: states,
  reader_wait: [],
  rate_limited: [],
};

/** Throws bad_request where it would end before it begins, app_not_found and connector_not_found. */
export async function getStatistics(
  context: Pick<OverviewContext, "store" | "clock">,
  query: StatisticsQuery,
): Promise<Statistics> {
  const { workspaceId, metric, bucket: span, appId, connectorId } = query;
  const { store } = context;
  if (query.from !== null && query.to !== null && query.from > query.to) {
    throw new GrantryError("bad_request", { detail: "`from` must not be later than `to`." });
  }
  if (appId !== null) await requireAppOf(store, workspaceId, appId);
  if (connectorId !== null && !(await getConnector(store, workspaceId, connectorId))) {
    throw connectorNotFound({ kind: "id", connectorId });
  }
  const times = timesOf(query, context.clock.nowSeconds());
  const [from = 0] = times;
  const to = times.at(-1) ?? 0;
  const counts = await listCounts(store, {
    workspaceId,
    metric,
    span,
    appId,
    connectorId,
    from,
    to,
  });
  if (metric === "reader_wait") return { times, series: waitSeries(times, counts) };
  // What was looked at once an hour is not known where nobody looked; what was counted is zero.
  const absent = metric === "connections" ? null : 0;
  return { times, series: seriesOf(metric, times, counts, absent) };
}

/** The spans that are asked for, as far as figures of them are kept and not in the future. */
function timesOf({ bucket, from, to }: StatisticsQuery, now: number): number[] {
  const step = spanSeconds[bucket];
  const oldest = startOf(bucket, now - keptSeconds[bucket]) + step;
  const last = startOf(bucket, Math.min(to ?? now, now));
  const first = from === null ? last - usual[bucket] * step : startOf(bucket, from);
  const times: number[] = [];
  for (let at = Math.max(first, oldest); at <= last; at += step) times.push(at);
  return times;
}

function seriesOf(
  metric: Metric,
  times: readonly number[],
  counts: Counts,
  absent: 0 | null,
): Series[] {
  const found = [...new Set(counts.map(({ detail }) => detail))].sort();
  const all = [...names[metric], ...found.filter((name) => !names[metric].includes(name))];
  return all.map((name) => {
    const byTime = new Map(
      counts.flatMap((one) => (one.detail === name ? [[one.started_at, one.count] as const] : [])),
    );
    return { name, values: times.map((at) => byTime.get(at) ?? absent) };
  });
}
