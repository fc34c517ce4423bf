/**
 * Checks a connection at its provider, in the background: is the grant still there? Its account is
 * read; a refused token is refreshed, and the provider's answer to that decides.
 */
import { describeThrown } from "../../lib/error.ts";
import { readAccount } from "../../provider/account.ts";
import type { ProviderClient } from "../../provider/provider-client.ts";
import { ProviderError } from "../../provider/provider-error.ts";
import { claimLease, storeNeedsReauth } from "../../store/connection-leases.ts";
import { type Connection, openAccessToken } from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import { claimValidation } from "../../store/shared-connections.ts";
import type { ServiceContext } from "../context.ts";
import { providerClient } from "../provider-client.ts";
import { isGood, isRenewable, noDemands } from "../token/is-good.ts";
import { refreshed } from "../token/refresh.ts";

/** A connection is checked once in a minute, however often it is listed. */
const intervalSeconds = 60;
const leaseMs = 10_000;
const unauthorized = 401;

/** Returns at once. What goes wrong is logged: a provider that is away says nothing about a grant. */
export function validateInBackground(context: ServiceContext, connection: Connection): void {
  if (connection.status !== "active" || context.closing.aborted) return;
  const { connectionId } = connection;
  context.flights
    .join(`validate ${connectionId}`, () => validate(context, connection))
    .catch((thrown: unknown) => {
      context.log.info({ connectionId, cause: describeThrown(thrown) }, "connection not checked");
    });
}

async function validate(context: ServiceContext, connection: Connection): Promise<void> {
  const before = context.clock.nowSeconds() - intervalSeconds;
  if (!(await claimValidation(context.store, connection.connectionId, before))) return;
  const { workspaceId, connectorId } = connection;
  const registered = await getConnector(context.store, workspaceId, connectorId);
  if (registered === undefined) return;
  const client = providerClient(context, registered, connection.connectionConfig);
  const renewable = isRenewable(client.connector, connection);
  if (!isGood(context, connection)) {
    if (renewable)
      await refreshed(context, connection.connectionId, { demands: noDemands, trigger: "renewal" });
    return;
  }
  if (!(await isRefused(context, client, connection))) return;
  if (renewable) {
    const demands = { ...noDemands, refusedVersion: connection.version };
    await refreshed(context, connection.connectionId, { demands, trigger: "forced" });
  } else if (await isRefused(context, client, connection)) {
    await end(context, connection);
  }
}

/** Whether the provider's API says that the token is no longer valid (RFC 6750 section 3.1). */
async function isRefused(
  context: ServiceContext,
  client: ProviderClient,
  connection: Connection,
): Promise<boolean> {
  const accessToken = openAccessToken(context.store, connection);
  const { request } = client.connector.server.account;
  if (accessToken === null || request === undefined) return false;
  const { tokenType, grantedScopes, connectionConfig: keptValues } = connection;
  const grant = { accessToken, tokenType, grantedScopes, keptValues, ...unknownOfGrant };
  try {
    await readAccount(client, grant, context.send);
    return false;
  } catch (thrown) {
    if (thrown instanceof ProviderError && thrown.status === unauthorized) return true;
    throw thrown;
  }
}

const unknownOfGrant = {
  refreshToken: null,
  lifetimeSeconds: null,
  refreshLifetimeSeconds: null,
  accountHints: null,
};

/** Ends a connection that nothing can renew, unless it has changed since. */
async function end(context: ServiceContext, connection: Connection): Promise<void> {
  const claim = { owner: context.processId, durationMs: leaseMs };
  const lease = await claimLease(context.store, connection, claim);
  if (lease === undefined) return;
  await storeNeedsReauth(context.store, lease, "revoked");
  context.log.warn({ connectionId: connection.connectionId }, "grant ended");
}
