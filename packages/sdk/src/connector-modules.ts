/** The two connectors modules: every method with its meaning. */
import type {
  ConnectorId,
  ConnectorIdScope,
  ConnectorIntegrationType,
  ConnectorScope,
} from "./connector-registries.ts";
import type {
  AppUserConnection,
  AppUserConnectorConnectionResponse,
  AppUserToken,
  AppUserTokenOptions,
  AuthorizeOptions,
  BegunAuthorization,
  CallOptions,
  CompletedAuthorization,
  CompleteOptions,
  ConnectAppUserOptions,
  ConnectionAddress,
  ConnectionFetch,
  ConnectionFetchOptions,
  ConnectionScope,
  ConnectOptions,
  ConnectorConnectionResponse,
  ConnectResult,
  NamedUserTokenOptions,
  Receipt,
  ReturnResult,
  ReturnUrlResult,
  TokenOptions,
} from "./connector-types.ts";

/** `client.asServiceRole.connectors`: access tokens, for the app's backend only. */
export interface ConnectorsModule {
  /**
   * The access token of a shared connection.
   *
   * @deprecated Use {@link ConnectorsModule.getConnection}, which tells more than the token.
   * @example
   * ```ts
   * const token = await client.asServiceRole.connectors.getAccessToken("slackbot");
   * ```
   */
  getAccessToken<Type extends ConnectorIntegrationType>(
    integrationType: Type,
    options?: TokenOptions<ConnectorScope<Type>>,
  ): Promise<string>;

  /**
   * The shared connection of an integration type: one account for the whole app.
   *
   * @throws GrantryError `not_connected`, `needs_reauth`, `connector_not_found`.
   * @example
   * ```ts
   * const { accessToken } = await client.asServiceRole.connectors.getConnection("googlecalendar");
   * ```
   */
  getConnection<Type extends ConnectorIntegrationType>(
    integrationType: Type,
    options?: TokenOptions<ConnectorScope<Type>>,
  ): Promise<ConnectorConnectionResponse>;

  /**
   * The shared connection of a connector that the workspace registered, by connector ID.
   *
   * @example
   * ```ts
   * const { accessToken, connectionConfig } =
   *   await client.asServiceRole.connectors.getWorkspaceConnection(connectorId);
   * const host = `${connectionConfig?.subdomain}.snowflakecomputing.com`;
   * ```
   */
  getWorkspaceConnection<Id extends ConnectorId>(
    connectorId: Id,
    options?: TokenOptions<ConnectorIdScope<Id>>,
  ): Promise<ConnectorConnectionResponse>;

  /**
   * The access token of the current app user.
   *
   * @deprecated Use {@link ConnectorsModule.getCurrentAppUserConnection}.
   * @example
   * ```ts
   * const token = await client.asServiceRole.connectors.getCurrentAppUserAccessToken(connectorId);
   * ```
   */
  getCurrentAppUserAccessToken<Id extends ConnectorId>(
    connectorId: Id,
    options?: TokenOptions<ConnectorIdScope<Id>>,
  ): Promise<string>;

  /**
   * The connection of the app user whose token this client holds. Make the client with
   * `createClientFromRequest`, or pass `token`.
   *
   * @throws GrantryError `app_user_required`, `not_connected`, `needs_reauth`.
   * @example
   * ```ts
   * const { accessToken } =
   *   await client.asServiceRole.connectors.getCurrentAppUserConnection(connectorId);
   * ```
   */
  getCurrentAppUserConnection<Id extends ConnectorId>(
    connectorId: Id,
    options?: TokenOptions<ConnectorIdScope<Id>>,
  ): Promise<AppUserConnectorConnectionResponse>;

  /**
   * The connection of a named app user, for work without a request of that user: a schedule, a
   * queue, a webhook. Where the app has several identity providers, `issuer` says whose user.
   *
   * @throws GrantryError `not_connected`, `needs_reauth`, `issuer_required`, `issuer_unknown`.
   * @example
   * ```ts
   * for (const userId of subscribers) {
   *   const { accessToken } =
   *     await client.asServiceRole.connectors.getAppUserConnection(userId, connectorId);
   *   await sendDigest(accessToken);
   * }
   * ```
   */
  getAppUserConnection<Id extends ConnectorId>(
    userId: string,
    connectorId: Id,
    options?: NamedUserTokenOptions<ConnectorIdScope<Id>>,
  ): Promise<AppUserConnectorConnectionResponse>;

