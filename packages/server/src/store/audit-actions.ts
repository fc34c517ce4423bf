/**
 * Every action that the audit trail knows, `noun.verb`: nothing is recorded under a name that does not stand
 * here. The dashboard has a sentence for each (a test compares the two).
 */

/** What a bootstrap file declares, by how the trail names it. */
export type DeclaredNoun =
  | "workspace"
  | "provider"
  | "app"
  | "oauth_client"
  | "connector"
  | "workspace_key"
  | "service_token"
  | "sign_in_provider";

const declared = [
  "workspace",
  "provider",
  "app",
  "oauth_client",
  "connector",
  "workspace_key",
  "service_token",
  "sign_in_provider",
] as const satisfies readonly DeclaredNoun[];

type DeclaredAction = `${DeclaredNoun}.${"created" | "changed" | "deleted"}`;

const others = [
  "access.refused",
  "app.user_erased",
  "app.user_exported",
  "app.users_moved",
  "attention.ignored",
  "audit_log.exported",
  "command_line.approved",
  "command_line.denied",
  "command_line.ended",
  "command_line.signed_in",
  "command_line.signed_out",
  "company_logout.refused",
  "company_logout.taken",
  "connection.connected",
  "connection.disconnected",
  "connection.erased",
  "connection.refresh_requested",
  "connection.check_requested",
  "connection.reconnect_requested",
  "connection.reconnected",
  "connection.retry_requested",
  "operation.created",
  "operation.canceled",
  "operation.hurried",
  "connector.tested",
  "connector_governance.changed",
  "data_key.retired",
  "data_key.rotated",
  "invitation.created",
  "invitation.resent",
  "invitation.revoked",
  "invitation.used",
  "member.added",
  "member.changed",
  "member.removed",
  "member.reset_link_created",
  "member.unlinked",
  "operator.address_proven",
  "operator.address_released",
  "operator.linked",
  "operator.other_sessions_ended",
  "operator.password_changed",
  "operator.password_reset",
  "operator.recovery_codes_reset",
  "operator.renamed",
  "operator.reset_link_created",
  "operator.second_factor_removed",
  "operator.second_factor_set",
  "operator.session_ended",
  "operator.sign_in_refused",
  "operator.signed_in",
  "operator.signed_out",
  "passkey.changed",
  "passkey.created",
  "passkey.deleted",
  "personal_key.created",
  "personal_key.revoked",
  "service_token.revoked",
  "shared_connection.connected",
  "shared_connection.declared",
  "shared_connection.disconnected",
  "shared_connection.removed",
  "shared_connection.requested",
  "sign_in_domain.proven",
  "signal.refused",
  "signal.taken",
  "signal_stream.changed",
  "signal_stream.created",
  "signal_stream.deleted",
  "sign_in_domain.released",
  "sign_in_provider.declared",
  "sign_in_provider.removed",
  "sign_in_test.rehearsed",
  "sign_in_test.started",
  "token.read",
  "workspace.frozen",
  "workspace.renamed",
  "workspace.unfrozen",
  "workspace_key.revoked",
] as const;

/** Of the server itself: they stand in no workspace's trail. */
const ofServer = [
  "audit_log.person_forgotten",
  "encryption_keys.resealed",
  "root_key.retired",
  "root_key.rotated",
  "server.taken_over",
  "server_operator.added",
  "server_operator.removed",
] as const;

export type AuditAction = DeclaredAction | (typeof others)[number] | (typeof ofServer)[number];

/** Those that can stand in a workspace's trail. */
export const workspaceActions: readonly AuditAction[] = [
  ...declared.flatMap((noun) =>
    (["created", "changed", "deleted"] as const).map((verb) => `${noun}.${verb}` as const),
  ),
  ...others,
];
