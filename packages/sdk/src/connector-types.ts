/** What the two connectors modules take and return. */

import type {
  ConnectorId,
  ConnectorIdScope,
  ConnectorIntegrationType,
  ConnectorScope,
} from "./connector-registries.ts";
import type { OtherText } from "./errors.ts";

/** The provider's account behind a connection. */
export interface ConnectorAccount {
  /** The provider's own, never reassigned id of the account. */
  id: string;
  /** Email address, where the provider tells it. */
  email: string | null;
  /** Display name, where the provider tells it. */
  name: string | null;
}

/** A service's logo, as its makers draw it: one shape, for a white ground. */
export interface ConnectorLogo {
  /** Path of an SVG with `viewBox="0 0 24 24"`, to be filled. */
  path: string;
  /** Such as `#4285F4`. */
  color: string;
}

/**
 * An access token that works now, and what is needed to use it.
 *
 * @example
 * ```ts
 * const { accessToken, tokenType } = await client.asServiceRole.connectors.getConnection("slack");
 * await fetch(url, { headers: { Authorization: `${tokenType} ${accessToken}` } });
 * ```
 */
export interface ConnectorConnectionResponse {
  /** The connector's type, such as `googlecalendar`. */
  integrationType: string;
  connectorId: ConnectorId;
  /** Names the connection for as long as there is one. */
  connectionId: string;
  /** The access token. Ask again before each use rather than keeping it. */
  accessToken: string;
  /** What the addresses of calls are made of, such as a subdomain; null for most types. */
  connectionConfig: Record<string, string> | null;
  /**
   * All that is known with the connection: every setting, and what the server kept of the provider's
   * answers, such as Slack's `team_id`; null where there is nothing.
   */
  connectionValues: Record<string, string> | null;
  /** When the access token ends, such as `2026-05-04T10:00:00Z` (RFC 3339); null where it does not. */
  expiresAt: string | null;
  /** Seconds that it still lived when the server answered; null likewise. */
  expiresIn: number | null;
  /** The scheme for the `Authorization` header, mostly `Bearer`. */
  tokenType: string;
  /** Counts the token sets of this connection; the first is 1. */
  version: number;
  /** Scopes that the resource owner granted. */
  grantedScopes: string[];
  /** The provider's account; null where the provider does not tell. */
  account: ConnectorAccount | null;
  /**
   * Where that was asked for: the origins of the API that the token is for; `*` stands for a part of a host's name. Not there
   * for a workspace's own provider.
   */
  hosts?: string[];
}

/** An app user's access token: the same members as {@link ConnectorConnectionResponse}. */
export type AppUserConnectorConnectionResponse = ConnectorConnectionResponse;

/**
 * Where a connection stands. `needs_reauth`: it ended and the user must connect again. A newer server
 * may know others.
 */
export type ConnectionStatus =
  | "not_connected"
  | "active"
  | "needs_reauth"
  | "disconnected"
  | OtherText;

/**
 * What the signed-in user may know of a connection. Never a credential. Times are text, such as
 * `2026-05-04T10:00:00Z` (RFC 3339).
 */
export interface AppUserConnection {
  /** Null where there never was a connection. */
  connectionId: string | null;
  connectorId: ConnectorId;
  /** The name an operator gave the connector. */
  connectorName: string;
  integrationType: string;
  /** Null where there is none. */
  logo: ConnectorLogo | null;
  status: ConnectionStatus;
  /** Why the status is `needs_reauth`, such as `revoked`; null otherwise. */
  reason: string | null;
  /** Since when the status holds; null where there never was a connection. */
  statusSince: string | null;
  account: ConnectorAccount | null;
  requestedScopes: string[];
  grantedScopes: string[];
  /** Scopes that the connector asks for and this connection lacks. */
  missingScopes: string[];
  /** When the access token ends; null where it does not. */
  expiresAt: string | null;
  /** The last refresh. */
  lastRefreshedAt: string | null;
  /** The last completed authorization. */
  connectedAt: string | null;
  /** What became of the grant of a disconnected connection; null where that is not known. */
  revocation: Revocation | null;
}

/**
 * What became of a grant at its provider. `queued`: not yet known, it is tried until it is done or three
 * days have passed. `already_ended`: it was over before. `kept_…`: others rest on the same grant. A
 * newer server may know others.
 */
export type Revocation =
  | "revoked"
  | "already_ended"
  | "not_supported"
  | "queued"
  | "failed"
  | "kept_for_other_connections"
  | "kept_for_other_servers"
  | OtherText;

