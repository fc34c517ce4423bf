/**
 * A record of the audit trail as it is sent elsewhere: all that its hash covers, the hash, and the one before it. It names
 * people as the table does, by id alone, so that nothing of a person who is erased is left elsewhere.
 */
import { instantOf } from "../../../lib/clock.ts";
import type { RecordRow } from "../../../store/audit-chain.ts";

export interface ShippedRecord {
  readonly workspaceId: string | null;
  readonly number: number;
  readonly hash: string;
  /** Epoch seconds. */
  readonly at: number;
  readonly action: string;
  readonly result: string;
  /** All of it, as JSON without line breaks. */
  readonly line: string;
}

export function shippedRecord(row: RecordRow, previousHash: string): ShippedRecord {
  const { number, hash } = row;
  if (number === null || hash === null) throw new TypeError("A record that is not linked.");
  const line = JSON.stringify({
    workspace_id: row.workspace_id,
    number,
    hash,
    previous_hash: previousHash,
    id: row.audit_record_id,
    at: instantOf(row.recorded_at),
    actor: { kind: row.actor_kind, id: row.actor_id, label: row.actor_label },
    action: row.action,
    target: { kind: row.target_kind, id: row.target_id },
    details: parsed(row.details),
    result: row.result,
    address: row.address,
    request_id: row.request_id,
  });
  const { workspace_id: workspaceId, recorded_at: at, action, result } = row;
  return { workspaceId, number, hash, at, action, result, line };
}

/** The text itself where it is none of ours any more: then its hash does not fit either. */
function parsed(details: string): unknown {
  try {
    return JSON.parse(details);
  } catch {
    return details;
  }
}
