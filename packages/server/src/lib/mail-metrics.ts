/** The numbers of mail: a part of those of the process. */
import { Counter, type Registry } from "@prometheus-io/client";

export interface MailMetrics {
  /**
   * A try to send a message ended: `sent`, `failed` (it is tried again), `refused` (the server never takes it) or
   * `expired` (nobody took it in its time).
   */
  mailTried(outcome: "sent" | "failed" | "refused" | "expired"): void;
}

export function mailMetrics(registers: Registry[]): MailMetrics {
  const tries = new Counter({
    name: "grantry_mails_total",
    help: "Tries to send mail, by outcome: sent, failed (tried again), refused and expired (given up).",
    labelNames: ["outcome"],
    registers,
  });
  return { mailTried: (outcome) => tries.inc({ outcome }) };
}
