/**
 * The tables, as both databases hold them. Times ending in `_at` are epoch seconds, in `_at_ms`
 * epoch milliseconds. Columns typed Uint8Array hold hashes or sealed values; lists and maps are
 * JSON text.
 */
import type { Generated } from "kysely";
import type { AccountsSchema, Role } from "./schema-accounts.ts";
import type { RevocationTable } from "./schema-revocations.ts";

export interface EncryptionKeyRow {
  key_id: string;
  /** A known text sealed with the key: proves at start that the configured key is the right one. */
  check_value: Uint8Array;
  /** How many seals all processes together have reserved with this key. */
  seals_reserved: number;
}

export interface WorkspaceRow {
  workspace_id: string;
  name: string;
  created_at: number;
}

export interface AppRow {
  app_id: string;
  workspace_id: string;
  name: string;
  /** JSON list of origins that may call from a browser and be returned to. */
  origins: string;
  /** JSON list of IdentityProvider. */
  identity_providers: string;
  /** Address below which the app's backend functions run; null where it has none. */
  functions_url: string | null;
  /**
   * Whose users are meant where only a user id is given: both empty in an app without an identity
   * provider, both null in one with several. Follows from identity_providers.
   */
  user_issuer: string | null;
  user_id_claim: string | null;
  /** Grows with every change of origins or identity providers: other processes drop their copy. */
  auth_version: number;
  created_at: number;
}

export interface ServiceTokenRow {
  service_token_id: string;
  workspace_id: string;
  app_id: string;
  name: string;
  token_hash: Uint8Array;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
  /** 1 where the server made it to be given to functions; 0 where an operator did. */
  for_functions: number;
}

export interface WorkspaceKeyRow {
  workspace_key_id: string;
  workspace_id: string;
  name: string;
  key_hash: Uint8Array;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
  /** What the key may do; one of a bootstrap file is an administrator. */
  role: Role;
  /** JSON list of scopes; null where only the role limits it. */
  scopes: string | null;
  last_used_at: number | null;
}

export interface OAuthClientRow {
  oauth_client_id: string;
  workspace_id: string;
  name: string;
  /** Id of the authorization server in the catalogue. */
  server_id: string;
  client_id: string;
  client_secret: Uint8Array;
  /** Still accepted by the provider while a new secret is rolled out. */
  previous_client_secret: Uint8Array | null;
  /** The secret of before it was last replaced by who did not show it; null where nobody did. */
  replaced_secret: Uint8Array | null;
  secret_replaced_at: number | null;
  /** `own`: a redirect URI of its own. `common`: the one path shared by all, for migrated clients. */
  redirect_path: "own" | "common";
  created_at: number;
  updated_at: number;
  /** 1 where other servers use the client too: no grant to it is revoked from here. */
  used_by_other_servers: Generated<number>;
  /** 1 where shared connections get this one of several clients; one per provider at most. */
  preferred: Generated<number>;
}

/** A custom provider: an entry of the catalogue's schema that belongs to one workspace. */
export interface ProviderRow {
  provider_id: string;
  workspace_id: string;
  /** JSON: the entry as it was checked. */
  entry: string;
  created_at: number;
  updated_at: number;
}

export interface ConnectorRow {
  connector_id: string;
  workspace_id: string;
  /** Set where the connector belongs to one app and is addressed by its integration type. */
  app_id: string | null;
  oauth_client_id: string;
  integration_type: string;
  name: string;
  /** JSON list; null asks for the catalogue's defaults. */
  scopes: string | null;
  /** JSON map of connection settings that hold for every connection. */
  settings: string;
  /** `operator`: declared. `app`: made when the app first asked for this type; goes when it is removed. */
  made_by: Generated<"operator" | "app">;
  /** Copies of the workspace's switches for the type: 1 where such connections may be made and used. */
  builder_enabled: Generated<number>;
  per_user_enabled: Generated<number>;
  created_at: number;
  updated_at: number;
}

/** What a workspace allows of an integration type; without a row, everything. */
export interface ConnectorGovernanceRow {
  workspace_id: string;
  integration_type: string;
  /** 1 where shared connections may be made and used. */
  builder_enabled: number;
  /** 1 where app users' connections may. */
  per_user_enabled: number;
  /** JSON list of the scopes that may be asked for; null where all may. */
  allowed_scopes: string | null;
  updated_at: number;
}

export type OwnerKind = "app" | "user";
export type ConnectionStatus = "active" | "needs_reauth" | "disconnected";
export type ReauthReason =
  | "invalid_grant"
  | "revoked"
  | "refresh_token_expired"
  | "no_refresh_token"
  | "missing_scopes"
  | "outcome_unknown"
  | "refresh_refused";

