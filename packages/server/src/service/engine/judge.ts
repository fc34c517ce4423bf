/** What a failed refresh means for the connection. Only the provider's own word ends it. */
import { GrantryError } from "../../lib/error.ts";
import { isInconclusive, isRefusal } from "../../provider/inconclusive.ts";
import { ProviderError } from "../../provider/provider-error.ts";
import { storeFailure, storeNeedsReauth } from "../../store/connection-leases.ts";
import type { RefusalStreak } from "../../store/connections.ts";
import type { ReauthReason } from "../../store/schema.ts";
import { asGrantryError } from "../providers/index.ts";
import type { EngineContext } from "./context.ts";
import type { CallReport } from "./gate.ts";
import { stillLives } from "./is-good.ts";
import type { Refresh } from "./refresh-attempt.ts";
import { countRefusal, isRefusedForGood } from "./refused.ts";

const backOffMaxSeconds = 300;
/** The share of a grace period after which a lost refresh is tried again at the latest. */
const graceShare = 0.05;
/** How long a failure that only an operator can mend keeps background refreshes away; readers try sooner. */
const clientFaultSeconds = 3_600;

/**
 * Writes the failure down and throws what a reader is to be told. Returns where the connection has
 * ended, or where the lease was lost in between: then the row tells.
 */
export async function judge(
  context: EngineContext,
  refresh: Refresh,
  thrown: unknown,
): Promise<void> {
  const unwritten = leaseLost(context, refresh, thrown);
  const reason = await endingOf(context, refresh, thrown).catch(unwritten);
  if (typeof reason === "string") {
    await end(context, refresh, { reason, thrown });
    return;
  }
  const { connection, client, lease } = refresh;
  const error = asGrantryError(thrown);
  const now = context.clock.nowSeconds();
  const outcomeUnknown = isInconclusive(thrown);
  const { ends_access_token: endsToken } = client.connector.server.refresh;
  const waitSeconds = Math.max(
    error.retryAfterSeconds ?? 0,
    ownPauseSeconds(context, refresh, outcomeUnknown),
  );
  const failure = {
    code: error.code,
    nextTryAt: now + waitSeconds,
    nextRefreshAt: nextRefreshAt(context, refresh, { error, outcomeUnknown, waitSeconds }),
    outcomeUnknown,
    doubtful: outcomeUnknown && endsToken,
    refused: reason,
  };
  const stored = await storeFailure(context.store, lease, failure).catch(unwritten);
  context.checkpoint("judged");
  const { connectionId } = connection;
  const provider = client.connector.server.id;
  context.log.warn(
    { connectionId, provider, code: error.code, cause: error.internal, waitSeconds, stored },
    "refresh failed",
  );
  if (stored) throw tellingPause(error, waitSeconds);
}

/** The same, and that the next try is so many seconds away; where that is what it is about. */
function tellingPause(error: GrantryError, waitSeconds: number): GrantryError {
  if (error.code !== "provider_unavailable") return error;
  const { code, detail, internal, cause } = error;
  const retryAfterSeconds = Math.max(1, waitSeconds);
  return new GrantryError(code, {
    detail,
    cause,
    retryAfterSeconds,
    ...(internal === undefined ? {} : { internal }),
  });
}

/**
 * For what cannot be written down. Where it is known here that nothing came of the refresh, its lease need
 * not lapse as one whose outcome nobody knows.
 */
function leaseLost(context: EngineContext, { lease }: Refresh, thrown: unknown) {
  return (problem: unknown): never => {
    if (!isInconclusive(thrown)) context.claims.lose(lease.owner);
    throw problem;
  };
}