  /**
   * A `fetch` that sends a connection's access token along. It has the signature of the platform's
   * own, so that it can be handed to a library. Each call asks the server for the token. Where the
   * API refuses it, a newer token is asked for, once, and the call is sent once more; a second
   * refusal is returned. A body that is a stream cannot be sent twice: its refusal is returned after
   * the token was refreshed. The body of a `Request` is copied for it.
   *
   * How an API refuses a token is known to the server: most answer 401, Slack 200 and
   * `token_expired`, and some say 401 where the token is good and lacks a permission, which is
   * returned as it is. The option `refusesToken` decides instead. Where there is no newer token, the
   * error's `refusal` holds what the API answered.
   *
   * The token goes to the address that is called. After a redirect to another origin the platform
   * leaves it out, as the Fetch standard demands; on Cloudflare Workers only from the compatibility
   * date 2025-09-01. A call that brings an `Authorization` header of its own is sent as it is.
   *
   * @throws Error where the address names no connection. The function itself rejects with what the
   * platform's `fetch` does, and with GrantryError `not_connected`, `needs_reauth`, ... where there
   * is no token, or no newer one.
   * @example
   * ```ts
   * const calendar = client.asServiceRole.connectors.fetchFor({ connectorId, owner: "current_user" });
   * const response = await calendar("https://www.googleapis.com/calendar/v3/calendars/primary/events");
   * ```
   */
  fetchFor<Address extends ConnectionAddress>(
    address: Address,
    options?: ConnectionFetchOptions<ConnectionScope<Address>>,
  ): ConnectionFetch;

  /**
   * Begins a consent of a user, for an app that connects by its server, or by `integrationType` one for everybody who
   * uses the app. Send the person's own browser to `connectUrl`, and keep `verifier` in their session.
   *
   * @throws GrantryError `connector_not_found`, `return_url_not_allowed`, `issuer_required`, ...
   * @example
   * ```ts
   * const begun = await client.asServiceRole.connectors.authorize({
   *   connectorId,
   *   owner: { userId: session.userId },
   *   returnUrl: "https://app.example.com/connected",
   * });
   * session.consent = { id: begun.authorizationId, verifier: begun.verifier };
   * response.redirect(begun.connectUrl);
   * ```
   */
  authorize(options: AuthorizeOptions): Promise<BegunAuthorization>;

  /**
   * Completes a consent of {@link ConnectorsModule.authorize}: only now is anything exchanged at the provider. `hook` is
   * called once the connection is stored, before this resolves, to write what the app keeps of it. Where it throws, so
   * does this, and calling again with the same code and verifier answers the same and calls it again: so it runs at
   * least once for a connection that this told of, never for one that there is not, and should write the same when repeated.
   *
   * @throws GrantryError `completion_invalid`: a wrong code or verifier, which ends the consent, or a user who has no such consent.
   * @example
   * ```ts
   * const { id, verifier } = session.consent;
   * const { status, choiceUrl } = await client.asServiceRole.connectors.completeAuthorization(
   *   id,
   *   { owner: { userId: session.userId }, code: query.grantry_code, verifier },
   *   async ({ connectionId }) => database.saveCalendar(session.userId, connectionId),
   * );
   * ```
   */
  completeAuthorization(
    authorizationId: string,
    options: CompleteOptions,
    hook?: (connection: AppUserConnection) => void | Promise<void>,
  ): Promise<CompletedAuthorization>;

  /**
   * Issues a short-lived token for one app user, where the app has no identity provider of its
   * own. Hand it to that user's browser only. Where the app has one provider, it stands for that
   * provider's user of this id; with several, `issuer` says whose.
   *
   * @throws GrantryError `issuer_required`, `issuer_unknown`.
   * @example
   * ```ts
   * const { accessToken } = await client.asServiceRole.connectors.createAppUserToken(session.userId, {
   *   email: session.email,
   *   emailVerified: session.emailVerified,
   *   expiresIn: 900,
   * });
   * ```
   */
  createAppUserToken(userId: string, options?: AppUserTokenOptions): Promise<AppUserToken>;
}

