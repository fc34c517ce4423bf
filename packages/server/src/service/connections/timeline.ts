/**
 * What happened to a connection, newest first: what its timeline holds, and what operators did to it or to
 * what it rests on, as the audit log has it. What became of a grant comes from its receipt.
 */
import { GrantryError } from "../../lib/error.ts";
import type { AuditRecord } from "../../store/audit-records.ts";
import { type ConcernedBy, listConcerning } from "../../store/connection-records.ts";
import { type Connection, getWorkspaceConnection } from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import { listRevocations } from "../../store/revocation-receipts.ts";
import type { Revocation } from "../../store/revocations.ts";
import {
  listTimelineEntries,
  type TimelineEntry,
  type TimelineKind,
  type TimePosition,
} from "../../store/timeline-entries.ts";
import { type Receipt, receiptOf } from "../revocation/index.ts";
import type { ConnectionsContext } from "./context.ts";

/** Something that happened, or equal things of one day. Times are epoch seconds. */
export interface TimelineItem {
  readonly id: string;
  readonly kind: TimelineKind | OperatorsDeed;
  /** The last one of the day. */
  readonly at: number;
  readonly firstAt: number;
  readonly count: number;
  /** Why, or how; null where there is no more to say. */
  readonly code: string | null;
  /** The operator who did it; null where none did, or that is not known. */
  readonly actor: AuditRecord["actor"] | null;
  /** What became of the grant that ended; null where none did, or that is not known any more. */
  readonly receipt: Receipt | null;
  readonly details: Readonly<Record<string, string>>;
}

export type OperatorsDeed = (typeof deeds)[keyof typeof deeds];

/** What an operator does that a timeline tells, by the action of the audit log. */
const deeds = {
  "connection.refresh_requested": "refresh_requested",
  "connection.retry_requested": "retry_requested",
  "connection.check_requested": "check_requested",
  "connection.reconnect_requested": "reconnect_requested",
  "connector.changed": "connector_changed",
  "connector_governance.changed": "policy_changed",
} as const;
/** Who disconnected is told with the end. */
const disconnects = [
  "connection.disconnected",
  "shared_connection.disconnected",
  "shared_connection.removed",
] as const;
/** The record, the receipt and the end are of one transaction; the clock goes on meanwhile. */
const sameSeconds = 5;
/** How many ends are looked through for the one that is meant. */
const endsMax = 200;

/** Where a page begins: after this one. */
export type TimelinePosition = readonly [at: number, source: "entry" | "record", key: string];

/** A page, the newest first. */
export interface Timeline {
  readonly items: readonly TimelineItem[];
  /** Null after the last. */
  readonly next: TimelinePosition | null;
}

/** Throws connection_not_found, also for one of another workspace. */
export async function readTimeline(
  context: ConnectionsContext,
  { workspaceId, connectionId }: { readonly workspaceId: string; readonly connectionId: string },
  { after, limit }: { readonly after: TimelinePosition | null; readonly limit: number },
): Promise<Timeline> {
  const { store } = context;
  const connection = await getWorkspaceConnection(store, workspaceId, connectionId);
  const registered = connection && (await getConnector(store, workspaceId, connection.connectorId));
  if (connection === undefined || registered === undefined) {
    throw new GrantryError("connection_not_found");
  }
  const concerned = {
    workspaceId,
    targetIds: [connectionId, connection.connectorId, registered.connector.integrationType],
    since: connection.createdAt,
  };
  const entries = await listTimelineEntries(store, connectionId, {
    after: after && positionIn("entry", after),
    limit: limit + 1,
  });
  const records = await listConcerning(
    store,
    { ...concerned, actions: Object.keys(deeds) },
    { after: after && positionIn("record", after), limit: limit + 1 },
  );
  const found = merge(entries, records);
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const ends = await endsOf(context, concerned, shown);
  return {
    items: shown.map((one) => itemOf(connection, one, ends)),
    next: found.length > limit && last !== undefined ? positionOf(last) : null,
  };
}