export interface ConnectionRow {
  connection_id: string;
  workspace_id: string;
  app_id: string;
  connector_id: string;
  owner_kind: OwnerKind;
  /** Empty where the owner is the app. */
  user_id: string;
  /**
   * The identity provider that gave the user the id, and the claim it was read from. Empty where the
   * app has none. An issuer of null: not known, nobody's until an operator assigns it.
   */
  user_issuer: string | null;
  user_id_claim: string;
  status: ConnectionStatus;
  reason: ReauthReason | null;
  status_since: number;
  requested_scopes: string;
  granted_scopes: string;
  account_id: string | null;
  account_email: string | null;
  account_name: string | null;
  /** JSON map: settings and values kept from the provider's answers. */
  connection_config: string;
  access_token: Uint8Array | null;
  refresh_token: Uint8Array | null;
  token_type: string | null;
  /** When the access token ends; null where it does not. */
  expires_at: number | null;
  /** Lifetime of the last access token, for answers that state none. */
  lifetime_seconds: number | null;
  refresh_token_expires_at: number | null;
  /** Counts token sets; the condition of every write of tokens. */
  version: number;
  lease_owner: string | null;
  /** Grows with every lease: an expired holder's write does not match. */
  lease_number: number;
  lease_until_ms: number | null;
  next_refresh_at: number | null;
  /** No refresh is tried before; set after a transient failure. */
  next_try_at: number | null;
  failure_code: string | null;
  failure_count: number;
  connected_at: number | null;
  last_refreshed_at: number | null;
  /** Of a shared connection: the operator who authorized it. Null where none is known. */
  author_id: string | null;
  author_label: string | null;
  author_email: string | null;
  /** When a list last had the connection checked at its provider. */
  validated_at: number | null;
  created_at: number;
  updated_at: number;
  /** Whose budget a renewal counts against: id of the authorization server, of a custom one with its workspace before it. */
  provider_key: string | null;
  /** When a token was last read, about: written in batches, once per token set. */
  last_used_at: number | null;
  /** Since when nobody knows whether the provider carried out the last refresh; null where that is known. */
  outcome_unknown_at: number | null;
  /** Names authorization server and client as the provider sees them; null in rows of before 0012. */
  grant_party: string | null;
  /** 1 where the access token may have died with a refresh whose answer was lost. */
  access_token_doubtful: Generated<number>;
  /** Since when, and when last, the provider refuses the refresh; null where it does not. */
  refused_since: number | null;
  refused_at: number | null;
  /** How many such refusals came while the client was known to work. */
  refused_count: Generated<number>;
}

/** How many renewals of a provider were begun in the second `second_at`, over all processes. */
export interface RenewalBudgetRow {
  provider_key: string;
  second_at: number;
  used: number;
}

export type EventType =
  | "connection.connected"
  | "connection.disconnected"
  | "connection.needs_reauth"
  | "connection.ends_soon"
  | "connection.resumed";

/** What happened to a connection; once per kind and occasion. */
export interface EventRow {
  event_id: string;
  workspace_id: string;
  app_id: string;
  connection_id: string;
  type: EventType;
  /** JSON map. Never a credential. */
  data: string;
  /** Version of the connection, or the moment in question. */
  occasion: number;
  created_at: number;
}

export type AuthorizationProof = "browser_cookie" | "confirmation" | "app_completion";
export type AuthorizationStatus = "pending" | "completed" | "failed";

/** A pending authorization, kept for a while after it ended so that its outcome can be asked for. */
export interface AuthorizationRow {
  authorization_id: string;
  workspace_id: string;
  app_id: string;
  connector_id: string;
  owner_kind: OwnerKind;
  user_id: string;
  /** As of a connection; always known. */
  user_issuer: string;
  user_id_claim: string;
  /** How the confirmation page names the user or operator. */
  user_label: string;
  status: AuthorizationStatus;
  error: string | null;
  proof: AuthorizationProof;
  /** Hash of the connect link; null once the link was used. */
  link_hash: Uint8Array | null;
  /** Hash of `state`; null before the browser leaves and once the answer came back. */
  state_hash: Uint8Array | null;
  /** What those two were: the browser that used them finds its attempt by them. */
  used_link_hash: Uint8Array | null;
  answered_state_hash: Uint8Array | null;
  /** What the person was told of the failure, where it is more than the error's title. */
  error_detail: string | null;
  /** The provider's own error word and text, cleaned. */
  provider_error: string | null;
  provider_error_description: string | null;
  /** Hash of the cookie of the browser that must finish, or finished. */
  browser_hash: Uint8Array | null;
  /** Sealed PKCE code_verifier. */
  code_verifier: Uint8Array | null;
  /** What there is to choose from, and the grant that waits, without its tokens; sealed. */
  sealed_choice: Generated<Uint8Array | null>;
  /** Hash of the nonce that was sent with the request; null where none was. */
  nonce_hash: Uint8Array | null;
  /** For completion by the app: the challenge it gave, and the hash of the code it must redeem. */
  completion_challenge: string | null;
  completion_code_hash: Uint8Array | null;
  redirect_uri: string;
  return_url: string | null;
  requested_scopes: string;
  settings: string;
  expires_at: number;
  created_at: number;
  finished_at: number | null;
  /** Of a shared connection: the operator who started it. */
  author_id: string | null;
  author_email: string | null;
  /** 1 where the consent may put another account in the place of the one that is connected. */
  replaces_account: Generated<number>;
  /** The connect link, sealed, so that who asks again gets the same; null once it was used. */
  sealed_link: Uint8Array | null;
}

/** What was last written to see whether the database takes writes. */
export interface WriteProbeRow {
  probe: string;
  written_at: number;
}

/** The latest time that was shown, by the name of its clock; all processes raise it. */
export interface ClockMarkRow {
  clock: string;
  shown_at_ms: number;
}

export interface Schema extends AccountsSchema {
  clock_marks: ClockMarkRow;
  write_probes: WriteProbeRow;
  encryption_keys: EncryptionKeyRow;
  workspaces: WorkspaceRow;
  apps: AppRow;
  service_tokens: ServiceTokenRow;
  workspace_keys: WorkspaceKeyRow;
  oauth_clients: OAuthClientRow;
  providers: ProviderRow;
  connectors: ConnectorRow;
  connector_governance: ConnectorGovernanceRow;
  connections: ConnectionRow;
  revocations: RevocationTable;
  authorizations: AuthorizationRow;
  renewal_budgets: RenewalBudgetRow;
  events: EventRow;
}
