/**
 * Grants that are to be taken back. Each is queued in the transaction that ends its use here, sealed
 * and with all that is needed to speak to its provider, so that neither a provider that is away nor
 * the end of this process loses it. Whoever waits is answered soon, whatever the provider does.
 */
import { systemClock } from "../../lib/clock.ts";
import { describeThrown } from "../../lib/error.ts";
import type { Secret } from "../../lib/secret.ts";
import { eraseTokens, lockConnectionRow, setDisconnected } from "../../store/connection-writes.ts";
import { type Connection, openAccessToken, openRefreshToken } from "../../store/connections.ts";
import type { ConnectorWithClient } from "../../store/connectors.ts";
import { getRevocation } from "../../store/revocation-receipts.ts";
import { insertRevocation, type Revocation } from "../../store/revocations.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import type { RevocationCause } from "../../store/tables/revocations.ts";
import { providerKeyOf, redirectUriOf } from "../providers/index.ts";
import { attempt, holdSeconds } from "./attempt.ts";
import type { RevocationContext } from "./context.ts";
import { type RevocationResult, resultOf } from "./receipts.ts";

export interface GrantToEnd {
  readonly appId: string;
  /** Null where no connection came of it. */
  readonly connectionId: string | null;
  readonly cause: RevocationCause;
  readonly accessToken: Secret | null;
  readonly refreshToken: Secret | null;
  readonly expiresAt: number | null;
  readonly connectionConfig: Readonly<Record<string, string>>;
  /** As the connection has it; null where that is not known. */
  readonly grantParty: string | null;
  readonly accountId: string | null;
  readonly outcomeUnknown: boolean;
}

/** Queues a grant. Until settle is done, or the process has died, nobody else tries. */
export async function queueRevocation(
  context: RevocationContext,
  store: Store,
  registered: ConnectorWithClient,
  { accessToken, refreshToken, ...grant }: GrantToEnd,
): Promise<Revocation> {
  const { client, connector, providerEntry } = registered;
  return await insertRevocation(
    store,
    {
      ...grant,
      workspaceId: connector.workspaceId,
      integrationType: connector.integrationType,
      serverId: client.serverId,
      oauthClientId: client.oauthClientId,
      providerKey: providerKeyOf(registered),
      providerEntry,
      grant: {
        accessToken,
        refreshToken,
        clientId: client.clientId,
        clientSecrets: client.clientSecrets,
        redirectUri: redirectUriOf(context, client),
      },
    },
    holdSeconds,
  );
}

/** What a connection rests on, to be taken back. */
export async function grantOfConnection(
  store: Store,
  connection: Connection,
  cause: RevocationCause,
): Promise<GrantToEnd> {
  const { leaseOwner, outcomeUnknownAt } = connection;
  return {
    appId: connection.appId,
    connectionId: connection.connectionId,
    cause,
    accessToken: await openAccessToken(store, connection),
    refreshToken: await openRefreshToken(store, connection),
    expiresAt: connection.expiresAt,
    connectionConfig: connection.connectionConfig,
    grantParty: connection.grantParty,
    accountId: connection.account?.id ?? null,
    // A refresh that is under way may bring tokens that nobody here has seen.
    outcomeUnknown: outcomeUnknownAt !== null || leaseOwner !== null,
  };
}

/**
 * Ends a connection: nothing is served or refreshed from it any more, its tokens are erased, and its
 * grant is queued. Call it in a transaction, then settle. Undefined where it had ended before.
 */
export async function endConnection(
  context: RevocationContext,
  store: Store,
  registered: ConnectorWithClient,
  connection: Connection,
): Promise<Revocation | undefined> {
  // As it is when it ends: a refresh may have begun since `connection` was read.
  const now = await lockConnectionRow(store, connection.connectionId);
  const ended = await setDisconnected(store, connection);
  if (now === undefined || ended === undefined) return undefined;
  const { leaseOwner, outcomeUnknownAt } = now;
  const before = { ...ended, leaseOwner, outcomeUnknownAt };
  const grant = await grantOfConnection(store, before, "disconnected");
  const queued = await queueRevocation(context, store, registered, grant);
  await eraseTokens(store, ended);
  return queued;
}

/** The same for one that is disconnected and still has its tokens, as an earlier version left it. */
export async function endLeftOver(
  context: RevocationContext,
  registered: ConnectorWithClient,
  connection: Connection,
): Promise<RevocationResult> {
  const queued = await inTransaction(context.store, async (trx) => {
    const grant = await grantOfConnection(trx, connection, "disconnected");
    await eraseTokens(trx, connection);
    return await queueRevocation(context, trx, registered, grant);
  });
  return await settle(context, queued);
}

/**
 * Tries at once what was queued. Resolves with what became of it, or with `queued` where it must be
 * tried again or takes too long: then it goes on without whoever waits.
 */
export async function settle(
  context: RevocationContext,
  queued: Revocation,
): Promise<RevocationResult> {
  const { revocationId } = queued;
  if (!context.asking.isAllowed) return "queued";
  const enough = new AbortController();
  const tried = context.flights.join(`revoke ${revocationId}`, () => attempt(context, queued));
  const late = systemClock
    .sleep(context.engine.revocationPatienceMs, enough.signal)
    .catch(() => {});
  await Promise.race([tried, late]).catch((thrown: unknown) => {
    context.log.error({ revocationId, cause: describeThrown(thrown) }, "revocation not tried");
  });
  enough.abort();
  tried.catch(() => {});
  return resultOf((await getRevocation(context.store, revocationId)) ?? { result: null });
}
