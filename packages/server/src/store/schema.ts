/**
 * The tables, as both databases hold them. Times ending in `_at` are epoch seconds, in `_at_ms`
 * epoch milliseconds. Columns typed Uint8Array hold hashes or sealed values; lists and maps are
 * JSON text.
 */
import type { Generated } from "kysely";
import type { AccountsSchema, Role } from "./schema-accounts.ts";
import type { RevocationTable } from "./schema-revocations.ts";
import type { AuthorizationRow } from "./tables/authorizations.ts";
import type { ConnectionRow } from "./tables/connections.ts";

export type { OwnerKind } from "./owner.ts";
export type { ConnectionStatus, ReauthReason } from "./tables/connections.ts";

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
