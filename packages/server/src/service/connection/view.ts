/** A connection as its owner may see it: never a credential. */
import type { ConnectionView } from "@grantry/contract/common";
import { missingScopes } from "../../provider/scopes.ts";
import type { Connection, ListedConnection } from "../../store/connections.ts";
import type { ServiceContext } from "../context.ts";
import { isGood } from "../token/is-good.ts";

/** The view of a connector and the user's connection, where there is one. */
export function viewConnection(context: ServiceContext, listed: ListedConnection): ConnectionView {
  const head = {
    connector_id: listed.connectorId,
    connector_name: listed.connectorName,
    integration_type: listed.integrationType,
  };
  const { connection } = listed;
  if (connection === undefined) return { ...head, ...neverConnected };
  const entry = context.catalogue.find(listed.integrationType);
  const { requestedScopes, grantedScopes } = connection;
  return {
    ...head,
    ...statusOf(context, connection),
    status_since: connection.statusSince,
    account: connection.account,
    requested_scopes: [...requestedScopes],
    granted_scopes: [...grantedScopes],
    missing_scopes: entry === undefined ? [] : missingScopes(entry, requestedScopes, grantedScopes),
    expires_at: connection.expiresAt,
    last_refreshed_at: connection.lastRefreshedAt,
    connected_at: connection.connectedAt,
  };
}

/** An expired token that nothing can renew is said to need its owner, before anyone asks for it. */
function statusOf(
  context: ServiceContext,
  connection: Connection,
): Pick<ConnectionView, "status" | "reason"> {
  const { status, reason, sealedRefreshToken } = connection;
  const ended = status === "active" && !isGood(context, connection) && sealedRefreshToken === null;
  return ended ? { status: "needs_reauth", reason: "no_refresh_token" } : { status, reason };
}

const neverConnected = {
  status: "not_connected",
  reason: null,
  status_since: null,
  account: null,
  requested_scopes: [],
  granted_scopes: [],
  missing_scopes: [],
  expires_at: null,
  last_refreshed_at: null,
  connected_at: null,
} satisfies Partial<ConnectionView>;
