/** The numbers of the audit trail: a part of those of the process. */
import { Counter, Gauge, type Registry } from "@prometheus-io/client";

export interface AuditMetrics {
  /** So many reads of tokens are on no record: the database was away for longer than they can be held. */
  tokenReadsLost(count: number): void;
  /** So many tokens were not given, since their record could not be written. */
  tokenReadsWithheld(count: number): void;
  /** A sink (`file`, `otlp`, `webhook`) has taken so many records. */
  auditTaken(sink: string, count: number): void;
  /** It has not taken what it was sent, for this reason. */
  auditNotTaken(sink: string, reason: string): void;
  /** So many records will never be there: removed before they were sent, or rejected by it for good. */
  auditNotKept(sink: string, count: { readonly removed: number; readonly rejected: number }): void;
  /** So many wait for it, the oldest of them for so long; whether it was stopped. */
  auditWaits(sink: string, waits: AuditWaits): void;
}

export interface AuditWaits {
  readonly records: number;
  readonly seconds: number;
  readonly isStopped: boolean;
}

export function auditMetrics(registers: Registry[]): AuditMetrics {
  const lost = new Counter({
    name: "grantry_audit_token_reads_lost_total",
    help: "Token reads that are on no record, since the database was away for too long.",
    registers,
  });
  const withheld = new Counter({
    name: "grantry_audit_tokens_withheld_total",
    help: "Tokens not given where the workspace demands their record first, and it could not be written.",
    registers,
  });
  return {
    tokenReadsLost: (count) => lost.inc(count),
    tokenReadsWithheld: (count) => withheld.inc(count),
    ...sinkMetrics(registers),
  };
}

function sinkMetrics(
  registers: Registry[],
): Pick<AuditMetrics, "auditTaken" | "auditNotTaken" | "auditNotKept" | "auditWaits"> {
  const labelNames = ["sink"];
  const taken = new Counter({
    name: "grantry_audit_records_sent_total",
    help: "Audit records that a sink has taken from this process, repeated ones included.",
    labelNames,
    registers,
  });
  const failures = new Counter({
    name: "grantry_audit_sink_failures_total",
    help: "Batches of audit records that a sink has not taken, by reason.",
    labelNames: ["sink", "reason"],
    registers,
  });
  const lost = new Counter({
    name: "grantry_audit_records_not_sent_total",
    help: "Audit records that a sink will never have: removed before they were sent, or rejected by it.",
    labelNames: ["sink", "why"],
    registers,
  });
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames, registers });
  const waiting = gauge("grantry_audit_records_waiting", "Audit records that wait for a sink.");
  const oldest = gauge(
    "grantry_audit_oldest_waiting_seconds",
    "How long the oldest audit record has waited for a sink.",
  );
  const stopped = gauge(
    "grantry_audit_sink_stopped",
    "1 where a sink has answered 410, and is sent nothing more.",
  );
  return {
    auditTaken: (sink, count) => taken.inc({ sink }, count),
    auditNotTaken: (sink, reason) => failures.inc({ sink, reason }),
    auditNotKept: (sink, { removed, rejected }) => {
      if (removed > 0) lost.inc({ sink, why: "removed" }, removed);
      if (rejected > 0) lost.inc({ sink, why: "rejected" }, rejected);
    },
    auditWaits: (sink, { records, seconds, isStopped }) => {
      waiting.set({ sink }, records);
      oldest.set({ sink }, seconds);
      stopped.set({ sink }, isStopped ? 1 : 0);
    },
  };
}
