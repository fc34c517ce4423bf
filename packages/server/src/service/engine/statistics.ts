/**
 * What happens, counted for the overview of a workspace. A read writes nothing: it is counted in memory, and
 * the counts of all are written down together, with the notes of what is in use. What a process has counted
 * since is lost when it is killed.
 */
import { describeThrown } from "../../lib/error.ts";
import type { Log } from "../../lib/log.ts";
import { addCounts, type Counted, type Metric, rowsOf, startOf } from "../../store/statistics.ts";
import type { Store } from "../../store/store.ts";

/** For whom something is counted. */
export interface CountedPlace {
  readonly workspaceId: string;
  readonly appId: string;
  readonly connectorId: string;
}

export interface Statistics {
  /** Counts one; `total` adds up besides. Writes nothing, throws nothing, waits for nothing. */
  count(place: CountedPlace, metric: Metric, detail: string, total?: number): void;
  /** Writes down what was counted. Never rejects; what could not be written is kept for the next time. */
  flush(): Promise<void>;
}

/** So many counts a process holds; what would need more until they are written is not counted. */
export const countsMax = 20_000;
/**
 * Few at once, each eight rows at most, with a pause: a database in the process would hold up everybody else
 * meanwhile.
 */
const countsPerStatement = 25;
const pauseMs = 5;

/** Upper bounds of waiting times that are counted together, in milliseconds; the last has none. */
export const waitBoundsMs = [50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000] as const;

/** The bound under which a waiting time is counted. */
export function waitBound(ms: number): string {
  return String(waitBoundsMs.find((bound) => ms <= bound) ?? "more");
}

type Amount = "count" | "total";
type Pending = { -readonly [Name in keyof Counted]: Counted[Name] };

export function createStatistics(store: Store, log: Log): Statistics {
  let pending = new Map<string, Pending>();
  let uncounted = 0;
  const add = (place: Omit<Counted, Amount>, { count, total }: Pick<Counted, Amount>) => {
    const name = nameOf(place);
    const known = pending.get(name);
    if (known !== undefined) {
      known.count += count;
      known.total += total;
    } else if (pending.size < countsMax) pending.set(name, { ...place, count, total });
    else uncounted += count;
  };
  const flush = async () => {
    const counts = [...pending.values()];
    if (uncounted > 0) log.warn({ uncounted }, "too much at once: some was not counted");
    pending = new Map();
    uncounted = 0;
    let from = 0;
    try {
      for (; from < counts.length; from += countsPerStatement) {
        if (from > 0) await store.clock.sleep(pauseMs);
        await addCounts(store, rowsOf(counts.slice(from, from + countsPerStatement)));
      }
    } catch (thrown) {
      log.warn({ cause: describeThrown(thrown) }, "statistics could not be written down yet");
      for (const one of counts.slice(from)) add(one, one);
    }
  };
  return {
    count: ({ workspaceId, appId, connectorId }, metric, detail, total = 0) => {
      const hour = startOf("hour", store.clock.nowSeconds());
      const place = { workspaceId, appId, connectorId, metric, detail, hour };
      add(place, { count: 1, total: Math.round(total) });
    },
    flush,
  };
}

function nameOf(counted: Omit<Counted, Amount>): string {
  const { workspaceId, appId, connectorId, metric, detail, hour } = counted;
  return `${workspaceId} ${appId} ${connectorId} ${metric} ${detail} ${hour}`;
}
