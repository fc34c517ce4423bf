"use client";
/** What happens, told to the app. */
import type { ConnectionsStore, News } from "@grantry/sdk/connections";
import { useEffect, useRef } from "react";

/** Something that has happened. */
export interface ConnectionEvent {
  readonly kind: News["kind"];
  readonly connectorId: string;
  /** Stable code of a failure; null otherwise, and where there is none. */
  readonly code: string | null;
}

/** Calls `onEvent` once for each thing that happens from now on, of one connector or of all. */
export function useNews(
  store: ConnectionsStore,
  news: News | null,
  onEvent: ((event: ConnectionEvent) => void) | undefined,
  connectorId?: string,
): void {
  const told = useRef<{ readonly store: ConnectionsStore; readonly number: number } | null>(null);
  useEffect(() => {
    const before = told.current;
    const number = news?.number ?? 0;
    told.current = { store, number };
    // What happened before somebody listened is no news.
    if (before === null || before.store !== store || news === null || number <= before.number)
      return;
    if (connectorId !== undefined && connectorId !== news.connectorId) return;
    onEvent?.({ kind: news.kind, connectorId: news.connectorId, code: news.failure?.code ?? null });
  }, [store, news, onEvent, connectorId]);
}
