/** Which connections an operation is about: found as the lists of connections find them. */

import type { FrozenScope } from "../../store/freezes.ts";
import type { OperationFilter } from "../../store/operation-targets.ts";
import type { Operation as StoredOperation } from "../../store/operations.ts";
import { storedFilters, type WorkspaceConnectionsFilters } from "../connections/index.ts";
import type { OperationsContext } from "./context.ts";
import { isToErase } from "./kinds.ts";

type Listed = "reason" | "degraded" | "frozen" | "endsTo" | "lastUsedTo" | "beginning";

/** As it was asked for, and as it is kept; null, or left out as in those of before: any. */
export interface AskedFilter
  extends Pick<OperationFilter, "ids" | "connectedFrom" | "connectedBefore">,
    Pick<WorkspaceConnectionsFilters, Listed> {
  readonly appId: string | null;
  readonly connectorId: string | null;
  readonly integrationType: string | null;
  /** The authorization server's id; left out of those of before. */
  readonly providerId?: string | null;
  readonly ownerKind: NonNullable<WorkspaceConnectionsFilters["ownerKind"]> | null;
  readonly user: NonNullable<WorkspaceConnectionsFilters["user"]> | null;
  /** By the handle; left out in those of before. */
  readonly userHandle?: string | null;
  /** Null: whatever the operation can be done to. */
  readonly status: "active" | "needs_reauth" | null;
}

export const everyConnection: AskedFilter = {
  ids: null,
  appId: null,
  connectorId: null,
  integrationType: null,
  ownerKind: null,
  user: null,
  status: null,
  connectedFrom: null,
  connectedBefore: null,
};

/** An operation, with its filter as it was asked for. */
export interface Operation extends Omit<StoredOperation, "filter"> {
  readonly filter: AskedFilter;
}

/** Reads what was written by JSON.stringify. */
export function operationOf(stored: StoredOperation): Operation {
  return { ...stored, filter: JSON.parse(stored.filter) as AskedFilter };
}

/** What is to be found by it, of those that were there when it began; null where there can be nothing. */
export async function targetFilter(
  context: OperationsContext,
  workspaceId: string,
  asked: Pick<Operation, "kind" | "filter" | "createdAt">,
): Promise<OperationFilter | null> {
  const { kind, createdAt: madeUntil } = asked;
  const { ids, connectedFrom, connectedBefore, status: named, ...listed } = asked.filter;
  // Nothing is left to refresh what needs its owner.
  if (kind === "refresh" && named === "needs_reauth") return null;
  const status = kind === "refresh" ? "active" : named;
  const filters = await storedFilters(context, workspaceId, { ...listed, status });
  const ended = isToErase(kind);
  return filters && { filters, ids, connectedFrom, connectedBefore, madeUntil, ended };
}

/**
 * What a freeze of it is about for as long as it stands, of what is made meanwhile, too. Null where it says how connections
 * are, or which: then it is about those that are there.
 */
export function scopeOf(filter: AskedFilter): FrozenScope | null {
  const {
    appId,
    connectorId,
    integrationType,
    providerId = null,
    ownerKind,
    user,
    ...rest
  } = filter;
  if (Object.values(rest).some((value) => value !== null && value !== undefined)) return null;
  const issuer = user?.issuer;
  return {
    appId,
    connectorId,
    integrationType,
    providerId,
    ownerKind: ownerKind ?? (user === null ? null : "user"),
    userId: user?.userId ?? null,
    userIssuer: issuer === undefined ? null : (issuer ?? ""),
  };
}

/** The same, for what is done to all of it in one statement: a workspace may have any number of connectors. */
export async function filterAtOnce(
  context: OperationsContext,
  workspaceId: string,
  asked: Pick<Operation, "kind" | "filter" | "createdAt">,
): Promise<OperationFilter | null> {
  const { integrationType, providerId = null } = asked.filter;
  const filter = { ...asked.filter, integrationType: null, providerId: null };
  const found = await targetFilter(context, workspaceId, { ...asked, filter });
  return found && { ...found, connectors: { workspaceId, integrationType, providerId } };
}
