/** Which connections of the list are chosen: some, or all that its filter finds. */
import { useState } from "react";
import type { Chosen } from "../operations/begin.ts";
import { chosenMax } from "./bulk.tsx";
import { chosenBy, type Filters } from "./filters.tsx";

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
  /** All of these, or none of them where all are chosen; no more than can be chosen one by one. */
  toggleAll(ids: readonly string[]): void;
  /** Undefined where it cannot be all. */
  readonly all: (() => void) | undefined;
  none(): void;
}

/** What is chosen goes with the filter: another one begins anew. */
export function useSelection(filters: Filters, text: string): Selection {
  const of = JSON.stringify([filters, text]);
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
  const toggleAll = (shown: readonly string[]) => {
    const chosen = isAll ? new Set<string>() : ids;
    const hasAll = isAll || shown.every((id) => chosen.has(id));
    keep(new Set(hasAll ? [] : [...new Set([...chosen, ...shown])].slice(0, chosenMax)));
  };
  return {
    isEmpty: !isAll && ids.size === 0,
    isFull: !isAll && ids.size >= chosenMax,
    count: isAll ? null : ids.size,
    chosen: isAll ? chosenBy(filters, text) : { ids: [...ids] },
    has: (id) => isAll || ids.has(id),
    toggle,
    toggleAll,
    // What is disconnected has nothing left to be done to it.
    all: isAll || filters.status === "disconnected" ? undefined : () => keep("all"),
    none: () => keep(new Set()),
  };
}
