/**
 * Refreshes a connection (RFC 6749 section 6): once in this process by a flight, once among all
 * processes by a lease in the row. Whoever does not hold the lease waits and reads again.
 */
import { GrantryError } from "../../lib/error.ts";
import type { Grant, ProviderClient } from "../../provider/provider-client.ts";
import { ProviderError } from "../../provider/provider-error.ts";
import { refreshGrant } from "../../provider/refresh-grant.ts";
import { revokeGrant } from "../../provider/revoke-grant.ts";
import {
  claimLease,
  type Lease,
  releaseLease,
  storeFailure,
  storeNeedsReauth,
  storeRefreshed,
} from "../../store/connection-leases.ts";
import {
  type Connection,
  getConnection,
  openAccessToken,
  openRefreshToken,
} from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import { isDatabaseUnavailable } from "../../store/database.ts";
import { reserveSeals } from "../../store/encryption-keys.ts";
import type { ServiceContext } from "../context.ts";
import { providerClient } from "../provider-client.ts";
import { asGrantryError } from "../provider-failure.ts";
import { isGood, isRenewable, stillLives, type TokenDemands } from "./is-good.ts";
import { needsReauth, notConnected, requireNotEnded } from "./refusals.ts";
import { tokenSetOf } from "./token-set.ts";

/** Longer than any call to a provider may take (lib/outbound.ts), so that a live holder keeps it. */
const leaseMs = 60_000;
/** How long a reader waits for a refresh that another process holds the lease for. */
const waitMaxMs = 30_000;
const pollMs = 100;
const backOffMaxSeconds = 300;
/** How long storing is tried; with the provider's deadline before it, still within the lease. */
const storeMaxMs = 35_000;
const storePauseMs = 250;

/**
 * The connection with a token that meets the demands. Throws as getToken does. Who joins a flight
 * that was started for less asks once more after it.
 */
export async function refreshed(
  context: ServiceContext,
  connection: Connection,
  demands: TokenDemands,
): Promise<Connection> {
  const key = `refresh ${connection.connectionId}`;
  const start = (from: Connection) => () => refreshOrWait(context, from, demands);
  const landed = await context.flights.join(key, start(connection));
  if (isGood(context, landed, demands)) return landed;
  return await context.flights.join(key, start(landed));
}

async function refreshOrWait(
  context: ServiceContext,
  connection: Connection,
  demands: TokenDemands,
): Promise<Connection> {
  const { clock, store } = context;
  const deadlineMs = clock.nowMs() + waitMaxMs;
  let current: Connection | undefined = connection;
  while (clock.nowMs() < deadlineMs) {
    if (current === undefined) throw notConnected();
    requireNotEnded(current);
    if (isGood(context, current, demands)) return current;
    requireNoBackOff(context, current);
    const lease = await claimLease(store, current, {
      owner: context.processId,
      durationMs: leaseMs,
    });
    if (lease !== undefined) await refreshWithLease(context, current, lease);
    else await clock.sleep(pollMs);
    current = await getConnection(store, connection.connectionId);
  }
  throw new GrantryError("provider_unavailable", {
    detail: "The token is being refreshed and the provider has not answered yet.",
    retryAfterSeconds: 5,
  });
}

function requireNoBackOff(context: ServiceContext, connection: Connection): void {
  const { nextTryAt } = connection;
  const waitSeconds = nextTryAt === null ? 0 : nextTryAt - context.clock.nowSeconds();
  if (waitSeconds <= 0) return;
  throw new GrantryError("provider_unavailable", { retryAfterSeconds: waitSeconds });
}

async function refreshWithLease(
  context: ServiceContext,
  connection: Connection,
  lease: Lease,
): Promise<void> {
  const client = await prepare(context, connection, lease);
  const grant = await send(context, { connection, client, lease });
  const tokens = tokenSetOf(client.connector, grant, {
    clock: context.clock,
    lifetimeSeconds: connection.lifetimeSeconds,
  });
  const { grantedScopes, keptValues } = grant;
  const stored = await insist(context, () =>
    storeRefreshed(context.store, lease, connection, { tokens, grantedScopes, keptValues }),
  );
  if (!stored) await dropUnstored(context, connection, client, grant);
}