/** The reason for which the connection has ended; else the refusals so far, where this is one. */
async function endingOf(
  context: EngineContext,
  refresh: Refresh,
  thrown: unknown,
): Promise<ReauthReason | RefusalStreak | null> {
  if (!(thrown instanceof ProviderError)) return null;
  const { outcomeUnknownAt } = refresh.connection;
  const isOver = outcomeUnknownAt === null ? "invalid_grant" : "outcome_unknown";
  if (thrown.kind === "dead_grant" && thrown.reason !== "declared_sign") return isOver;
  if (!isRefusal(thrown)) return null;
  const { streak, known } = await countRefusal(context, refresh, thrown);
  if (thrown.reason === "declared_sign" && known) return isOver;
  return isRefusedForGood(streak) ? "refresh_refused" : streak;
}

async function end(
  context: EngineContext,
  refresh: Refresh,
  { reason, thrown }: { readonly reason: ReauthReason; readonly thrown: unknown },
) {
  const { connection, client, lease } = refresh;
  const unwritten = leaseLost(context, refresh, thrown);
  const stored = await storeNeedsReauth(context.store, lease, reason).catch(unwritten);
  context.checkpoint("judged");
  const { connectionId } = connection;
  const providerCode = thrown instanceof ProviderError ? thrown.providerCode : null;
  const provider = client.connector.server.id;
  context.log.warn({ connectionId, provider, providerCode, reason, stored }, "the grant has ended");
}

function nextRefreshAt(
  context: EngineContext,
  { client, connection }: Refresh,
  failure: {
    readonly error: { readonly code: string };
    readonly outcomeUnknown: boolean;
    readonly waitSeconds: number;
  },
): number | null {
  if (connection.nextRefreshAt === null) return null;
  const now = context.clock.nowSeconds();
  const { expiresAt } = connection;
  if (failure.error.code === "connector_misconfigured") {
    return now + Math.max(failure.waitSeconds, clientFaultSeconds);
  }
  const nextTryAt = now + failure.waitSeconds;
  const { inconclusive, ends_access_token: endsToken } = client.connector.server.refresh;
  const holds = inconclusive === "hold" && !endsToken;
  const waitsForEnd = holds && failure.outcomeUnknown && stillLives(context, connection);
  return waitsForEnd && expiresAt !== null ? Math.max(nextTryAt, expiresAt) : nextTryAt;
}

/**
 * How long to wait where the provider did not say. After a refresh that may have been carried out: for as
 * long as a lease where a second try can end the grant and a token that still lives with it; not at all, the first time, where the refresh
 * ends the old access token, so that there is nothing to wait for; well within the provider's grace where the old
 * token still works for so long.
 */
function ownPauseSeconds(
  context: EngineContext,
  { client, connection }: Refresh,
  outcomeUnknown: boolean,
): number {
  const pause = backOffSeconds(connection.failureCount);
  if (!outcomeUnknown && connection.outcomeUnknownAt === null) return pause;
  const { refresh } = client.connector.server;
  const { inconclusive, grace_seconds: grace, ends_access_token: endsToken } = refresh;
  // The old token is over, or nothing was done: the next one who asks need not wait to find out.
  if (endsToken) return connection.failureCount === 0 ? 0 : pause;
  const holds = inconclusive === "hold" && stillLives(context, connection);
  if (holds) return Math.max(pause, Math.ceil(context.engine.leaseMs / 1_000));
  return grace === 0 ? pause : Math.min(pause, Math.max(1, Math.floor(grace * graceShare)));
}

/** Doubles with every failure, up to five minutes; half of it is chance, so that many do not come back as one. */
function backOffSeconds(failureCount: number): number {
  const full = Math.min(backOffMaxSeconds, 2 ** Math.min(failureCount, 9));
  return Math.max(1, Math.round(full * (0.5 + Math.random() / 2)));
}

/** What a failed call says of the endpoint. A refusal is an answer: the endpoint is well. */
export function healthOf(thrown: unknown): CallReport {
  if (!(thrown instanceof ProviderError)) return { health: "nothing" };
  const sick = thrown.kind === "transient" || thrown.kind === "no_answer";
  if (!sick) return { health: "well" };
  return { health: "sick", retryAfterSeconds: thrown.retryAfterSeconds ?? undefined };
}
