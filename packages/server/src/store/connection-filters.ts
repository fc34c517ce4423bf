/**
 * What connections are asked for by, as conditions on table connections. Where an index answers a condition
 * alone, it names those that can be few; see connection-pages.ts for what comes of that.
 */
import { type RawBuilder, sql } from "kysely";
import type { Database } from "./database.ts";
import type { ConnectionStatus, OwnerKind, ReauthReason } from "./schema.ts";

export interface ConnectionFilters {
  readonly appId?: string | null;
  /** Any of these; an empty list finds nothing. */
  readonly connectorIds?: readonly string[] | null;
  readonly ownerKind?: OwnerKind | null;
  /** Of any app and issuer where that is undefined; an issuer of null: of none. */
  readonly user?: {
    readonly userId: string;
    readonly issuer?: string | null | undefined;
    /** The claim that the id was read from. */
    readonly userIdClaim?: string | undefined;
  } | null;
  /** As it reads: what is stored as active is `needs_reauth` once its token is over and nothing refreshes it. */
  readonly status?: ConnectionStatus | null;
  /** As it reads, too: what is over waits for a consent because it has no refresh token. */
  readonly reason?: ReauthReason | null;
  readonly degraded?: boolean | null;
  readonly frozen?: boolean | null;
  /** Goes with `status`, `reason`, `degraded` and `endsTo`; none where it is left out. */
  readonly unusual?: UnusualConnectors | null;
  /** Epoch seconds: whose token ends before. */
  readonly expiresTo?: number | null;
  /** Epoch seconds: active, and over before then unless its owner connects again: nothing refreshes it. */
  readonly endsTo?: number | null;
  /** Epoch seconds: whose token was last read before; what was never read is not found. */
  readonly lastUsedTo?: number | null;
  /** How the user's id, or the id, email or name of the account begins, whatever the case of ASCII letters. */
  readonly beginning?: string | null;
}

/** What decides together which entry a connector has. */
export interface ConnectorKind {
  readonly integrationType: string;
  /** The authorization server's id. */
  readonly serverId: string;
}

/** Connectors of a workspace for which a refresh token does not say whether a new token can be had. */
export interface UnusualConnectors {
  readonly workspaceId: string;
  /** Of the database that is asked. */
  readonly engine: Database["engine"];
  /** Without a refresh token too. */
  readonly always: readonly ConnectorKind[];
  /** With a refresh token neither. */
  readonly never: readonly ConnectorKind[];
}

export type Condition = RawBuilder<unknown>;

/** Conditions, each with the conditions that together find the same by an index, where one does. */
export interface Filter {
  readonly condition: Condition;
  /**
   * Alternatives, which may find more than is asked for; null where no index answers it, or it never finds few. An
   * alternative may end with the order of its index, where SQLite would otherwise take another one.
   */
  readonly indexed: readonly Condition[] | null;
}

/** Text in order of its bytes, in small ASCII letters: as the indexes have it. */
export const textColumns = ["user_id", "account_id", "account_email", "account_name"] as const;
export const lowered = {
  sqlite: (column: string) => `lower(${column})`,
  postgres: (column: string) => `lower(${column} COLLATE "C")`,
} as const;

/** What stands for the end of a token that does not end, and for the use of one that was not used. */
export const endless = "9007199254740991";
export const endOf = `COALESCE(expires_at, ${endless})`;
/** Whether there is something to refresh it by, as an index has it. */
export const withoutRefresh = "(CASE WHEN refresh_token IS NULL THEN 1 ELSE 0 END)";
export const useOf = "COALESCE(last_used_at, 0)";
const inTrouble = "(failure_code IS NOT NULL OR outcome_unknown_at IS NOT NULL)";

/** The conditions of these filters, those that can find few first. */
export function filtersOf(
  filters: ConnectionFilters,
  { engine, now }: { readonly engine: keyof typeof lowered; readonly now: number },
): Filter[] {
  const { user, beginning, reason, degraded, connectorIds, appId, status, ownerKind } = filters;
  const { expiresTo, endsTo, lastUsedTo, frozen, unusual = null } = filters;
  const over = overOf(unusual, now);
  const found = { over, indexed: overIndexed(unusual, now) };
  return [
    user ? byUser(user) : null,
    beginning ? byBeginning(beginning, lowered[engine]) : null,
    typeof degraded === "boolean" ? byTrouble(degraded, over) : null,
    typeof frozen === "boolean" ? byFreeze(frozen) : null,
    reason ? byReason(reason, found) : null,
    ownerKind ? byOwnerKind(ownerKind) : null,
    connectorIds ? byConnectors(connectorIds) : null,
    appId ? indexed(sql`app_id = ${appId}`) : null,
    status ? byStatus(status, found) : null,
    typeof endsTo === "number" ? byOwnEnd(endsTo, { over, unusual, now }) : null,
    typeof expiresTo === "number" ? indexed(sql`${sql.raw(endOf)} < ${expiresTo}`) : null,
    typeof lastUsedTo === "number"
      ? indexed(sql`(${sql.raw(useOf)} < ${lastUsedTo} AND ${sql.raw(useOf)} > 0)`)
      : null,
  ].filter((one) => one !== null);
}

