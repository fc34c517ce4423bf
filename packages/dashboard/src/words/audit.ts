/** Records of the audit log as sentences: what somebody did, after their name. */
import type { Schemas } from "../api/client.ts";
import { countedTo } from "./plural.ts";

/** As much of a record as its sentence needs. */
export type AuditRecord = Pick<
  Schemas["AuditRecord"],
  "id" | "at" | "actor" | "action" | "target" | "details" | "result"
>;
type Details = AuditRecord["details"];

/** What was done; `name` is what it was done to, in quotation marks. */
type Sentence = (name: string, details: Details) => string;

const what = {
  app: "app",
  connector: "connector",
  oauth_client: "OAuth client",
  provider: "provider",
  service_token: "service token",
  workspace_key: "workspace key",
  workspace: "workspace",
} as const;

const made =
  (verb: string, noun: string): Sentence =>
  (name) =>
    `${verb} the ${noun} ${name}`;

/** What is made, changed and ended in the same words. */
const alike: Readonly<Record<string, Sentence>> = Object.fromEntries(
  Object.entries(what).flatMap(([kind, noun]) => [
    [`${kind}.created`, made("created", noun)],
    [`${kind}.changed`, made("changed", noun)],
    [`${kind}.deleted`, made("deleted", noun)],
  ]),
);

/** Without a name where it has none any more: nobody knows it by its id. */
const connection = (name: string) => (name === "" ? "a connection" : `the connection ${name}`);
const of = (name: string) => (name === "" ? "" : `: ${name}`);

const from = (issuer: string | undefined) => (issuer === undefined ? "" : ` of ${issuer}`);

/** What came of a signal. */
function cameOf(name: string, { event = "somebody is gone", action, ended }: Details): string {
  if (ended === "nobody") return `${event}, about somebody who is not known here`;
  if (ended === "nothing") return `${event}, which ends nothing`;
  if (action === "freeze") return `${event}; froze a user’s connections`;
  if (action === "disconnect") return `${event}; ended a user’s connections`;
  return `${event}; ended what ${name} was signed in with`;
}

const as = (role: string | undefined) => (role === undefined ? "" : ` as ${role}`);

/** All others. */
const sentences: Readonly<Record<string, Sentence>> = {
  "access.refused": (name) => `was refused ${name}`,
  "attention.ignored": (name) => `set aside for a week what needs attention: ${name}`,
  "app.user_erased": (name) => `erased a user of the app ${name}`,
  "app.user_exported": (name) => `took out what is kept of a user of the app ${name}`,
  "app.users_moved": (name) => `moved users of the app ${name} to another identity provider`,
  "audit_log.exported": (_name, { format }) =>
    format === "csv" ? "exported the audit log as CSV" : "exported the audit log as JSON lines",
  "command_line.approved": () => "signed in a command line",
  "command_line.denied": () => "refused to sign in a command line",
  "command_line.ended": () => "ended a command line",
  "command_line.signed_in": () => "signed in by the command line",
  "command_line.signed_out": () => "signed out of the command line",
  "company_logout.refused": (_name, { by }) => `refused a logout${from(by)}`,
  "company_logout.taken": (name, { by, ended }) =>
    ended === "nobody"
      ? `took a logout${from(by)} about somebody who is not known here`
      : `signed ${name} out${by === undefined ? " at the provider’s word" : `, as ${by} said`}`,
  "connection.connected": (name) => `connected an account${of(name)}`,
  "connection.erased": (name) => `erased ${connection(name)}`,
  "connection.disconnected": (name) => `disconnected ${connection(name)}`,
  "connection.refresh_requested": (name) => `refreshed ${connection(name)}`,
  "connection.check_requested": (name) => `checked ${connection(name)} at its provider`,
  "connection.reconnect_requested": (name) => `made a link to reconnect ${connection(name)}`,
  "connection.reconnected": (name) => `reconnected an account${of(name)}`,
  "connection.retry_requested": (name) => `tried ${connection(name)} once more`,
  "connector.tested": (name) => `tested the connector ${name}`,
  "connector_governance.changed": (name) => `changed what is allowed of ${name}`,
  "data_key.retired": () => "destroyed a data key of the workspace that was replaced",
  "data_key.rotated": () => "gave the workspace a new data key",
  "invitation.created": (name, { role }) => `invited ${name}${as(role)}`,
  "invitation.resent": (name) => `made a new link of the invitation of ${name}`,
  "invitation.revoked": (name) => `took back the invitation of ${name}`,
  "invitation.used": () => "joined by an invitation",
  "member.added": (name, { role }) => `added ${name} to the workspace${as(role)}`,
  "member.changed": (name, { to }) =>
    `changed the role of ${name}${to === undefined ? "" : ` to ${to}`}`,
  "member.removed": (name) => `removed ${name} from the workspace`,
  "member.reset_link_created": (name) => `made a link for a new password of the member ${name}`,
  "member.unlinked": (name) => `unlinked ${name} from the company’s sign-in`,
  "operation.created": (_name, { kind, connections, at_least: atLeast }) =>
    kind === "rotate_encryption_key"
      ? "began to replace the workspace’s encryption key"
      : `began to ${kind ?? "change"} ${connections === undefined ? "many connections" : countedTo({ count: Number(connections), atLeast: atLeast === "true" }, "connection")}`,
  "operation.hurried": () => "let the workspace go before its week was over",
  "operation.canceled": () => "stopped an operation on many connections",
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
  "operator.second_factor_removed": () => "removed their authenticator app",
  "operator.second_factor_set": () => "set up an authenticator app",
  "operator.sign_in_refused": (name) => `let nobody sign in as ${name}`,
  "operator.signed_in": () => "signed in",
  "operator.signed_out": () => "signed out",
  "passkey.changed": made("renamed", "passkey"),
  "passkey.created": made("added", "passkey"),
  "passkey.deleted": made("deleted", "passkey"),
  "personal_key.created": made("created", "personal key"),
  "personal_key.revoked": made("ended", "personal key"),
  "service_token.revoked": made("ended", "service token"),
  "shared_connection.connected": (name) => `connected a shared account${of(name)}`,
  "shared_connection.declared": (name) => `declared a shared connection${of(name)}`,
  "shared_connection.disconnected": (name) => `disconnected a shared account${of(name)}`,
  "shared_connection.removed": (name) => `removed a shared connection${of(name)}`,
  "shared_connection.requested": (name) => `started to connect a shared account${of(name)}`,
  "sign_in_domain.proven": (name) => `proved the domain ${name}`,
  "sign_in_domain.released": (name) => `released the domain ${name}`,
  "signal.refused": (_name, { by }) => `refused a signal${from(by)}`,
  "signal.taken": (name, details) =>
    `took a signal${from(details["by"])}: ${cameOf(name, details)}`,
  "signal_stream.changed": made("changed", "signal stream of"),
  "signal_stream.created": made("set up", "signal stream of"),
  "signal_stream.deleted": made("deleted", "signal stream of"),
  // A bootstrap file creates, changes and deletes it; a person declares and removes it.
  "sign_in_provider.changed": () => "changed the company’s sign-in by a file",
  "sign_in_provider.created": () => "set up the company’s sign-in by a file",
  "sign_in_provider.declared": () => "set up the company’s sign-in",
  "sign_in_provider.deleted": () => "removed the company’s sign-in by a file",
  "sign_in_provider.removed": () => "removed the company’s sign-in",
  "sign_in_test.rehearsed": (_name, { email }) =>
    `signed in${email === undefined ? "" : ` as ${email}`} in a test of the company’s sign-in`,
  "sign_in_test.started": () => "tested the company’s sign-in",
  "token.read": (name) => (name === "" ? "read a token" : `read a token of ${name}`),
  "workspace.frozen": () => "froze the workspace",
  "workspace.renamed": (_name, { to = "" }) => `renamed the workspace to “${to}”`,
  "workspace.unfrozen": () => "lifted the freeze of the workspace",
  "workspace_key.revoked": made("ended", "workspace key"),
};

