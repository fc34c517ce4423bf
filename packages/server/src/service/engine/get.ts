/** Reads a token: fresh from the database where it is good, refreshed where it is not. */
import { GrantryError } from "../../lib/error.ts";
import type { Secret } from "../../lib/secret.ts";
import { connectionConfigOf } from "../../provider/connection-config.ts";
import { missingScopes } from "../../provider/scopes.ts";
import { byHandedOutName } from "../../provider/setting-names.ts";
import type { App } from "../../store/apps.ts";
import {
  accessTokenAtHand,
  openAccessToken,
  type TokenConnection,
} from "../../store/connections.ts";
import { type ConnectorAddress, getConnector } from "../../store/connectors.ts";
import { readForToken, type TokenOwner, type TokenRead } from "../../store/token-read.ts";
import type { PresentedBackend } from "../app-users/index.ts";
import {
  authenticateAppUser,
  issuerRequired,
  requireServiceConnector,
  requireServiceScope,
  requireServiceToken,
  requireThawed,
  requireUserIssuer,
} from "../app-users/index.ts";
import { catalogueEntry, connectorNotFound, requireEnabled } from "../providers/index.ts";
import type { EngineContext } from "./context.ts";
import { remaining } from "./doubt.ts";
import {
  isAbandoned,
  isGood,
  isNearEnd,
  noDemands,
  stillLives,
  type TokenDemands,
} from "./is-good.ts";
import { onRecord } from "./on-record.ts";
import { refreshed, refreshUnasked } from "./refresh.ts";
import { notConnected, requireNotEnded } from "./refusals.ts";
import { waitBound } from "./statistics.ts";

export interface TokenQuery {
  readonly backend: PresentedBackend;
  readonly address: ConnectorAddress;
  readonly owner: TokenOwner;
  readonly demands?: TokenDemands;
}

export interface TokenResult {
  readonly accessToken: Secret;
  readonly integrationType: string;
  readonly connection: TokenConnection;
  /** What of the connection's values the official clients know; null where nothing is. */
  readonly connectionConfig: Readonly<Record<string, string>> | null;
  /** What its values are called where the catalogue speaks of them. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * A token that meets the demands. Throws unauthorized, forbidden, workspace_frozen, connection_frozen, connector_not_found,
 * shared_connections_disabled, user_connections_disabled, not_connected,
 * needs_reauth, no_newer_token, missing_scopes, provider_unavailable, connector_misconfigured.
 */
export async function getToken(context: EngineContext, query: TokenQuery): Promise<TokenResult> {
  return await answer(context, query, await read(context, query));
}

/**
 * The token of a connection of the app, by its id. Throws connection_not_found in place of
 * connector_not_found.
 */
export async function getTokenOfConnection(
  context: EngineContext,
  query: {
    readonly backend: PresentedBackend;
    readonly connectionId: string;
    readonly demands?: TokenDemands;
  },
): Promise<TokenResult> {
  const { backend, connectionId, demands = noDemands } = query;
  const found = await readForToken(context.store, { ...backend, connectionId });
  if (found === undefined) throw new GrantryError("unauthorized");
  return await onRecord(context, { ...backend, found }, async () => {
    requireAllowed(context, backend, found);
    const { integrationType, enabled, ownerKind } = found;
    if (integrationType === null || ownerKind === undefined)
      throw new GrantryError("connection_not_found");
    requireConnector(found);
    requireEnabled({ integrationType, enabled }, ownerKind);
    const { appId } = backend;
    return await serveConnection(context, demands, {
      appId,
      integrationType,
      stored: found.connection,
      isFrozen: found.isConnectionFrozen,
    });
  });
}

/** The token of the user whose JWT the backend passes on. Throws app_user_required besides. */
export async function getTokenOfCurrentUser(
  context: EngineContext,
  query: Omit<TokenQuery, "owner"> & { readonly userToken: Secret },
): Promise<TokenResult> {
  const { appId } = query.backend;
  return await getTokenOf(context, query, async () => {
    const user = await asAppUserRequired(authenticateAppUser(context, appId, query.userToken));
    const { app, issuer, userId } = user;
    return { app, owner: { kind: "user", issuer, userId } };
  });
}

/**
 * The token of a user that the backend names. Without an issuer the app's only one is meant: that is
 * part of the read. Throws issuer_required and issuer_unknown besides.
 */
export async function getTokenOfNamedUser(
  context: EngineContext,
  query: Omit<TokenQuery, "owner"> & {
    readonly user: { readonly userId: string; readonly issuer: string | undefined };
  },
): Promise<TokenResult> {
  const { userId, issuer } = query.user;
  if (issuer === undefined) {
    return await getToken(context, { ...query, owner: { kind: "user_of_app", userId } });
  }
  return await getTokenOf(context, query, () =>
    userOfIssuer(context, query.backend, { userId, issuer }),
  );
}

/** The token of a user who is found out by the app's settings, as they were kept in memory. */
async function getTokenOf(
  context: EngineContext,
  query: Omit<TokenQuery, "owner">,
  identify: () => Promise<{ readonly app: App; readonly owner: TokenOwner }>,
): Promise<TokenResult> {
  for (const attempt of [1, 2]) {
    const { app, owner } = await identify();
    const ofUser: TokenQuery = { ...query, owner };
    const found = await read(context, ofUser);
    // The app's identity providers changed since they were read: judge the user by the new ones.
    if (found.authVersion === app.authVersion || attempt === 2) {
      return await answer(context, ofUser, found);
    }
    context.apps.drop(query.backend.appId);
  }
  throw new GrantryError("internal");
}

async function userOfIssuer(
  context: EngineContext,
  backend: PresentedBackend,
  { userId, issuer }: { readonly userId: string; readonly issuer: string },
): Promise<{ readonly app: App; readonly owner: TokenOwner }> {
  const { appId } = backend;
  const identify = async () => {
    const app = await context.apps.get(appId);
    const owner: TokenOwner = { kind: "user", issuer: requireUserIssuer(app, issuer), userId };
    return { app, owner };
  };
  try {
    return await identify();
  } catch {
    // A refusal names the app's issuers: only to who has a service token of it, and by what holds now.
    await requireServiceToken(context, backend);
    context.apps.drop(appId);
    return await identify();
  }
}

async function asAppUserRequired<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    if (!(thrown instanceof GrantryError) || thrown.code !== "unauthorized") throw thrown;
    throw new GrantryError("app_user_required", { detail: thrown.detail, cause: thrown });
  }
}

