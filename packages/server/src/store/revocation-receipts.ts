/** What is told of revocations: table revocations, without what is sealed in it. */
import { sql } from "kysely";
import { type Revocation, toRevocation } from "./revocations.ts";
import type { Store } from "./store.ts";

/** The revocation of this id, or undefined. */
export async function getRevocation(
  store: Store,
  revocationId: string,
): Promise<Revocation | undefined> {
  const row = await store.db
    .selectFrom("revocations")
    .selectAll()
    .where("revocation_id", "=", revocationId)
    .executeTakeFirst();
  return row && toRevocation(row);
}

/** The revocations of these ids, as far as they are kept, by id. */
export async function getRevocations(
  store: Store,
  revocationIds: readonly string[],
): Promise<ReadonlyMap<string, Revocation>> {
  if (revocationIds.length === 0) return new Map();
  const rows = await store.db
    .selectFrom("revocations")
    .selectAll()
    .where("revocation_id", "in", revocationIds)
    .execute();
  return new Map(rows.map((row) => [row.revocation_id, toRevocation(row)]));
}

/** The newest revocation of each of these connections, by connection. */
export async function latestRevocations(
  store: Store,
  connectionIds: readonly string[],
): Promise<ReadonlyMap<string, Revocation>> {
  if (connectionIds.length === 0) return new Map();
  const rows = await store.db
    .selectFrom("revocations")
    .selectAll()
    .where("connection_id", "in", connectionIds)
    // The later ones of a map win.
    .orderBy("position")
    .execute();
  const all = rows.map(toRevocation);
  return new Map(all.map((one) => [one.connectionId ?? "", one]));
}

/** Receipts of a workspace, the newest first. */
export interface ReceiptPage {
  readonly workspaceId: string;
  readonly connectionId: string | null;
  /** Still tried; done or given up; only those given up. Null for all. */
  readonly status: "queued" | "ended" | "failed" | null;
  /** Position of the last one of the page before; null for the first page. */
  readonly before: number | null;
  readonly limit: number;
}

/** A page of the revocations of a workspace. */
export async function listRevocations(store: Store, page: ReceiptPage): Promise<Revocation[]> {
  const rows = await receiptsOfPage(store, page).execute();
  return rows.map(toRevocation);
}

/** What asks for a page. Every status has an index of its own: however many others there are, the page's rows alone are read. */
export function receiptsOfPage(store: Pick<Store, "clock" | "db">, page: ReceiptPage) {
  const { before, connectionId, status } = page;
  // A connection has few: SQLite is not to take an index of the workspace for them.
  const workspace = connectionId === null ? sql`workspace_id` : sql`workspace_id || ''`;
  let query = store.db
    .selectFrom("revocations")
    .selectAll()
    .where(sql<boolean>`${workspace} = ${page.workspaceId}`)
    // What waits for a choice may yet be kept.
    .where((eb) =>
      eb.or([eb("held_until", "is", null), eb("held_until", "<=", store.clock.nowSeconds())]),
    );
  if (connectionId !== null) query = query.where("connection_id", "=", connectionId);
  if (status !== null) query = query.where(conditions[status]);
  if (before !== null) query = query.where("position", "<", before);
  return query.orderBy("position", "desc").limit(page.limit);
}

/** Written out: the indexes hold under these words, not under a parameter that may be anything. */
const conditions = {
  queued: sql<boolean>`result IS NULL`,
  ended: sql<boolean>`result IS NOT NULL`,
  failed: sql<boolean>`result = 'failed'`,
} as const;

/** Forgets receipts of before a moment, in epoch seconds. */
export async function deleteReceiptsEndedBefore(store: Store, before: number): Promise<void> {
  await store.db.deleteFrom("revocations").where("ended_at", "<", before).execute();
}
