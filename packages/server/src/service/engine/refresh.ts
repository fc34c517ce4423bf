/**
 * Refreshes a connection (RFC 6749 section 6): once in this process by a flight, once among all
 * processes by a lease in the row. Whoever does not hold the lease waits and reads again.
 */
import { requireAsking } from "../../lib/asking.ts";
import { describeThrown, GrantryError } from "../../lib/error.ts";
import { retryAfterSecondsMax } from "../../provider/provider-error.ts";
import { type Connection, getConnection, type TokenConnection } from "../../store/connections.ts";
import { claim, freeIfLost } from "./claim.ts";
import type { EngineContext } from "./context.ts";
import type { RefreshDemand, Trigger } from "./demand.ts";
import { isGood, stillLives } from "./is-good.ts";
import { isLeased, takeOver } from "./lease.ts";
import { type Prepared, prepareRefresh } from "./prepare.ts";
import { refreshWithLease } from "./refresh-with-lease.ts";
import { notConnected, requireNotEnded } from "./refusals.ts";

/** A reader who joins flights that were started for less asks again, so often at most. */
const joinsMax = 3;
/** How often one flight asks the provider, should the tokens be over again when they come. */
const asksMax = 3;

/** An operator does not share the fate of readers who are told to wait. */
function flightKey(connectionId: string, trigger?: Trigger): string {
  return trigger === "operator" ? `refresh ${connectionId} now` : `refresh ${connectionId}`;
}

/** The connection with a token that meets the demands. Throws as getToken does. */
export async function refreshed(
  context: EngineContext,
  connectionId: string,
  demand: RefreshDemand,
): Promise<Connection> {
  for (let joins = 0; joins < joinsMax; joins += 1) {
    const landed = await context.flights.join(flightKey(connectionId, demand.trigger), () =>
      refreshOrWait(context, connectionId, demand),
    );
    if (isGood(context, landed, demand.demands)) return landed;
  }
  throw new GrantryError("provider_unavailable", { retryAfterSeconds: 1 });
}

/** Refreshes without anybody waiting for it. What goes wrong is in the row, and in the log. */
export async function refreshUnasked(
  context: EngineContext,
  { connectionId, version: refusedVersion }: TokenConnection,
  trigger: "ahead" | "background",
): Promise<void> {
  const demands = { minTtlSeconds: null, refusedVersion, scopes: [] };
  const { asking, closing, flights } = context;
  if (!asking.isAllowed || closing.aborted || flights.has(flightKey(connectionId))) return;
  try {
    await refreshed(context, connectionId, { demands, trigger });
  } catch (thrown) {
    context.log.debug({ connectionId, trigger, cause: describeThrown(thrown) }, "not refreshed");
  }
}

async function refreshOrWait(
  context: EngineContext,
  connectionId: string,
  demand: RefreshDemand,
): Promise<Connection> {
  const { asking, clock, engine, store } = context;
  requireAsking(asking);
  const deadlineMs = clock.nowMs() + engine.waitMaxMs;
  let current: Connection | undefined = await getConnection(store, connectionId);
  let prepared: Prepared | undefined;
  let asked = 0;
  while (clock.nowMs() < deadlineMs) {
    if (current === undefined) throw notConnected();
    requireNotEnded(current);
    if (isGood(context, current, demand.demands)) return current;
    if (await freeIfLost(context, current)) {
      context.log.debug({ connectionId }, "a lease of this process was freed: its claim was lost");
    } else if (isLeased(context, current)) {
      await clock.sleep(engine.pollMs);
    } else if (current.leaseOwner !== null) {
      current = await takeOver(context, current);
      continue;
    } else if (asked === asksMax) {
      throw notInTime(
        "The provider's tokens are over as soon as they come: an operator must raise their lifetime there.",
      );
    } else {
      if (demand.trigger !== "operator") requireNoBackOff(context, current);
      prepared ??= await prepareRefresh(context, current, demand.trigger);
      requireKnownOutcome(context, { connection: current, prepared, demand });
      const attempt = { connection: current, prepared, trigger: demand.trigger };
      if (await tryOnce(context, attempt)) asked += 1;
    }
    current = await getConnection(store, connectionId);
  }
  // What the last turn of waiting brought, however long it took: this process may have stood still.
  if (current !== undefined && isGood(context, current, demand.demands)) return current;
  throw notInTime("The token is being refreshed and the provider has not answered yet.");
}

function notInTime(detail: string): GrantryError {
  return new GrantryError("provider_unavailable", { detail, retryAfterSeconds: 5 });
}

/** Without a failure there is nothing to refresh by, which a caller is told as it is. */
function requireNoBackOff(context: EngineContext, connection: Connection): void {
  const { failureCode, nextTryAt } = connection;
  const waitSeconds = nextTryAt === null ? 0 : nextTryAt - context.clock.nowSeconds();
  // Longer than any pause that is kept to: the row is older than that, or the clock was set back.
  const isKept = waitSeconds > 0 && waitSeconds <= retryAfterSecondsMax;
  if (failureCode === null || !isKept) return;
  throw new GrantryError("provider_unavailable", { retryAfterSeconds: waitSeconds });
}

/**
 * Where the provider may have used the refresh token up without our hearing of it, a second try can
 * end the grant, and with it the access token that still works. So it waits for that one's end, or
 * for a caller who cannot use it.
 */
function requireKnownOutcome(
  context: EngineContext,
  input: {
    readonly connection: Connection;
    readonly prepared: Prepared;
    readonly demand: RefreshDemand;
  },
): void {
  const { connection, prepared, demand } = input;
  const { inconclusive, ends_access_token: endsToken } = prepared.client.connector.server.refresh;
  if (connection.outcomeUnknownAt === null || inconclusive === "retry") return;
  // Then there is nothing that a second try could end.
  if (endsToken) return;
  const { minTtlSeconds, refusedVersion } = demand.demands;
  const asked = demand.trigger !== "ahead" && demand.trigger !== "background";
  const needsMore = asked && (minTtlSeconds !== null || refusedVersion !== null);
  if (needsMore || !stillLives(context, connection)) return;
  const { expiresAt } = connection;
  const leftSeconds = expiresAt === null ? 60 : expiresAt - context.clock.nowSeconds();
  throw new GrantryError("provider_unavailable", { retryAfterSeconds: Math.max(1, leftSeconds) });
}

/** Whether the provider was asked: not where somebody else was faster. */
async function tryOnce(
  context: EngineContext,
  attempt: {
    readonly connection: Connection;
    readonly prepared: Prepared;
    readonly trigger: Trigger;
  },
): Promise<boolean> {
  const { connection, prepared, trigger } = attempt;
  const { client, gateKey, registered } = prepared;
  const leave = await context.gates.enter(gateKey, {
    connectionId: connection.connectionId,
    insists: trigger === "operator",
  });
  let report: Parameters<typeof leave>[0] = { health: "nothing" };
  try {
    const lease = await claim(context, connection);
    if (lease === undefined) return false;
    const refresh = { connection, registered, client, lease, trigger };
    await refreshWithLease(context, refresh, (heard) => {
      report = heard;
    });
    return true;
  } finally {
    leave(report);
  }
}
