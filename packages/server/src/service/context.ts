/** What every use case is handed: built once, in app.ts. */
import type { Clock } from "../lib/clock.ts";
import type { TxtLookup } from "../lib/dns.ts";
import type { Log } from "../lib/log.ts";
import type { Metrics } from "../lib/metrics.ts";
import type { ReachOf } from "../lib/reach.ts";
import type { Secret } from "../lib/secret.ts";
import type { Catalogue } from "../provider/catalogue.ts";
import type { Store } from "../store/store.ts";
import type { AppCache } from "./app-user/app-cache.ts";
import type { KeySets } from "./app-user/key-sets.ts";
import type { VerifiedTokens } from "./app-user/verified-tokens.ts";
import type { FunctionSettings } from "./functions/settings.ts";
import type { FunctionTokens } from "./functions/tokens.ts";
import type { PasswordWork } from "./operator/password-work.ts";
import type { Checkpoints } from "./token/checkpoint.ts";
import type { Claims } from "./token/claims.ts";
import type { Flights } from "./token/flights.ts";
import type { Gates } from "./token/gate.ts";
import type { EngineSettings } from "./token/settings.ts";
import type { Unstored } from "./token/unstored.ts";
import type { Uses } from "./token/use.ts";

export interface ServiceContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly catalogue: Catalogue;
  readonly lookUpTxt: TxtLookup;
  /** Calls out for a workspace. */
  readonly reach: ReachOf;
  readonly passwords: PasswordWork;
  /** Origin and path under which the world reaches this server; no slash at the end. */
  readonly publicUrl: string;
  /** Origin of a sandbox that plays every provider, also for browsers; null where there is none. */
  readonly sandboxProviders: string | null;
  readonly apps: AppCache;
  readonly keySets: KeySets;
  readonly verifiedTokens: VerifiedTokens;
  /** The leases that this process claims. */
  readonly claims: Claims;
  readonly flights: Flights;
  readonly gates: Gates;
  readonly uses: Uses;
  readonly unstored: Unstored;
  readonly engine: EngineSettings;
  /** What calls of the apps' functions need. */
  readonly functions: {
    readonly settings: FunctionSettings;
    readonly tokens: FunctionTokens;
  };
  readonly metrics: Metrics;
  /** With it the metrics may be read; null leaves them to programs on this machine. */
  readonly metricsToken: Secret | null;
  readonly checkpoint: Checkpoints;
  /** Aborted when the server closes: nothing is begun any more that nobody waits for. */
  readonly closing: AbortSignal;
}
