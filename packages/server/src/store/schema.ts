/**
 * The tables, as both databases hold them; tables/ declares most of them. Times ending in `_at` are epoch seconds, in `_at_ms`
 * epoch milliseconds. Columns typed Uint8Array hold hashes or sealed values; lists and maps are
 * JSON text.
 */
import type { AccountsSchema, Role } from "./schema-accounts.ts";
import type { AppRow, ServiceTokenRow, WorkspaceRow } from "./tables/apps.ts";
import type { AuthorizationRow } from "./tables/authorizations.ts";
import type { ConnectionRow } from "./tables/connections.ts";
import type { ConnectorGovernanceRow, ConnectorRow } from "./tables/connectors.ts";
import type { EventRow } from "./tables/events.ts";
import type { OAuthClientRow } from "./tables/oauth-clients.ts";
import type { ProviderRow } from "./tables/providers.ts";
import type { RevocationRow } from "./tables/revocations.ts";

export type { OwnerKind } from "./owner.ts";
export type { ConnectionStatus, ReauthReason } from "./tables/connections.ts";

export interface EncryptionKeyRow {
  key_id: string;
  /** A known text sealed with the key: proves at start that the configured key is the right one. */
  check_value: Uint8Array;
  /** How many seals all processes together have reserved with this key. */
  seals_reserved: number;
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

/** How many renewals of a provider were begun in the second `second_at`, over all processes. */
export interface RenewalBudgetRow {
  provider_key: string;
  second_at: number;
  used: number;
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
  revocations: RevocationRow;
  authorizations: AuthorizationRow;
  renewal_budgets: RenewalBudgetRow;
  events: EventRow;
}
