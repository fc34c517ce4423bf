/** What changing keys needs. */
import type { Clock } from "../../lib/clock.ts";
import type { Store } from "../../store/store.ts";

/** What was committed last: a process may end after each. */
export type KeyStep = "staged" | "promoted" | "rewrapped" | "page" | "destroyed";

export interface KeysContext {
  readonly store: Store;
  /** By which it waits for other processes. */
  readonly clock: Pick<Clock, "sleep" | "nowSeconds">;
  /** Called after each step that is committed. */
  readonly reached?: (step: KeyStep) => void;
}

/** How far sealing anew has come. */
export interface Progress {
  /** Rows that were looked at. */
  readonly looked: number;
  /** Values that were sealed anew. */
  readonly resealed: number;
  /** Data keys that were wrapped anew. */
  readonly rewrapped: number;
  /** Values that do not open: table and row of the first of them. */
  readonly unreadable: readonly string[];
}