const all = { ...alike, ...sentences };

/** Every action that has a sentence, by name. */
export const actions: readonly string[] = Object.keys(all).sort();

/** An action by itself, as one is chosen: `Created the app …`. */
export function actionInWords(action: string): string {
  const text = all[action]?.("…", {}) ?? action;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** These are known by no id of theirs. */
const nameless: ReadonlySet<string> = new Set(["connection", "operation"]);

/** What a record is about, in quotation marks; empty where only an id is left that says nothing. */
function nameIn(
  { target, details }: Pick<AuditRecord, "target" | "details">,
  nameOf: (id: string) => string | undefined,
): string {
  const told =
    details["name"] ??
    details["email"] ??
    details["domain"] ??
    (target.kind === "signal_stream" ? details["issuer"] : undefined) ??
    target.label;
  const type = details["integration_type"];
  // A connector that one app has for itself is known by the service alone.
  const name =
    told ?? nameOf(target.id) ?? (type === undefined ? undefined : (nameOf(type) ?? type));
  if (name !== undefined && name !== null) return `“${name}”`;
  return nameless.has(target.kind) ? "" : `“${target.id}”`;
}

/** Who did something, as the beginning of a sentence. */
export function doerOf({ kind, label }: Pick<AuditRecord["actor"], "kind" | "label">): string {
  return kind === "server" ? "The server" : atBeginning(label);
}

/** A label where a sentence or a cell begins: ours with a capital; what a person calls themselves stays as it is. */
export function atBeginning(label: string): string {
  return label.replace(
    /^(?:operator with the key |backend with the token |the bootstrap file$|an app’s user$)/,
    (ours) => ours.replace(/^./, (letter) => letter.toUpperCase()),
  );
}

/**
 * What was done, as the rest of a sentence that begins with who did it. `nameOf`: what is known of an id that
 * the record names alone.
 */
export function deedOf(
  { action, target, details, result }: AuditRecord,
  nameOf: (id: string) => string | undefined,
): string {
  const name = nameIn({ target, details }, nameOf);
  if (action === "token.read" && result !== "ok") return `got no token${name && ` of ${name}`}`;
  // An action of a newer server: its own words, rather than none.
  return all[action]?.(name, details) ?? `${action.replaceAll(/[._]/g, " ")}: ${name}`;
}
