/** A connection as its owner may see it: never a credential. */
import type { ConnectionView } from "@grantry/contract/common";
import type { ProviderConnector } from "../../provider/catalogue.ts";
import { missingScopes } from "../../provider/scopes.ts";
import type { ListedConnection } from "../../store/connection-lists.ts";
import type { Connection } from "../../store/connections.ts";
import type { Revocation } from "../../store/revocations.ts";
import { isRenewable, stillLives } from "../engine/index.ts";
import { findEntry } from "../providers/index.ts";
import { resultOf } from "../revocation/index.ts";
import type { ConnectionsContext } from "./context.ts";

/** The view of a connector and the user's connection, where there is one. */
export function viewConnection(
  context: ConnectionsContext,
  listed: ListedConnection,
  receipts: Receipts,
): ConnectionView {
  const head = {
    connector_id: listed.connectorId,
    connector_name: listed.connectorName,
    integration_type: listed.integrationType,
  };
  const { connection } = listed;
  if (connection === undefined) return { ...head, ...neverConnected };
  return viewGranted(context, { ...listed, connection }, receipts);
}

/** The newest revocation of each connection that is disconnected, by connection. */
export type Receipts = ReadonlyMap<string, Pick<Revocation, "result">>;

/** The view of a connection that was granted once. */
export function viewGranted(
  context: ConnectionsContext,
  listed: ListedConnection & { readonly connection: Connection },
  receipts: Receipts,
): GrantedView {
  const { connection } = listed;
  const ended = receipts.get(connection.connectionId);
  const entry = findEntry(context.catalogue, listed);
  const { requestedScopes, grantedScopes } = connection;
  return {
    connector_id: listed.connectorId,
    connector_name: listed.connectorName,
    integration_type: listed.integrationType,
    ...statusOf(context, connection, entry),
    status_since: connection.statusSince,
    account: connection.account,
    requested_scopes: [...requestedScopes],
    granted_scopes: [...grantedScopes],
    missing_scopes: entry === undefined ? [] : missingScopes(entry, requestedScopes, grantedScopes),
    expires_at: connection.expiresAt,
    last_refreshed_at: connection.lastRefreshedAt,
    connected_at: connection.connectedAt,
    revocation: ended === undefined ? null : resultOf(ended),
  };
}

/** Where a connection that was granted once stands. */
export type GrantedView = ConnectionView & {
  readonly status: Exclude<ConnectionView["status"], "not_connected">;
};

/** An expired token that nothing can renew is said to need its owner, before anyone asks for it. */
export function statusOf(
  context: Pick<ConnectionsContext, "clock">,
  connection: Connection,
  entry: ProviderConnector | undefined,
): Pick<GrantedView, "status" | "reason"> {
  const { status, reason } = connection;
  const renewable = entry !== undefined && isRenewable(entry, connection);
  const ended = status === "active" && !stillLives(context, connection) && !renewable;
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
  revocation: null,
} satisfies Partial<ConnectionView>;
