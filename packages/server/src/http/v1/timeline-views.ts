/** What happened to a connection, as `/v1` shows it. */
import type { TimelineItem } from "../../service/connections/index.ts";
import { viewRevocation } from "./connection-views.ts";
import { instantOf } from "./time.ts";

export function viewTimelineItem({ actor, receipt, ...item }: TimelineItem) {
  return {
    id: item.id,
    kind: item.kind,
    at: instantOf(item.at),
    first_at: instantOf(item.firstAt),
    count: item.count,
    code: item.code,
    actor: actor === null ? null : { kind: actor.kind, label: actor.label },
    receipt: receipt === null ? null : viewRevocation(receipt),
    details: { ...item.details },
  };
}
