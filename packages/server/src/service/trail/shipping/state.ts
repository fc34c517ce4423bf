/** How the sinks that are configured are doing, for whoever looks at a server from its machine. */
import { readSink } from "../../../store/audit-sinks.ts";
import { measureBacklog } from "../../../store/audit-waiting.ts";
import type { Store } from "../../../store/store.ts";
import type { SinkSettings } from "./open.ts";
import type { SinkKind } from "./sink.ts";
import { sinkIdOf } from "./sink-id.ts";

export interface SinkState {
  readonly kind: SinkKind;
  /** Records that wait, and how long the oldest of them has. */
  readonly waiting: number;
  readonly oldestSeconds: number;
  /** Why the last try failed; null where it did not. */
  readonly failure: string | null;
  readonly isStopped: boolean;
  /** Whether it has ever taken anything. */
  readonly wasSent: boolean;
}

export async function sinkStates(
  store: Store,
  { file, otlp, webhook }: SinkSettings,
): Promise<SinkState[]> {
  const places = { file, otlp: otlp?.url ?? null, webhook: webhook?.url ?? null };
  const states: SinkState[] = [];
  for (const kind of ["file", "otlp", "webhook"] as const) {
    const place = places[kind];
    if (place === null) continue;
    const sinkId = sinkIdOf(kind, place);
    const row = await readSink(store, sinkId);
    const { records, oldestAt } = await measureBacklog(store, sinkId);
    states.push({
      kind,
      waiting: records,
      oldestSeconds: oldestAt === null ? 0 : Math.max(0, store.clock.nowSeconds() - oldestAt),
      failure: row?.failure ?? null,
      isStopped: row !== undefined && row.stopped_at !== null,
      wasSent: row !== undefined && row.sent_at !== null,
    });
  }
  return states;
}
