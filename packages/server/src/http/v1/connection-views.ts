/** Connections and receipts as `/v1` shows them. */
import type { Connection, revocation, WorkspaceConnection } from "@grantry/contract/v1/connections";
import type { z } from "zod";
import { ownersHandles } from "../../service/app-users/index.ts";
import type { Connection as Told } from "../../service/connections/index.ts";
import type { Receipt } from "../../service/revocation/index.ts";
import type { HttpContext } from "../context.ts";
import { instantOf, instantOrNull } from "./time.ts";

function viewOwner(owner: Told["owner"], handle: string | null): Connection["owner"] {
  if (owner.kind === "app") return { kind: "app", user: null, unassigned: false };
  const issuer = owner.kind === "user" ? (owner.issuer?.issuer ?? null) : null;
  return {
    kind: "user",
    user: { id: handle, user_id: owner.userId, issuer },
    unassigned: owner.kind === "unassigned",
  };
}

type View<Shown> = (connection: Told, handle: string | null) => Shown;

/** Connections as `view` shows them, each with its owner's handle. */
export async function viewAll<Shown>(
  context: HttpContext,
  connections: readonly Told[],
  view: View<Shown>,
): Promise<Shown[]> {
  const handles = await ownersHandles(context, connections);
  return connections.map((one, at) => view(one, handles[at] ?? null));
}

/** One connection, likewise. */
export async function viewOne<Shown>(
  context: HttpContext,
  connection: Told,
  view: View<Shown>,
): Promise<Shown> {
  const [handle = null] = await ownersHandles(context, [connection]);
  return view(connection, handle);
}

/** A connection, as its owner and the app's backend may see it. */
export function viewConnection(connection: Told, handle: string | null): Connection {
  return {
    id: connection.connectionId,
    app_id: connection.appId,
    connector: connection.connector,
    owner: viewOwner(connection.owner, handle),
    account: connection.account,
    status: connection.status,
    reason: connection.reason,
    status_since: instantOf(connection.statusSince),
    settings: { ...connection.settings },
    requested_scopes: [...connection.requestedScopes],
    granted_scopes: [...connection.grantedScopes],
    missing_scopes: [...connection.missingScopes],
    outdated_by: [...connection.outdatedBy],
    expires_at: instantOrNull(connection.expiresAt),
    last_refreshed_at: instantOrNull(connection.lastRefreshedAt),
    connected_at: instantOrNull(connection.connectedAt),
    revocation: connection.receipt?.result ?? null,
  };
}

/** All that is known of a connection, for operators. */
export function viewReport(report: Told, handle: string | null): WorkspaceConnection {
  const { refused, receipt, connectedBy } = report;
  return {
    ...viewConnection(report, handle),
    held_scopes: [...report.heldScopes],
    connected_by:
      connectedBy === null ? null : { label: connectedBy.label, email: connectedBy.email },
    created_at: instantOf(report.createdAt),
    frozen_at: instantOrNull(report.frozenAt),
    degraded: report.degraded,
    version: report.version,
    last_used_at: instantOrNull(report.lastUsedAt),
    refresh_token_expires_at: instantOrNull(report.refreshTokenExpiresAt),
    refreshable: report.refreshable,
    next_refresh_at: instantOrNull(report.nextRefreshAt),
    next_try_at: instantOrNull(report.nextTryAt),
    failure: report.failure,
    refused: refused === null ? null : { since: instantOf(refused.since), count: refused.count },
    token_doubtful: report.tokenDoubtful,
    outcome_unknown_since: instantOrNull(report.outcomeUnknownSince),
    refreshing: report.refreshing,
    receipt: receipt === null ? null : viewRevocation(receipt),
  };
}

/** What became of a grant that was to be taken back. */
export function viewRevocation(receipt: Receipt): z.output<typeof revocation> {
  return {
    id: receipt.revocationId,
    connection_id: receipt.connectionId,
    app_id: receipt.appId === "" ? null : receipt.appId,
    type: receipt.integrationType,
    cause: receipt.cause,
    result: receipt.result,
    refresh_token: receipt.refreshToken,
    access_token: receipt.accessToken,
    tries: receipt.tries,
    failure: receipt.failureCode,
    next_try_at: instantOrNull(receipt.nextTryAt),
    created_at: instantOf(receipt.createdAt),
    ended_at: instantOrNull(receipt.endedAt),
  };
}
