/** Records of the audit log as sentences: what somebody did, after their name. */
import type { Schemas } from "../api/client.ts";

export type AuditRecord = Schemas["AuditRecord"];

/** By action. `name` is in the details, or the id of what it was done to. */
const sentences: Readonly<Record<string, (name: string) => string>> = {
  "app.created": (name) => `created the app ${name}`,
  "app.changed": (name) => `changed the app ${name}`,
  "app.users_moved": (name) => `moved users of the app ${name} to another identity provider`,
  "command_line.signed_in": () => "signed in a command line",
  "command_line.signed_out": () => "signed out of a command line",
  "command_line.ended": () => "ended a command line",
  "connection.disconnected": (name) => `disconnected the connection ${name}`,
  "connection.refresh_requested": (name) => `refreshed the connection ${name}`,
  "connection.retry_requested": (name) => `tried the connection ${name} once more`,
  "connector.created": (name) => `added the connector ${name}`,
  "connector.changed": (name) => `changed the connector ${name}`,
  "connector.deleted": (name) => `deleted the connector ${name}`,
  "connector_governance.changed": (name) => `changed what is allowed of ${name}`,
  "invitation.created": (name) => `invited ${name}`,
  "invitation.revoked": (name) => `took back the invitation of ${name}`,
  "member.added": (name) => `became a member: ${name}`,
  "member.changed": (name) => `changed the role of ${name}`,
  "member.removed": (name) => `removed ${name} from the workspace`,
  "member.reset_link_created": (name) => `made a link for a new password of ${name}`,
  "member.unlinked": (name) => `unlinked ${name} from the company’s sign-in`,
  "oauth_client.changed": (name) => `changed the OAuth client ${name}`,
  "provider.changed": (name) => `changed the provider ${name}`,
  "provider.deleted": (name) => `deleted the provider ${name}`,
  "service_token.created": (name) => `created the service token ${name}`,
  "service_token.revoked": (name) => `ended the service token ${name}`,
  "shared_connection.requested": (name) => `started to connect a shared account: ${name}`,
  "shared_connection.connected": (name) => `connected a shared account: ${name}`,
  "sign_in_domain.proven": (name) => `proved the domain ${name}`,
  "sign_in_domain.released": (name) => `released the domain ${name}`,
  "sign_in_provider.declared": () => "changed the company’s sign-in",
  "sign_in_provider.removed": () => "removed the company’s sign-in",
  "workspace.created": (name) => `created the workspace ${name}`,
  "workspace.renamed": (name) => `renamed the workspace to ${name}`,
  "workspace.frozen": () => "froze the workspace",
  "workspace.unfrozen": () => "lifted the freeze of the workspace",
  "workspace_key.created": (name) => `created the workspace key ${name}`,
  "workspace_key.revoked": (name) => `ended the workspace key ${name}`,
};

/** What was done, as the rest of a sentence that begins with who did it. */
export function deedOf({ action, target, details }: AuditRecord): string {
  const name = details["name"] ?? details["email"] ?? details["domain"] ?? target.id;
  // An action of a newer server: its own words, rather than none.
  return sentences[action]?.(`“${name}”`) ?? `${action.replaceAll(/[._]/g, " ")}: “${name}”`;
}

/** The actions that have words. */
export const actionsWithWords: readonly string[] = Object.keys(sentences);
