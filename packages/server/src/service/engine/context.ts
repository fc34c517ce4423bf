/** What the token engine needs. */
import type { Metrics } from "../../lib/metrics.ts";
import type { AppUsersContext } from "../app-users/index.ts";
import type { LimitsContext } from "../limits/index.ts";
import type { RevocationContext } from "../revocation/index.ts";
import type { TokenReads } from "../trail/index.ts";
import type { Claims } from "./claims.ts";
import type { Gates } from "./gate.ts";
import type { EngineSettings } from "./settings.ts";
import type { Statistics } from "./statistics.ts";
import type { Unstored } from "./unstored.ts";
import type { Uses } from "./use.ts";

export interface EngineContext extends AppUsersContext, LimitsContext, RevocationContext {
  readonly metrics: Metrics;
  readonly engine: EngineSettings;
  /** The leases that this process claims. */
  readonly claims: Claims;
  readonly gates: Gates;
  readonly uses: Uses;
  /** What this process has counted and not written down yet. */
  readonly statistics: Statistics;
  readonly unstored: Unstored;
  /** Reads of tokens on record. */
  readonly tokenReads: TokenReads;
}
