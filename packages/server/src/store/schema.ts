/**
 * The tables, as both databases hold them; tables/ declares them. Times ending in `_at` are epoch
 * seconds, in `_at_ms` epoch milliseconds. Columns typed Uint8Array hold hashes or sealed values; lists
 * and maps are JSON text.
 */
import type { AccountsSchema } from "./schema-accounts.ts";
import type { WorkspaceKeyRow } from "./tables/accounts.ts";
import type { AppUserRow } from "./tables/app-users.ts";
import type {
  AppLogoRow,
  AppRow,
  RefusedOriginRow,
  ServiceTokenRow,
  WorkspaceRow,
} from "./tables/apps.ts";
import type { IgnoredAttentionRow } from "./tables/attention.ts";
import type { AuthorizationRow } from "./tables/authorizations.ts";
import type { ConnectionRow } from "./tables/connections.ts";
import type { ConnectorGovernanceRow, ConnectorRow } from "./tables/connectors.ts";
import type { EventRow } from "./tables/events.ts";
import type { FreezeRow, FrozenConnectionRow } from "./tables/freezes.ts";
import type { IdempotencyKeyRow } from "./tables/idempotency-keys.ts";
import type { MailRow } from "./tables/mails.ts";
import type { OAuthClientRow } from "./tables/oauth-clients.ts";
import type { OperationReceiptRow, OperationRow } from "./tables/operations.ts";
import type { ProviderRow } from "./tables/providers.ts";
import type { ReconnectLinkRow } from "./tables/reconnect-links.ts";
import type { RevocationRow } from "./tables/revocations.ts";
import type {
  BackupRow,
  ClockMarkRow,
  DataKeyRow,
  EncryptionKeyRow,
  KeyHolderRow,
  RefreshBudgetRow,
  RestoreRow,
  WriteProbeRow,
} from "./tables/server.ts";
import type { SignalStreamRow, TakenSignalRow } from "./tables/signals.ts";
import type { StatisticRow } from "./tables/statistics.ts";
import type { TimelineEntryRow } from "./tables/timeline-entries.ts";

export type { OwnerKind } from "./owner.ts";
export type { ConnectionStatus, ReauthReason } from "./tables/connections.ts";

export interface Schema extends AccountsSchema {
  clock_marks: ClockMarkRow;
  write_probes: WriteProbeRow;
  encryption_keys: EncryptionKeyRow;
  data_keys: DataKeyRow;
  key_holders: KeyHolderRow;
  workspaces: WorkspaceRow;
  apps: AppRow;
  app_logos: AppLogoRow;
  app_users: AppUserRow;
  refused_origins: RefusedOriginRow;
  service_tokens: ServiceTokenRow;
  workspace_keys: WorkspaceKeyRow;
  oauth_clients: OAuthClientRow;
  providers: ProviderRow;
  connectors: ConnectorRow;
  connector_governance: ConnectorGovernanceRow;
  connections: ConnectionRow;
  freezes: FreezeRow;
  frozen_connections: FrozenConnectionRow;
  operations: OperationRow;
  operation_receipts: OperationReceiptRow;
  reconnect_links: ReconnectLinkRow;
  backups: BackupRow;
  restores: RestoreRow;
  revocations: RevocationRow;
  authorizations: AuthorizationRow;
  renewal_budgets: RefreshBudgetRow;
  events: EventRow;
  timeline_entries: TimelineEntryRow;
  idempotency_keys: IdempotencyKeyRow;
  statistics: StatisticRow;
  ignored_attention: IgnoredAttentionRow;
  signal_streams: SignalStreamRow;
  taken_signals: TakenSignalRow;
  mails: MailRow;
}