/** All that is needed before the provider is asked. Where it cannot be had, the lease is given back. */
async function prepare(
  context: ServiceContext,
  connection: Connection,
  lease: Lease,
): Promise<ProviderClient> {
  const { workspaceId, connectorId } = connection;
  try {
    const registered = await getConnector(context.store, workspaceId, connectorId);
    if (registered === undefined) throw notConnected();
    const client = providerClient(context, registered, connection.connectionConfig);
    await requireRefreshable(context, { connection, client, lease });
    await reserveSeals(context.store);
    return client;
  } catch (thrown) {
    // Where even this fails, the lease runs out by itself: the reason for it is what matters.
    await releaseLease(context.store, lease).catch(() => {});
    throw thrown;
  }
}

/**
 * What the provider has just issued may exist nowhere else: while the database is away, storing it is
 * tried again for nearly as long as the lease keeps everybody else from refreshing.
 */
async function insist<T>(context: ServiceContext, store: () => Promise<T>): Promise<T> {
  const deadlineMs = context.clock.nowMs() + storeMaxMs;
  for (;;) {
    try {
      return await store();
    } catch (thrown) {
      if (!isDatabaseUnavailable(thrown) || context.clock.nowMs() >= deadlineMs) throw thrown;
      context.log.warn("the database is away: storing refreshed tokens is tried again");
      await context.clock.sleep(storePauseMs);
    }
  }
}

interface Refresh {
  readonly connection: Connection;
  readonly client: ProviderClient;
  readonly lease: Lease;
}

async function requireRefreshable(context: ServiceContext, refresh: Refresh): Promise<void> {
  const { connection, client, lease } = refresh;
  if (isRenewable(client.connector, connection)) return;
  // That an API refused the token is the caller's word: it ends no connection.
  if (!stillLives(context, connection)) {
    await storeNeedsReauth(context.store, lease, "no_refresh_token");
  }
  throw needsReauth("no_refresh_token");
}

async function send(context: ServiceContext, refresh: Refresh): Promise<Grant> {
  const { connection, client } = refresh;
  const { store } = context;
  try {
    return await refreshGrant(
      client,
      {
        refreshToken: openRefreshToken(store, connection),
        accessToken: openAccessToken(store, connection),
        keptValues: { ...connection.connectionConfig },
      },
      context.send,
    );
  } catch (thrown) {
    throw await judge(context, refresh, thrown);
  }
}

/** What a failed refresh means for the connection: only the provider's word ends it. */
async function judge(
  context: ServiceContext,
  { connection, client, lease }: Refresh,
  thrown: unknown,
): Promise<GrantryError> {
  const { connectionId } = connection;
  const provider = client.connector.server.id;
  if (thrown instanceof ProviderError && thrown.kind === "dead_grant") {
    context.log.warn({ connectionId, provider, providerCode: thrown.providerCode }, "grant ended");
    await storeNeedsReauth(context.store, lease, "invalid_grant");
    return needsReauth("invalid_grant");
  }
  const error = asGrantryError(thrown);
  const waitSeconds =
    error.retryAfterSeconds ??
    Math.min(backOffMaxSeconds, 2 ** Math.min(connection.failureCount, 9));
  const nextTryAt = context.clock.nowSeconds() + waitSeconds;
  await storeFailure(context.store, lease, { code: error.code, nextTryAt });
  context.log.warn(
    { connectionId, provider, code: error.code, cause: error.internal, waitSeconds },
    "refresh failed",
  );
  return error;
}

/** The connection was disconnected or authorized anew while we refreshed: ours is not kept. */
async function dropUnstored(
  context: ServiceContext,
  connection: Connection,
  client: ProviderClient,
  grant: Grant,
): Promise<void> {
  const current = await getConnection(context.store, connection.connectionId);
  if (current !== undefined && current.status !== "disconnected") return;
  const { refreshToken, accessToken } = grant;
  await revokeGrant(client, { refreshToken, accessToken }, context.send);
}