/** `client.connectors`: what the signed-in app user may do. */
export interface UserConnectorsModule {
  /**
   * Starts an authorization and gives the address to send the user to. Prefer
   * {@link UserConnectorsModule.connect} in a browser: it also tells how the flow ended.
   *
   * @example
   * ```ts
   * window.location.href = await client.connectors.connectAppUser(connectorId);
   * ```
   */
  connectAppUser(connectorId: ConnectorId, options?: ConnectAppUserOptions): Promise<string>;

  /**
   * Lets the user connect an account, and resolves when the flow has ended. Call it directly in a
   * click handler, before any `await`: it opens the popup at once, as pop-up blockers demand.
   * A second call while the connector's popup is open gets the result of the first.
   * With `display: "page"` the page is left and the promise never resolves; the page that `returnUrl` names
   * calls {@link UserConnectorsModule.complete}. Let pages that popups return to call it, too: where a provider's page
   * cuts the popup off from this one, it is completed there.
   *
   * @throws GrantryError where the flow could not start, such as `connector_not_found`.
   * @example
   * ```ts
   * button.onclick = async () => {
   *   const { outcome, error } = await client.connectors.connect(connectorId);
   *   if (outcome === "blocked") showHint("Allow pop-ups for this page and try again.");
   *   if (outcome === "failed") showHint(`Connecting failed (${error}).`);
   *   if (outcome === "completed") showCalendar();
   * };
   * ```
   */
  connect(connectorId: ConnectorId, options?: ConnectOptions): Promise<ConnectResult>;

  /**
   * Completes the flow that came back to this page, and tells how it ended; null where none did. Call it once when a page
   * loads that flows return to: what they left in the address is taken out of it. After a reload it goes on where it was.
   * In a popup it closes the window. Where the flow was not begun in this session, as when somebody consented by a
   * link that another sent them, nothing is connected: the outcome is `failed`, with `completion_invalid`.
   *
   * @param url - Default: the page's address.
   * @throws GrantryError where it could not be completed now; call it again.
   * @example
   * ```ts
   * const returned = await client.connectors.complete();
   * if (returned?.outcome === "completed") showCalendar();
   * ```
   */
  complete(url?: string): Promise<ReturnResult | null>;

  /**
   * The outcome that a return URL carries; null where it carries none. Anybody can write such a
   * URL: use it to choose what to show, and ask
   * {@link UserConnectorsModule.getConnectionStatus} for the truth.
   *
   * @param url - Default: the page's address.
   * @example
   * ```ts
   * const result = client.connectors.connectResult();
   * if (result?.outcome === "denied") showHint("Nothing was connected.");
   * ```
   */
  connectResult(url?: string): ReturnUrlResult | null;

  /**
   * Ends the user's connection and revokes the grant at the provider where that is possible.
   *
   * @throws GrantryError `not_connected` where there is none.
   * @example
   * ```ts
   * await client.connectors.disconnectAppUser(connectorId);
   * ```
   */
  disconnectAppUser(connectorId: ConnectorId, options?: CallOptions): Promise<void>;

  /**
   * Does what {@link UserConnectorsModule.disconnectAppUser} does, and tells of each connection that was
   * ended what became of its grant at the provider.
   *
   * @throws GrantryError `not_connected` where there is none.
   * @example
   * ```ts
   * const receipts = await client.connectors.disconnect(connectorId);
   * if (receipts.some(({ revocation }) => revocation !== "revoked")) {
   *   showHint("Remove the app in your provider's settings too.");
   * }
   * ```
   */
  disconnect(connectorId: ConnectorId, options?: CallOptions): Promise<Receipt[]>;

  /**
   * Every connector that the user can connect, and where each connection stands.
   *
   * @example
   * ```ts
   * const connections = await client.connectors.listConnections();
   * const broken = connections.filter(({ status }) => status === "needs_reauth");
   * ```
   */
  listConnections(options?: CallOptions): Promise<AppUserConnection[]>;

  /**
   * Where the user's connection of one connector stands.
   *
   * @example
   * ```ts
   * const { status, account } = await client.connectors.getConnectionStatus(connectorId);
   * label.textContent = status === "active" ? `Connected as ${account?.email}` : "Not connected";
   * ```
   */
  getConnectionStatus(connectorId: ConnectorId, options?: CallOptions): Promise<AppUserConnection>;
}
