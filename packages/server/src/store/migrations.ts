/** The migrations, in order, append-only. One text serves both engines. */
import type { Engine } from "./engine.ts";
import { accountPageStatements } from "./migration-account-pages.ts";
import { accountStatements } from "./migration-accounts.ts";
import { afterCountStatements } from "./migration-after-counts.ts";
import { allowedScopesStatements } from "./migration-allowed-scopes.ts";
import { appLogoStatements } from "./migration-app-logos.ts";
import { appUserStatements } from "./migration-app-users.ts";
import { attentionStatements } from "./migration-attention.ts";
import { auditMigrations, readsOfMigrations } from "./migration-audit-chain.ts";
import { auditFilterStatements } from "./migration-audit-filters.ts";
import { auditSinkStatements } from "./migration-audit-sinks.ts";
import { authorizationEndStatements } from "./migration-authorization-ends.ts";
import { backupStatements } from "./migration-backups.ts";
import { boundedScopesStatements } from "./migration-bounded-scopes.ts";
import { brandingStatements } from "./migration-branding.ts";
import { choiceStatements } from "./migration-choices.ts";
import { clockMarkStatements } from "./migration-clock-marks.ts";
import { companySignInStatements } from "./migration-company-sign-in.ts";
import { completionStatements } from "./migration-completion.ts";
import { connectionEndStatements } from "./migration-connection-ends.ts";
import { connectionListStatements } from "./migration-connection-lists.ts";
import { connectorCountStatements } from "./migration-connector-counts.ts";
import { connectorListStatements } from "./migration-connector-lists.ts";
import { connectorTestStatements } from "./migration-connector-tests.ts";
import { dataKeyStatements } from "./migration-data-keys.ts";
import { domainProofStatements } from "./migration-domain-proofs.ts";
import { eventNumberColumns, eventNumberStatements } from "./migration-event-numbers.ts";
import * as freezes from "./migration-freezes.ts";
import { governanceStatements } from "./migration-governance.ts";
import { grantStatements } from "./migration-grants.ts";
import { idempotencyStatements } from "./migration-idempotency.ts";
import { keySetAddressStatements } from "./migration-key-set-addresses.ts";
import { knownDeviceStatements } from "./migration-known-devices.ts";
import { liveCountStatements } from "./migration-live-counts.ts";
import { mailStatements } from "./migration-mails.ts";
import { nonceStatements } from "./migration-nonces.ts";
import { operationStatements } from "./migration-operations.ts";
import { passkeyStatements } from "./migration-passkeys.ts";
import { passwordResetStatements } from "./migration-password-resets.ts";
import { pendingAuthorizationStatements } from "./migration-pending-authorizations.ts";
import { permissionNameStatements } from "./migration-permission-names.ts";
import { provenAddressStatements } from "./migration-proven-addresses.ts";
import { receiptListStatements } from "./migration-receipt-lists.ts";
import { reconnectLinkStatements } from "./migration-reconnect-links.ts";
import { refusalStatements } from "./migration-refusals.ts";
import { refusedOriginStatements } from "./migration-refused-origins.ts";
import { replacedSecretStatements } from "./migration-replaced-secrets.ts";
import { restGrantStatements } from "./migration-rest-grants.ts";
import { restartStatements } from "./migration-restarts.ts";
import { restoreStatements } from "./migration-restores.ts";
import { revocationStatements } from "./migration-revocations.ts";
import { secondFactorStatements } from "./migration-second-factor.ts";
import { serverOperatorStatements } from "./migration-server-operators.ts";
import { serviceTokenScopeStatements } from "./migration-service-token-scopes.ts";
import { sharedEndedStatements } from "./migration-shared-ended.ts";
import { signInTestClientStatements } from "./migration-sign-in-test-clients.ts";
import { signInTestStatements } from "./migration-sign-in-tests.ts";
import { signalStatements } from "./migration-signals.ts";
import { statisticsStatements } from "./migration-statistics.ts";
import { tableStatements } from "./migration-tables.ts";
import { timelineStatements } from "./migration-timelines.ts";
import { tokenEngineStatements } from "./migration-token-engine.ts";
import { userIssuerStatements } from "./migration-user-issuers.ts";
import { workspaceMarkStatements } from "./migration-workspace-marks.ts";
import { writeProbeStatements } from "./migration-write-probes.ts";

export interface Migration {
  readonly name: string;
  /**
   * Whether it has a transaction of its own: one that takes a table for itself alone, or takes long, beside
   * others. Together they would keep readers waiting, or wait for whoever waits for them.
   */
  readonly apart?: boolean;
  /**
   * Why the version before cannot serve beside what this does, where its statements do not show that: what the new version
   * then stores, the other cannot read.
   */
  readonly alone?: string;
  statements(engine: Engine): readonly string[];
}

