/** What a process keeps in memory for its token engine. */
import { newHandle } from "../../lib/id.ts";
import type { Log } from "../../lib/log.ts";
import type { Metrics } from "../../lib/metrics.ts";
import type { Store } from "../../store/store.ts";
import { createTokenReads, type TrailSettings } from "../trail/index.ts";
import { createClaims } from "./claims.ts";
import type { EngineContext } from "./context.ts";
import { createGates } from "./gate.ts";
import { type EngineOverrides, engineSettings } from "./settings.ts";
import { createStatistics } from "./statistics.ts";
import { createUnstored } from "./unstored.ts";
import { createUses } from "./use.ts";

export interface EngineInput {
  readonly store: Store;
  readonly log: Log;
  readonly metrics: Metrics;
  /** What differs from the engine's own numbers. */
  readonly overrides: EngineOverrides | undefined;
  /** Where answers are laid that the database cannot take; null keeps them in memory only. */
  readonly unstoredFolder: string | null;
  readonly trail: TrailSettings;
}

/** Builds them, once per process. */
export function createEngineParts({
  store,
  log,
  metrics,
  overrides,
  unstoredFolder,
  trail,
}: EngineInput): Pick<
  EngineContext,
  "engine" | "claims" | "gates" | "uses" | "statistics" | "unstored" | "tokenReads"
> {
  const engine = engineSettings(overrides);
  return {
    engine,
    claims: createClaims(newHandle("process")),
    gates: createGates(store.clock, engine.gate, (key, from, to) =>
      metrics.breakerChanged(key.provider, from, to),
    ),
    uses: createUses(store, log),
    statistics: createStatistics(store, log),
    unstored: createUnstored(unstoredFolder, log),
    tokenReads: createTokenReads({ store, clock: store.clock, log, metrics, trail }),
  };
}
