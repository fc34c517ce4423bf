/** What a connection's state means: who must do what, in a sentence. */
import type { Schemas } from "../api/client.ts";
import { now, parsed } from "../outside.ts";
import type { IconName } from "../parts/icon.tsx";
import type { reauthReasons } from "../search.ts";

export type Connection = Schemas["WorkspaceConnection"];

/** A state as it is shown: colour, icon and word together. */
export interface State {
  readonly word: string;
  /** Of the colours: `ok`, `user`, `soon`, `deg`, `off`. */
  readonly tone: "ok" | "user" | "soon" | "deg" | "off";
  readonly icon: IconName;
}

const states = {
  active: { word: "Active", tone: "ok", icon: "works" },
  needsReauth: { word: "Needs reconnecting", tone: "user", icon: "person" },
  endsSoon: { word: "Ends soon", tone: "soon", icon: "clock" },
  degraded: { word: "Degraded", tone: "deg", icon: "wave" },
  disconnected: { word: "Disconnected", tone: "off", icon: "struck" },
  frozen: { word: "Frozen", tone: "off", icon: "lock" },
} as const satisfies Readonly<Record<string, State>>;

const weekMs = 7 * 86_400_000;

/** When a connection ends by itself, where that is within a week; else null. */
function endOf({ refreshable, expires_at: token, refresh_token_expires_at: refresh }: Connection) {
  const end = refreshable ? refresh : token;
  if (end === null || end === undefined) return null;
  return parsed(end) - now() < weekMs ? end : null;
}

/** The state of a connection. */
export function stateOf(connection: Connection): State {
  if (connection.status === "disconnected") return states.disconnected;
  if (connection.frozen_at !== null) return states.frozen;
  if (connection.status === "needs_reauth") return states.needsReauth;
  if (connection.degraded) return states.degraded;
  return endOf(connection) === null ? states.active : states.endsSoon;
}

/** Who it belongs to, by the app's own name for them. */
export function ownerOf({ owner }: Pick<Connection, "owner">): string {
  if (owner.kind === "app") return "Shared by the app";
  return owner.user?.user_id ?? "Nobody known";
}

/** The account at the service, as people know it. */
export function accountOf({ account }: Pick<Connection, "account">): string {
  return account?.email ?? account?.name ?? account?.id ?? "Unknown account";
}

/** By what it is named before it is ended: by its account, else by its connector. */
export function nameToType({ account, connector }: Connection): string {
  return account === null ? connector.name : accountOf({ account });
}

const reasons: Readonly<Record<string, (service: string) => string>> = {
  invalid_grant: (service) =>
    `${service} says that access was revoked: the person or an administrator removed it from the account.`,
  revoked: (service) =>
    `${service} says that access was revoked: the person or an administrator removed it from the account.`,
  refresh_token_expired: (service) => `It was unused for longer than ${service} allows.`,
  no_refresh_token: (service) => `${service} issued no refresh token.`,
  missing_scopes: () => "Not all of the scopes that are needed were granted.",
  outcome_unknown: (service) =>
    `A refresh was sent and got no answer; ${service} then refused the token.`,
  refresh_refused: (service) => `${service} refuses to refresh the token.`,
};

/** The reasons by themselves, as one is chosen. */
export const reasonTitles = {
  invalid_grant: "Access revoked, or ended",
  revoked: "Access revoked at the service",
  refresh_token_expired: "Unused for too long",
  no_refresh_token: "No refresh token",
  missing_scopes: "Scopes not granted",
  outcome_unknown: "Refresh without an answer",
  refresh_refused: "Refresh refused",
} as const satisfies Readonly<Record<(typeof reauthReasons)[number], string>>;

/** Why it needs reconnecting; empty where nothing is known. */
export function reasonOf({ reason }: Pick<Connection, "reason">, service: string): string {
  return reason === null ? "" : (reasons[reason]?.(service) ?? `${service} ended it: ${reason}.`);
}

const outdated: Readonly<Record<string, { readonly tag: string; readonly says: string }>> = {
  client_changed: {
    tag: "Old OAuth client",
    says: "It was granted to an OAuth client that the connector no longer has: it ends when its token does, and then must be connected again.",
  },
  scopes_added: {
    tag: "Fewer scopes",
    says: "The connector now asks for more. This connection keeps what was granted until it is connected again.",
  },
};

/** What of its connector is no more as it was when it was connected: of one that works, in two words and in a sentence. */
export function outdatedOf({ status, outdated_by: codes }: Connection) {
  return status === "active" ? codes.flatMap((code) => outdated[code] ?? []) : [];
}

const revocations: Readonly<Record<string, (service: string) => string>> = {
  revoked: (service) => `The grant was revoked at ${service}.`,
  already_ended: (service) => `The grant was over at ${service} before.`,
  not_supported: (service) => `${service} cannot revoke grants: its token ends by itself.`,
  queued: (service) =>
    `${service} has not confirmed yet that the grant is revoked; it is tried again.`,
  failed: (service) => `Revoking the grant at ${service} failed.`,
  kept_for_other_connections: (service) =>
    `The grant is kept at ${service}: another connection rests on it.`,
  kept_for_other_servers: (service) =>
    `The grant is kept at ${service}: other servers use the same OAuth client.`,
};

/** What became of its grant. */
export function revocationInWords(result: string | null, service: string): string {
  return result === null ? "" : (revocations[result]?.(service) ?? `The grant: ${result}.`);
}
