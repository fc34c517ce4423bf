/** Of table audit_records: what was done to one connection, or to what it rests on. */
import { type AuditRecord, isDeed, toRecords } from "./audit-records.ts";
import type { Store } from "./store.ts";
import type { TimePosition } from "./timeline-entries.ts";

/** What changes concern a connection. */
export interface ConcernedBy {
  readonly workspaceId: string;
  /** Ids of the connection, its connector and its integration type: no two kinds share an id. */
  readonly targetIds: readonly string[];
  readonly actions: readonly string[];
  /** Epoch seconds: what was before does not concern it. */
  readonly since: number;
}

/** The newest first. */
export async function listConcerning(
  store: Store,
  { workspaceId, targetIds, actions, since }: ConcernedBy,
  { after, limit }: { readonly after: TimePosition | null; readonly limit: number },
): Promise<AuditRecord[]> {
  let query = store.db
    .selectFrom("audit_records")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where(isDeed)
    // The index begins with the kind.
    .where("target_kind", "in", ["connection", "connector", "integration_type"])
    .where("target_id", "in", targetIds)
    .where("action", "in", actions)
    .where("recorded_at", ">=", since);
  if (after !== null) {
    const { at, key } = after;
    query = query.where((eb) =>
      eb.or([
        eb("recorded_at", "<", at),
        ...(key === null
          ? []
          : [eb.and([eb("recorded_at", "=", at), eb("audit_record_id", "<", Number(key))])]),
      ]),
    );
  }
  const rows = await query
    .orderBy("recorded_at", "desc")
    .orderBy("audit_record_id", "desc")
    .limit(limit)
    .execute();
  return await toRecords(store, rows);
}
