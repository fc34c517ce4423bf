/** Sends the audit trail to every sink of this server, as long as it runs. */
import type { Asking } from "../../../lib/asking.ts";
import { describeThrown } from "../../../lib/error.ts";
import { afterwards, regularly } from "../../../lib/regularly.ts";
import type { TrailContext } from "../context.ts";
import type { ShippingContext } from "./context.ts";
import { createShipper } from "./ship.ts";
import type { AuditSink } from "./sink.ts";

/** How often is looked how much waits. */
const measureEveryMs = 10_000;

export interface Shipping {
  /** Begins nothing more. */
  stop(): void;
  /** Lets other processes go on at once. Never rejects. */
  end(): Promise<void>;
}

/** Looks every second or so for what waits, for each sink by itself: one that hangs holds up no other. */
export function shipRegularly(
  context: ShippingContext & Pick<TrailContext, "flights" | "trail"> & { readonly asking: Asking },
  sinks: readonly AuditSink[],
): Shipping {
  const { asking, trail, log } = context;
  const shippers = sinks.map((sink) => createShipper(context, sink));
  const stops = shippers.flatMap(({ sink, ship, measure }) => {
    const what = `send audit records to ${sink.sinkId}`;
    const count = `count audit records for ${sink.sinkId}`;
    return [
      regularly(context, { what, everyMs: trail.shipEveryMs }, async () => {
        // What the other server goes on sending would come twice, and under the same numbers.
        if (asking.isAllowed) await ship();
      }),
      afterwards(context.clock, trail.shipEveryMs, () => void measure().catch(() => {})),
      regularly(context, { what: count, everyMs: measureEveryMs }, measure),
    ];
  });
  return {
    stop: () => {
      for (const stop of stops) stop();
    },
    end: async () => {
      for (const { sink, release } of shippers) {
        try {
          await release();
          await sink.close();
        } catch (thrown) {
          // Where the database is away others go on after a minute, as after a crash.
          const told = { sink: sink.sinkId, cause: describeThrown(thrown) };
          log.debug(told, "the sink of audit records is not released");
        }
      }
    },
  };
}
