/** What the uses of root keys say of the services that hold them: for metrics, log and readiness. */
import type { KeyServiceMetrics } from "../lib/key-service-metrics.ts";
import type { Log } from "../lib/log.ts";
import type { KeyUse } from "./service-root-key.ts";

export interface KeyServiceWatch {
  used(use: KeyUse): void;
  /** Whether the last use of any root key failed at its service. */
  isFailing(): boolean;
}

/** A service that begins to fail, or fails in another way, is told once, and so is that it is back. */
export function createKeyServiceWatch(metrics: KeyServiceMetrics, log: Log): KeyServiceWatch {
  const failing = new Map<string, KeyUse["outcome"]>();
  return {
    isFailing: () => failing.size > 0,
    used: ({ keyId, service, outcome, ms, failure }) => {
      metrics.keyServiceUsed(service, outcome, ms);
      const before = failing.get(keyId);
      if (outcome === "ok" || outcome === "not_its_own") {
        failing.delete(keyId);
        if (before !== undefined) log.info({ keyId, service }, "the key service is back");
        return;
      }
      failing.set(keyId, outcome);
      if (before === outcome) return;
      log.error({ keyId, service, outcome, cause: failure?.message }, "the key service fails");
    },
  };
}
