/**
 * Checks a connection at its provider, in the background: is the grant still there? Its account is
 * read; a refused token is refreshed, and the provider's answer to that decides.
 */
import { describeThrown } from "../../../lib/error.ts";
import type { Connection } from "../../../store/connections.ts";
import { getConnector } from "../../../store/connectors.ts";
import { claimValidation } from "../../../store/shared-connections.ts";
import { requireThawedWorkspace } from "../../app-users/index.ts";
import {
  checkToken,
  endRevoked,
  isGood,
  isRefreshable,
  noDemands,
  refreshed,
} from "../../engine/index.ts";
import { providerClient } from "../../providers/index.ts";
import type { ConnectContext } from "../context.ts";

/** A connection is checked once in a minute, however often it is listed. */
const intervalSeconds = 60;

/** Returns at once. What goes wrong is logged: a provider that is away says nothing about a grant. */
export function validateInBackground(context: ConnectContext, connection: Connection): void {
  const { frozenAt, status } = connection;
  if (status !== "active" || frozenAt !== null || context.closing.aborted) return;
  const { connectionId } = connection;
  context.flights
    .join(`validate ${connectionId}`, () => validate(context, connection))
    .catch((thrown: unknown) => {
      context.log.info({ connectionId, cause: describeThrown(thrown) }, "connection not checked");
    });
}

async function validate(context: ConnectContext, connection: Connection): Promise<void> {
  const before = context.clock.nowSeconds() - intervalSeconds;
  if (!(await claimValidation(context.store, connection.connectionId, before))) return;
  const { workspaceId, connectorId } = connection;
  await requireThawedWorkspace(context.store, workspaceId);
  const registered = await getConnector(context.store, workspaceId, connectorId);
  if (registered === undefined) return;
  const client = providerClient(context, registered, connection.connectionConfig);
  const refreshable = isRefreshable(client.connector, connection);
  if (!isGood(context, connection)) {
    if (refreshable)
      await refreshed(context, connection.connectionId, {
        demands: noDemands,
        trigger: "background",
      });
    return;
  }
  if ((await checkToken(context, client, connection)) !== "ended") return;
  if (!refreshable) return await endRevoked(context, connection);
  const demands = { ...noDemands, refusedVersion: connection.version };
  await refreshed(context, connection.connectionId, { demands, trigger: "forced" });
}