type Found =
  | { readonly source: "entry"; readonly at: number; readonly entry: TimelineEntry }
  | { readonly source: "record"; readonly at: number; readonly record: AuditRecord };

/** Of one moment: first what came of it, then who asked for it. */
function merge(entries: readonly TimelineEntry[], records: readonly AuditRecord[]): Found[] {
  const all: Found[] = [
    ...entries.map((entry) => ({ source: "entry", at: entry.lastAt, entry }) as const),
    ...records.map((record) => ({ source: "record", at: record.recordedAt, record }) as const),
  ];
  // Sorting keeps the order of what is equal.
  return all.sort((one, other) => other.at - one.at);
}

function positionOf(found: Found): TimelinePosition {
  const key = found.source === "entry" ? found.entry.key : String(found.record.auditRecordId);
  return [found.at, found.source, key];
}

/** Where a source goes on after an item that may be of the other: entries of a moment come before records. */
function positionIn(source: TimelinePosition[1], [at, of, key]: TimelinePosition): TimePosition {
  if (source === of) return { at, key };
  // After a record all entries of its moment were shown; after an entry none of its moment's records.
  return source === "entry" ? { at, key: null } : { at: at + 1, key: null };
}

/** What is known of the ends that a page tells. */
interface Ends {
  readonly revocations: readonly Revocation[];
  readonly records: readonly AuditRecord[];
}

const endings: ReadonlySet<string> = new Set(["disconnected", "account_replaced"]);

async function endsOf(
  { store }: ConnectionsContext,
  concerned: Omit<ConcernedBy, "actions">,
  shown: readonly Found[],
): Promise<Ends> {
  const tells = shown.some((one) => one.source === "entry" && endings.has(one.entry.kind));
  if (!tells) return { revocations: [], records: [] };
  const { workspaceId, targetIds } = concerned;
  const [connectionId = ""] = targetIds;
  const page = { workspaceId, connectionId, status: null, before: null, limit: endsMax };
  const ofIt = { ...concerned, targetIds: [connectionId], actions: disconnects };
  return {
    revocations: await listRevocations(store, page),
    records: await listConcerning(store, ofIt, { after: null, limit: endsMax }),
  };
}

function itemOf(connection: Connection, found: Found, ends: Ends): TimelineItem {
  if (found.source === "record") return itemOfRecord(connection, found.record);
  const { key, kind, code, count, firstAt, lastAt, details } = found.entry;
  const isNear = (at: number) => Math.abs(at - lastAt) <= sameSeconds;
  const revocation = ends.revocations.find((one) => one.cause === kind && isNear(one.createdAt));
  const record =
    kind === "disconnected" ? ends.records.find((one) => isNear(one.recordedAt)) : undefined;
  return {
    id: key,
    kind,
    at: lastAt,
    firstAt,
    count,
    code: code === "" ? null : code,
    actor: record?.actor ?? null,
    receipt: revocation === undefined ? null : receiptOf(revocation),
    details,
  };
}

function itemOfRecord({ owner }: Connection, record: AuditRecord): TimelineItem {
  const { action, actor, auditRecordId, details, recordedAt: at } = record;
  return {
    id: `audit.${auditRecordId}`,
    kind: deeds[action as keyof typeof deeds],
    at,
    firstAt: at,
    count: 1,
    code: null,
    actor,
    receipt: null,
    details: detailsOf(owner.kind === "app", record.action, details),
  };
}

/** Of what the audit log holds, what concerns this connection: who may see it may not see the log. */
function detailsOf(
  isShared: boolean,
  action: string,
  details: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (action === "connector.changed") return { changed: details["changed"] ?? "" };
  if (action !== "connector_governance.changed") return {};
  const name = isShared ? "builder_connection_enabled" : "per_user_connection_enabled";
  return { allowed: details[name] ?? "" };
}