const indexed = (condition: Condition): Filter => ({ condition, indexed: [condition] });

function byUser({ userId, issuer, userIdClaim }: NonNullable<ConnectionFilters["user"]>): Filter {
  const conditions = [
    sql`user_id = ${userId}`,
    sql`owner_kind = 'user'`,
    ...(issuer === undefined ? [] : [sql`user_issuer = ${issuer ?? ""}`]),
    ...(userIdClaim === undefined ? [] : [sql`user_id_claim = ${userIdClaim}`]),
  ];
  return indexed(sql`(${sql.join(conditions, sql` AND `)})`);
}

/** Above every character, in the order of bytes. */
const last = "\u{10FFFF}";

function byBeginning(text: string, lower: (column: string) => string): Filter {
  const from = text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  const conditions = textColumns.map((column) => {
    const expression = sql.raw(lower(column));
    return sql`(${expression} >= ${from} AND ${expression} < ${from + last})`;
  });
  return { condition: sql`(${sql.join(conditions, sql` OR `)})`, indexed: conditions };
}

function byTrouble(degraded: boolean, over: readonly Condition[]): Filter {
  const trouble = sql.raw(inTrouble);
  const isDegraded = sql`(status = 'active' AND ${trouble} AND NOT ${anyOf(over)})`;
  if (!degraded) return { condition: sql`NOT ${isDegraded}`, indexed: null };
  // By the status, too, SQLite would go by that: most connections are active.
  return { condition: isDegraded, indexed: [sql`${trouble} ORDER BY connection_id`] };
}

function byFreeze(frozen: boolean): Filter {
  const all = sql`(SELECT z.connection_id FROM frozen_connections AS z)`;
  if (!frozen) return { condition: sql`connection_id NOT IN ${all}`, indexed: null };
  return indexed(sql`connection_id IN ${all}`);
}

function byOwnerKind(kind: OwnerKind): Filter {
  const condition = sql`owner_kind = ${sql.lit(kind)}`;
  return { condition, indexed: kind === "app" ? [condition] : null };
}

function byConnectors(ids: readonly string[]): Filter {
  if (ids.length === 0) return indexed(sql`1 = 0`);
  return indexed(sql`connector_id IN (${sql.join(ids)})`);
}

interface Over {
  readonly over: readonly Condition[];
  readonly indexed: readonly Condition[];
}

function byStatus(status: ConnectionStatus, { over, indexed: overFound }: Over): Filter {
  const stored = sql`status = ${status}`;
  if (status === "needs_reauth") {
    return { condition: anyOf([stored, ...over]), indexed: [stored, ...overFound] };
  }
  if (status !== "active") return indexed(stored);
  return { condition: sql`(${stored} AND NOT ${anyOf(over)})`, indexed: [stored] };
}

function byReason(reason: ReauthReason, { over, indexed: overFound }: Over): Filter {
  const stored = sql`(reason = ${reason} AND reason IS NOT NULL)`;
  if (reason !== reasonOfOver) return indexed(stored);
  return { condition: anyOf([stored, ...over]), indexed: [stored, ...overFound] };
}

interface OwnEnd {
  readonly over: readonly Condition[];
  readonly unusual: UnusualConnectors | null;
  readonly now: number;
}

