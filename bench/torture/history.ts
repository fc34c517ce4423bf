/**
 * What a run leaves behind, and the checker reads. All moments are milliseconds of the machine's
 * monotonic clock, which every process of the run reads alike.
 */

export const providerIds = ["strict", "grace", "stable"] as const;
/**
 * `strict`: refresh tokens work once, a second use ends the family. `grace`: the same, but a used one
 * works a while longer. `stable`: the refresh token stays.
 */
export type ProviderId = (typeof providerIds)[number];

export const points = ["claimed", "sending", "answered", "stored", "judged"] as const;
/** The fault points that the engine passes in every refresh. */
export type Point = (typeof points)[number];

/** A grant, by a code: the first tokens of a family. */
export interface Issued {
  readonly kind: "issued";
  readonly at: number;
  readonly account: string;
  readonly provider: ProviderId;
  readonly family: string;
  /** Name of the access token, see token-names.ts. */
  readonly access: string;
  readonly lifetimeMs: number;
}

/** One request with a refresh token, written down when its connection was done with it. */
export interface RefreshRequest {
  readonly kind: "refresh";
  readonly arrivedAt: number;
  /** When the authorization server decided; what it issued lives from here. */
  readonly decidedAt: number;
  readonly endedAt: number;
  readonly account: string;
  readonly provider: ProviderId;
  readonly family: string;
  /** Name of the refresh token that was presented. */
  readonly presented: string;
  /** Which refresh of which process asked; null where it did not say. */
  readonly attempt: string | null;
  /** `ok`: tokens were issued. `reuse`: a used token; the family ended. `dead`: it had ended before. */
  readonly outcome: "ok" | "reuse" | "dead" | "error" | "busy" | "unprocessed";
  /** `finished`: the whole answer was handed to the system. `dropped`: by us. `aborted`: by the client. */
  readonly delivery: "finished" | "dropped" | "aborted";
  readonly fault: string;
  /** Name of the access token that was issued; the refresh token has the same, where one was. */
  readonly access: string | null;
  readonly lifetimeMs: number;
}

/** A family that ended: by the revocation endpoint, or by its user at the provider. */
export interface Ended {
  readonly kind: "revoked" | "withdrawn";
  readonly at: number;
  readonly family: string;
}

export type LedgerEntry = Issued | RefreshRequest | Ended;

/** A fault point that a refresh passed; `killed` is the process's last word. */
export interface Passing {
  readonly kind: "point";
  readonly at: number;
  readonly process: string;
  readonly attempt: string | null;
  readonly point: Point | "killed";
}

/** One read of a token. */
export interface Read {
  readonly kind: "read";
  readonly start: number;
  readonly end: number;
  readonly connection: string;
  readonly slot: number;
  /** 0 where no answer came. */
  readonly status: number;
  /** `code` of the problem that was answered, or what broke; null with a token. */
  readonly reason: string | null;
  readonly version: number | null;
  /** Name of the access token; null with status 200 where it is none of ours. */
  readonly access: string | null;
  /** The version that the caller says an API refused. */
  readonly refusedVersion: number | null;
}

/** Something a user or an operator did; repeated until it was answered, and one after the other. */
export interface Operation {
  readonly kind: "operation";
  readonly name: "connect" | "disconnect" | "withdraw" | "metadata" | "view";
  readonly start: number;
  readonly end: number;
  readonly connection: string;
  readonly done: boolean;
  /** Of a connect: when the provider's answer was first taken to the server; null where it never was. */
  readonly effectiveFrom: number | null;
  /** Of a view: the status and its reason. Of a disconnect: what became of the grant. */
  readonly status: string | null;
  readonly reason: string | null;
  /** Of a metadata write: what was written. */
  readonly value: string | null;
}

/** One life of a server process. */
export interface Life {
  readonly kind: "life";
  readonly process: string;
  readonly slot: number;
  readonly spawnedAt: number;
  readonly listeningAt: number | null;
  /** When it was killed; null where it ended in order or not at all. */
  readonly killedAt: number | null;
  readonly exitedAt: number | null;
}

/** A while in which the database was away. */
export interface Outage {
  readonly kind: "outage";
  readonly start: number;
  readonly end: number;
  readonly how: string;
}

/** A connection as it stands in the database when everything is over. */
export interface FinalRow {
  readonly kind: "row";
  readonly connection: string;
  readonly status: string;
  readonly reason: string | null;
  readonly version: number;
  readonly metadata: string | null;
}

export interface History {
  readonly ledger: readonly LedgerEntry[];
  readonly passings: readonly Passing[];
  readonly reads: readonly Read[];
  readonly operations: readonly Operation[];
  readonly lives: readonly Life[];
  readonly outages: readonly Outage[];
  readonly rows: readonly FinalRow[];
  /** How long a call to the authorization server may take before the servers give it up. */
  readonly deadlineMs: number;
}

/** The machine's monotonic clock in milliseconds: the same for all processes on it. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
