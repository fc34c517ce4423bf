/** What is told, on the audit log: each signal that ends something singly, all else as long as it is not too much. */
import { describeThrown } from "../../lib/error.ts";
import { type Actor, type AuditEntry, insertAuditRecord } from "../../store/audit-records.ts";
import { inTransaction } from "../../store/store.ts";
import { serverActor } from "../accounts/index.ts";
import { count } from "../limits/index.ts";
import type { SignalsContext } from "./context.ts";

/** Of a source, in a quarter of an hour: a stranger who sends what is refused must not fill the log. */
const recordedMax = 10;

export interface Told {
  readonly workspaceId: string;
  /** The stream; of logouts, the workspace. */
  readonly source: string;
  readonly issuer: string;
}

/** Who acts where a signal does. */
export function signalActor({ source, issuer }: Told): Actor {
  return { kind: "server", id: source, label: `a signal of ${issuer}` };
}

export interface NotedLater extends Pick<AuditEntry, "action" | "target" | "details" | "result"> {
  /** Whether the message was shown to be the issuer's: what anybody can send is on record as nobody's. */
  readonly isProven: boolean;
}

/** Records, after it was answered, what ended nothing, or was refused. What goes wrong is logged. */
export function recordLater(
  context: SignalsContext,
  told: Told,
  { isProven, ...entry }: NotedLater,
): void {
  const { workspaceId, source, issuer } = told;
  const actor = isProven ? signalActor(told) : serverActor;
  const by = isProven ? { by: issuer } : {};
  // Strangers' messages keep none of the issuer's off the record.
  const kind = `${entry.action} ${entry.result ?? "ok"}${isProven ? "" : ", of anybody,"}`;
  const work = async () => {
    const [sofar = 0] = await count(context, [
      { bucket: `${kind} on record of ${source}`, max: recordedMax },
    ]);
    if (sofar > recordedMax) return;
    const last = { more: "not recorded until the quarter of an hour is over" };
    const details = { ...by, ...entry.details, ...(sofar === recordedMax ? last : {}) };
    await inTransaction(context.store, (store) =>
      insertAuditRecord(store, { workspaceId, actor, ...entry, details }),
    );
  };
  context.flights.join(`${kind} of ${source}`, work).catch((thrown: unknown) => {
    context.log.warn({ cause: describeThrown(thrown) }, "signal not on record");
  });
}
