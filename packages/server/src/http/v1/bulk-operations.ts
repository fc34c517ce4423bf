/** What is done to many connections in the background, for operators. */
import { address } from "@grantry/contract/v1/common";
import {
  createOperationRequest,
  freezeList,
  operation,
  operationList,
  operationReceiptList,
  operationsQuery,
} from "@grantry/contract/v1/operations";
import type { z } from "zod";
import { secondsOf } from "../../lib/clock.ts";
import {
  type AskedFilter,
  createOperation,
  getOperation,
  listFreezes,
  listOperations,
  listReceipts,
  type Operation,
  type Planned,
  type ReceiptOfConnection,
  stopOperation,
} from "../../service/operations/index.ts";
import { route } from "../route.ts";
import { listing } from "./list.ts";
import { instantOf, instantOrNull, secondsOrNull } from "./time.ts";

const tag = "Operations";
const path = "/v1/workspaces/:workspace_id/operations";
const inWorkspace = address("workspace_id", "operation_id");

type Body = z.output<typeof createOperationRequest>;
type Shown = z.output<typeof operation>;

function askedOf({ filter }: Body): AskedFilter {
  const { connected_from: from, connected_to: to, user } = filter;
  return {
    ids: filter.ids ?? null,
    appId: filter.app_id ?? null,
    connectorId: filter.connector_id ?? null,
    integrationType: filter.type ?? null,
    providerId: filter.provider_id ?? null,
    ownerKind: filter.owner ?? null,
    user: user === undefined ? null : { userId: user.user_id, issuer: user.issuer },
    status: filter.status ?? null,
    reason: filter.reason ?? null,
    degraded: filter.degraded ?? null,
    frozen: filter.frozen ?? null,
    endsTo: secondsOrNull(filter.ends_to),
    lastUsedTo: secondsOrNull(filter.last_used_to),
    beginning: filter.query ?? null,
    connectedFrom: from === undefined ? null : secondsOf(from),
    connectedBefore: to === undefined ? null : secondsOf(to),
  };
}

/** The filter as it was asked for; `all` where nothing limits it. */
function viewFilter(filter: AskedFilter): Shown["filter"] {
  const { connectedFrom, connectedBefore } = filter;
  const members = {
    ids: filter.ids === null ? undefined : [...filter.ids],
    app_id: filter.appId ?? undefined,
    connector_id: filter.connectorId ?? undefined,
    type: filter.integrationType ?? undefined,
    provider_id: filter.providerId ?? undefined,
    owner: filter.ownerKind ?? undefined,
    user: viewUser(filter),
    status: filter.status ?? undefined,
    reason: filter.reason ?? undefined,
    degraded: filter.degraded ?? undefined,
    frozen: filter.frozen ?? undefined,
    ends_to: instantOrNull(filter.endsTo ?? null) ?? undefined,
    last_used_to: instantOrNull(filter.lastUsedTo ?? null) ?? undefined,
    query: filter.beginning ?? undefined,
    connected_from: instantOrNull(connectedFrom) ?? undefined,
    connected_to: instantOrNull(connectedBefore) ?? undefined,
  };
  const given = Object.entries(members).filter(([, value]) => value !== undefined);
  return given.length === 0 ? { all: true } : Object.fromEntries(given);
}

function viewUser({ user, userHandle = null }: AskedFilter): Shown["filter"]["user"] {
  if (userHandle !== null) return { id: userHandle };
  return user === null ? undefined : { user_id: user.userId, issuer: user.issuer };
}

type Apps = Planned["count"]["apps"];

/** Of the answer that creates it: whose the connections are, and what of the filter is not there. */
interface Told {
  readonly apps: Apps;
  readonly unknown: Planned["unknown"];
}

export function viewOperation(stored: Operation, told: Told | null = null): Shown {
  const { total, atLeast, done, failed, actor } = stored;
  return {
    id: stored.operationId,
    kind: stored.kind,
    status: stored.status,
    dry_run: false,
    filter: viewFilter(stored.filter),
    progress: { total, at_least: atLeast, done, failed },
    apps: told && viewApps(told.apps),
    unknown: told && viewUnknown(told.unknown),
    created_by: { kind: actor.kind, label: actor.label },
    created_at: instantOf(stored.createdAt),
    finished_at: instantOrNull(stored.finishedAt),
  };
}

function viewApps(apps: Apps): Shown["apps"] {
  return apps.map(({ appId, count }) => ({ app_id: appId, connections: count }));
}

const viewUnknown = ({ ids, user }: Planned["unknown"]) => ({ ids: [...ids], user });

function viewReceipt(receipt: ReceiptOfConnection) {
  return {
    connection_id: receipt.connectionId,
    app_id: receipt.appId,
    type: receipt.integrationType,
    connector: receipt.name?.connector ?? null,
    user_id: receipt.name?.userId ?? null,
    result: receipt.result,
    failure: receipt.failureCode,
    next_try_at: instantOrNull(receipt.nextTryAt),
    erased: receipt.erased,
    at: instantOf(receipt.doneAt),
  };
}

/** What an example shows before anything is done. */
const planned = (status: Shown["status"]) => ({
  status,
  progress: { total: 1_204, at_least: false, done: 0, failed: 0 },
  apps: [{ app_id: "app_daybook", connections: 1_204 }],
  unknown: { ids: [], user: false },
});

