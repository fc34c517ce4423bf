/** Records of the audit log as sentences: what somebody did, after their name. */
import type { Schemas } from "../api/client.ts";

export type AuditRecord = Schemas["AuditRecord"];

/** What is made, changed and ended in the same words. */
const nouns: Readonly<Record<string, string>> = {
  app: "app",
  connector: "connector",
  oauth_client: "OAuth client",
  provider: "provider",
  service_token: "service token",
  workspace_key: "workspace key",
  personal_key: "API key",
  workspace: "workspace",
};
const verbs: Readonly<Record<string, string>> = {
  created: "created",
  changed: "changed",
  deleted: "deleted",
  revoked: "ended",
};

/** All others, by action. */
const sentences: Readonly<Record<string, (name: string) => string>> = {
  "attention.ignored": (name) => `set aside for a week what needs attention: ${name}`,
  "app.users_moved": (name) => `moved users of the app ${name} to another identity provider`,
  "command_line.approved": () => "signed in a command line",
  "command_line.denied": () => "refused to sign in a command line",
  "command_line.signed_in": () => "signed in by the command line",
  "command_line.signed_out": () => "signed out of the command line",
  "command_line.ended": () => "ended a command line",
  "connection.disconnected": (name) => `disconnected the connection ${name}`,
  "connection.refresh_requested": (name) => `refreshed the connection ${name}`,
  "connection.retry_requested": (name) => `tried the connection ${name} once more`,
  "connector.tested": (name) => `tested the connector ${name}`,
  "connector_governance.changed": (name) => `changed what is allowed of ${name}`,
  "invitation.created": (name) => `invited ${name}`,
  "invitation.revoked": (name) => `took back the invitation of ${name}`,
  "invitation.used": () => "joined by an invitation",
  "member.added": (name) => `made ${name} a member`,
  "member.changed": (name) => `changed the role of ${name}`,
  "member.removed": (name) => `removed ${name} from the workspace`,
  "member.reset_link_created": (name) => `made a link for a new password of ${name}`,
  "member.unlinked": (name) => `unlinked ${name} from the company’s sign-in`,
  "operator.address_proven": (name) => `proved the email address of ${name}`,
  "operator.address_released": (name) => `released the email address of ${name}`,
  "operator.linked": () => "was linked to the company’s sign-in",
  "operator.password_changed": () => "changed their password",
  "operator.password_reset": () => "set a new password by a link",
  "operator.other_sessions_ended": () => "signed out everywhere else",
  "operator.recovery_codes_reset": () => "made new recovery codes",
  "operator.renamed": (name) => `called themselves ${name}`,
  "operator.session_ended": () => "signed a browser out",
  "operator.reset_link_created": (name) => `made a link for a new password of ${name}`,
  "operator.second_factor_removed": () => "removed their second factor",
  "operator.second_factor_set": () => "set up a second factor",
  "operator.signed_in": () => "signed in",
  "operator.signed_out": () => "signed out",
  "service_token.revoked": (name) => `ended the service token ${name}`,
  "shared_connection.requested": (name) => `started to connect a shared account: ${name}`,
  "shared_connection.connected": (name) => `connected a shared account: ${name}`,
  "shared_connection.declared": (name) => `declared a shared connection: ${name}`,
  "shared_connection.disconnected": (name) => `disconnected a shared account: ${name}`,
  "shared_connection.removed": (name) => `removed a shared connection: ${name}`,
  "sign_in_domain.proven": (name) => `proved the domain ${name}`,
  "sign_in_domain.released": (name) => `released the domain ${name}`,
  "sign_in_provider.created": () => "set up the company’s sign-in",
  "sign_in_provider.changed": () => "changed the company’s sign-in",
  "sign_in_provider.deleted": () => "removed the company’s sign-in",
  "sign_in_provider.declared": () => "set up the company’s sign-in",
  "sign_in_provider.removed": () => "removed the company’s sign-in",
  "workspace.renamed": (name) => `renamed the workspace to ${name}`,
  "workspace.frozen": () => "froze the workspace",
  "workspace.unfrozen": () => "lifted the freeze of the workspace",
};

/** The sentence of an action, or undefined where it has none. */
export function sentenceOf(action: string): ((name: string) => string) | undefined {
  const [kind = "", verb = ""] = action.split(".");
  const noun = nouns[kind];
  const done = verbs[verb];
  if (noun === undefined || done === undefined) return sentences[action];
  return (name) => `${done} the ${noun} ${name}`;
}

/**
 * What was done, as the rest of a sentence that begins with who did it. `nameOf`: what is known of an id that
 * the record names alone.
 */
export function deedOf(
  { action, target, details }: AuditRecord,
  nameOf: (id: string) => string | undefined,
): string {
  const told = details["name"] ?? details["email"] ?? details["domain"];
  const name = `“${told ?? nameOf(target.id) ?? target.id}”`;
  // An action of a newer server: its own words, rather than none.
  return sentenceOf(action)?.(name) ?? `${action.replaceAll(/[._]/g, " ")}: ${name}`;
}
