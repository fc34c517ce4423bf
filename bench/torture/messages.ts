/** What the processes of a run say to each other. */
import type { EngineOverrides } from "../../packages/server/src/service/engine/settings.ts";
import type { Point, ProviderId } from "./history.ts";

/** To the authorization server, first of all. */
export interface AuthorizationServerStart {
  readonly kind: "start";
  readonly seed: number;
  readonly ledgerFile: string;
  readonly slowMaxMs: number;
  readonly graceMs: number;
}

/**
 * `calm`: no more faults. `sick`: for so long a provider answers 500, or not at all. `withdraw`: the
 * user of an account ends the grant. `end`: write everything down and stop.
 */
export type AuthorizationServerOrder =
  | { readonly kind: "calm" }
  | {
      readonly kind: "sick";
      readonly provider: ProviderId;
      readonly how: "error" | "silent";
      readonly ms: number;
    }
  | { readonly kind: "withdraw"; readonly account: string; readonly id: number }
  | { readonly kind: "end" };

export type AuthorizationServerWord =
  | { readonly kind: "listening"; readonly origin: string }
  | { readonly kind: "refreshes"; readonly count: number }
  | { readonly kind: "withdrawn"; readonly id: number }
  | { readonly kind: "ended" };

/** To a server process, first of all. */
export interface ServerStart {
  readonly kind: "start";
  readonly process: string;
  readonly port: number;
  readonly publicUrl: string;
  readonly databaseUrl: string;
  /** Where this slot lays answers down that it cannot store; its next life finds them. */
  readonly unstoredFolder: string;
  readonly encryptionKeys: string;
  readonly authorizationServer: string;
  /** Where fault points are written down, and what the server logs. */
  readonly passingsFile: string;
  readonly logFile: string;
  /** How far this machine's clock is off, as this process sees it. */
  readonly clockSkewMs: number;
  readonly engine: EngineOverrides;
  readonly outboundTimeoutMs: number;
}

/** Kill yourself at this point, at the passing-th time from now. */
export interface KillOrder {
  readonly kind: "kill";
  readonly point: Point;
  readonly passing: number;
}

export interface ServerWord {
  readonly kind: "listening";
}
