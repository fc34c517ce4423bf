/** The numbers of the uses of root keys in key services: a part of those of the process. */
import { Counter, Gauge, type Registry } from "@prometheus-io/client";
import { declareHistogram } from "./histogram.ts";

export interface KeyServiceMetrics {
  /**
   * A root key in a key service was used, with all tries of it, and took so many milliseconds. `outcome`: `ok`, `away`,
   * `busy`, `refused`, or `not_its_own` where the service answered, and what it was given was not that key's.
   */
  keyServiceUsed(service: string, outcome: string, ms: number): void;
}

const durationBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function keyServiceMetrics(registers: Registry[]): KeyServiceMetrics {
  const uses = new Counter({
    name: "grantry_key_service_uses_total",
    help: "Uses of root keys that key services hold, by service and outcome.",
    labelNames: ["service", "outcome"],
    registers,
  });
  const duration = declareHistogram({
    name: "grantry_key_service_seconds",
    help: "How long uses of root keys took, with all their tries, by service.",
    labelNames: ["service"],
    buckets: durationBuckets,
    registers,
  });
  const failing = new Gauge({
    name: "grantry_key_service_failing",
    help: "1 where the last use of a root key failed at its service, else 0, by service.",
    labelNames: ["service"],
    registers,
  });
  return {
    keyServiceUsed: (service, outcome, ms) => {
      uses.inc({ service, outcome });
      duration.observe(ms / 1000, { service });
      failing.set({ service }, outcome === "ok" || outcome === "not_its_own" ? 0 : 1);
    },
  };
}