export const bulkOperations = [
  route({
    method: "POST",
    path,
    for: "operator",
    permission: "connections:revoke",
    operationId: "createOperation",
    tag,
    summary:
      "Freeze, unfreeze, disconnect, erase or refresh many connections; what takes long goes on in the background",
    params: address("workspace_id"),
    body: createOperationRequest,
    answer: operation,
    shows: planned("queued"),
    status: 201,
    mayMakeNothing: {
      what: "Of a `dry_run`: what it would be about. Nothing was begun.",
      shows: {
        ...planned("succeeded"),
        id: null,
        dry_run: true,
        finished_at: "2026-05-04T09:00:00Z",
      },
    },
    refuses: [
      "confirmation_mismatch",
      "workspace_frozen",
      "app_not_found",
      "connector_not_found",
      "provider_not_found",
    ],
    handler: async (context, operator, { body }, reply) => {
      const { kind, dry_run: dryRun, expected_total: total, expected_at_least: atLeast } = body;
      const filter = askedOf(body);
      const isExpected = total !== undefined || atLeast !== undefined;
      const expected = isExpected ? { total: total ?? null, atLeast: atLeast === true } : null;
      const planned = await createOperation(context, operator, { kind, filter, dryRun, expected });
      const { actor } = operator.caller;
      const { count, unknown } = planned;
      if (planned.operation !== null) {
        return viewOperation(planned.operation, { apps: count.apps, unknown });
      }
      reply.code(200);
      const now = instantOf(context.clock.nowSeconds());
      return {
        id: null,
        kind,
        status: "succeeded" as const,
        dry_run: true,
        filter: viewFilter(filter),
        progress: { total: count.total, at_least: count.atLeast, done: 0, failed: 0 },
        apps: viewApps(count.apps),
        unknown: viewUnknown(unknown),
        created_by: { kind: actor.kind, label: actor.label },
        created_at: now,
        finished_at: now,
      };
    },
  }),
  route({
    method: "GET",
    path,
    for: "operator",
    permission: "apps:read",
    operationId: "listOperations",
    tag,
    summary: "The workspace's operations, the newest first; kept for thirty days",
    params: address("workspace_id"),
    query: operationsQuery,
    answer: operationList,
    handler: async (context, { workspaceId }, request) => {
      const { after, limit, page } = listing(context, request);
      const [createdAt, operationId] = after ?? [];
      const found = await listOperations(context, workspaceId, {
        before:
          after === null
            ? null
            : { createdAt: Number(createdAt), operationId: String(operationId) },
        limit,
      });
      const last = found.length < limit ? undefined : found.at(-1);
      const next = last === undefined ? null : [last.createdAt, last.operationId];
      return page(
        found.map((one) => viewOperation(one)),
        next,
      );
    },
  }),
  route({
    method: "GET",
    path: "/v1/workspaces/:workspace_id/freezes",
    for: "operator",
    permission: "apps:read",
    operationId: "listFreezes",
    tag,
    summary: "Freezes that stand, the newest first: what they are about cannot be connected either",
    params: address("workspace_id"),
    query: operationsQuery,
    answer: freezeList,
    handler: async (context, { workspaceId }, request) => {
      const { after, limit, page } = listing(context, request);
      const [createdAt, freezeId] = after ?? [];
      const found = await listFreezes(context, workspaceId, {
        before:
          after === null ? null : { createdAt: Number(createdAt), freezeId: String(freezeId) },
        limit,
      });
      const last = found.length < limit ? undefined : found.at(-1);
      return page(
        found.map((one) => ({
          id: one.freezeId,
          filter: viewFilter(one.filter),
          created_by: { kind: one.actor.kind, label: one.actor.label },
          created_at: instantOf(one.createdAt),
        })),
        last === undefined ? null : [last.createdAt, last.freezeId],
      );
    },
  }),
  route({
    method: "GET",
    path: `${path}/:operation_id`,
    for: "operator",
    permission: "apps:read",
    operationId: "getOperation",
    tag,
    summary: "How far an operation is",
    params: inWorkspace,
    answer: operation,
    refuses: ["operation_not_found"],
    handler: async (context, { workspaceId }, { params }) =>
      viewOperation(await getOperation(context, workspaceId, params.operationId)),
  }),
  route({
    method: "POST",
    path: `${path}/:operation_id/cancel`,
    for: "operator",
    permission: "connections:revoke",
    operationId: "cancelOperation",
    tag,
    summary: "Stop an operation; what is done stays done",
    params: inWorkspace,
    answer: operation,
    shows: { status: "canceled", finished_at: "2026-05-04T09:02:00Z" },
    refuses: ["operation_not_found"],
    handler: async (context, operator, { params }) =>
      viewOperation(await stopOperation(context, operator, params.operationId)),
  }),
  route({
    method: "GET",
    path: `${path}/:operation_id/receipts`,
    for: "operator",
    permission: "apps:read",
    operationId: "listReceipts",
    tag,
    summary: "What became of each connection, by id",
    params: inWorkspace,
    query: operationsQuery,
    answer: operationReceiptList,
    refuses: ["operation_not_found"],
    handler: async (context, { workspaceId }, request) => {
      const { after, limit, page } = listing(context, request);
      const { operationId } = request.params;
      const found = await listReceipts(
        context,
        { workspaceId, operationId },
        { after: after === null ? "" : String(after[0]), limit },
      );
      const last = found.length < limit ? undefined : found.at(-1);
      return page(found.map(viewReceipt), last === undefined ? null : [last.connectionId]);
    },
  }),
];
