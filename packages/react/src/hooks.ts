"use client";
/** The connections as data, for parts of your own. */
import type { AppUserConnection, ConnectResult } from "@grantry/sdk";
import {
  type Failure,
  type RowView,
  rowOf,
  type StartOptions,
  type Step,
} from "@grantry/sdk/connections";
import { useMemo } from "react";
import { useProvided, useSnapshot } from "./provider.tsx";

/** What {@link useConnections} gives. */
export interface ConnectionsList {
  /** `failed`: the list could never be read. One that was read once stays when reading it again fails. */
  readonly phase: "loading" | "ready" | "failed";
  /** One per connector that the user can connect; empty until it was read. */
  readonly connections: readonly AppUserConnection[];
  /** Why the list could not be read the last time; null where it could. */
  readonly failure: Failure | null;
  /** Reads the list anew; never rejects. */
  refresh(): Promise<void>;
  /** Forgets everything and reads anew: for another user on the same client. */
  reset(): Promise<void>;
}

/**
 * The signed-in user's connections. They are read anew when the page comes to the front and after every change.
 *
 * @throws Error where no {@link GrantryProvider} stands above.
 * @example
 * ```tsx
 * const { connections } = useConnections();
 * const broken = connections.filter(({ status }) => status === "needs_reauth");
 * ```
 */
export function useConnections(): ConnectionsList {
  const { store } = useProvided();
  const { phase, connections, failure } = useSnapshot(store);
  return useMemo(
    () => ({ phase, connections, failure, refresh: store.refresh, reset: store.reset }),
    [store, phase, connections, failure],
  );
}

/** What {@link useConnect} gives. */
export interface Connect {
  readonly phase: "loading" | "ready" | "failed";
  /** Null until the list was read, and where the user can connect no such connector. */
  readonly connection: AppUserConnection | null;
  /** What is under way with it; null where nothing is. */
  readonly step: Step | null;
  /** The same in words, with what each button does; null while there is no connection. */
  readonly row: RowView | null;
  /**
   * Lets the user connect an account. Call it directly in the handler of a click, before any `await`. Resolves with
   * the end; null where it could not start or was cancelled. Never rejects.
   */
  connect(options?: StartOptions): Promise<ConnectResult | null>;
  /** Brings the window of a consent to the front. */
  showWindow(): void;
  /** Closes the window of a consent, and gives the consent up. */
  cancel(): void;
  /** Sets the step `asking`, for a question before `disconnect`. */
  ask(): void;
  /** Ends the connection at once; never rejects: a failure is the step `failed`. */
  disconnect(): Promise<void>;
  /** Takes back a question, or puts a failure away. */
  dismiss(): void;
}

/**
 * One connector, and what can be done with it.
 *
 * @throws Error where no {@link GrantryProvider} stands above.
 * @example
 * ```tsx
 * const { connection, step, connect } = useConnect(connectorId);
 * <button disabled={step !== null} onClick={() => connect()}>Connect</button>
 * ```
 */
export function useConnect(connectorId: string): Connect {
  const { store, options } = useProvided();
  const { phase, connections, steps } = useSnapshot(store);
  const connection = connections.find((one) => one.connectorId === connectorId) ?? null;
  const step = steps[connectorId] ?? null;
  return useMemo(
    () => ({
      phase,
      connection,
      step,
      row: connection === null ? null : rowOf(connection, step ?? undefined, store, options),
      connect: (given) => store.connect(connectorId, given),
      showWindow: () => store.showWindow(connectorId),
      cancel: () => store.cancel(connectorId),
      ask: () => store.ask(connectorId),
      disconnect: () => store.disconnect(connectorId),
      dismiss: () => store.dismiss(connectorId),
    }),
    [store, options, phase, connection, step, connectorId],
  );
}
