/** A connection as it is known outside of service/: everything but its credentials. */
import type { ProviderConnector } from "../../provider/catalogue.ts";
import { heldScopes, missingScopes } from "../../provider/scopes.ts";
import { byHandedOutName } from "../../provider/setting-names.ts";
import type { AuthorizingOperator } from "../../store/authorizations.ts";
import type { ListedConnection } from "../../store/connection-lists.ts";
import type {
  ConnectionAccount,
  Connection as ConnectionRecord,
  RefusalStreak,
} from "../../store/connections.ts";
import type { ConnectorWithClient } from "../../store/connectors.ts";
import type { ListedConnector } from "../../store/listed-connectors.ts";
import type { StoredOwner } from "../../store/owner.ts";
import type { Revocation } from "../../store/revocations.ts";
import type { ConnectionStatus, ReauthReason } from "../../store/schema.ts";
import { isLeased, isRefreshable, stillLives } from "../engine/index.ts";
import { findEntry, type SettingField, settingFields } from "../providers/index.ts";
import { type Receipt, receiptOf } from "../revocation/index.ts";
import type { ConnectionsContext } from "./context.ts";
import { type Outdated, outdatedBy } from "./outdated.ts";

/** A connector as it is named where something else is about it. */
export interface ConnectorReference {
  readonly id: string;
  /** Its integration type: the name of a connector of the catalogue. */
  readonly type: string;
  readonly name: string;
}

/** A connector that a user may connect, and where that stands. */
export interface UserConnector {
  readonly connector: ConnectorReference;
  /** The settings that a connection takes. */
  readonly settingFields: readonly SettingField[];
  /** By the catalogue's list of icons; null where nobody knows the connector's type any more. */
  readonly logo: { readonly icon: string | null; readonly color: string } | null;
  /** Null where the user never connected. */
  readonly connection: Connection | null;
}

/** Times are epoch seconds. */
export interface Connection {
  readonly connectionId: string;
  readonly appId: string;
  readonly connector: ConnectorReference;
  readonly owner: StoredOwner;
  /** The provider's account; null where the provider does not tell it. */
  readonly account: ConnectionAccount | null;
  /** As a read of its token finds it: one that is over and cannot be refreshed needs its owner. */
  readonly status: ConnectionStatus;
  /** Why it needs its owner; null where it does not. */
  readonly reason: ReauthReason | null;
  readonly statusSince: number;
  /** Its settings under their documented names, without what was kept of the provider's answers. */
  readonly settings: Readonly<Record<string, string>>;
  readonly requestedScopes: readonly string[];
  readonly grantedScopes: readonly string[];
  /** Requested and not granted. */
  readonly missingScopes: readonly string[];
  /** What of its connector is no more as it was when it was connected, and so needs its owner to connect again. */
  readonly outdatedBy: readonly Outdated[];
  /**
   * What it has, in the spelling in which it was requested; of one that was never connected, what it is
   * to have.
   */
  readonly heldScopes: readonly string[];
  /** When the access token ends; null where it does not. */
  readonly expiresAt: number | null;
  readonly refreshTokenExpiresAt: number | null;
  readonly connectedAt: number | null;
  readonly lastRefreshedAt: number | null;
  /** When a token was last read, about; null where none was since it is known. */
  readonly lastUsedAt: number | null;
  /** When a list last had it checked at its provider. */
  readonly checkedAt: number | null;
  readonly createdAt: number;
  /** Of a shared connection: the operator who authorized it; null where that is not known. */
  readonly connectedBy: AuthorizingOperator | null;
  /** Counts token sets; 1 is the first. */
  readonly version: number;
  /** Whether there is something from which a new token can be had. */
  readonly refreshable: boolean;
  /** Since when it is frozen; null where it is not. */
  readonly frozenAt: number | null;
  /** It is active, and its last refresh failed or its outcome is unknown. */
  readonly degraded: boolean;
  /** When it is due to be refreshed unasked; null where it waits to be used. */
  readonly nextRefreshAt: number | null;
  /** Before this no refresh is tried. */
  readonly nextTryAt: number | null;
  /** The failures since the last success: the newest one's stable code, and how many. */
  readonly failure: { readonly code: string; readonly count: number } | null;
  /** The provider refuses the refresh in words that do not say that the grant is over; null where it does not. */
  readonly refused: RefusalStreak | null;
  /** Whether the access token may be over before its time: the answer to a refresh was lost. */
  readonly tokenDoubtful: boolean;
  /** Since when it is unknown whether the provider carried a refresh out. */
  readonly outcomeUnknownSince: number | null;
  /** Whether a process is refreshing it now. */
  readonly refreshing: boolean;
  /** What became of the grant of a disconnected one; null where that is not known any more. */
  readonly receipt: Receipt | null;
}