async function read(context: EngineContext, query: TokenQuery): Promise<TokenRead> {
  const { appId, serviceToken } = query.backend;
  const { address, owner } = query;
  const found = await readForToken(context.store, { appId, serviceToken, address, owner });
  if (found === undefined) throw new GrantryError("unauthorized");
  return found;
}

/** Throws forbidden where the service token may not read tokens, and workspace_frozen. */
function requireAllowed(
  { serviceTokenUses, limits }: EngineContext,
  { appId, scope }: PresentedBackend,
  found: TokenRead,
): void {
  const { serviceToken } = found;
  limits.floods.take({ policy: "token_reads", key: appId, appId });
  serviceTokenUses.note(serviceToken);
  requireServiceScope(serviceToken, scope);
  requireThawed(found);
}

/** Throws forbidden where the service token is limited to other connectors than the one that was meant. */
function requireConnector({ serviceToken, connectorId }: TokenRead): void {
  if (connectorId !== null) requireServiceConnector(serviceToken, connectorId);
}

async function answer(
  context: EngineContext,
  query: TokenQuery,
  found: TokenRead,
): Promise<TokenResult> {
  return await onRecord(context, { ...query.backend, found }, () => serve(context, query, found));
}

async function serve(
  context: EngineContext,
  query: TokenQuery,
  found: TokenRead,
): Promise<TokenResult> {
  requireAllowed(context, query.backend, found);
  const { connection: stored, integrationType, enabled } = found;
  if (query.owner.kind === "user_of_app" && !found.hasOnlyIssuer) {
    const { identityProviders } = await context.apps.get(query.backend.appId);
    throw issuerRequired(identityProviders);
  }
  if (integrationType === null) throw connectorNotFound(query.address);
  requireConnector(found);
  requireEnabled({ integrationType, enabled }, query.owner.kind === "app" ? "app" : "user");
  const { appId } = query.backend;
  return await serveConnection(context, query.demands ?? noDemands, {
    appId,
    integrationType,
    stored,
    isFrozen: found.isConnectionFrozen,
  });
}

