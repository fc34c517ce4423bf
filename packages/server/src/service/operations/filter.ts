/** Which connections an operation is about, as it is kept. */

import type { OperationFilter } from "../../store/operation-targets.ts";
import type { Operation } from "../../store/operations.ts";
import type { ConnectionStatus } from "../../store/schema.ts";

/** As it was asked for. */
export type AskedFilter = Omit<OperationFilter, "statuses" | "madeUntil"> & {
  /** Null: whatever the operation can be done to. */
  readonly status: Exclude<ConnectionStatus, "disconnected"> | null;
};

/** What an operation can be done to. */
const statusesFor = {
  disconnect: ["active", "needs_reauth"],
  refresh: ["active"],
} as const satisfies Readonly<Record<Operation["kind"], readonly ConnectionStatus[]>>;

/** What is to be found by it: of those that were there when it began. */
export function targetFilter(
  kind: Operation["kind"],
  { status, ...asked }: AskedFilter,
  madeUntil: number,
): OperationFilter {
  const possible: readonly ConnectionStatus[] = statusesFor[kind];
  const statuses = status === null ? possible : possible.filter((one) => one === status);
  return { ...asked, statuses, madeUntil };
}

/** The filter of an operation that was entered. */
export function filterOf({ kind, filter, createdAt }: Operation): OperationFilter {
  return targetFilter(kind, readFilter(filter), createdAt);
}

/** Reads what was written by JSON.stringify. */
export function readFilter(text: string): AskedFilter {
  return JSON.parse(text) as AskedFilter;
}