/** What the engines spell differently. */
const words = {
  sqlite: { bytes: "BLOB", int: "INTEGER", strict: "STRICT" },
  postgres: { bytes: "BYTEA", int: "BIGINT", strict: "" },
} as const;

const countedKey = {
  sqlite: "INTEGER PRIMARY KEY AUTOINCREMENT",
  postgres: "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
} as const;

export const migrations: readonly Migration[] = [
  {
    name: "0001_tables",
    statements: (engine) => tableStatements(words[engine]),
  },
  {
    name: "0002_custom_providers",
    statements: (engine) => {
      const { int, strict } = words[engine];
      return [
        `CREATE TABLE providers (
          provider_id TEXT NOT NULL,
          workspace_id TEXT NOT NULL REFERENCES workspaces,
          entry TEXT NOT NULL,
          created_at ${int} NOT NULL,
          updated_at ${int} NOT NULL,
          PRIMARY KEY (workspace_id, provider_id)
        ) ${strict}`,
      ];
    },
  },
  {
    name: "0003_token_engine",
    statements: (engine) => tokenEngineStatements(words[engine]),
  },
  {
    name: "0004_shared_connection_authors",
    statements: (engine) => {
      const { bytes, int } = words[engine];
      return [
        `ALTER TABLE connectors ADD COLUMN made_by TEXT NOT NULL DEFAULT 'operator'
          CHECK (made_by IN ('operator', 'app'))`,
        `ALTER TABLE connections ADD COLUMN author_id TEXT`,
        `ALTER TABLE connections ADD COLUMN author_label TEXT`,
        `ALTER TABLE connections ADD COLUMN author_email TEXT`,
        `ALTER TABLE connections ADD COLUMN validated_at ${int}`,
        `ALTER TABLE authorizations ADD COLUMN author_id TEXT`,
        `ALTER TABLE authorizations ADD COLUMN author_email TEXT`,
        `ALTER TABLE authorizations ADD COLUMN replaces_account ${int} NOT NULL DEFAULT 0`,
        `ALTER TABLE authorizations ADD COLUMN sealed_link ${bytes}`,
        `CREATE INDEX authorizations_open ON authorizations (connector_id, app_id)
          WHERE sealed_link IS NOT NULL`,
      ];
    },
  },
  {
    name: "0005_accounts",
    statements: (engine) => accountStatements({ ...words[engine], counted: countedKey[engine] }),
  },
  {
    name: "0006_functions",
    statements: (engine) => [
      "ALTER TABLE apps ADD COLUMN functions_url TEXT",
      `ALTER TABLE service_tokens ADD COLUMN for_functions ${words[engine].int} NOT NULL DEFAULT 0`,
      `CREATE INDEX function_tokens_ending ON service_tokens (expires_at)
        WHERE for_functions = 1`,
    ],
  },
  {
    name: "0007_governance",
    statements: (engine) => governanceStatements(words[engine]),
  },
  {
    name: "0008_company_sign_in",
    statements: (engine) => companySignInStatements(words[engine]),
  },
  {
    name: "0009_allowed_scopes",
    statements: () => allowedScopesStatements,
  },
  {
    name: "0010_password_resets",
    statements: (engine) => [
      ...passwordResetStatements(words[engine]),
      // A workspace's connections are listed page by page in this order.
      "CREATE INDEX connections_of_workspace ON connections (workspace_id, connection_id)",
    ],
  },
  {
    name: "0011_proven_addresses",
    statements: (engine) => provenAddressStatements(words[engine].int),
  },
  {
    name: "0012_grants",
    statements: (engine) => grantStatements(words[engine]),
  },
  {
    name: "0013_user_issuers",
    statements: userIssuerStatements,
  },
  {
    name: "0014_replaced_secrets",
    statements: (engine) => replacedSecretStatements(words[engine]),
  },
  {
    name: "0015_bounded_scopes",
    statements: boundedScopesStatements,
  },
  {
    name: "0016_refusals",
    statements: (engine) => refusalStatements(words[engine]),
  },
  {
    name: "0017_write_probes",
    statements: (engine) => writeProbeStatements(words[engine]),
  },
  {
    name: "0018_domain_proofs",
    statements: (engine) => domainProofStatements(words[engine]),
  },
  {
    name: "0019_authorization_ends",
    statements: (engine) => authorizationEndStatements(words[engine]),
  },
  {
    name: "0020_revocations",
    statements: (engine) => revocationStatements({ ...words[engine], counted: countedKey[engine] }),
  },
  {
    name: "0021_known_devices",
    statements: (engine) => knownDeviceStatements(words[engine]),
  },
  {
    name: "0022_clock_marks",
    statements: (engine) => clockMarkStatements(words[engine]),
  },
  {
    name: "0023_key_set_addresses",
    statements: () => keySetAddressStatements,
  },
  {
    name: "0024_choices",
    statements: (engine) => choiceStatements(words[engine]),
  },
  {
    name: "0025_nonces",
    statements: (engine) => nonceStatements(words[engine]),
  },
  {
    name: "0026_idempotency_keys",
    statements: (engine) => idempotencyStatements(words[engine]),
  },
  {
    name: "0027_app_users",
    statements: (engine) => appUserStatements(engine, words[engine]),
  },
  {
    name: "0028_server_operators",
    statements: (engine) => serverOperatorStatements(words[engine]),
  },
  {
    name: "0029_restarts",
    statements: (engine) => restartStatements(words[engine]),
  },
  {
    name: "0030_branding",
    statements: () => brandingStatements,
  },
  {
    name: "0031_account_pages",
    statements: () => accountPageStatements,
  },
  {
    name: "0032_statistics",
    statements: (engine) => statisticsStatements(words[engine]),
  },
  {
    name: "0033_connector_tests",
    statements: (engine) => connectorTestStatements(engine, words[engine]),
  },
  {
    name: "0034_refused_origins",
    statements: (engine) => refusedOriginStatements(words[engine]),
  },
  {
    name: "0035_attention",
    statements: (engine) => attentionStatements(words[engine]),
  },
  {
    name: "0036_connection_lists",
    statements: connectionListStatements,
  },
  { name: "0037_audit_filters", statements: () => auditFilterStatements },
  {
    name: "0038_workspace_marks",
    statements: () => workspaceMarkStatements,
  },
  {
    name: "0039_passkeys",
    statements: (engine) => passkeyStatements(words[engine]),
  },
  { name: "0040_timelines", statements: (engine) => timelineStatements(words[engine]) },
  { name: "0041_reconnect_links", statements: (engine) => reconnectLinkStatements(words[engine]) },
  { name: "0042_operations", statements: (engine) => operationStatements(words[engine]) },
  {
    name: "0043_service_token_scopes",
    statements: (engine) => serviceTokenScopeStatements(words[engine]),
  },
  { name: "0044_permission_names", statements: () => permissionNameStatements },
  { name: "0045_connection_ends", statements: () => connectionEndStatements },
  { name: "0046_connector_lists", statements: () => connectorListStatements },
  { name: "0047_sign_in_tests", statements: (engine) => signInTestStatements(words[engine]) },
  { name: "0048_sign_in_test_clients", statements: () => signInTestClientStatements },
  { name: "0049_app_logos", statements: (engine) => appLogoStatements(words[engine]) },
  { name: "0050_receipt_lists", statements: () => receiptListStatements },
  { name: "0051_rest_grants", statements: (engine) => restGrantStatements(words[engine]) },
  { name: "0052_live_counts", statements: (engine) => liveCountStatements(words[engine]) },
  // What 0052 takes for itself alone it has given back by then.
  { name: "0053_connector_counts", apart: true, statements: () => connectorCountStatements },
  { name: "0054_after_counts", apart: true, statements: () => afterCountStatements },
  { name: "0055_shared_ended", statements: () => sharedEndedStatements },
  { name: "0056_pending_authorizations", statements: () => pendingAuthorizationStatements },
  { name: "0057_freezes", statements: (engine) => freezes.freezeStatements(words[engine]) },
  { name: "0058_frozen_index", apart: true, statements: () => freezes.frozenIndexStatements },
  { name: "0059_completion", statements: (engine) => completionStatements(words[engine]) },
  {
    name: "0060_data_keys",
    alone: "what is sealed from then on",
    statements: (engine) => dataKeyStatements(words[engine]),
  },
  ...auditMigrations((engine) => ({ ...words[engine], counted: countedKey[engine] })),
  { name: "0064_frozen_connections", apart: true, statements: (e) => freezes.marks(words[e]) },
  { name: "0065_second_factor", statements: () => secondFactorStatements },
  { name: "0066_event_numbers", apart: true, statements: (e) => eventNumberColumns(words[e]) },
  { name: "0067_numbered_events", statements: () => eventNumberStatements },
  { name: "0068_audit_sinks", statements: (engine) => auditSinkStatements(words[engine]) },
  { name: "0069_signals", statements: (engine) => signalStatements(words[engine]) },
  { name: "0070_restores", statements: (engine) => restoreStatements(words[engine]) },
  { name: "0071_backups+", statements: (engine) => backupStatements(words[engine]) },
  ...readsOfMigrations,
  { name: "0074_mails", statements: (engine) => mailStatements(words[engine]) },
];
