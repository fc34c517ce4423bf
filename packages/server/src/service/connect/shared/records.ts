/** What the audit trail says of an app's shared connections. */
import { type Actor, insertAuditRecord } from "../../../store/audit-records.ts";
import type { Store } from "../../../store/store.ts";
import type { AppOperator } from "../../accounts/index.ts";
import { actorOfAuthor, recordChange, serverActor } from "../../accounts/index.ts";
import { serviceTokenActor } from "../../app-users/index.ts";
import type { AppsAuthorization } from "../new-grant.ts";

/** Which shared connection is meant: an app has one of a type. */
export function detailsOfShared(appId: string, integrationType: string): Record<string, string> {
  return { app: appId, integration_type: integrationType };
}

/** Records that a consent to a shared connection was completed. Call it in the transaction that stores it. */
export async function recordConnected(
  store: Store,
  authorization: AppsAuthorization,
  connected: {
    readonly connectionId: string;
    readonly integrationType: string;
    readonly replacesAccount: boolean;
    /** The service token by which the app completed what its backend had started; null where an operator authorized it. */
    readonly completedBy: string | null;
    /** The values of what the operator chose after consent; null where there was no choice. */
    readonly chosen: Readonly<Record<string, string>> | null;
  },
): Promise<void> {
  if (authorization.owner.kind !== "app") return;
  const { workspaceId, appId, requestedScopes, authorizationId } = authorization;
  await insertAuditRecord(store, {
    workspaceId,
    actor: actorOf(authorization, connected.completedBy),
    action: "shared_connection.connected",
    target: { kind: "connection", id: connected.connectionId },
    details: {
      ...detailsOfShared(appId, connected.integrationType),
      scopes: requestedScopes.join(" "),
      authorization: authorizationId,
      ...(connected.chosen === null ? {} : { chosen: JSON.stringify(connected.chosen) }),
      ...(connected.replacesAccount ? { account: "another one than before" } : {}),
    },
  });
}

function actorOf({ author }: AppsAuthorization, completedBy: string | null): Actor {
  if (author !== null) return actorOfAuthor(author);
  return completedBy === null ? serverActor : serviceTokenActor(completedBy);
}

/** Records what an operator did to the connection of a type, or to what was left of it. */
export async function recordOperated(
  store: Store,
  { app, caller }: AppOperator,
  done: {
    readonly action: `shared_connection.${"declared" | "disconnected" | "removed"}`;
    readonly target: { readonly kind: "connection" | "connector"; readonly id: string };
    readonly integrationType: string;
  },
): Promise<void> {
  const { action, target, integrationType } = done;
  await recordChange(
    store,
    { workspaceId: app.workspaceId, caller },
    { action, target, details: detailsOfShared(app.appId, integrationType) },
  );
}
