/** What a change of the connector has left of a connection that was made before it. */
import { splitByAllowed } from "../../provider/allowed-scopes.ts";
import type { ProviderConnector } from "../../provider/catalogue.ts";
import { requestedScopes, spellingOf } from "../../provider/scopes.ts";
import type { Connection } from "../../store/connections.ts";
import type { ListedConnector } from "../../store/listed-connectors.ts";

/**
 * `client_changed`: it was granted to a client that the connector no longer has, and ends with its access token.
 * `scopes_added`: the connector asks users for more by now.
 */
export type Outdated = "client_changed" | "scopes_added";

/** As the stored connection and its connector are now; nothing where it is disconnected, or that cannot be told. */
export function outdatedBy(
  connector: ListedConnector,
  connection: Connection,
  entry: ProviderConnector | undefined,
): Outdated[] {
  if (connection.status === "disconnected" || entry === undefined) return [];
  const { clientId } = connection;
  const isOfAnother = clientId !== null && clientId !== connector.clientId;
  return [
    ...(isOfAnother ? (["client_changed"] as const) : []),
    ...(asksForMore(connector, connection, entry) ? (["scopes_added"] as const) : []),
  ];
}

/** What a shared connection asks for, its operator says, and not the connector. */
function asksForMore(
  { connectorScopes, allowedScopes }: ListedConnector,
  { owner, requestedScopes: asked }: Connection,
  entry: ProviderConnector,
): boolean {
  if (owner.kind === "app") return false;
  const spell = spellingOf(entry);
  const before = new Set(asked.map(spell));
  const { kept } = splitByAllowed(entry, allowedScopes, scopesNow(entry, connectorScopes));
  return kept.some((scope) => !before.has(spell(scope)));
}

/** None where the connector cannot be asked for at all: that is told where it is changed, and where it is used. */
function scopesNow(entry: ProviderConnector, declared: readonly string[] | null): string[] {
  try {
    return requestedScopes(entry, declared);
  } catch {
    return [];
  }
}
