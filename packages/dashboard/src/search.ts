/** The query of an address, which anybody may have written: what a page does not know is left out. */

import type { Schemas } from "./api/client.ts";

export type Given = Readonly<Record<string, unknown>>;

/** The members that have a value. */
export function known<Members extends object>(members: Members): Partial<Members> {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Members>;
}

/** One of these texts. */
export function oneOf<const Text extends string>(
  texts: readonly Text[],
  value: unknown,
): Text | undefined {
  return texts.find((text) => text === value);
}

/** An id or a name. */
export function shortText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" && value.length <= 128 ? value : undefined;
}

/** A day: `2026-11-26`. */
export function dayText(value: unknown): string | undefined {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
}

type Asked = Schemas["SearchWorkspaceConnectionsRequest"];

/** In which order connections can stand. */
export const connectionSorts = [
  "created_at",
  "-created_at",
  "updated_at",
  "-updated_at",
  "last_used_at",
  "-last_used_at",
  "expires_at",
  "-expires_at",
] as const satisfies readonly Asked["sort"][];

/** Why a connection can need a new consent. */
export const reauthReasons = [
  "invalid_grant",
  "revoked",
  "refresh_token_expired",
  "no_refresh_token",
  "missing_scopes",
  "outcome_unknown",
  "refresh_refused",
] as const satisfies readonly Asked["reason"][];

/** What an event says of a connection. */
export const eventTypes = [
  "connection.connected",
  "connection.needs_reauth",
  "connection.ends_soon",
  "connection.resumed",
  "connection.disconnected",
] as const;
