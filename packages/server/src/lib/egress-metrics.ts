/** The numbers of calls that did not leave: a part of those of the process. */
import { Counter, type Registry } from "@prometheus-io/client";
import type { ProxyFault } from "./outbound-error.ts";

export interface EgressMetrics {
  /** A call was not sent: for what is wrong at the proxy, or since its host is not listed. */
  notSent(reason: ProxyFault | "not_listed"): void;
}

export function egressMetrics(registers: Registry[]): EgressMetrics {
  const notSent = new Counter({
    name: "grantry_outbound_not_sent_total",
    help: "Calls that the outbound proxy did not let through, or whose host is not listed, by reason.",
    labelNames: ["reason"],
    registers,
  });
  return { notSent: (reason) => notSent.inc({ reason }) };
}