async function serveConnection(
  context: EngineContext,
  demands: TokenDemands,
  found: {
    readonly appId: string;
    readonly integrationType: string;
    readonly stored: TokenConnection | undefined;
    readonly isFrozen: boolean;
  },
): Promise<TokenResult> {
  const { appId, integrationType, stored, isFrozen } = found;
  if (stored === undefined) throw notConnected();
  const { connectionId } = stored;
  context.limits.floods.take({ policy: "connection_reads", key: connectionId, appId });
  requireNotEnded(stored, isFrozen);
  if (demands.scopes.length > 0) await requireScopes(context, stored, demands.scopes);
  const { how, connection } = isGood(context, stored, demands)
    ? ({ how: "fresh", connection: stored } as const)
    : await refreshedOrAlive(context, { ...stored, appId }, demands);
  const accessToken =
    accessTokenAtHand(context.store, connection) ??
    (await openAccessToken(context.store, connection));
  if (accessToken === null) throw notConnected();
  context.uses.note(connection);
  if (how === "fresh" && (isNearEnd(context, connection) || isAbandoned(context, connection)))
    void refreshUnasked(context, connection, "ahead");
  const { expiresAt } = connection;
  const leftSeconds = expiresAt === null ? null : expiresAt - context.clock.nowSeconds();
  context.metrics.tokenServed(how, leftSeconds);
  context.statistics.count(
    { appId, workspaceId: connection.workspaceId, connectorId: connection.connectorId },
    "tokens_served",
    how,
  );
  const values = connection.connectionConfig;
  return {
    accessToken,
    integrationType,
    connection: asHandedOut(context, integrationType, connection),
    values,
    connectionConfig: connectionConfigOf(context.catalogue, integrationType, values),
  };
}

/** With its settings by the names that are documented; those of a custom provider have no others. */
function asHandedOut(
  { catalogue }: EngineContext,
  integrationType: string,
  connection: TokenConnection,
): TokenConnection {
  const entry = catalogue.find(integrationType);
  if (entry === undefined) return connection;
  const connectionConfig = byHandedOutName(entry, connection.connectionConfig);
  return connectionConfig === connection.connectionConfig
    ? connection
    : { ...connection, connectionConfig };
}

/** After these nothing of the old token may be given out, either. */
const endings: readonly string[] = ["needs_reauth", "not_connected", "connection_frozen"];

/** Whatever keeps a new token away, what is left of the old one is better than none. */
async function refreshedOrAlive(
  context: EngineContext,
  stored: TokenConnection & { readonly appId: string },
  demands: TokenDemands,
): Promise<{ readonly how: "refreshed" | "remaining"; readonly connection: TokenConnection }> {
  const { clock, metrics, statistics } = context;
  const startedMs = clock.steadyMs();
  try {
    const trigger = demands.refusedVersion === null ? "read" : "forced";
    const connection = await refreshed(context, stored.connectionId, { demands, trigger });
    return { how: "refreshed", connection };
  } catch (thrown) {
    const demandsMore = demands.minTtlSeconds !== null || demands.refusedVersion !== null;
    const ended = thrown instanceof GrantryError && endings.includes(thrown.code);
    if (ended || demandsMore || !stillLives(context, stored)) throw thrown;
    const connection = await remaining(context, stored);
    if (connection === undefined) throw thrown;
    return { how: "remaining", connection };
  } finally {
    const ms = clock.steadyMs() - startedMs;
    metrics.readerWaited(ms);
    statistics.count(stored, "reader_wait", waitBound(ms), ms);
  }
}

async function requireScopes(
  context: EngineContext,
  connection: TokenConnection,
  scopes: readonly string[],
): Promise<void> {
  const { workspaceId, connectorId, grantedScopes } = connection;
  const registered = await getConnector(context.store, workspaceId, connectorId);
  if (registered === undefined) throw notConnected();
  const missing = missingScopes(catalogueEntry(context, registered), scopes, grantedScopes);
  if (missing.length === 0) return;
  throw new GrantryError("missing_scopes", {
    detail: `The connection was not granted: ${missing.join(", ")}. Connect again and ask for it.`,
    data: { missingScopes: missing },
  });
}