/** Options that every call takes. */
export interface CallOptions {
  /** Ends the call: it rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** What a token must be, beyond that it works now. `Scope`: what the connector's scopes are. */
export interface TokenOptions<Scope extends string = string> extends CallOptions {
  /** Seconds that the token must still live. Default: as long as the server thinks fit. */
  minTtl?: number | undefined;
  /**
   * The `version` of a token that the provider's API has refused: only a newer one is
   * answered. However many callers say so, the server refreshes once.
   */
  force?: number | undefined;
  /** Scopes that must have been granted; `missing_scopes` is thrown otherwise. */
  scopes?: readonly Scope[] | undefined;
  /** Whether the answer is to say where the token may go, as `hosts`. */
  hosts?: boolean | undefined;
}

/** What the token of a named user must be, and whose user that is. */
export interface NamedUserTokenOptions<Scope extends string = string> extends TokenOptions<Scope> {
  /**
   * `iss` of the identity provider whose user is meant. Needed where the app has several: the same id
   * of two of them is two users.
   */
  issuer?: string | undefined;
}

/**
 * Which connection is meant, and whose: the shared one of an integration type, or that of a connector
 * by its ID, which belongs to the whole app, to the user whose token the client holds, or to a named
 * user.
 *
 * @example
 * ```ts
 * const ofTheTeam: ConnectionAddress = { integrationType: "slack" };
 * const ofTheUser: ConnectionAddress = { connectorId, owner: "current_user" };
 * const ofAda: ConnectionAddress = { connectorId, owner: { userId: "ada" } };
 * ```
 */
export type ConnectionAddress =
  | { readonly integrationType: ConnectorIntegrationType }
  | {
      readonly connectorId: ConnectorId;
      readonly owner: "app" | "current_user" | NamedUser;
    };

/** A user by the id that the app knows them by. */
export interface NamedUser {
  readonly userId: string;
  /** `iss` of the user's identity provider; needed where the app has several. */
  readonly issuer?: string | undefined;
}

/** A scope of the connector that an address means. */
export type ConnectionScope<Address> = Address extends { readonly integrationType: infer Type }
  ? ConnectorScope<Type>
  : Address extends { readonly connectorId: infer Id }
    ? ConnectorIdScope<Id>
    : string;

/** Options of {@link ConnectorsModule.fetchFor}: what holds for every call. */
export interface ConnectionFetchOptions<Scope extends string = string> {
  /** Seconds that the token must still live, as in {@link TokenOptions}. */
  minTtl?: number | undefined;
  /** Scopes that must have been granted, as in {@link TokenOptions}. */
  scopes?: readonly Scope[] | undefined;
  /**
   * Where relative addresses lead, told from the connection: for providers that give each account a
   * host of its own. Without it addresses are absolute.
   */
  baseUrl?: ((connection: ConnectorConnectionResponse) => string) | undefined;
  /**
   * Origins that get the token besides those of the connector's API, such as `https://files.example.com`; `"any"` for
   * wherever the call goes. Everywhere else `host_not_allowed` is thrown, and nothing is sent.
   */
  hosts?: "any" | readonly string[] | undefined;
  /**
   * Whether an answer of the API says that the token is over, and a newer one is to be asked for.
   * `undefined` leaves it to what the server knows of the provider's API. Without it, that decides.
   */
  refusesToken?:
    | ((answer: ApiAnswer) => boolean | undefined | Promise<boolean | undefined>)
    | undefined;
}

/** An answer of a provider's API, to be looked at: what the app reads of it stays whole. */
export interface ApiAnswer {
  status: number;
  headers: Headers;
  /** Where it came from, after redirects. */
  url: string;
  /**
   * Its text; undefined where it is longer than 16 KiB, is no JSON though the call succeeded, or does
   * not end within two seconds.
   */
  text(): Promise<string | undefined>;
}

/** A `fetch` of one connection; takes and gives what the platform's own does. */
export type ConnectionFetch = (
  input: Parameters<typeof fetch>[0],
  init?: Parameters<typeof fetch>[1],
) => Promise<Response>;

/** Who the app user is, and how long the token lives. */
export interface AppUserTokenOptions extends CallOptions {
  /** `iss` of the identity provider whose user it is; needed where the app has several. */
  issuer?: string | undefined;
  email?: string | undefined;
  /** Whether you know that the address is the user's: only then pages that ask to confirm name the user by it. */
  emailVerified?: boolean | undefined;
  name?: string | undefined;
  /** Lifetime in seconds, 60 to 3600. */
  expiresIn?: number | undefined;
}

/** A short-lived token with which a browser may act as one app user. */
export interface AppUserToken {
  accessToken: string;
  tokenType: string;
  /** Lifetime in seconds. */
  expiresIn: number;
}

/** Options of {@link UserConnectorsModule.connectAppUser}. */
export interface ConnectAppUserOptions extends CallOptions {
  /**
   * Where the browser goes after the flow; must lie in one of the app's origins. Default in a
   * browser: the current address without credentials. Default in a backend: none.
   */
  returnUrl?: string | undefined;
  /**
   * Settings that the connector needs before the authorization, such as a subdomain. What is needed and
   * left out is asked for by the page that the user is sent to.
   */
  connectionConfig?: Record<string, string> | undefined;
}

/** The window in which a user connects an account. */
export interface PopupHandle {
  /** Brings it to the front. Call it in a click handler: a browser may refuse it elsewhere. */
  focus(): void;
}

/** Options of {@link UserConnectorsModule.connect}. */
export interface ConnectOptions extends ConnectAppUserOptions {
  /**
   * Who completes the consent. `app` (default): this package, by a verifier that stays in this page's own session, so that
   * whoever consents by somebody else's link connects nothing. `browser`: the browser that began, or a page that asks. Also
   * where the page has no https, by which browsers hash.
   */
  completion?: "app" | "browser" | undefined;
  /** `popup` (default) keeps the page; `page` leaves it and comes back to `returnUrl`. */
  display?: "popup" | "page" | undefined;
  /** Milliseconds between two questions to the server about the outcome. Default 1500. */
  pollIntervalMs?: number | undefined;
  /** Milliseconds after which the flow is given up. Default 600000, ten minutes. */
  timeoutMs?: number | undefined;
  /** Called with the popup as soon as it is open, before `connect` returns; not by a call that joins another. */
  onPopup?: ((popup: PopupHandle) => void) | undefined;
  /**
   * Called after `connect` has resolved with `completed` and something in `missingScopes`, with the connection as it is then:
   * when the person grants in the popup, which stays open for that, what they first left out. Not by a call that joins another,
   * and with `completion: "browser"` only: elsewhere the popup is gone by then, and the person connects again.
   */
  onMoreAccess?: ((connection: AppUserConnection) => void) | undefined;
}

/**
 * How a flow ended. `completed`: the connection works. `denied`: the user declined. `closed`: the
 * user closed the popup. `blocked`: the browser did not open it. `failed`: the provider or server
 * refused. `timed_out`: no end within the time allowed.
 */
export type ConnectOutcome = "completed" | "denied" | "closed" | "blocked" | "failed" | "timed_out";

/** The end of a flow. */
export interface ConnectResult {
  outcome: ConnectOutcome;
  /** Stable code of the failure; present with `denied` and `failed`. */
  error?: string;
  /** The connection after `completed`; absent where reading it failed. */
  connection?: AppUserConnection;
}

/** What {@link UserConnectorsModule.complete} found on the page that a flow came back to. */
export interface ReturnResult extends ConnectResult {
  /** Null where the flow was not begun here. */
  connectorId: ConnectorId | null;
}

/**
 * Whose consent a backend begins or completes: of the user whose token the client holds, or a named one; `"app"` for
 * an account that everybody who uses the app works with.
 */
export type ConsentOwner = "app" | "current_user" | NamedUser;

/** Options of {@link ConnectorsModule.authorize}: the connection that there will be, and where the browser comes back to. */
export type AuthorizeOptions = ConnectionAddress & ConsentOptions;

/** What goes with any consent that a backend begins. */
export interface ConsentOptions extends CallOptions {
  /** The page, or native app, that the browser comes back to, with `grantry_authorization` and `grantry_code`. */
  returnUrl: string;
  /** As in {@link ConnectAppUserOptions}. */
  connectionConfig?: Record<string, string> | undefined;
}

/** A consent that a backend has begun. */
export interface BegunAuthorization {
  authorizationId: string;
  /** Where the user's own browser goes: once, within ten minutes. A credential. */
  connectUrl: string;
  /** Keep it in that user's session with the app, and nowhere else. */
  verifier: string;
}

/** Options of {@link ConnectorsModule.completeAuthorization}. */
export interface CompleteOptions extends CallOptions {
  /** The same as at the start; `"app"` where that named an integration type. */
  owner: ConsentOwner;
  /** `grantry_code`, as the browser brought it. */
  code: string;
  /** The one of {@link ConnectorsModule.authorize}, out of the user's session. */
  verifier: string;
}

/** What became of a consent that was completed. */
export interface CompletedAuthorization {
  /** `pending`: another process completes it right now, or the person is to choose at `choiceUrl`. */
  status: "completed" | "pending" | "failed" | OtherText;
  /** Stable code of the failure; null where it did not fail. */
  error: string | null;
  /** As it is now; null where the consent is not completed. */
  connection: AppUserConnection | null;
  /** Where the account reaches several things: the page on which the person chooses one, in the same browser. */
  choiceUrl: string | null;
}

/** What a return URL says about the flow that led to it. */
export interface ReturnUrlResult {
  connectorId: ConnectorId;
  outcome: "completed" | "denied" | "failed";
  /** Stable code of the failure; null after `completed`. */
  error: string | null;
}

/** What became of a connection that the user ended. */
export interface Receipt {
  connectionId: string;
  /** What became of the grant at the provider. */
  revocation: Revocation;
}