/** What is over is in none of the ranges: there may be any number of it, and it would come first. */
function byOwnEnd(to: number, { over, unusual, now }: OwnEnd): Filter {
  const { always = [], never = [] } = unusual ?? {};
  const isOf = (kinds: readonly ConnectorKind[]) =>
    unusual === null ? sql`1 = 0` : sql`connector_id IN (${ofKinds(unusual, kinds)})`;
  const token = sql`(status = 'active' AND expires_at IS NOT NULL
    AND expires_at > ${now} AND expires_at < ${to}`;
  const refresh = sql`(status = 'active' AND refresh_token_expires_at IS NOT NULL
    AND refresh_token_expires_at < ${to} AND refresh_token IS NOT NULL`;
  const without = sql`AND refresh_token IS NULL`;
  const ends = [
    always.length === 0
      ? sql`${token} ${without})`
      : sql`${token} ${without} AND NOT ${isOf(always)})`,
    never.length === 0 ? sql`${refresh})` : sql`${refresh} AND NOT ${isOf(never)})`,
    ...(never.length === 0 ? [] : [sql`${token} AND ${isOf(never)})`]),
  ];
  const indexed = [
    ...ends.slice(0, 2),
    ...(unusual === null || never.length === 0
      ? []
      : [sql`(${ofNever(unusual)} AND ${sql.raw(endOf)} > ${now} AND ${sql.raw(endOf)} < ${to})`]),
  ];
  return { condition: sql`(${anyOf(ends)} AND NOT ${anyOf(over)})`, indexed };
}

const anyOf = (conditions: readonly Condition[]): Condition =>
  sql`(${sql.join(conditions, sql` OR `)})`;

/** All that is stored as active of connectors that refresh nothing, as ranges of an index of their ends. */
const ofNever = (unusual: UnusualConnectors): Condition =>
  sql`status = 'active' AND connector_id IN (${ofKinds(unusual, unusual.never)})
    AND owner_kind IN ('app', 'user') AND ${sql.raw(withoutRefresh)} IN (0, 1)`;

/** What finds by indexes what `overOf` says. */
function overIndexed(unusual: UnusualConnectors | null, now: number): Condition[] {
  const [without, ...never] = overOf(unusual, now);
  if (unusual === null || never.length === 0) return [without];
  return [without, sql`(${ofNever(unusual)} AND ${sql.raw(endOf)} <= ${now})`];
}

/** Why what is over waits for a consent. */
export const reasonOfOver = "no_refresh_token" satisfies ReauthReason;

/**
 * Whether a connection that is stored as active is over at a moment, with nothing to refresh it by: it then reads as
 * `needs_reauth`. Never NULL. `table`: what table connections is called, where the statement asks others, too.
 */
export function isOver(unusual: UnusualConnectors, now: number, table?: string): Condition {
  return anyOf(overOf(unusual, now, table));
}

/** How it reads: the stored status, unless it is over. */
export function statusAt(unusual: UnusualConnectors, now: number): RawBuilder<ConnectionStatus> {
  return sql`CASE WHEN ${isOver(unusual, now)} THEN 'needs_reauth' ELSE status END`;
}

/**
 * The same as alternatives: without a refresh token, for which an index is made, and of connectors for which a refresh
 * token is of no use.
 */
export function overOf(
  unusual: UnusualConnectors | null,
  now: number,
  table?: string,
): [Condition, ...Condition[]] {
  const of = (column: string) => sql.ref(table === undefined ? column : `${table}.${column}`);
  const end = of("expires_at");
  const ended = sql`${end} IS NOT NULL AND ${of("status")} = 'active' AND ${end} <= ${now}`;
  const { always = [], never = [] } = unusual ?? {};
  const without = sql`(${of("refresh_token")} IS NULL AND ${ended})`;
  if (unusual === null) return [without];
  const connector = of("connector_id");
  const others = sql`${connector} NOT IN (${ofKinds(unusual, always)})`;
  return [
    always.length === 0 ? without : sql`(${without} AND ${others})`,
    ...(never.length === 0
      ? []
      : [sql`(${connector} IN (${ofKinds(unusual, never)}) AND ${ended})`]),
  ];
}

/** What makes rows of a JSON list. */
const elements = { sqlite: "json_each", postgres: "jsonb_array_elements" } as const;

/**
 * The ids of the connectors of these kinds. They are one parameter, however many they are: SQLite takes only so many
 * alternatives, and both engines plan a list much sooner.
 */
export function ofKinds(
  { workspaceId, engine }: Pick<UnusualConnectors, "workspaceId" | "engine">,
  kinds: readonly ConnectorKind[],
): Condition {
  const list = JSON.stringify(
    kinds.map(({ integrationType, serverId }) => [integrationType, serverId]),
  );
  const type = sql.raw(engine === "postgres" ? "::text::jsonb" : "");
  return sql`SELECT c.connector_id FROM connectors AS c
    INNER JOIN oauth_clients AS o ON o.oauth_client_id = c.oauth_client_id
    WHERE c.workspace_id = ${workspaceId} AND (c.integration_type, o.server_id) IN (
      SELECT k.value->>0, k.value->>1 FROM ${sql.raw(elements[engine])}(${list}${type}) AS k)`;
}
