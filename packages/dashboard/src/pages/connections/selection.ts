/** Which connections of the list are chosen: some, or all that its filter finds. */
import { useState } from "react";
import type { Chosen } from "../operations/begin.ts";
import { chosenMax } from "./bulk.tsx";

export interface Selection {
  readonly isEmpty: boolean;
  /** No more can be chosen one by one. */
  readonly isFull: boolean;
  /** Null: all that the filter finds. */
  readonly count: number | null;
  /** As an operation is told. */
  readonly chosen: Chosen;
  has(id: string): boolean;
  toggle(id: string): void;
  /** Undefined where it cannot be all. */
  readonly all: (() => void) | undefined;
  none(): void;
}

interface Filters {
  readonly status?: string | undefined;
  readonly owner?: "app" | "user" | undefined;
  readonly app?: string | undefined;
  readonly connector?: string | undefined;
}

/** What is chosen goes with the filter: another one begins anew. */
export function useSelection(filters: Filters, userId: string): Selection {
  const of = JSON.stringify([filters, userId]);
  const [kept, setKept] = useState<{ of: string; ids: ReadonlySet<string> | "all" }>({
    of,
    ids: new Set(),
  });
  const ids = kept.of === of ? kept.ids : new Set<string>();
  const keep = (next: ReadonlySet<string> | "all") => setKept({ of, ids: next });
  const isAll = ids === "all";
  const toggle = (id: string) => {
    const next = new Set(isAll ? [] : ids);
    if (!next.delete(id)) next.add(id);
    keep(next);
  };
  return {
    isEmpty: !isAll && ids.size === 0,
    isFull: !isAll && ids.size >= chosenMax,
    count: isAll ? null : ids.size,
    chosen: isAll ? filterOf(filters, userId) : { ids: [...ids] },
    has: (id) => isAll || ids.has(id),
    toggle,
    // What is disconnected has nothing left to be done to it.
    all: isAll || filters.status === "disconnected" ? undefined : () => keep("all"),
    none: () => keep(new Set()),
  };
}

function filterOf({ status, owner, app, connector }: Filters, userId: string): Chosen {
  const filter: Chosen = {
    ...(status === "active" || status === "needs_reauth" ? { status } : {}),
    ...(owner === undefined ? {} : { owner }),
    ...(app === undefined ? {} : { app_id: app }),
    ...(connector === undefined ? {} : { connector_id: connector }),
    ...(userId === "" ? {} : { user: { user_id: userId } }),
  };
  return Object.keys(filter).length === 0 ? { all: true } : filter;
}
