/** Holding a lease while a refresh is under way, and taking away one that nobody holds any more. */
import { describeThrown } from "../../lib/error.ts";
import { clearLapsedLease, extendLease, type Lease } from "../../store/connection-leases.ts";
import { type Connection, getConnection } from "../../store/connections.ts";
import type { EngineContext } from "./context.ts";
import { endsAccessToken } from "./doubt.ts";

/** Runs `work` and says all the while that its holder is alive. */
export async function withHeartbeat<T>(
  context: EngineContext,
  lease: Lease,
  work: () => Promise<T>,
): Promise<T> {
  const { clock, engine, log, store } = context;
  const stop = clock.every(engine.heartbeatMs, () => {
    // Where it fails, the lease may lapse; every write of ours is fenced all the same.
    extendLease(store, lease, engine.leaseMs).catch((thrown: unknown) => {
      log.debug({ cause: describeThrown(thrown) }, "a lease could not be extended");
    });
  });
  try {
    return await work();
  } finally {
    stop();
  }
}

/** Whether somebody refreshes it, as far as the row tells. */
export function isLeased(context: EngineContext, connection: Connection): boolean {
  const { leaseOwner, leaseUntilMs } = connection;
  return leaseOwner !== null && leaseUntilMs !== null && leaseUntilMs > context.clock.nowMs();
}

/**
 * Takes away a lapsed lease, unless its holder shows up within a pause: a holder whose database was
 * away has an answer to store, and must be let first. Answers the connection as it is then.
 */
export async function takeOver(
  context: EngineContext,
  connection: Connection,
): Promise<Connection | undefined> {
  const { clock, engine, log, store } = context;
  const { connectionId } = connection;
  await clock.sleep(engine.takeoverPauseMs);
  const current = await getConnection(store, connectionId);
  if (current === undefined || current.leaseNumber !== connection.leaseNumber) return current;
  const doubtful = await endsAccessToken(context, current).catch(() => false);
  if (!(await clearLapsedLease(store, current, { doubtful })))
    return await getConnection(store, connectionId);
  log.warn({ connectionId, owner: current.leaseOwner }, "a lapsed lease was taken away");
  context.metrics.leaseStolen(current.providerKey ?? "");
  return await getConnection(store, connectionId);
}