/** The newest revocation of each connection that is disconnected, by connection. */
export type Revocations = ReadonlyMap<string, Revocation>;

/** A connector that is listed, with the user's connection where there is one. */
export function userConnectorOf(
  context: ConnectionsContext,
  listed: ListedConnection,
  revocations: Revocations,
): UserConnector {
  const { connection } = listed;
  const entry = findEntry(context.catalogue, listed);
  return {
    connector: referenceOf(listed),
    settingFields: entry === undefined ? [] : settingFields(entry),
    logo: entry?.connector.logo ?? null,
    connection:
      connection === undefined
        ? null
        : connectionOf(context, { ...listed, connection }, revocations),
  };
}

/** A stored connection, as its connector's entry and the engine see it. */
export function connectionOf(
  context: ConnectionsContext,
  listed: ListedConnection & { readonly connection: ConnectionRecord },
  revocations: Revocations,
): Connection {
  const { connection: stored } = listed;
  const { failureCode, outcomeUnknownAt, requestedScopes, grantedScopes } = stored;
  const entry = findEntry(context.catalogue, listed);
  const standing = statusOf(context, stored, entry);
  const revocation = revocations.get(stored.connectionId);
  const isTroubled = failureCode !== null || outcomeUnknownAt !== null;
  return {
    connectionId: stored.connectionId,
    appId: stored.appId,
    connector: referenceOf(listed),
    owner: stored.owner,
    account: stored.account,
    ...standing,
    statusSince: stored.statusSince,
    settings: entry === undefined ? {} : byHandedOutName(entry, settingsOf(entry, stored)),
    requestedScopes,
    grantedScopes,
    missingScopes: entry === undefined ? [] : missingScopes(entry, requestedScopes, grantedScopes),
    outdatedBy: outdatedBy(listed, stored, entry),
    heldScopes: scopesOf(stored, entry),
    expiresAt: stored.expiresAt,
    refreshTokenExpiresAt: stored.refreshTokenExpiresAt,
    connectedAt: stored.connectedAt,
    lastRefreshedAt: stored.lastRefreshedAt,
    frozenAt: stored.frozenAt,
    lastUsedAt: stored.lastUsedAt,
    checkedAt: stored.checkedAt,
    createdAt: stored.createdAt,
    connectedBy: stored.author,
    version: stored.version,
    refreshable: entry !== undefined && isRefreshable(entry, stored),
    degraded: standing.status === "active" && isTroubled,
    nextRefreshAt: stored.nextRefreshAt,
    nextTryAt: stored.nextTryAt,
    failure: failureCode === null ? null : { code: failureCode, count: stored.failureCount },
    refused: stored.refused,
    tokenDoubtful: stored.doubtful,
    outcomeUnknownSince: outcomeUnknownAt,
    refreshing: isLeased(context, stored),
    receipt: revocation === undefined ? null : receiptOf(revocation),
  };
}

/** A connector as lists of connections hold it. */
export function listedOf({
  connector,
  client,
  providerEntry,
}: ConnectorWithClient): ListedConnector {
  const { connectorId, name: connectorName, integrationType, allowedScopes } = connector;
  const { clientId, serverId } = client;
  const named = { connectorId, connectorName, integrationType, connectorScopes: connector.scopes };
  return { ...named, allowedScopes, clientId, serverId, providerEntry };
}

function referenceOf(listed: ListedConnection): ConnectorReference {
  return { id: listed.connectorId, type: listed.integrationType, name: listed.connectorName };
}

/** An expired token that nothing can refresh is said to need its owner, before anyone asks for it. */
export function statusOf(
  context: Pick<ConnectionsContext, "clock">,
  connection: ConnectionRecord,
  entry: ProviderConnector | undefined,
): Pick<Connection, "status" | "reason"> {
  const { status, reason } = connection;
  const refreshable = entry !== undefined && isRefreshable(entry, connection);
  const ended = status === "active" && !stillLives(context, connection) && !refreshable;
  return ended ? { status: "needs_reauth", reason: "no_refresh_token" } : { status, reason };
}

/** What of a connection's values are its settings. */
export function settingsOf(
  { server }: Pick<ProviderConnector, "server">,
  { connectionConfig }: Pick<ConnectionRecord, "connectionConfig">,
): Record<string, string> {
  const names = new Set(server.settings.map(({ name }) => name));
  return Object.fromEntries(Object.entries(connectionConfig).filter(([name]) => names.has(name)));
}

function scopesOf(
  { status, requestedScopes, grantedScopes }: ConnectionRecord,
  entry: ProviderConnector | undefined,
): readonly string[] {
  const isOnlyWanted = status === "disconnected" && grantedScopes.length === 0;
  if (entry === undefined || isOnlyWanted) return requestedScopes;
  return heldScopes(entry, requestedScopes, grantedScopes);
}
