/** What is known at one moment of a user's connections, and of what is under way with them. */
import type { AppUserConnection } from "../connector-types.ts";

/** Why something did not work. */
export interface Failure {
  /** How a consent ended, or `failed` for all else. */
  readonly reason: "denied" | "closed" | "timed_out" | "failed";
  /** Stable code of the server or of this package; null where there is none. */
  readonly code: string | null;
  /** Of `network_error`, where the platform tells it: `offline`. */
  readonly cause: string | null;
  /** Names the request in the server's log; null where no answer came. */
  readonly requestId: string | null;
}

/** What is under way with one connector. */
export type Step =
  /** A window is open, or is being opened. */
  | { readonly kind: "connecting" }
  /** The page is being left for the consent. */
  | { readonly kind: "leaving" }
  | { readonly kind: "blocked" }
  /** The user is asked whether they mean it. */
  | { readonly kind: "asking" }
  | { readonly kind: "disconnecting" }
  | {
      readonly kind: "failed";
      readonly during: "connect" | "disconnect";
      readonly failure: Failure;
    };

/** Something that has happened, to be said and to be told to the app. */
export interface News {
  /** Counts what has happened. */
  readonly number: number;
  readonly kind:
    | "connected"
    | "disconnected"
    | "cancelled"
    | "connect_failed"
    | "disconnect_failed";
  readonly connectorId: string;
  /** Where something failed. */
  readonly failure: Failure | null;
}

/** All that is known at one moment. It is replaced, never changed. */
export interface ConnectionsSnapshot {
  /** `failed`: the list could never be read. One that was read once stays when reading it again fails. */
  readonly phase: "loading" | "ready" | "failed";
  /** One per connector that the user can connect, in the server's order. */
  readonly connections: readonly AppUserConnection[];
  /** Why the list could not be read the last time; null where it could. */
  readonly failure: Failure | null;
  /** By connector ID. */
  readonly steps: Readonly<Record<string, Step>>;
  readonly news: News | null;
}

/** Before anything was asked, and on a server that renders pages. */
export const nothingKnown: ConnectionsSnapshot = {
  phase: "loading",
  connections: [],
  failure: null,
  steps: {},
  news: null,
};
