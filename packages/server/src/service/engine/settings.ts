/** The engine's numbers. Each has a reason; tests shorten some of them, operators none. */
import type { RevocationSettings } from "../revocation/index.ts";

export interface EngineSettings extends RevocationSettings {
  /** How long a refresh may be silent before others take it for dead. Longer than any call to a provider. */
  readonly leaseMs: number;
  /** How often a holder says that it is still at it. */
  readonly heartbeatMs: number;
  /** How long a lapsed lease is watched before it is taken away: its holder may just have its database back. */
  readonly takeoverPauseMs: number;
  /** How long a reader waits for a refresh. */
  readonly waitMaxMs: number;
  /** How often who waits for another process looks again. */
  readonly pollMs: number;
  /** How long storing an answer is tried before the reader is told that the database is away. */
  readonly storeMaxMs: number;
  readonly background: {
    /** How often this process looks for what is due. */
    readonly tickMs: number;
    /**
     * No connection is refreshed unasked sooner than this after its tokens came, whatever lifetime they
     * state: what lives shorter is refreshed when somebody reads it.
     */
    readonly leastSeconds: number;
    /** How many connections of one provider are refreshed in a second, over all processes. */
    readonly perSecond: number;
    /** How many background refreshes this process has under way at once. */
    readonly concurrentMax: number;
    /** How long a background refresh that was taken is left alone by others. */
    readonly holdSeconds: number;
  };
  readonly gate: {
    /** Calls to one OAuth client's token endpoint at once, in this process. */
    readonly concurrentMax: number;
    /** How many more wait for their turn; whoever comes then is told to come later. */
    readonly waitingMax: number;
    /** So many connections in a row must fail before the endpoint is left alone for a while. */
    readonly failuresMax: number;
    readonly openMinMs: number;
    readonly openMaxMs: number;
  };
}

const defaultEngineSettings: EngineSettings = {
  leaseMs: 30_000,
  heartbeatMs: 8_000,
  takeoverPauseMs: 2_000,
  waitMaxMs: 30_000,
  pollMs: 100,
  storeMaxMs: 15_000,
  keepMaxMs: 900_000,
  revocationPatienceMs: 1_500,
  background: {
    tickMs: 1_000,
    leastSeconds: 60,
    perSecond: 100,
    concurrentMax: 50,
    holdSeconds: 120,
  },
  gate: {
    concurrentMax: 50,
    waitingMax: 2_000,
    failuresMax: 5,
    openMinMs: 5_000,
    openMaxMs: 60_000,
  },
};

/** What differs from the defaults. */
export type EngineOverrides = Partial<Omit<EngineSettings, "background" | "gate">> & {
  readonly background?: Partial<EngineSettings["background"]>;
  readonly gate?: Partial<EngineSettings["gate"]>;
};

/** The settings with what differs. */
export function engineSettings(overrides: EngineOverrides = {}): EngineSettings {
  const { background, gate, ...others } = overrides;
  const defaults = defaultEngineSettings;
  return {
    ...defaults,
    ...others,
    background: { ...defaults.background, ...background },
    gate: { ...defaults.gate, ...gate },
  };
}
